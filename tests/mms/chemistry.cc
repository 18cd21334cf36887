#include "tests/mms/cells.h"

// A manufactured solution of species in equilibrium over a Gaussian protrusion: a buffer, complexes, hydrogen and zinc.

namespace zincfield::chemistry_mms_tests
{
  namespace
  {
    /** Amounts vary by a fifth, within the capacity of the buffer. */
    Manufactured<2>::Fields
    buffered(const CellModel &model)
    {
      const auto &fields = model.transport->fields();
      return [&fields](const dealii::Point<2> &x, unsigned int) {
        constexpr double      k = 1. / 12.;
        Manufactured<2>::Rows u{};
        for (unsigned int f = 0; f < fields.size(); ++f)
          u[f] = fields[f].bulk_value + fields[f].scale * (f + 1 < fields.size() ? 0.2 : 2.) * std::cos(k * x[0] + 0.4 + 0.5 * f) *
                                          std::cos(k * x[1] + 0.7 + 0.5 * f);
        return u;
      };
    }
  } // namespace

  TEST(ManufacturedChemistry, ConvergesAsItShould)
  {
    const Lines lines = wall_lines() + Lines{"Geometry/Type = protrusion",
                                             "Geometry/Dimension = 2",
                                             "Geometry/Shape = Gaussian",
                                             "Geometry/Height = 10 um",
                                             "Geometry/Standard deviation = 10 um",
                                             "Geometry/Cell half-width = 30 um",
                                             "Geometry/Gap = 40 um",
                                             "Geometry/Cells across feature = 2",
                                             "Discretization/Degree = 2",
                                             "Electrolyte/Transport model = aqueous chemistry",
                                             "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4, acetate",
                                             "Electrolyte/Chemistry/pH = 4.756",
                                             "Electrolyte/Chemistry/Charge balance = SO4 2-",
                                             "Electrolyte/Chemistry/Activity coefficients = ideal",
                                             "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1 mol/L",
                                             "Electrolyte/Chemistry/Components/CH3COO-/Bulk concentration = 1 mol/L",
                                             "Reactions/hydrogen/Type = hydrogen evolution",
                                             "Reactions/hydrogen/Exchange current density = 1e-6 A/m^2",
                                             "Reactions/hydrogen/Exchange current density from water = 1e-6 A/m^2",
                                             "Reactions/hydrogen/Tafel slope = 0.12 V",
                                             "Boundaries/working electrode/Reactions = zinc, hydrogen"};
    expect_theoretical_order<2>(lines, 1, 3, 12., buffered);
  }
} // namespace zincfield::chemistry_mms_tests
