#include "solver/time/stages.h"
