#include "tests/support/mesh_cases.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace zincfield::mesh_all_families_tests
{

  namespace
  {
    /** Refines twice, with measures of every cycle. */
    template <int dim>
    std::vector<MeshMeasures>
    refined_twice(const Geometry &geometry, const std::vector<MeshLayer> &layers)
    {
      Mesh<dim>                 mesh(geometry, layers, 2, MPI_COMM_WORLD);
      std::vector<MeshMeasures> measures = {measure(mesh, geometry.axisymmetric(), 3)};
      for (unsigned int cycle = 0; cycle < (dim == 2 ? 2 : 1); ++cycle)
        {
          mesh.triangulation().set_all_refine_flags();
          mesh.refine();
          measures.push_back(measure(mesh, geometry.axisymmetric(), 3));
        }
      return measures;
    }

    double
    total(const MeshMeasures &measures)
    {
      double sum = 0.;
      for (const auto &volume : measures.volumes)
        sum += volume.second;
      return sum;
    }
  } // namespace

  TEST(AllFamilies, CellsStayValidAndLayersTakeSpaceFromTheElectrolyteOnly)
  {
    for (const auto &test : mesh_cases())
      {
        SCOPED_TRACE(test.title);
        const auto geometry = make_geometry(test.kind, test.values);
        const auto measured = [&](const std::vector<MeshLayer> &layers) {
          return geometry->dimension() == 2 ? refined_twice<2>(*geometry, layers) : refined_twice<3>(*geometry, layers);
        };
        const double    d = test.coating, size = geometry->feature_size();
        const MeshLayer varying = {
          "varying",
          [=](const Location &p) { return d * (0.2 + 0.3 * std::exp(-p.distance_from_tip / size) + 0.2 * p.height / size); }, 2};
        const auto bare = measured({}), coated = measured({layer("film", 0.5 * d), varying}),
                   thin = measured({layer("thin", 0.001 * d)});
        const bool graded =
          test.title.find("pyramids") != std::string::npos; // to the film: more cells, and rounded tips lie on others
        for (const auto &cycles : {bare, coated, thin})
          for (const auto &cycle : cycles)
            {
              EXPECT_GT(cycle.smallest_jacobian, 0.005);
              EXPECT_LT(cycle.n_cells, (graded ? 6000u : 2000u) * (geometry->dimension() == 2 ? 16 : 8));
            }
        for (const auto &cycles : {coated, thin})
          EXPECT_NEAR(total(cycles.back()), total(bare.back()), 1e-3 * total(bare.back()));
        EXPECT_NEAR(bare.back().areas.at("working electrode"), coated.back().areas.at("working electrode"),
                    (graded ? 1e-5 : 1e-12) * bare.back().areas.at("working electrode"));
        // To first order in its thickness a film's volume is thickness times area.
        EXPECT_NEAR(thin.back().volumes.at("thin"), 0.001 * d * bare.back().areas.at("working electrode"),
                    2e-3 * thin.back().volumes.at("thin"));
      }
  }

  TEST(AllFamilies, FlatCounterElectrodeCoversTheFootprint)
  {
    for (const auto &test : mesh_cases())
      {
        SCOPED_TRACE(test.title);
        const auto geometry = make_geometry(test.kind, test.values);
        const auto area     = [&](auto &&mesh) {
          return std::make_pair(measure(mesh, geometry->axisymmetric()).areas.at("counter"), mesh.footprint());
        };
        const auto compared = geometry->dimension() == 2 ? area(Mesh<2>(*geometry, {}, 2, MPI_COMM_WORLD))
                                                         : area(Mesh<3>(*geometry, {}, 2, MPI_COMM_WORLD));
        EXPECT_NEAR(compared.first, compared.second, 1e-10 * compared.second);
      }
  }

  namespace
  {
    /** The highest of the electrolyte's coarse cells beside a boundary, volume over area [um]. */
    struct Highest
    {
      double at_metal = 0., at_counter = 0., smallest_jacobian;
    };

    template <int dim>
    Highest
    highest_cells(const Geometry &geometry, const std::vector<MeshLayer> &layers)
    {
      using namespace dealii;
      Mesh<dim>             mesh(geometry, layers, 2, MPI_COMM_WORLD);
      const FE_Nothing<dim> fe;
      FEValues<dim>         values(mesh.mapping(), fe, QGauss<dim>(4), update_JxW_values);
      FEFaceValues<dim>     faces(mesh.mapping(), fe, QGauss<dim - 1>(4), update_JxW_values);
      const auto            sum = [](const auto &weights) { return std::accumulate(weights.begin(), weights.end(), 0.); };
      Highest               highest;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        for (const unsigned int f : cell->face_indices())
          {
            if (cell->material_id() != 0)
              continue;
            const std::string name = cell->at_boundary(f) ? mesh.boundary_names()[cell->face(f)->boundary_id()] : "";
            const bool at_metal = name == "working electrode" || (!cell->at_boundary(f) && cell->neighbor(f)->material_id() != 0);
            double    &height   = at_metal ? highest.at_metal : highest.at_counter;
            if (!at_metal && name != "counter")
              continue;
            values.reinit(cell);
            faces.reinit(cell, f);
            height = std::max(height, sum(values.get_JxW_values()) / sum(faces.get_JxW_values()));
          }
      highest.smallest_jacobian = measure(mesh).smallest_jacobian;
      return highest;
    }
  } // namespace

  TEST(AllFamilies, FirstCellsNeitherMissNorJump)
  {
    // As high as a share of the lowest cell there is without: lines rise with the square of their parameter there where handles are
    // short.
    for (const auto &test : mesh_cases())
      for (const double share : {0.3, 0.03})
        {
          SCOPED_TRACE(test.title);
          const auto highest = [&](const std::map<std::string, FixedParameters::Value> &more) {
            auto values = test.values;
            values.insert(more.begin(), more.end());
            values["Gap"]       = 10. * test.values.at("Gap").number;
            const auto geometry = make_geometry(test.kind, values);
            return geometry->dimension() == 2 ? highest_cells<2>(*geometry, {}) : highest_cells<3>(*geometry, {});
          };
          const double first = share * highest({}).at_metal;
          const double found =
            highest({{"First cell", first * um}, {"First cell at", share < 0.1 ? "both electrodes" : "working electrode"}})
              .at_metal;
          EXPECT_LT(found, 1.4 * first);
          EXPECT_GT(found, 0.6 * first);
        }
  }

  TEST(AllFamilies, FirstCellsAreAsLowAsAsked)
  {
    const double first = 1e-4; // [um]
    for (const auto &test : mesh_cases())
      {
        SCOPED_TRACE(test.title);
        const auto highest =
          [&](const std::map<std::string, FixedParameters::Value> &more, const std::vector<MeshLayer> &layers = {}) {
          auto values = test.values;
          values.insert(more.begin(), more.end());
          const auto    geometry = make_geometry(test.kind, values);
          const Highest result =
            geometry->dimension() == 2 ? highest_cells<2>(*geometry, layers) : highest_cells<3>(*geometry, layers);
          EXPECT_GT(result.smallest_jacobian, 0.005);
          return result;
        };
        const std::map<std::string, FixedParameters::Value> both{{"First cell", first * um}},
          metal{{"First cell", first * um}, {"First cell at", "working electrode"}};
        for (const auto &cell : {highest(both), highest(metal), highest(both, {layer("film", test.coating)})})
          {
            EXPECT_LT(cell.at_metal, 1.3 * first);
            EXPECT_GT(cell.at_metal, 0.6 * first); // over the facets of pyramids: as high above the base, less along the normal
          }
        EXPECT_LT(highest(both).at_counter, 1.3 * first);
        EXPECT_GT(highest(both).at_counter, 0.7 * first);
        EXPECT_GT(highest(metal).at_counter, 1e3 * first);
      }
  }
} // namespace zincfield::mesh_all_families_tests
