#include "solver/growth/meshed_film.h"

// The volumes of the layers of a film with a mesh, and what keeps them.

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Change of the shares at which they are found, and how often they are improved. */
    constexpr double       same_share        = 1e-13;
    constexpr unsigned int most_improvements = 30;

    /** As that of films without a mesh. */
    constexpr double smoothing_of_shares = 0.1;

    /** Area at the end of a layer over that of the metal; no less where it has closed a valley, which folds the mesh. */
    constexpr double least_area = 0.05;

    double
    area_spanned(const std::array<Tensor<1, 2>, 1> &tangents)
    {
      return tangents[0].norm();
    }
    double
    area_spanned(const std::array<Tensor<1, 3>, 2> &tangents)
    {
      return cross_product_3d(tangents[0], tangents[1]).norm();
    }
  } // namespace

  template <int dim>
  double
  MeshedFilm<dim>::weight(const Cell &cell, const unsigned int q, const FieldVector &displacement) const
  {
    Tensor<2, dim> jacobian;
    double         radius = 0.;
    for (unsigned int a = 0; a < cell.nodes.size(); ++a)
      {
        Point<dim> place = cell.places[a];
        for (unsigned int d = 0; d < dim; ++d)
          {
            place[d] += displacement(dim * cell.nodes[a] + d);
            jacobian[d] += place[d] * gradients_(q, a);
          }
        radius += shapes_(q, a) * place[0];
      }
    return determinant(jacobian) * quadrature_.weight(q) * (nodes_.discretization().axisymmetric ? 2. * numbers::PI * radius : 1.);
  }

  template <int dim>
  FieldVector
  MeshedFilm<dim>::moments(const unsigned int layer, const FieldVector &displacement) const
  {
    const auto &dofs = nodes_.discretization().dof_handler;
    FieldVector result(dofs.locally_owned_dofs(), metal_, dofs.get_communicator());
    for (const Cell &cell : cells_)
      for (unsigned int q = 0; q < quadrature_.size() && cell.layer == layer; ++q)
        {
          const double volume = weight(cell, q, displacement);
          for (const auto &[node, share] : cell.feet[q])
            result(node) += share * volume;
        }
    result.compress(VectorOperation::add);
    return result;
  }

  template <int dim>
  void
  MeshedFilm<dim>::keep_volumes(const MetalFaces<dim>        &faces,
                                const SurfaceProjection<dim> &projection,
                                const FieldVector            &mitres,
                                const FieldVector            &on_metal,
                                Field                        &field,
                                FieldVector                  &displacement) const
  {
    const auto               one = [](const MetalFace<dim> &, unsigned int) { return 1.; };
    std::vector<FieldVector> shares(thickness_.size(), projection.scalar(one));
    for (const FieldVector &share : shares)
      field.shares.push_back(on_feet(share, 1));
    const auto at_point =
      [&](const std::vector<FieldVector> &values, const unsigned int layer, const MetalFace<dim> &face, const unsigned int q) {
      double sum = 0.;
      for (unsigned int a = 0; a < face.nodes.size(); ++a)
        sum += (*face.shape)(q, a) * values[layer](face.nodes[a]);
      return sum;
    };
    for (unsigned int l = 0; l < shares.size(); ++l)
      {
        // volume that the layer gains over the change of its share, by area of the metal
        const auto gain = [&](const MetalFace<dim> &face, const unsigned int q) {
          if (!nodes_.is_film(face.cell->material_id()))
            return 0.;
          const unsigned int number = &face - faces.list().data();
          double             height = 0.;
          for (unsigned int below = 0; below <= l; ++below)
            height += at_point(shares, below, face, q) * thickness_[below][number][q];
          std::vector<Tensor<1, dim>> metal(face.places.begin(), face.places.end()), above = metal;
          for (unsigned int a = 0; a < above.size(); ++a)
            for (unsigned int d = 0; d < dim; ++d)
              above[a][d] += height * mitres(dim * face.nodes[a] + d);
          const Point<dim> &unit = faces.unit_points(face.face)[q];
          double ratio = area_spanned(faces.tangents(face, unit, above)) / area_spanned(faces.tangents(face, unit, metal));
          if (nodes_.discretization().axisymmetric)
            {
              double out = 0.;
              for (unsigned int a = 0; a < above.size(); ++a)
                out += (*face.shape)(q, a) * above[a][0];
              ratio *= out / face.points[q].position[0];
            }
          return thickness_[l][number][q] * std::max(least_area, ratio);
        };
        for (unsigned int k = 0; k < most_improvements; ++k)
          {
            place_nodes(on_metal, field, displacement);
            FieldVector lacking = moments_[l];
            lacking -= moments(l, displacement);
            const FieldVector better =
              projection.quotient(projection.moments([&](const MetalFace<dim> &face, const unsigned int q) {
                return gain(face, q) * at_point(shares, l, face, q);
              }),
                                  gain, smoothing_of_shares, &lacking);
            double change = 0.;
            for (unsigned int i = 0; i < better.locally_owned_size(); ++i)
              if (better.local_element(i) != 0.)
                change = std::max(change, std::abs(better.local_element(i) - shares[l].local_element(i)));
            shares[l] = better;
            shares[l].update_ghost_values();
            field.shares[l] = on_feet(better, 1);
            if (Utilities::MPI::max(change, displacement.get_mpi_communicator()) < same_share)
              break;
          }
      }
    place_nodes(on_metal, field, displacement);
  }

  template double
  MeshedFilm<2>::weight(const Cell &, unsigned int, const FieldVector &) const;
  template double
  MeshedFilm<3>::weight(const Cell &, unsigned int, const FieldVector &) const;
  template FieldVector
  MeshedFilm<2>::moments(unsigned int, const FieldVector &) const;
  template FieldVector
  MeshedFilm<3>::moments(unsigned int, const FieldVector &) const;
  template void
  MeshedFilm<2>::keep_volumes(
    const MetalFaces<2> &, const SurfaceProjection<2> &, const FieldVector &, const FieldVector &, Field &, FieldVector &) const;
  template void
  MeshedFilm<3>::keep_volumes(
    const MetalFaces<3> &, const SurfaceProjection<3> &, const FieldVector &, const FieldVector &, Field &, FieldVector &) const;
} // namespace zincfield
