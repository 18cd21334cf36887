#pragma once

#include "physics/transport/porous_electrode.h"
#include "tests/support/solved.h"

#include <deal.II/base/quadrature_lib.h>

#include <cmath>
#include <sstream>

namespace zincfield
{
  /** Felts of one dimension. */
  namespace porous_cells
  {
    /** Thickness [m] of the solution over a felt of thickness L: coatings take up half of the cell at most. */
    constexpr double
    separator(const double L)
    {
      return 1.2 * L;
    }

    inline std::string
    text(const double value)
    {
      std::ostringstream stream;
      stream.precision(17);
      stream << value;
      return stream.str();
    }

    /** A felt of thickness L [m] on a metal that does not react, and solution above it. */
    inline Lines
    felt(const double L, const std::string &model = "secondary")
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = " + text(1e6 * (L + separator(L))) + " um",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 1",
                                    "Electrolyte/Transport model = " + model,
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 4 A/m^2",
                                    "Discretization/Degree = 4",
                                    "Coatings/felt/Surface = working electrode",
                                    "Coatings/felt/Layers = felt",
                                    "Coatings/felt/felt/Material = felt",
                                    "Coatings/felt/felt/Profile = uniform",
                                    "Coatings/felt/felt/Cells across = 8",
                                    "Coatings/felt/felt/Thickness = " + text(1e6 * L) + " um"};
    }

    /** Newman and Tobias, linear kinetics: rates over their mean at front and back, and the resistance [ohm m^2]. */
    template <typename Number>
    struct ClosedForm
    {
      Number front, back, resistance;

      ClosedForm(const Number nu, const double kappa, const double sigma, const double L)
        : front(nu * (kappa + sigma * std::cosh(nu)) / ((kappa + sigma) * std::sinh(nu)))
        , back(nu * (sigma + kappa * std::cosh(nu)) / ((kappa + sigma) * std::sinh(nu)))
        , resistance(L / (kappa + sigma) * (1. + (2. + (sigma / kappa + kappa / sigma) * std::cosh(nu)) / (nu * std::sinh(nu))))
      {}
    };

    /** Rate of all reactions [A/m^3], deposition positive, at the front (to the solution) and at the back (to the metal). */
    struct Ends
    {
      double front = 0., back = 0.;
    };

    template <int dim>
    Ends
    ends(const Solved<dim> &cell)
    {
      const PorousElectrode &model = *porous(*cell.model.transport);
      Ends                   result;
      double                 lowest = 1e300, highest = -1e300;
      const Sampler<dim>     sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(dealii::QGaussLobatto<dim>(cell.data.discretization.degree + 1), [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          if (model.scaffold(s.material))
            {
              double rate = 0.;
              for (unsigned int r = 0; r < model.reactions(s.material).size(); ++r)
                rate -= model.area(s.properties) * model.rate(s.material, s.properties, s.u.data(), r);
              if (s.position[dim - 1] > highest)
                {
                  highest      = s.position[dim - 1];
                  result.front = rate;
                }
              if (s.position[dim - 1] < lowest)
                {
                  lowest      = s.position[dim - 1];
                  result.back = rate;
                }
            }
      });
      return result;
    }
  } // namespace porous_cells
} // namespace zincfield
