#include "physics/constants.h"
#include "tests/support/grown.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Fields that have a past, over changes of meshes: the deposit grows on as it would have on the old mesh, and no ion is lost.

namespace zincfield::transient_growth_on_new_meshes_tests
{
  namespace
  {
    /** Ten times that of zinc, so that the motion concentrates the salt. [m^3/mol] */
    constexpr double molar_volume = 9.157e-5, bulk = 1000., gap = 25e-6;

    /** Between two zinc electrodes. */
    Lines
    cell(const std::string &new_mesh_below)
    {
      return common_lines() + Lines{"Geometry/Gap = " + number(1e6 * gap) + " um",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                    "Reactions/zinc/Anodic transfer coefficient = 1",
                                    "Reactions/zinc/Cathodic transfer coefficient = 1",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Boundaries/counter/Condition = counter electrode",
                                    "Boundaries/counter/Reactions = zinc",
                                    "Growth/Mode = transient",
                                    "Growth/Deposit = user",
                                    "Growth/Molar volume = " + number(1e6 * molar_volume) + " cm^3/mol",
                                    "Growth/First step = 0.01 s",
                                    "Growth/New mesh below = " + new_mesh_below};
    }

    Lines
    wave()
    {
      return {"Geometry/Type = sinusoidal", "Geometry/Amplitude = 2 um", "Geometry/Wavelength = 20 um",
              "Geometry/Cells across feature = 4"};
    }

    Lines
    bump()
    {
      return {"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric",  "Geometry/Shape = Gaussian",
              "Geometry/Height = 5 um",     "Geometry/Standard deviation = 3 um", "Geometry/Cell half-width = 20 um"};
    }

    Lines
    salt()
    {
      return {"Electrolyte/Transport model = binary salt",
              "Electrolyte/Data set = user salt",
              "Electrolyte/Bulk concentration = " + number(1e-3 * bulk) + " mol/L",
              "Electrolyte/Salt conductivity = 5 S/m",
              "Electrolyte/Diffusivity = 4e-10 m^2/s",
              "Electrolyte/Cation transference number = 0.3"};
    }

    /** Zinc and two anions, one of which moves faster. */
    Lines
    ions()
    {
      return {"Electrolyte/Transport model = dilute ions",
              "Electrolyte/Species/Zn2+/Charge = 2",
              "Electrolyte/Species/Zn2+/Bulk concentration = " + number(1e-3 * bulk) + " mol/L",
              "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
              "Electrolyte/Species/SO4 2-/Charge = -2",
              "Electrolyte/Species/SO4 2-/Bulk concentration = " + number(0.75e-3 * bulk) + " mol/L",
              "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
              "Electrolyte/Species/Cl-/Charge = -1",
              "Electrolyte/Species/Cl-/Bulk concentration = " + number(0.5e-3 * bulk) + " mol/L",
              "Electrolyte/Species/Cl-/Diffusivity = 2e-9 m^2/s"};
    }

    Lines
    film_and_double_layers()
    {
      return {"Materials/film/Conductivity = 1e-2 S/m",
              "Materials/film/Diffusivity = 1e-11 m^2/s",
              "Coatings/shield/Surface = working electrode",
              "Coatings/shield/Representation = thin",
              "Coatings/shield/Layers = inner",
              "Coatings/shield/inner/Material = film",
              "Coatings/shield/inner/Thickness = 100 nm",
              "Boundaries/working electrode/Double-layer capacitance = 0.5 F/m^2",
              "Boundaries/counter/Double-layer capacitance = 0.2 F/m^2"};
    }

    void
    expect_nothing_lost(const CaseResult &result, const double fewest_meshes)
    {
      ASSERT_EQ(result.failure, "");
      EXPECT_GE(shape(result, "new_meshes"), fewest_meshes);
      EXPECT_LT(shape(result, "lost_at_new_meshes"), 1e-8);
      EXPECT_LT(shape(result, "amounts_lost_at_new_meshes"), 1e-12);
      EXPECT_LT(shape(result, "volume_against_charge"), 1e-8);
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_TRUE(name == "charge" || balance < 1e-9) << name << " " << balance; // charge: over the current, which may be none
    }
  } // namespace

  TEST(TransientGrowthOnNewMeshes, GoesOnAsOnTheOldMesh)
  {
    for (const Lines &metal : {wave(), bump()})
      {
        const auto grow = [&](const std::string &new_mesh_below) {
          return grown<2>(cell(new_mesh_below) + metal + salt() +
                            Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 60 mA/cm^2",
                                  "Growth/Until time = 12 s", "Growth/Tolerance = 5e-3", "Time/Tolerance = 5e-3"},
                          1);
        };
        const CaseResult one = grow("0"), several = grow("0.995");
        expect_nothing_lost(one, 0.);
        expect_nothing_lost(several, 2.);
        EXPECT_EQ(shape(one, "new_meshes"), 0.);
        const double deposit = molar_volume * 600. * 12. / (2. * faraday_constant); // 3.4 um
        EXPECT_NEAR(shape(several, "deposit_thickness"), deposit, 1e-8 * deposit);
        for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit", "thinnest_deposit"})
          EXPECT_NEAR(shape(several, name), shape(one, name), 2e-3 * deposit) << metal[0] << ": " << name;
        const auto value = [](const CaseResult &result, const std::string &name) {
          return result.report.quantities.at(name).value;
        };
        EXPECT_NEAR(value(several, "electrode_potential") / value(one, "electrode_potential"), 1., 1e-4) << metal[0];
        EXPECT_NEAR(value(several, "min_surface_concentration") / value(one, "min_surface_concentration"), 1., 2e-4) << metal[0];
      }
  }

  TEST(TransientGrowthOnNewMeshes, AllIonsAreInTheRoomThatIsLeft)
  {
    // Plated and left until concentrations are even (differences fall by e in 0.16 s): c (H - h) = c_b H, with the gap H and the
    // thickness h of the deposit, whatever the meshes on the way. The bulk composition that the metal drives out counts: half of
    // h/H.
    const double deposit = molar_volume * 600. * 12. / (2. * faraday_constant), expected = bulk * gap / (gap - deposit);
    for (const Lines &electrolyte : {salt(), ions()})
      {
        const CaseResult result =
          grown<2>(cell("0.99") + wave() + electrolyte +
                     Lines{"Programme/Sequence = plate, rest", "Programme/Steps/plate/Drive = galvanostatic",
                           "Programme/Steps/plate/Current density = 60 mA/cm^2", "Programme/Steps/plate/Duration = 12 s",
                           "Programme/Steps/rest/Drive = rest", "Programme/Steps/rest/Duration = 100 s", "Growth/Tolerance = 1e-2",
                           "Time/Tolerance = 1e-2"},
                   0);
        expect_nothing_lost(result, 1.);
        EXPECT_GT(shape(result, "amounts_moved_at_new_meshes"), 1e-8); // what the elements do not follow
        EXPECT_NEAR(result.report.quantities.at("min_surface_concentration").value / expected, 1., 2e-8);
      }
  }
  TEST(TransientGrowthOnNewMeshes, FilmsAndDoubleLayersKeepWhatTheyHold)
  {
    const CaseResult result = grown<2>(cell("0.995") + wave() + salt() + film_and_double_layers() +
                                         Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 60 mA/cm^2",
                                               "Growth/Until time = 8 s", "Growth/Tolerance = 1e-2", "Time/Tolerance = 1e-2"},
                                       0);
    expect_nothing_lost(result, 1.);
  }
} // namespace zincfield::transient_growth_on_new_meshes_tests
