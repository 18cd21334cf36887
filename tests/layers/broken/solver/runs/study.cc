#include "solver/results/record.h"
