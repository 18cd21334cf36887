#pragma once

#include "solver/checkpoint/checkpoints.h"

namespace zincfield
{
  /** Where a run keeps itself so that it can go on later; without checkpoints it does not. */
  template <int dim>
  struct CheckpointContext
  {
    Checkpoints            *checkpoints = nullptr;
    const MeshHistory<dim> *mesh        = nullptr;
    StoredCheckpoint       *from        = nullptr; // goes on from there
  };
} // namespace zincfield
