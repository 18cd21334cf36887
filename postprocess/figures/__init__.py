"""Pictures of what a run wrote: everything.draw draws all of them, results reads what they show."""
