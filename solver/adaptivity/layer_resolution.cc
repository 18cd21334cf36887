#include "solver/adaptivity/layer_resolution.h"

#include "meshes/surface.h"
#include "physics/constants.h"
#include "solver/support/printf_text.h"

#include <deal.II/fe/fe_values.h>

#include <numeric>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  HighestCell
  highest_at_electrodes(const Discretization<dim> &discretization, const CellModel &model)
  {
    FEValues<dim>     volume(discretization.mapping(), discretization.fe, discretization.quadrature, update_JxW_values);
    FEFaceValues<dim> area(discretization.mapping(), discretization.fe, discretization.face_quadrature, update_JxW_values);
    const auto        sum = [](const auto &values) { return std::accumulate(values.get_JxW_values().begin(), values.get_JxW_values().end(), 0.); };
    const auto        holds_charge = [&](const unsigned int id) { return model.boundaries[id].law || (model.prescribes_potential(id) && !model.is_bulk(id)); };
    HighestCell       highest;
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && cell->at_boundary())
        for (const unsigned int face : cell->face_indices())
          if (cell->at_boundary(face) && cell->face(face)->boundary_id() < model.boundaries.size() && holds_charge(cell->face(face)->boundary_id()))
            {
              volume.reinit(cell);
              area.reinit(cell, face);
              if (const double height = sum(volume) / sum(area) * mesh_unit; height > highest.height)
                highest = {height, cell->face(face)->boundary_id(), cell->material_id() >= model.data.geometry->material_names().size()};
            }
    const double own     = std::exchange(highest.height, Utilities::MPI::max(highest.height, MPI_COMM_WORLD));
    const bool   is_mine = own == highest.height;
    highest.boundary     = Utilities::MPI::max(is_mine ? highest.boundary : 0, MPI_COMM_WORLD);
    highest.in_film      = Utilities::MPI::max(is_mine && highest.in_film ? 1 : 0, MPI_COMM_WORLD) == 1;
    return highest;
  }

  template <int dim>
  LayerResolution
  resolution_of_layers(const Discretization<dim> &discretization, const CellModel &model)
  {
    const double debye = model.is_electrostatic ? 0. : model.transport->debye_length();
    if (debye == 0.)
      return {};
    const HighestCell highest = highest_at_electrodes(discretization, model);
    LayerResolution   result{text("cells beside electrodes and charged walls are at most %.3g nm high, Debye length %.3g nm", 1e9 * highest.height, 1e9 * debye), ""};
    if (highest.height <= debye * model.data.discretization.degree)
      return result;
    const std::string name = model.boundaries[highest.boundary].name;
    result.advice          = "the double layer on \"" + name + "\" is not resolved: ";
    if (highest.in_film)
      result.advice += "raise \"Cells across\" of its coating's layers, or ";
    else if (name != "sides" && dynamic_cast<const SweptGeometry *>(model.data.geometry.get()))
      result.advice += text("set \"First cell\" to %.2g nm", 0.5e9 * debye) + (name == "counter" ? " (with \"First cell at = both electrodes\")" : "") + ", or ";
    result.advice += "raise \"Minimum cycles\" or \"Initial refinements\"";
    return result;
  }

  template HighestCell
  highest_at_electrodes(const Discretization<2> &, const CellModel &);
  template HighestCell
  highest_at_electrodes(const Discretization<3> &, const CellModel &);
  template LayerResolution
  resolution_of_layers(const Discretization<2> &, const CellModel &);
  template LayerResolution
  resolution_of_layers(const Discretization<3> &, const CellModel &);
} // namespace zincfield
