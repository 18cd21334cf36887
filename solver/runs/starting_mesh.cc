#include "solver/runs/starting_mesh.h"

#include "meshes/preview.h"
#include "solver/input/input_error.h"
#include "solver/input/read_cases.h"
#include "solver/results/first_rank.h"
#include "solver/support/errors.h"
#include "solver/support/interruption.h"
#include "solver/support/memory.h"
#include "solver/support/output_file.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Ten refinements of a coarse mesh in space are 10^9 times its cells: said before the first one. `cells`: after so many
     * refinements. */
    template <int dim>
    void
    require_room(const Case &data, const CellModel &model, const double cells, const unsigned int level)
    {
      const double refined = cells * (1 << dim);
      if (refined * std::pow(data.discretization.degree, dim) * model.transport->n_fields() > data.discretization.maximum_unknowns)
        throw InputError(
          place_of(data, "Discretization/Initial refinements"),
          "after " + std::to_string(level) + " of them the mesh has " + std::to_string(static_cast<unsigned long>(cells)) +
            " cells, and one more would exceed \"Maximum unknowns\" (" + std::to_string(data.discretization.maximum_unknowns) + ")",
          std::to_string(level) + " or fewer, or more Maximum unknowns");
      if (const Memory memory =
            memory_for(refined * std::pow(data.discretization.degree, dim) * model.transport->n_fields(), MPI_COMM_WORLD);
          !memory.suffices())
        throw InputError(place_of(data, "Discretization/Initial refinements"),
                         "after " + std::to_string(level) + " of them the mesh has " +
                           std::to_string(static_cast<unsigned long>(cells)) + " cells, and one more would need " +
                           describe(memory),
                         std::to_string(level) + " or fewer");
    }
  } // namespace

  template <int dim>
  std::unique_ptr<Mesh<dim>>
  coarse_mesh(const Case &data, const CellModel &model)
  {
    try
      {
        return std::make_unique<Mesh<dim>>(*data.geometry, model.mesh_layers, data.discretization.degree, MPI_COMM_WORLD);
      }
    catch (const ExceptionBase &)
      {
        throw;
      }
    catch (const std::runtime_error &error)
      {
        throw InputError(place_of(data, "Geometry"), error.what());
      }
  }

  template <int dim>
  void
  refine_initially(Mesh<dim> &mesh, const Case &data, const CellModel &model)
  {
    double cells = mesh.triangulation().n_global_active_cells();
    for (unsigned int level = 0; level < data.discretization.initial_refinements; ++level, cells *= 1 << dim)
      require_room<dim>(data, model, cells, level);
    for (unsigned int level = 0; level < data.discretization.initial_refinements; ++level)
      {
        stop_if_requested(MPI_COMM_WORLD);
        mesh.triangulation().set_all_refine_flags();
        mesh.refine();
      }
  }

  template <int dim>
  void
  refine_along_metal(Mesh<dim> &mesh, const Case &data, const CellModel &model, const double n_faces)
  {
    constexpr double longer        = 1.5;
    const auto      &triangulation = mesh.triangulation();
    for (;;)
      {
        double found = 0.;
        for (const auto &cell : triangulation.active_cell_iterators())
          for (const unsigned int face : cell->face_indices())
            if (cell->is_locally_owned() && cell->face(face)->at_boundary() &&
                model.boundaries[cell->face(face)->boundary_id()].condition == Condition::electrode)
              ++found;
        found = Utilities::MPI::sum(found, triangulation.get_communicator());
        if (found * std::pow(longer, dim - 1) >= n_faces ||
            triangulation.n_global_active_cells() * std::pow(2. * data.discretization.degree, dim) * model.transport->n_fields() >
              data.discretization.maximum_unknowns)
          return;
        stop_if_requested(MPI_COMM_WORLD);
        mesh.triangulation().set_all_refine_flags();
        mesh.refine();
      }
  }

  template <int dim>
  void
  write_mesh(Mesh<dim> &mesh, const std::string &directory, RunLog &log)
  {
    write_preview(mesh, directory + "/mesh");
    on_first_rank([&]() {
      for (const std::string file : {"/mesh_volume.vtu", "/mesh_boundary.vtu"})
        if (!ends_as_vtk(directory + file))
          throw MachineError(not_written(directory + file));
    });
    log.line(text("  %.0f cells written to ", mesh.triangulation().n_global_active_cells()) + directory +
             "/mesh_volume.vtu and mesh_boundary.vtu");
  }

  void
  require_memory(const double unknowns)
  {
    if (const Memory memory = memory_for(unknowns, MPI_COMM_WORLD); !memory.suffices())
      throw MachineError(
        text("The mesh has %.3g unknowns, which need ", unknowns) + describe(memory) +
        ". Lower \"Maximum unknowns\", \"Initial refinements\" or \"Cells across feature\", or use more machines.");
  }

  template std::unique_ptr<Mesh<2>>
  coarse_mesh(const Case &, const CellModel &);
  template std::unique_ptr<Mesh<3>>
  coarse_mesh(const Case &, const CellModel &);
  template void
  refine_initially(Mesh<2> &, const Case &, const CellModel &);
  template void
  refine_initially(Mesh<3> &, const Case &, const CellModel &);
  template void
  refine_along_metal(Mesh<2> &, const Case &, const CellModel &, double);
  template void
  refine_along_metal(Mesh<3> &, const Case &, const CellModel &, double);
  template void
  write_mesh(Mesh<2> &, const std::string &, RunLog &);
  template void
  write_mesh(Mesh<3> &, const std::string &, RunLog &);
} // namespace zincfield
