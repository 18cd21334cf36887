#pragma once

#include "tests/support/manufactured.h"

namespace zincfield
{
  /** Potentiostatic cells whose wall carries Butler-Volmer kinetics. */
  inline Lines
  wall_lines()
  {
    return common_lines() + Lines{"Reactions/zinc/Type = Butler-Volmer",
                                  "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                  "Reactions/zinc/Anodic transfer coefficient = 1.1",
                                  "Reactions/zinc/Cathodic transfer coefficient = 0.9",
                                  "Boundaries/working electrode/Reactions = zinc",
                                  "Control/Mode = potentiostatic",
                                  "Control/Electrode potential = -40 mV"};
  }

  inline Lines
  secondary_lines()
  {
    return wall_lines() + Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m"};
  }

  /** Measured properties of ZnSO4, which depend on the concentration. */
  inline Lines
  binary_salt_lines()
  {
    return wall_lines() + Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 1 M"};
  }

  /** Three ions and two reactions. */
  inline Lines
  dilute_ions_lines()
  {
    Lines      lines = wall_lines() + Lines{"Electrolyte/Transport model = dilute ions",
                                       "Reactions/hydrogen/Type = Tafel",
                                       "Reactions/hydrogen/Exchange current density = 1 mA/cm^2",
                                       "Reactions/hydrogen/Cathodic transfer coefficient = 0.5",
                                       "Reactions/hydrogen/Equilibrium potential = 0 V",
                                       "Boundaries/working electrode/Reactions = zinc, hydrogen"};
    const auto add =
      [&](const std::string &name, const std::string &charge, const std::string &diffusivity, const std::string &concentration) {
      const std::string path = "Electrolyte/Species/" + name + "/";
      lines                  = lines + Lines{path + "Charge = " + charge, path + "Diffusivity = " + diffusivity + " m^2/s",
                            path + "Bulk concentration = " + concentration + " mol/L"};
    };
    add("Zn2+", "2", "7e-10", "1");
    add("H+", "1", "9.3e-9", "0.5");
    add("SO4 2-", "-2", "1.06e-9", "1.25");
    return lines;
  }

  /** Two ions and the field between them, as dilute as to make the Debye length 5 um, a sixth of the cell. */
  inline Lines
  double_layer_lines()
  {
    return wall_lines() + Lines{"Electrolyte/Transport model = Poisson-Nernst-Planck",
                                "Reactions/zinc/Exchange current density = 1e-10 A/cm^2",
                                "Boundaries/working electrode/Stern capacitance = 0.05 uF/cm^2",
                                "Electrolyte/Species/Zn2+/Charge = 2",
                                "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                                "Electrolyte/Species/Zn2+/Bulk concentration = 1e-9 mol/L",
                                "Electrolyte/Species/SO4 2-/Charge = -2",
                                "Electrolyte/Species/SO4 2-/Diffusivity = 1.06e-9 m^2/s",
                                "Electrolyte/Species/SO4 2-/Bulk concentration = 1e-9 mol/L"};
  }

  /** Fields that vary by a third of the bulk (two thermal voltages), each with its own phase, on the length 1/k [um]; even in r if
   * axisymmetric. */
  template <int dim>
  std::function<typename Manufactured<dim>::Fields(const CellModel &)>
  waves(const double k)
  {
    return [k](const CellModel &model) -> typename Manufactured<dim>::Fields {
      const auto &fields       = model.transport->fields();
      const bool  axisymmetric = model.data.geometry->axisymmetric();
      return [&fields, &model, axisymmetric, k](const dealii::Point<dim> &x, unsigned int) {
        typename Manufactured<dim>::Rows u{};
        for (unsigned int f = 0; f < fields.size(); ++f)
          {
            double wave = fields[f].is_positive() ? 0.33 : model.transport->rows_with_sources() != 0 ? 0.4 : 2.;
            for (unsigned int d = 0; d < dim; ++d)
              wave *= std::cos(k * x[d] + (axisymmetric && d == 0 ? 0. : 0.4 + 0.5 * f + 0.3 * d));
            u[f] = fields[f].bulk_value + fields[f].scale * wave;
          }
        return u;
      };
    };
  }
} // namespace zincfield
