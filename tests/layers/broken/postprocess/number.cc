#include "solver/nonlinear/newton.h"
