#include "postprocess/quantities/quantity_kind.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace zincfield::quantity_kinds_tests
{
  namespace
  {
    /** A quantity that is added in this file alone: the mean square of the deposition current density [A^2/m^4]. */
    class MeanSquare : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {9000, "A^2/m^4", "mean square"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const auto square = [&](const ElectrodeSample &s) {
          return s.boundary == m.electrodes.working ? s.deposition_current * s.deposition_current : 0.;
        };
        return reported(m.electrodes.integral(square) / m.electrodes.area, "of a test");
      }
    };

    const Register<QuantityKind, MeanSquare> mean_square("mean_square", "Mean square of the deposition current density.");

    TEST(QuantityKinds, OneFileAddsAReportedNumber)
    {
      const Lines secondary{"Electrolyte/Transport model = secondary",
                            "Electrolyte/Conductivity = 50 mS/cm",
                            "Reactions/zinc/Type = Butler-Volmer",
                            "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                            "Reactions/zinc/Anodic transfer coefficient = 0.5",
                            "Reactions/zinc/Cathodic transfer coefficient = 0.5",
                            "Boundaries/working electrode/Reactions = zinc"};
      Solved<2>   cell(common_lines() + secondary +
                         Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 50 um",
                             "Control/Mode = galvanostatic", "Control/Applied current density = 7 mA/cm^2"},
                       1);
      ASSERT_TRUE(cell.solve().converged);
      const Report   report = cell.report();
      const Quantity square = report.quantities.at("mean_square");
      EXPECT_EQ(report.order.back(), "mean_square");
      EXPECT_EQ(square.unit, "A^2/m^4");
      EXPECT_EQ(square.note, "of a test");
      EXPECT_NEAR(square.value, 70. * 70., 1e-6 * 70. * 70.); // 7 mA/cm^2 everywhere
    }

    TEST(QuantityKinds, AreExplainedInTheManual)
    {
      std::ifstream      file(ZINCFIELD_SOURCE_DIR "/docs/numbers.md");
      std::ostringstream page;
      page << file.rdbuf();
      for (const auto &[name, kind] : quantity_kinds())
        EXPECT_TRUE(name == "mean_square" || page.str().find("| `" + name + "` |") != std::string::npos) << name;
    }

    TEST(QuantityKinds, HaveUnitsLabelsAndPlacesOfTheirOwn)
    {
      std::set<unsigned int> places;
      for (const auto &[name, kind] : quantity_kinds())
        {
          const QuantityDescription of = kind->description();
          EXPECT_TRUE(places.insert(of.place).second) << name;
          EXPECT_NE(of.unit, "") << name;
          EXPECT_NE(of.label, "") << name;
          EXPECT_NE(Registry<QuantityKind>::entries().at(name).doc, "") << name;
        }
      EXPECT_EQ(quantity_kinds().front().first, "mean_current_density");
    }
  } // namespace
} // namespace zincfield::quantity_kinds_tests
