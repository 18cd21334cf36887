#include "tests/support/solved.h"

#include "solver/checkpoint/checkpoints.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

// What a checkpoint holds comes back exactly, on as many ranks and on one.

namespace zincfield::checkpoints_tests
{
  namespace
  {
    const Lines cell     = common_lines() + Lines{"Reactions/zinc/Type = Butler-Volmer",
                                              "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                              "Reactions/zinc/Anodic transfer coefficient = 1",
                                              "Reactions/zinc/Cathodic transfer coefficient = 1",
                                              "Boundaries/working electrode/Reactions = zinc",
                                              "Electrolyte/Transport model = binary salt",
                                              "Electrolyte/Data set = ZnSO4 2 M",
                                              "Control/Mode = galvanostatic",
                                              "Control/Applied current density = 10 mA/cm^2"};
    const Lines ridge    = cell + Lines{"Geometry/Type = protrusion",
                                     "Geometry/Dimension = 2",
                                     "Geometry/Shape = Gaussian",
                                     "Geometry/Height = 5 um",
                                     "Geometry/Standard deviation = 2 um",
                                     "Geometry/Cell half-width = 15 um",
                                     "Geometry/Gap = 30 um"};
    const Lines pyramids = cell + Lines{"Geometry/Type = pyramid array", "Geometry/Base = square", "Geometry/Width = 10 um",
                                        "Geometry/Height = 8 um",        "Geometry/Pitch = 12 um", "Geometry/Tip radius = 1 um",
                                        "Geometry/Gap = 40 um"};

    /** A number that a cell has on any mesh and any number of ranks. */
    template <typename Cell>
    double
    number_of(const Cell &cell)
    {
      double sum = 0.;
      for (const char c : cell->id().to_string())
        sum = 0.37 * sum + std::sin(3. * c);
      return sum;
    }

    /** A mesh that was refined here, then refined there and coarsened here. */
    template <int dim>
    void
    adapt(Mesh<dim> &mesh)
    {
      for (unsigned int step = 0; step < 3; ++step)
        {
          for (const auto &cell : mesh.triangulation().active_cell_iterators())
            if (cell->is_locally_owned())
              {
                const double where = std::fmod(cell->center()[0] + 7. * step, 10.);
                if (where < 4. && cell->level() < 3)
                  cell->set_refine_flag();
                else if (where > 6. && step == 2)
                  cell->set_coarsen_flag();
              }
          mesh.refine();
        }
    }

    template <int dim>
    StateVector
    some_state(const Discretization<dim> &discretization, const unsigned int n_fields)
    {
      StateVector state;
      discretization.initialize(state, n_fields);
      for (unsigned int f = 0; f < n_fields; ++f)
        for (const auto i : discretization.dof_handler.locally_owned_dofs())
          state.block(f)(i) = std::sin(0.1 * i + f) / 3.;
      return state;
    }

    /** Order of the owned cells, by their numbers. */
    template <int dim>
    std::vector<std::string>
    owned_cells(Mesh<dim> &mesh)
    {
      std::vector<std::string> ids;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          ids.push_back(cell->id().to_string());
      return ids;
    }

    /** The values of a state by cell, as far as this rank owns them. */
    template <int dim>
    std::map<std::string, std::vector<double>>
    by_cell(const Discretization<dim> &discretization, const StateVector &state)
    {
      std::map<std::string, std::vector<double>>   result;
      std::vector<dealii::types::global_dof_index> unknowns(discretization.fe.dofs_per_cell);
      const StateVector                            ghosted = with_ghosts(discretization, state);
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        if (cell->is_locally_owned())
          {
            cell->get_dof_indices(unknowns);
            for (unsigned int f = 0; f < state.n_blocks(); ++f)
              for (const auto i : unknowns)
                result[cell->id().to_string()].push_back(ghosted.block(f)(i));
          }
      return result;
    }

    std::string
    shared_folder()
    {
      return dealii::Utilities::MPI::broadcast(
        MPI_COMM_WORLD, (std::filesystem::temp_directory_path() / ("zincfield checkpoints " + std::to_string(getpid()))).string());
    }

    const nlohmann::json input = {{"Geometry/Gap", "30 um"}};

    Checkpoints
    checkpoints_in(const std::string &folder, const MPI_Comm communicator)
    {
      return Checkpoints(folder, input, 0., communicator, [](const std::string &) {});
    }

    template <int dim>
    void
    expect_it_comes_back(const Lines &lines)
    {
      const std::string folder = shared_folder();
      Solved<dim>       first(lines, 0);
      MeshHistory<dim>  history(first.mesh);
      adapt(first.mesh);
      Discretization<dim> discretization(first.mesh, 2, false);
      const StateVector   one = some_state(discretization, 2), other = some_state(discretization, 3);
      CellValues          charges;
      for (const auto &cell : first.mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned() && cell->at_boundary())
          charges[cell->id()] = std::vector<double>(1 + cell->level(), number_of(cell));
      {
        Checkpoints checkpoints = checkpoints_in(folder, MPI_COMM_WORLD);
        checkpoints.write(Snapshot<dim>{&history,
                                        &discretization,
                                        {{"one", &one}, {"other", &other}},
                                        {{"charges", &charges}},
                                        {{"steps", {0.1, 1e-300, -2.}}, {"none", {}}},
                                        {{"time", 0.1}}});
      }

      // On as many ranks: the same cells in the same order, and the same unknowns.
      const auto compare = [&](const MPI_Comm communicator, const bool alike) {
        Checkpoints checkpoints = checkpoints_in(folder, communicator);
        const auto  stored      = checkpoints.newest();
        ASSERT_TRUE(stored);
        EXPECT_EQ(stored->scalars().at("time").get<double>(), 0.1);
        EXPECT_EQ(stored->array("steps"), (std::vector<double>{0.1, 1e-300, -2.}));
        EXPECT_TRUE(stored->array("none").empty());
        Solved<dim>      second(lines, 0, communicator);
        MeshHistory<dim> again(second.mesh);
        stored->restore_mesh(again);
        Discretization<dim> spaces(second.mesh, 2, false);
        StateVector         restored, of_three;
        spaces.initialize(restored, 2);
        spaces.initialize(of_three, 3);
        stored->parts().restore(spaces, "one", restored);
        stored->parts().restore(spaces, "other", of_three);
        EXPECT_THROW(stored->parts().restore(spaces, "other", restored), std::runtime_error);
        EXPECT_THROW(stored->parts().restore(spaces, "third", restored), std::runtime_error);
        if (alike)
          {
            EXPECT_EQ(owned_cells(first.mesh), owned_cells(second.mesh));
            for (unsigned int f = 0; f < 2; ++f)
              for (unsigned int i = 0; i < one.block(f).locally_owned_size(); ++i)
                ASSERT_EQ(one.block(f).local_element(i), restored.block(f).local_element(i));
          }
        const auto before = by_cell(discretization, other), after = by_cell(spaces, of_three);
        for (const auto &[id, values] : before) // on one rank: all cells
          {
            ASSERT_EQ(after.count(id), 1u);
            for (std::size_t i = 0; i < values.size(); ++i)
              ASSERT_NEAR(values[i], after.at(id)[i], 1e-15); // hanging unknowns are interpolated
          }
        const CellValues found = stored->parts().template cell_values<dim>(second.mesh.triangulation(), "charges");
        std::size_t      n     = 0;
        for (const auto &cell : second.mesh.triangulation().active_cell_iterators())
          if (cell->is_locally_owned() && cell->at_boundary())
            {
              ++n;
              EXPECT_EQ(found.at(cell->id()), std::vector<double>(1 + cell->level(), number_of(cell)));
            }
        EXPECT_EQ(found.size(), n);
      };
      compare(MPI_COMM_WORLD, true);
      compare(MPI_COMM_SELF, false);
      MPI_Barrier(MPI_COMM_WORLD);
      if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
        std::filesystem::remove_all(folder);
      MPI_Barrier(MPI_COMM_WORLD);
    }
  } // namespace

  TEST(Checkpoints, PlaneMesh)
  {
    expect_it_comes_back<2>(ridge);
  }

  TEST(Checkpoints, MeshInSpace)
  {
    expect_it_comes_back<3>(pyramids);
  }

  TEST(Checkpoints, OfAnotherMeshAreRefused)
  {
    const std::string folder = shared_folder();
    {
      Solved<2>      solved(ridge, 0);
      MeshHistory<2> history(solved.mesh);
      Checkpoints    checkpoints = checkpoints_in(folder, MPI_COMM_WORLD);
      checkpoints.write(Snapshot<2>{&history, solved.discretization.get(), {}, {}, {}, nlohmann::json::object()});
    }
    Solved<2>      other(ridge + Lines{"Geometry/Gap = 31 um"}, 0);
    MeshHistory<2> history(other.mesh);
    Checkpoints    checkpoints = checkpoints_in(folder, MPI_COMM_WORLD);
    const auto     stored      = checkpoints.newest();
    EXPECT_THROW(stored->restore_mesh(history), InputError);
    MPI_Barrier(MPI_COMM_WORLD);
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      std::filesystem::remove_all(folder);
    MPI_Barrier(MPI_COMM_WORLD);
  }
} // namespace zincfield::checkpoints_tests
