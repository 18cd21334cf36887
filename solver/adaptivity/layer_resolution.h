#pragma once

#include "solver/assembly/at_electrodes.h"

#include <string>

namespace zincfield
{
  /** How the cells beside electrodes compare with double layers, and what to do where they are too high; both empty where no layers
   * are computed. */
  struct LayerResolution
  {
    std::string found, advice;
  };

  template <int dim>
  LayerResolution
  resolution_of_layers(const Discretization<dim> &discretization, const CellModel &model);
} // namespace zincfield
