#include "solver/time/step.h"
