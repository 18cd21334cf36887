#include "solver/growth/film_feet.h"

#include "solver/support/errors.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The coarse cell that holds a cell, and where a point of this lies in it. */
    template <int dim>
    std::pair<unsigned int, Point<dim>>
    in_coarse_cell_of_film(typename Triangulation<dim>::cell_iterator cell, Point<dim> point)
    {
      for (; cell->level() > 0; cell = cell->parent())
        {
          unsigned int child = 0;
          while (cell->parent()->child(child) != cell)
            ++child;
          point = GeometryInfo<dim>::child_to_cell_coordinates(point, child);
        }
      return {cell->index(), point};
    }

    template <int dim>
    Point<dim>
    corner_of_face(const unsigned int face, const unsigned int vertex)
    {
      return GeometryInfo<dim>::unit_cell_vertex(GeometryInfo<dim>::face_to_cell_vertices(face, vertex));
    }
  } // namespace

  template <int dim>
  FilmFeet<dim>::FilmFeet(const MovingNodes<dim> &nodes)
    : moving_(nodes)
    , metal_(nodes.discretization().dof_handler.n_dofs())
  {
    const auto &fe = nodes.discretization().fe;
    for (unsigned int f = 0; f < 2 * dim; ++f)
      for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
        if (fe.has_support_on_face(i, f))
          on_face_[f].push_back(i);
    find_columns();
    gather_faces();
    find_nodes();
  }

  template <int dim>
  void
  FilmFeet<dim>::find_columns()
  {
    using Info = GeometryInfo<dim>;
    // every rank has all coarse cells
    for (const auto &first : moving_.discretization().dof_handler.get_triangulation().cell_iterators_on_level(0))
      for (const unsigned int f : first->face_indices())
        {
          if (!first->face(f)->at_boundary() || first->has_periodic_neighbor(f) ||
              first->face(f)->boundary_id() != moving_.electrode() || !moving_.is_film(first->material_id()))
            continue;
          auto   cell = first;
          Column column{static_cast<unsigned int>(first->index()), f, f, {}};
          for (unsigned int v = 0; v < Info::vertices_per_face; ++v)
            column.corners.push_back(corner_of_face<dim>(f, v));
          while (columns_.emplace(cell->index(), column).second)
            {
              const unsigned int upper = column.lower_face ^ 1u;
              if (cell->at_boundary(upper))
                break;
              const auto next = cell->neighbor(upper);
              if (!moving_.is_film(next->material_id()))
                break;
              Column above     = column;
              above.lower_face = cell->neighbor_of_neighbor(upper);
              for (unsigned int v = 0; v < Info::vertices_per_face; ++v)
                for (unsigned int w = 0; w < Info::vertices_per_face; ++w)
                  if (next->vertex_index(Info::face_to_cell_vertices(above.lower_face, v)) ==
                      cell->vertex_index(Info::face_to_cell_vertices(upper, w)))
                    above.corners[v] = column.corners[w];
              cell   = next;
              column = above;
            }
        }
  }

  template <int dim>
  void
  FilmFeet<dim>::gather_faces()
  {
    const auto                          &discretization = moving_.discretization();
    const auto                          &constraints    = discretization.constraints;
    const auto                          &fe             = discretization.fe;
    const std::unique_ptr<Mapping<dim>>  mapping        = discretization.mesh.reference_mapping();
    std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);
    std::vector<Face>                    own;
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && moving_.is_film(cell->material_id()))
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && !cell->has_periodic_neighbor(f) && cell->face(f)->boundary_id() == moving_.electrode())
            {
              Face face;
              std::tie(face.cell, face.low) = in_coarse_cell_of_film<dim>(cell, Point<dim>());
              face.face                     = f;
              face.size                     = std::pow(0.5, cell->level());
              cell->get_dof_indices(dofs);
              for (const unsigned int i : on_face_[f])
                {
                  face.places.push_back(mapping->transform_unit_to_real_cell(cell, fe.get_unit_support_points()[i]));
                  if (constraints.is_constrained(dofs[i]))
                    face.nodes.push_back(*constraints.get_constraint_entries(dofs[i]));
                  else
                    face.nodes.push_back({{dofs[i], 1.}});
                }
              own.push_back(std::move(face));
            }
    for (const auto &part : Utilities::MPI::all_gather(discretization.dof_handler.get_communicator(), own))
      for (const Face &face : part)
        faces_[{face.cell, face.face}].push_back(face);
  }

  template <int dim>
  std::pair<WeightsOfMetal, Point<dim>>
  FilmFeet<dim>::at(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point) const
  {
    constexpr double nothing   = 1e-13; // of coordinates and weights
    const auto [coarse, point] = in_coarse_cell_of_film<dim>(cell, unit_point);
    const auto found           = columns_.find(coarse);
    if (found == columns_.end())
      throw SolverError("A cell of the film stands on no metal that grows.");
    const Column &column = found->second;
    Point<dim>    on_metal;
    for (unsigned int v = 0; v < column.corners.size(); ++v)
      {
        const Point<dim> corner = corner_of_face<dim>(column.lower_face, v);
        double           weight = 1.;
        for (unsigned int d = 0; d < dim; ++d)
          if (d != column.lower_face / 2)
            weight *= corner[d] > 0.5 ? point[d] : 1. - point[d];
        on_metal += weight * column.corners[v];
      }
    const auto faces = faces_.find({column.metal_cell, column.metal_face});
    if (faces != faces_.end())
      for (const Face &face : faces->second)
        {
          Point<dim> unit;
          bool       inside = true;
          for (unsigned int d = 0; d < dim; ++d)
            {
              unit[d] = (on_metal[d] - face.low[d]) / face.size;
              if (d == column.metal_face / 2)
                unit[d] = column.metal_face % 2;
              inside = inside && unit[d] > -nothing && unit[d] < 1. + nothing;
            }
          if (!inside)
            continue;
          std::map<types::global_dof_index, double> weights;
          Point<dim>                                place;
          for (unsigned int a = 0; a < face.nodes.size(); ++a)
            {
              const double shape = moving_.discretization().fe.shape_value(on_face_[column.metal_face][a], unit);
              place += shape * face.places[a];
              for (const auto &[node, share] : face.nodes[a])
                weights[node] += shape * share;
            }
          WeightsOfMetal result;
          for (const auto &entry : weights)
            if (std::abs(entry.second) > nothing)
              result.push_back(entry);
          return {result, place};
        }
    throw SolverError("The metal under a cell of the film was not found.");
  }

  template <int dim>
  void
  FilmFeet<dim>::find_nodes()
  {
    const auto                            &discretization = moving_.discretization();
    const auto                            &owned          = discretization.dof_handler.locally_owned_dofs();
    const std::unique_ptr<Mapping<dim>>    mapping        = discretization.mesh.reference_mapping();
    const auto                            &support        = discretization.fe.get_unit_support_points();
    std::vector<types::global_dof_index>   dofs(discretization.fe.dofs_per_cell);
    std::map<types::global_dof_index, int> numbers;
    const auto                             each = [&](const bool of_film, const auto &work) {
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        if (!cell->is_artificial() && moving_.is_film(cell->material_id()) == of_film)
          {
            cell->get_dof_indices(dofs);
            for (unsigned int i = 0; i < dofs.size(); ++i)
              if (owned.is_element(dofs[i]) && moving_.is_driven(dofs[i]) && !moving_.is_on_metal(dofs[i]) &&
                  !discretization.constraints.is_constrained(dofs[i]))
                work(cell, i);
          }
    };
    each(true, [&](const auto &cell, const unsigned int i) {
      if (!numbers.emplace(dofs[i], nodes_.size()).second)
        return;
      const auto       foot  = at(cell, support[i]);
      const Point<dim> place = mapping->transform_unit_to_real_cell(cell, support[i]);
      nodes_.push_back({dofs[i], place, place - foot.second, foot.first, false});
      for (const auto &entry : foot.first)
        metal_.add_index(entry.first);
    });
    each(false, [&](const auto &, const unsigned int i) { nodes_[numbers.at(dofs[i])].is_outer = true; });
    metal_.compress();
  }

  template class FilmFeet<2>;
  template class FilmFeet<3>;
} // namespace zincfield
