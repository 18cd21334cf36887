#include "solver/growth/film_on_metal.h"

#include "physics/constants.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the stretch: without it nodes that swap area one by one would find no resistance. */
    constexpr double smoothing = 0.1;
  } // namespace

  template <int dim>
  GrowingFilm<dim>::GrowingFilm(const SurfaceProjection<dim> &projection, const MetalFaces<dim> &faces, const CellModel &model)
    : projection_(projection)
    , faces_(faces)
  {
    const BoundaryLaw &boundary = model.boundaries[faces.nodes().electrode()];
    if (!boundary.coating || boundary.representation == Representation::resolved)
      return;
    coating_ = boundary.coating;
    for (const MetalFace<dim> &face : faces.list())
      for (const Point<dim> &unit : faces.unit_points(face.face))
        {
          Location location   = faces.nodes().discretization().mesh.surface_location(face.cell, face.face, unit);
          location.film_share = 1.;
          thickness_[&face].push_back(in_mesh_units(model.thickness(faces.nodes().electrode(), location)));
        }
    moments_ = projection.moments([this](const auto &face, const unsigned int q) { return thickness_.at(&face)[q]; });
  }

  template <int dim>
  FieldVector
  GrowingFilm<dim>::stretch() const
  {
    FieldVector result = projection_.quotient(
      moments_, [this](const auto &face, const unsigned int q) { return thickness_.at(&face)[q]; }, smoothing);
    result.zero_out_ghost_values();
    for (unsigned int i = 0; i < result.locally_owned_size(); ++i)
      {
        double &entry = result.local_element(i);
        entry         = entry > 0. ? 1. / entry : 1.; // no face: nothing
      }
    result.update_ghost_values();
    return result;
  }

  template <int dim>
  FieldVector
  GrowingFilm<dim>::share(const FieldVector &stretch, const FieldVector &largest) const
  {
    FieldVector result(stretch);
    result.zero_out_ghost_values();
    for (unsigned int i = 0; i < result.locally_owned_size(); ++i)
      {
        const double now = stretch.local_element(i);
        double      &to  = result.local_element(i);
        to               = 1.;
        if (coating_ && coating_->under_growth == UnderGrowth::constant_volume)
          to = 1. / now;
        else if (coating_ && coating_->under_growth == UnderGrowth::stays)
          to = 0.;
        else if (coating_ && coating_->under_growth == UnderGrowth::tears && largest.local_element(i) >= coating_->largest_stretch)
          to = 0.;
      }
    result.update_ghost_values();
    return result;
  }

  template <int dim>
  FilmOnMetal
  GrowingFilm<dim>::measure(const FieldVector &share) const
  {
    FilmOnMetal result;
    double      area = 0., thinnest = std::numeric_limits<double>::infinity();
    for (const MetalFace<dim> &face : faces_.list())
      for (unsigned int q = 0; q < face.points.size(); ++q)
        {
          double here = 0.;
          for (unsigned int a = 0; a < face.nodes.size(); ++a)
            here += (*face.shape)(q, a) * share(face.nodes[a]);
          const double weight = face.points[q].weight;
          result.volume += weight * here * thickness_.at(&face)[q];
          area += weight;
          thinnest = std::min(thinnest, here);
          if (here < 0.5 && coating_->under_growth != UnderGrowth::constant_volume)
            result.torn += weight;
        }
    const MPI_Comm communicator = faces_.nodes().discretization().dof_handler.get_communicator();
    result.volume               = Utilities::MPI::sum(result.volume, communicator);
    result.torn                 = Utilities::MPI::sum(result.torn, communicator) / Utilities::MPI::sum(area, communicator);
    result.thinnest             = std::max(0., Utilities::MPI::min(thinnest, communicator));
    return result;
  }

  template class GrowingFilm<2>;
  template class GrowingFilm<3>;
} // namespace zincfield
