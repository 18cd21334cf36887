#include "solver/runs/run.h"
