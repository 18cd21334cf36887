#pragma once

#include "physics/transport/transport_model.h"

#include <deal.II/base/point.h>

#include <functional>

namespace zincfield
{
  /** What a manufactured solution adds to the equations; each part may be left empty. Positions in mesh units. */
  template <int dim>
  struct Loads
  {
    using Rows = std::array<double, max_fields>;

    /** div flux_f [A/m^3] in a material. */
    std::function<Rows(const dealii::Point<dim> &x, unsigned int material)> volume;

    /** n.flux_f [A/m^2] beyond what the law of the boundary gives, on electrodes with kinetics and on insulating boundaries. */
    std::function<Rows(const dealii::Point<dim> &x, const dealii::Tensor<1, dim> &normal, unsigned int boundary)> surface;

    /** Values of the prescribed fields on a bulk boundary, in their units. */
    std::function<Rows(const dealii::Point<dim> &x)> bulk;
  };
} // namespace zincfield
