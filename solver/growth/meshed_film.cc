#include "solver/growth/meshed_film.h"

#include "physics/constants.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    template <int dim>
    Tensor<1, dim>
    vector_at_foot(const FieldVector &field, const WeightsOfMetal &foot)
    {
      Tensor<1, dim> sum;
      for (const auto &[node, weight] : foot)
        for (unsigned int d = 0; d < dim; ++d)
          sum[d] += weight * field(dim * node + d);
      return sum;
    }

    double
    value_at_foot(const FieldVector &field, const WeightsOfMetal &foot)
    {
      double sum = 0.;
      for (const auto &[node, weight] : foot)
        sum += weight * field(node);
      return sum;
    }

    /** `vector` turned by the smallest rotation that takes the direction of `from` to that of `to`. */
    template <int dim>
    Tensor<1, dim>
    turned_along(const Tensor<1, dim> &vector, const Tensor<1, dim> &from, const Tensor<1, dim> &to)
    {
      const Tensor<1, dim> a = from / from.norm(), b = to / to.norm(), sum = a + b;
      if (sum.norm_square() < 1e-12)
        return vector;
      return vector - (vector * sum) / (1. + a * b) * sum + 2. * (vector * a) * b;
    }
  } // namespace

  template <int dim>
  MeshedFilm<dim>::MeshedFilm(const MetalFaces<dim> &faces, const CellModel &model)
    : at_rest_(faces)
    , nodes_(faces.nodes())
    , coating_(*model.boundaries[nodes_.electrode()].coating)
    , feet_(nodes_)
    , quadrature_(2 * nodes_.discretization().fe.degree)
    , metal_(feet_.metal())
  {
    const auto &fe = nodes_.discretization().fe;
    shapes_.reinit(quadrature_.size(), fe.dofs_per_cell);
    gradients_.reinit(quadrature_.size(), fe.dofs_per_cell);
    for (unsigned int q = 0; q < quadrature_.size(); ++q)
      for (unsigned int a = 0; a < fe.dofs_per_cell; ++a)
        {
          shapes_(q, a)    = fe.shape_value(a, quadrature_.point(q));
          gradients_(q, a) = fe.shape_grad(a, quadrature_.point(q));
        }
    find_cells();
    const SurfaceProjection<dim> projection(at_rest_);
    mitres_at_rest_ = on_feet(mitres(projection), dim);
    if (!keeps_volume())
      return;
    FieldVector height;
    for (unsigned int l = 0; l < coating_.layers.size(); ++l)
      {
        auto &of_layer = thickness_.emplace_back();
        for (const MetalFace<dim> &face : at_rest_.list())
          {
            of_layer.emplace_back();
            for (const Point<dim> &unit : at_rest_.unit_points(face.face))
              of_layer.back().push_back(
                in_mesh_units(coating_.thickness(l, nodes_.discretization().mesh.surface_location(face.cell, face.face, unit))));
          }
        FieldVector thickness = projection.scalar(
          [&](const MetalFace<dim> &face, const unsigned int q) { return of_layer[&face - at_rest_.list().data()][q]; });
        thickness.zero_out_ghost_values();
        if (l > 0)
          thickness.add(1., height);
        height = thickness;
        height.zero_out_ghost_values();
        heights_.push_back(on_feet(height, 1));
        moments_.push_back(moments(l, nodes_.vector()));
      }
  }

  template <int dim>
  void
  MeshedFilm<dim>::find_cells()
  {
    const auto                         &discretization = nodes_.discretization();
    const auto                         &materials      = nodes_.film_materials();
    const std::unique_ptr<Mapping<dim>> mapping        = discretization.mesh.reference_mapping();
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        if (const auto found = std::find(materials.begin(), materials.end(), cell->material_id()); found != materials.end())
          {
            Cell film;
            film.layer = found - materials.begin();
            film.nodes.resize(discretization.fe.dofs_per_cell);
            cell->get_dof_indices(film.nodes);
            for (const Point<dim> &unit : discretization.fe.get_unit_support_points())
              film.places.push_back(mapping->transform_unit_to_real_cell(cell, unit));
            for (unsigned int q = 0; q < quadrature_.size() && keeps_volume(); ++q)
              {
                film.feet.push_back(feet_.foot(cell, quadrature_.point(q)));
                for (const auto &entry : film.feet.back())
                  metal_.add_index(entry.first);
              }
            cells_.push_back(std::move(film));
          }
    metal_.compress();
  }

  template <int dim>
  FieldVector
  MeshedFilm<dim>::on_feet(const FieldVector &field, const unsigned int n) const
  {
    const auto &dofs = nodes_.discretization().dof_handler;
    IndexSet    below(n * dofs.n_dofs());
    for (auto range = metal_.begin_intervals(); range != metal_.end_intervals(); ++range)
      below.add_range(n * *range->begin(), n * (range->last() + 1));
    below.compress();
    FieldVector result(n == 1 ? dofs.locally_owned_dofs() : nodes_.owned(), below, dofs.get_communicator());
    result.copy_locally_owned_data_from(field);
    result.update_ghost_values();
    return result;
  }

  template <int dim>
  double
  MeshedFilm<dim>::stretched(const double height, const WeightsOfMetal &foot, const std::vector<FieldVector> &shares) const
  {
    double now = 0., below = 0.;
    for (unsigned int l = 0; l < shares.size() && below < height; ++l)
      {
        const bool   is_last = l + 1 == shares.size();
        const double end     = is_last ? height : std::min(height, value_at_foot(heights_[l], foot));
        now += value_at_foot(shares[l], foot) * (end - below);
        below = end;
      }
    return shares.empty() ? height : now;
  }

  template <int dim>
  void
  MeshedFilm<dim>::place_nodes(const FieldVector &on_metal, const Field &field, FieldVector &displacement) const
  {
    displacement.zero_out_ghost_values();
    for (const auto &node : feet_.nodes())
      {
        const Tensor<1, dim> before = vector_at_foot<dim>(mitres_at_rest_, node.foot),
                             now    = vector_at_foot<dim>(field.mitres, node.foot);
        const double height         = (node.offset * before) / before.norm_square();
        const double moved          = stretched(height, node.foot, field.shares);
        // what an edge of the geometry or a bent face of the mesh differ by from M goes along
        const Tensor<1, dim> rest   = moved / height * turned_along(Tensor<1, dim>(node.offset - height * before), before, now);
        const Tensor<1, dim> change = vector_at_foot<dim>(on_metal, node.foot) + moved * now + rest - node.offset;
        for (unsigned int d = 0; d < dim; ++d)
          displacement(dim * node.node + d) = change[d];
      }
    nodes_.constraints().distribute(displacement);
    displacement.update_ghost_values();
  }

  template <int dim>
  void
  MeshedFilm<dim>::carry(FieldVector &displacement) const
  {
    ride(displacement);
  }

  template <int dim>
  FieldVector
  MeshedFilm<dim>::share(const FieldVector &displacement) const
  {
    FieldVector                    moved  = displacement;
    const std::vector<FieldVector> shares = ride(moved);
    FieldVector                    result = SurfaceProjection<dim>(at_rest_).scalar([](const auto &, unsigned int) { return 0.; });
    result.zero_out_ghost_values();
    for (unsigned int i = 0; i < result.locally_owned_size(); ++i)
      {
        const double whole = heights_.back().local_element(i);
        double       now   = 0.;
        for (unsigned int l = 0; l < shares.size(); ++l)
          now += shares[l].local_element(i) * (heights_[l].local_element(i) - (l > 0 ? heights_[l - 1].local_element(i) : 0.));
        result.local_element(i) = whole > 0. ? now / whole : 1.;
      }
    result.update_ghost_values();
    return result;
  }

  template <int dim>
  std::vector<FieldVector>
  MeshedFilm<dim>::ride(FieldVector &displacement) const
  {
    displacement.zero_out_ghost_values();
    nodes_.constraints().distribute(displacement);
    displacement.update_ghost_values();
    MetalFaces<dim> faces = at_rest_;
    faces.move(displacement);
    const SurfaceProjection<dim> projection(faces);
    const FieldVector            now = mitres(projection), on_metal = on_feet(displacement, dim);
    Field                        field{on_feet(now, dim), {}};
    if (keeps_volume())
      keep_volumes(faces, projection, now, on_metal, field, displacement);
    else
      place_nodes(on_metal, field, displacement);
    return field.shares;
  }

  template <int dim>
  FilmOnMetal
  MeshedFilm<dim>::measure(const FieldVector &displacement) const
  {
    FieldVector moved = displacement;
    moved.zero_out_ghost_values();
    moved.update_ghost_values();
    MetalFaces<dim> faces = at_rest_;
    faces.move(moved);
    const FieldVector on_metal = on_feet(moved, dim), now = on_feet(mitres(SurfaceProjection<dim>(faces)), dim);
    FilmOnMetal       result;
    result.thinnest = std::numeric_limits<double>::infinity();
    for (const auto &node : feet_.nodes())
      {
        const auto height = [&](const Tensor<1, dim> &offset, const FieldVector &field) {
          const Tensor<1, dim> mitre = vector_at_foot<dim>(field, node.foot);
          return (offset * mitre) / mitre.norm_square();
        };
        Tensor<1, dim> offset = node.offset - vector_at_foot<dim>(on_metal, node.foot);
        for (unsigned int d = 0; d < dim; ++d)
          offset[d] += moved(dim * node.node + d);
        result.thinnest = std::min(result.thinnest, height(offset, now) / height(node.offset, mitres_at_rest_));
      }
    for (const Cell &cell : cells_)
      for (unsigned int q = 0; q < quadrature_.size(); ++q)
        result.volume += weight(cell, q, moved);
    const MPI_Comm communicator = displacement.get_mpi_communicator();
    result.volume               = Utilities::MPI::sum(result.volume, communicator);
    result.thinnest             = Utilities::MPI::min(result.thinnest, communicator);
    return result;
  }

  template <int dim>
  std::vector<Point<dim>>
  MeshedFilm<dim>::front(const FieldVector &displacement) const
  {
    std::vector<Point<dim>> result;
    for (const auto &node : feet_.nodes())
      if (node.is_outer)
        {
          Point<dim> place = node.place;
          for (unsigned int d = 0; d < dim; ++d)
            place[d] += displacement(dim * node.node + d);
          result.push_back(place);
        }
    return result;
  }

  template class MeshedFilm<2>;
  template class MeshedFilm<3>;
} // namespace zincfield
