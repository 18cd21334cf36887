#include "physics/kinetics/reaction.h"
#include <deal.II/grid/tria.h>
