#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

#include <string>

namespace zincfield
{
  /** The highest cell beside an electrode or a charged wall: its volume over the area of its face there [m]. */
  struct HighestCell
  {
    double       height   = 0.;
    unsigned int boundary = 0;
    bool         in_film  = false;
  };

  template <int dim>
  HighestCell
  highest_at_electrodes(const Discretization<dim> &discretization, const CellModel &model);

  /** How the cells beside electrodes compare with double layers, and what to do where they are too high; both empty where no layers are computed. */
  struct LayerResolution
  {
    std::string found, advice;
  };

  template <int dim>
  LayerResolution
  resolution_of_layers(const Discretization<dim> &discretization, const CellModel &model);
} // namespace zincfield
