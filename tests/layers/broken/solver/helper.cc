#include "solver/simulation.h"
