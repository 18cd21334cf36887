#include "postprocess/wall_charges.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Areas by boundary id, in mesh units; axisymmetric: of the whole turn. */
    template <int dim>
    std::vector<double>
    true_areas(const Discretization<dim> &discretization, const std::size_t n_boundaries)
    {
      std::vector<double> areas(n_boundaries, 0.);
      FEFaceValues<dim>   values(discretization.mapping(), discretization.fe, discretization.face_quadrature,
                                 update_JxW_values | update_quadrature_points);
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        for (const unsigned int face : cell->face_indices())
          if (cell->is_locally_owned() && cell->at_boundary(face) && cell->face(face)->boundary_id() < n_boundaries)
            {
              values.reinit(cell, face);
              for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
                areas[cell->face(face)->boundary_id()] +=
                  values.JxW(q) * (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
            }
      Utilities::MPI::sum(areas, discretization.dof_handler.get_communicator(), areas);
      return areas;
    }
  } // namespace

  template <int dim>
  std::vector<WallCharge>
  wall_charges(const Discretization<dim>                         &discretization,
               const CellModel                                   &model,
               const std::vector<std::array<double, max_fields>> &boundary_flux)
  {
    std::vector<WallCharge> charges;
    const double            rate = model.transport->displacement_rate();
    if (rate == 0.)
      return charges;
    const std::vector<double> areas = true_areas(discretization, model.boundaries.size());
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (!model.is_bulk(id) && (model.boundaries[id].law || model.prescribes_potential(id)))
        charges.push_back({model.boundaries[id].name, -boundary_flux[id][model.transport->potential()] / rate / areas[id]});
    return charges;
  }

  template std::vector<WallCharge>
  wall_charges(const Discretization<2> &, const CellModel &, const std::vector<std::array<double, max_fields>> &);
  template std::vector<WallCharge>
  wall_charges(const Discretization<3> &, const CellModel &, const std::vector<std::array<double, max_fields>> &);
} // namespace zincfield
