"""Pictures of what a run wrote: results (reading), geometry (sections, mirrors, profiles), style, render, panel, parameter_study."""
