#include "tests/support/gmsh_file.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

namespace zincfield::imported_meshes_tests
{

  namespace
  {
    using dealii::Point;

    constexpr double kappa = 5., resistance = 1e-4, current = 100.; // S/m, ohm m^2, A/m^2

    /** A cell of linear kinetics between "metal" and "bulk" on a mesh. */
    Lines
    on(const std::string &file)
    {
      return {"Geometry/Type = gmsh",
              "Geometry/File = " + file,
              "Electrolyte/Transport model = secondary",
              "Electrolyte/Conductivity = 5 S/m",
              "Reactions/zinc/Type = linear",
              "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
              "Boundaries/metal/Condition = electrode",
              "Boundaries/metal/Reactions = zinc",
              "Boundaries/bulk/Condition = bulk",
              "Boundaries/walls/Condition = insulating",
              "Control/Applied current density = 100 A/m^2",
              "Solver/Newton tolerance = 1e-11"};
    }

    Lines
    with_total(Lines lines, const std::string &total)
    {
      lines.erase(std::find(lines.begin(), lines.end(), "Control/Applied current density = 100 A/m^2"));
      return lines + Lines{"Control/Total current = " + total};
    }

    template <int dim>
    void
    expect_potential(const Lines &lines, const double potential, const double tolerance = 1e-9)
    {
      Solved<dim> cell(lines, 0);
      ASSERT_TRUE(cell.solve().converged);
      EXPECT_NEAR(cell.electrode_potential, potential, tolerance * std::abs(potential));
      EXPECT_NEAR(cell.quantity("mean_current_density"), current, 1e-7 * current);
    }

    /** 100 x 20 x 5, the metal at x = 0, turned about z. */
    Point<3>
    turned(const Point<3> &p)
    {
      const double a = 37. * M_PI / 180., x = 100. * p[0], y = 20. * p[1];
      return Point<3>(x * std::cos(a) - y * std::sin(a), x * std::sin(a) + y * std::cos(a), 5. * p[2]);
    }

    /** The lines of an input file in tests/benchmark/data, its mesh beside it. */
    Lines
    lines_of(const std::string &name)
    {
      const std::string                               folder = ZINCFIELD_SOURCE_DIR "/tests/benchmark/data/";
      Lines                                           lines;
      const std::function<void(const InputSection &)> walk = [&](const InputSection &section) {
        for (const InputEntry &entry : section.entries)
          lines.push_back(section.full_name(entry.key) + " = " + (entry.key == "File" ? folder : "") + entry.value);
        for (const InputSection &inside : section.sections)
          walk(inside);
      };
      walk(read_prm_file(folder + name + ".prm"));
      return lines;
    }

    const double plate_potential = -current * (100e-6 / kappa + resistance); // -12 mV
  }                                                                          // namespace

  TEST(ImportedMesh, PlatesSideways)
  {
    const GmshFile plane(gmsh_text({4, 2, 0}, turned)), solid(gmsh_text({3, 2, 2}, turned));
    expect_potential<2>(on(plane.name), plate_potential);
    expect_potential<2>(with_total(on(plane.name), "2 mA/m"), plate_potential);
    expect_potential<3>(on(solid.name), plate_potential);
    expect_potential<3>(with_total(on(solid.name), "10 nA"), plate_potential);
  }

  TEST(ImportedMesh, DisksAndMantlesOfAnAxisymmetricCell)
  {
    GmshSides down;
    down.left = down.right = "walls";
    down.bottom            = "bulk";
    down.top               = "metal"; // faces down
    const Lines    section{"Geometry/Axisymmetric = true"};
    const GmshFile disk(gmsh_text(
      {2, 3, 0}, [](const Point<3> &p) { return Point<3>(20. * p[0], 100. * p[1], 0.); }, down));
    expect_potential<2>(on(disk.name) + section, plate_potential);
    expect_potential<2>(with_total(on(disk.name), "125.66370614359173 nA") + section,
                        plate_potential); // 100 A/m^2 on a radius of 20 um

    // Between cylinders i(r) = i a/r: E = -i (a/kappa ln(b/a) + R), where a is the radius of the electrode.
    const auto     mantles = [](const Point<3> &p) { return Point<3>(10. + 10. * p[0], 30. * p[1], 0.); };
    const GmshFile inner(gmsh_text({16, 2, 0}, mantles));
    expect_potential<2>(on(inner.name) + section, -current * (10e-6 / kappa * std::log(2.) + resistance), 1e-6);
    GmshSides outside;
    outside.left  = "bulk";
    outside.right = "metal";
    const GmshFile outer(gmsh_text({16, 2, 0}, mantles, outside));
    expect_potential<2>(on(outer.name) + section, -current * (20e-6 / kappa * std::log(2.) + resistance), 1e-6);
  }

  TEST(ImportedMesh, SectorOfAWire)
  {
    // As between cylinders; the facets of the wire are 1e-4 shorter than its arc, which the current density is over.
    const GmshFile file(gmsh_text({16, 48, 0}, [](const Point<3> &p) {
      const double r = 10. + 10. * p[0], phi = 0.5 * M_PI * p[1];
      return Point<3>(r * std::cos(phi), r * std::sin(phi), 0.);
    }));
    expect_potential<2>(on(file.name), -current * (10e-6 / kappa * std::log(2.) + resistance), 3e-4);
  }

  TEST(ImportedMesh, TwoPlatesAreOneElectrode)
  {
    // Metal on both sides, solution above: half of it between the metal and the plane of symmetry is the same cell.
    GmshSides both, half;
    both.right = "other";
    both.top = half.top = "bulk";
    half.right          = "walls";
    const GmshFile whole(gmsh_text(
      {16, 8, 0}, [](const Point<3> &p) { return Point<3>(80. * p[0], 40. * p[1], 0.); }, both));
    const GmshFile left(gmsh_text(
      {8, 8, 0}, [](const Point<3> &p) { return Point<3>(40. * p[0], 40. * p[1], 0.); }, half));
    Lines          lines = on(whole.name);
    for (std::string &line : lines)
      if (line.rfind("Boundaries/metal", 0) == 0)
        line.replace(11, 5, "zinc");
    Solved<2> one(on(left.name), 0), two(lines + Lines{"Boundaries/zinc/Parts = metal, other"}, 0);
    ASSERT_TRUE(one.solve().converged && two.solve().converged);
    EXPECT_NEAR(two.electrode_potential, one.electrode_potential, 1e-9 * std::abs(one.electrode_potential));
    EXPECT_NEAR(two.quantity("total_current"), 2. * one.quantity("total_current"), 1e-9 * one.quantity("total_current"));
    EXPECT_NEAR(two.quantity("mean_current_density"), current, 1e-7 * current);
  }

  TEST(ImportedMesh, NumbersThatWereWrong)
  {
    {
      Solved<2> plates(lines_of("plates_sideways"), 0);
      ASSERT_TRUE(plates.solve().converged);
      EXPECT_NEAR(plates.electrode_potential, plate_potential, 1e-9);
    }
    {
      // Three slabs of 10 um between left and right, and the two resistances: 100 A/m^2 (10 um (1/2 + 1 + 1/5) m/S + 2e-6 ohm m^2).
      Solved<2> slabs(lines_of("slab_x_galv"), 0);
      ASSERT_TRUE(slabs.solve().converged);
      EXPECT_NEAR(slabs.electrode_potential, -100. * (10e-6 * 1.7 + 2e-6), 1e-9);
      EXPECT_NEAR(slabs.quantity("mean_current_density"), 100., 1e-6);
    }
    {
      // 10 mV over 100 um at 5 S/m and 1e-10 ohm m^2, whatever way round a curve lies in its group.
      Solved<2> signs(lines_of("negcurve41"), 0);
      ASSERT_TRUE(signs.solve().converged);
      EXPECT_NEAR(signs.quantity("mean_current_density"), 0.01 / (100e-6 / 5. + 1e-10), 1e-5);
    }
  }
} // namespace zincfield::imported_meshes_tests
