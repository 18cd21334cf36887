#include "solver/growth/field_transfer.h"

#include "solver/assembly/sampling.h"

#include <deal.II/base/bounding_box.h>
#include <deal.II/numerics/rtree.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Distance from a cell, over its size, that is none. */
    constexpr double share_of_inside = 1e-10;

    /** By which the box of the nodes of a curved cell is widened, over its size. */
    constexpr double box_margin = 0.1;

    /** Boxes whose cells are compared for a place that no cell contains. */
    constexpr unsigned int n_compared = 12;

    constexpr unsigned int most_searches = 30;

    /** Least concentration that is looked up, over the smallest at the nodes of the cell. */
    constexpr double least_share_of_nodes = 0.1;

    /** Entries of all ranks, by number of the unknown. */
    std::vector<double>
    of_all_unknowns(const FieldVector &vector)
    {
      const std::vector<double> own(vector.begin(), vector.begin() + vector.locally_owned_size());
      std::vector<double>       all;
      all.reserve(vector.size());
      for (const auto &part : Utilities::MPI::all_gather(vector.get_mpi_communicator(), own))
        all.insert(all.end(), part.begin(), part.end());
      return all;
    }
  } // namespace

  template <int dim>
  FieldTable
  field_table(const Discretization<dim> &discretization, const StateVector &fields, const FilmValues &film_states)
  {
    const MPI_Comm communicator = discretization.dof_handler.get_communicator();
    StateVector    places;
    discretization.initialize(places, dim);
    FEValues<dim> values(discretization.mapping(), discretization.fe, Quadrature<dim>(discretization.fe.get_unit_support_points()),
                         update_quadrature_points);
    std::vector<types::global_dof_index> unknowns(discretization.fe.dofs_per_cell), nodes;
    std::vector<CellId::binary_type>     cells;
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          cell->get_dof_indices(unknowns);
          for (unsigned int a = 0; a < unknowns.size(); ++a)
            if (places.block(0).in_local_range(unknowns[a]))
              for (unsigned int d = 0; d < dim; ++d)
                places.block(d)(unknowns[a]) = values.quadrature_point(a)[d];
          nodes.insert(nodes.end(), unknowns.begin(), unknowns.end());
          cells.push_back(cell->id().template to_binary<dim>());
        }
    FieldTable table;
    table.n_fields        = fields.n_blocks();
    const auto append_all = [](std::vector<double> &to, const FieldVector &vector) {
      const std::vector<double> all = of_all_unknowns(vector);
      to.insert(to.end(), all.begin(), all.end());
    };
    for (unsigned int d = 0; d < dim; ++d)
      append_all(table.places, places.block(d));
    const StateVector filled = with_ghosts(discretization, fields);
    for (unsigned int f = 0; f < table.n_fields; ++f)
      append_all(table.values, filled.block(f));
    for (const auto &part : Utilities::MPI::all_gather(communicator, nodes))
      table.nodes.insert(table.nodes.end(), part.begin(), part.end());
    for (const auto &part : Utilities::MPI::all_gather(communicator, cells))
      for (const auto &id : part)
        table.cells.emplace_back(id);
    table.film_states = of_all_ranks<dim>(film_states, communicator);
    return table;
  }

  template <int dim>
  struct FieldLookup<dim>::Trees
  {
    std::vector<BoundingBox<dim>>                                                          boxes;
    decltype(pack_rtree_of_indices(std::declval<const std::vector<BoundingBox<dim>> &>())) tree;

    explicit Trees(std::vector<BoundingBox<dim>> given)
      : boxes(std::move(given))
      , tree(pack_rtree_of_indices(boxes))
    {}
  };

  template <int dim>
  FieldLookup<dim>::FieldLookup(const FieldTable &table, const Discretization<dim> &discretization)
    : table_(table)
    , discretization_(discretization)
    , per_cell_(discretization.fe.dofs_per_cell)
  {
    std::vector<BoundingBox<dim>> of_cells, of_faces;
    for (unsigned int cell = 0; cell < table.cells.size(); ++cell)
      {
        cells_.push_back({cell});
        of_cells.push_back(box_of(cells_.back()));
        const auto under_film = table.film_states.find(table.cells[cell]);
        for (std::size_t i = 0; under_film != table.film_states.end() && i < under_film->second.size();)
          {
            faces_.push_back({cell, static_cast<unsigned int>(under_film->second[i])});
            of_faces.push_back(box_of(faces_.back()));
            i += 2 + static_cast<std::size_t>(under_film->second[i + 1]);
          }
      }
    tree_of_cells_ = std::make_unique<Trees>(std::move(of_cells));
    tree_of_faces_ = std::make_unique<Trees>(std::move(of_faces));
  }

  template <int dim>
  FieldLookup<dim>::~FieldLookup() = default;

  template <int dim>
  Point<dim>
  FieldLookup<dim>::node(const unsigned int cell, const unsigned int a) const
  {
    const std::size_t n = table_.places.size() / dim, i = table_.nodes[std::size_t(cell) * per_cell_ + a];
    Point<dim>        place;
    for (unsigned int d = 0; d < dim; ++d)
      place[d] = table_.places[d * n + i];
    return place;
  }

  template <int dim>
  BoundingBox<dim>
  FieldLookup<dim>::box_of(const Part &part) const
  {
    std::vector<Point<dim>> places;
    for (unsigned int a = 0; a < per_cell_; ++a)
      if (part.face == numbers::invalid_unsigned_int || discretization_.fe.has_support_on_face(a, part.face))
        places.push_back(node(part.cell, a));
    BoundingBox<dim> box(places);
    double           size = 0.;
    for (unsigned int d = 0; d < dim; ++d)
      size = std::max(size, box.side_length(d));
    box.extend(box_margin * size);
    return box;
  }

  template <int dim>
  typename FieldLookup<dim>::Found
  FieldLookup<dim>::nearest_on(const Part &part, const Point<dim> &place) const
  {
    std::vector<unsigned int> free; // directions
    Found                     found;
    found.part = part;
    for (unsigned int d = 0; d < dim; ++d)
      if (part.face == numbers::invalid_unsigned_int || d != part.face / 2)
        {
          free.push_back(d);
          found.unit[d] = 0.5;
        }
      else
        found.unit[d] = part.face % 2;
    double size = 0.;
    for (unsigned int k = 0; k < most_searches; ++k)
      {
        Tensor<1, dim>     left = place;
        FullMatrix<double> product(free.size());
        Vector<double>     right(free.size()), change(free.size());
        Tensor<2, dim>     along; // [direction of the unit cell]
        for (unsigned int a = 0; a < per_cell_; ++a)
          {
            const Point<dim> at = node(part.cell, a);
            left -= discretization_.fe.shape_value(a, found.unit) * at;
            const Tensor<1, dim> slope = discretization_.fe.shape_grad(a, found.unit);
            for (unsigned int d = 0; d < dim; ++d)
              along[d] += slope[d] * Tensor<1, dim>(at);
          }
        found.away = left.norm();
        size       = 0.;
        for (unsigned int i = 0; i < free.size(); ++i)
          {
            size     = std::max(size, along[free[i]].norm());
            right(i) = along[free[i]] * left;
            for (unsigned int j = 0; j < free.size(); ++j)
              product(i, j) = along[free[i]] * along[free[j]];
          }
        if (found.away <= share_of_inside * share_of_inside * size)
          break;
        product.gauss_jordan();
        product.vmult(change, right);
        double moved = 0.;
        for (unsigned int i = 0; i < free.size(); ++i)
          {
            double      &unit   = found.unit[free[i]];
            const double before = unit;
            unit                = std::clamp(unit + change(i), 0., 1.);
            moved               = std::max(moved, std::abs(unit - before));
          }
        if (moved < 1e-14)
          break;
      }
    if (found.away <= share_of_inside * size)
      found.away = 0.;
    return found;
  }

  template <int dim>
  typename FieldLookup<dim>::Found
  FieldLookup<dim>::nearest(const std::vector<Part> &parts, const Trees &tree, const Point<dim> &place) const
  {
    namespace bgi = boost::geometry::index;
    Found                    best;
    std::vector<std::size_t> candidates;
    const auto               compare = [&]() {
      std::sort(candidates.begin(),
                              candidates.end()); // the same cell of several that contain the place, however the tree is walked
      for (const std::size_t i : candidates)
        if (const Found found = nearest_on(parts[i], place); found.away < best.away)
          best = found;
    };
    tree.tree.query(bgi::intersects(place), std::back_inserter(candidates));
    compare();
    if (best.away == 0.)
      return best;
    candidates.clear();
    tree.tree.query(bgi::nearest(place, n_compared), std::back_inserter(candidates));
    compare();
    return best;
  }

  template <int dim>
  std::vector<typename FieldLookup<dim>::Value>
  FieldLookup<dim>::fields(const Point<dim> &place) const
  {
    const Found        found = nearest(cells_, *tree_of_cells_, place);
    const std::size_t  n     = table_.places.size() / dim;
    std::vector<Value> result(table_.n_fields);
    for (unsigned int a = 0; a < per_cell_; ++a)
      {
        const double      shape = discretization_.fe.shape_value(a, found.unit);
        const std::size_t i     = table_.nodes[std::size_t(found.part.cell) * per_cell_ + a];
        for (unsigned int f = 0; f < table_.n_fields; ++f)
          {
            const double at_node = table_.values[f * n + i];
            result[f].value += shape * at_node;
            result[f].smallest = std::min(result[f].smallest, at_node);
          }
      }
    return result;
  }

  template <int dim>
  std::vector<double>
  FieldLookup<dim>::film_states(const Point<dim> &place) const
  {
    const Found found = nearest(faces_, *tree_of_faces_, place);
    return interpolate<dim>(table_.film_states, table_.cells[found.part.cell], found.part.face, found.unit,
                            discretization_.face_quadrature);
  }

  template <int dim>
  void
  take_fields(const FieldTable &table, const Operator<dim> &op, const double electrode_potential, StateVector &fields)
  {
    const Discretization<dim> &discretization = op.discretization();
    const auto                &kinds          = op.model().transport->fields();
    const FieldLookup<dim>     lookup(table, discretization);
    discretization.initialize(fields, op.n_fields());
    FEValues<dim> values(discretization.mapping(), discretization.fe, Quadrature<dim>(discretization.fe.get_unit_support_points()),
                         update_quadrature_points);
    std::vector<types::global_dof_index> unknowns(discretization.fe.dofs_per_cell);
    std::vector<bool>                    done(discretization.dof_handler.n_locally_owned_dofs(), false);
    const IndexSet                      &owned = discretization.dof_handler.locally_owned_dofs();
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          cell->get_dof_indices(unknowns);
          for (unsigned int a = 0; a < unknowns.size(); ++a)
            {
              if (!owned.is_element(unknowns[a]) || discretization.constraints.is_constrained(unknowns[a]) ||
                  done[owned.index_within_set(unknowns[a])])
                continue;
              done[owned.index_within_set(unknowns[a])] = true;
              const auto found                          = lookup.fields(values.quadrature_point(a));
              for (unsigned int f = 0; f < op.n_fields(); ++f)
                {
                  const double zero = -kinds[f].bulk_value / kinds[f].scale;
                  double      &to   = fields.block(f)(unknowns[a]);
                  to                = found[f].value;
                  if (kinds[f].is_positive()) // the polynomials of a thin layer may dip below
                    to = std::max(to, zero + least_share_of_nodes * (found[f].smallest - zero));
                }
            }
        }
    op.prescribe(fields, electrode_potential);
  }

  template <int dim>
  FilmValues
  take_film_states(const FieldTable &table, const Discretization<dim> &discretization, const FilmValues &like)
  {
    FilmValues result = like;
    if (like.empty())
      return result;
    const FieldLookup<dim> lookup(table, discretization);
    FEFaceValues<dim> values(discretization.mapping(), discretization.fe, discretization.face_quadrature, update_quadrature_points);
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      {
        const auto found = cell->is_locally_owned() ? result.find(cell->id()) : result.end();
        for (std::size_t i = 0; found != result.end() && i < found->second.size();)
          {
            values.reinit(cell, static_cast<unsigned int>(found->second[i]));
            const std::size_t count     = static_cast<std::size_t>(found->second[i + 1]),
                              per_point = count / values.n_quadrature_points;
            for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
              {
                const std::vector<double> states = lookup.film_states(values.quadrature_point(q));
                AssertThrow(states.size() == per_point, ExcInternalError());
                std::copy(states.begin(), states.end(), found->second.begin() + i + 2 + q * per_point);
              }
            i += 2 + count;
          }
      }
    return result;
  }

  template class FieldLookup<2>;
  template class FieldLookup<3>;
  template FieldTable
  field_table(const Discretization<2> &, const StateVector &, const FilmValues &);
  template FieldTable
  field_table(const Discretization<3> &, const StateVector &, const FilmValues &);
  template void
  take_fields(const FieldTable &, const Operator<2> &, double, StateVector &);
  template void
  take_fields(const FieldTable &, const Operator<3> &, double, StateVector &);
  template FilmValues
  take_film_states(const FieldTable &, const Discretization<2> &, const FilmValues &);
  template FilmValues
  take_film_states(const FieldTable &, const Discretization<3> &, const FilmValues &);
} // namespace zincfield
