#include "meshes/mesh.h"
#include "physics/number.h"
#include <cmath>
#include <deal.II/dofs/dof_handler.h>
