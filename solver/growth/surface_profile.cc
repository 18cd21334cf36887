#include "solver/growth/surface_profile.h"

#include "solver/growth/outline.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr double infinite = std::numeric_limits<double>::infinity();

    /** Share of the surface by which more of it looks up than down, unless it is closed. */
    constexpr double least_share = 1e-6;

    /** The places of the nodes of boundaries that stay, of all ranks. */
    template <int dim>
    std::vector<Point<dim>>
    places_that_stay(const Discretization<dim> &discretization, const CellModel &model)
    {
      const auto             &fe = discretization.fe;
      FEFaceValues<dim>       values(discretization.mapping(), fe, Quadrature<dim - 1>(fe.get_unit_face_support_points()),
                                     update_quadrature_points);
      std::vector<Point<dim>> own;
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int f : cell->face_indices())
            if (cell->at_boundary(f) && !cell->has_periodic_neighbor(f))
              if (const Condition condition = model.boundaries[cell->face(f)->boundary_id()].condition;
                  condition == Condition::counter_electrode || condition == Condition::bulk)
                {
                  values.reinit(cell, f);
                  own.insert(own.end(), values.get_quadrature_points().begin(), values.get_quadrature_points().end());
                }
      std::vector<Point<dim>> all;
      for (const auto &part : Utilities::MPI::all_gather(discretization.dof_handler.get_communicator(), own))
        all.insert(all.end(), part.begin(), part.end());
      return all;
    }

    /** Smallest distance of one of `nodes`: from the plane that the places lie in, or from the nearest of them. */
    template <int dim>
    double
    gap_to(const std::vector<Point<dim>> &places, const std::vector<Point<dim>> &nodes)
    {
      double low = infinite, high = -infinite, smallest = infinite;
      for (const Point<dim> &place : places)
        {
          low  = std::min(low, place[dim - 1]);
          high = std::max(high, place[dim - 1]);
        }
      const bool plane = high - low <= 1e-9 * std::max(1., std::abs(high));
      for (const Point<dim> &node : nodes)
        if (plane)
          smallest = std::min(smallest, std::abs(low - node[dim - 1]));
        else
          for (const Point<dim> &place : places)
            smallest = std::min(smallest, place.distance(node));
      return smallest;
    }

    /** Of the metal of a plane or axisymmetric cell. */
    Mouth
    mouth_of(const MetalFaces<2> &faces)
    {
      const Discretization<2> &discretization = faces.nodes().discretization();
      std::vector<Point<2>>    line;
      for (const OutlinePoint &point : outline(faces))
        line.push_back(point.place);
      if (line.empty())
        return {};
      const double side  = line.back()[0];
      const bool   sides = std::abs(line.front()[0]) <= 1e-9 * side && std::abs(side / width_of_cell(discretization) - 1.) <= 1e-9;
      return narrowest_mouth(line, sides, discretization.axisymmetric);
    }
  } // namespace

  template <int dim>
  SurfaceProfile
  surface_profile(const MovingMesh<dim> &mesh, const CellModel &model)
  {
    const auto    &discretization = mesh.nodes().discretization();
    const MPI_Comm communicator   = discretization.dof_handler.get_communicator();
    SurfaceProfile profile;
    double         highest = -infinite, lowest = infinite, volume = 0., seen = 0., above = 0.;
    for (const MetalFace<dim> &face : mesh.faces().list())
      {
        for (const Point<dim> &node : face.places)
          {
            highest = std::max(highest, node[dim - 1]);
            lowest  = std::min(lowest, node[dim - 1]);
          }
        for (const auto &point : face.points)
          {
            const double projected = point.weight * std::abs(point.normal[dim - 1]);
            profile.true_area += point.weight;
            seen += projected;
            above += point.weight * point.normal[dim - 1];
            volume += projected * point.position[dim - 1];
          }
      }
    profile.highest        = Utilities::MPI::max(highest, communicator);
    profile.lowest         = Utilities::MPI::min(lowest, communicator);
    profile.true_area      = Utilities::MPI::sum(profile.true_area, communicator);
    seen                   = Utilities::MPI::sum(seen, communicator); // with both sides of metal that hangs over
    above                  = Utilities::MPI::sum(above, communicator);
    profile.projected_area = above > least_share * seen ? above : seen; // a wire has as much below as above
    const double mean      = Utilities::MPI::sum(volume, communicator) / seen;
    for (const MetalFace<dim> &face : mesh.faces().list())
      for (const auto &point : face.points)
        {
          const double share = point.weight * std::abs(point.normal[dim - 1]) / seen, height = point.position[dim - 1] - mean;
          profile.arithmetic += share * std::abs(height);
          profile.quadratic += share * height * height;
        }
    profile.arithmetic               = Utilities::MPI::sum(profile.arithmetic, communicator);
    profile.quadratic                = std::sqrt(Utilities::MPI::sum(profile.quadratic, communicator));
    const auto              opposite = places_that_stay(discretization, model);
    std::vector<Point<dim>> metal;
    for (const MetalFace<dim> &face : mesh.faces().list())
      metal.insert(metal.end(), face.places.begin(), face.places.end());
    profile.gap_of_metal = Utilities::MPI::min(gap_to(opposite, metal), communicator);
    profile.gap          = std::min(profile.gap_of_metal, Utilities::MPI::min(gap_to(opposite, mesh.film_front()), communicator));
    if constexpr (dim == 2)
      profile.mouth = mouth_of(mesh.faces());
    return profile;
  }

  template <int dim>
  std::pair<double, double>
  range_on_metal(const MovingNodes<dim> &nodes, const FieldVector &field)
  {
    double low = infinite, high = -infinite;
    for (const auto i : nodes.discretization().dof_handler.locally_owned_dofs())
      if (nodes.is_on_metal(i))
        {
          low  = std::min(low, field(i));
          high = std::max(high, field(i));
        }
    const MPI_Comm communicator = nodes.discretization().dof_handler.get_communicator();
    return {Utilities::MPI::min(low, communicator), Utilities::MPI::max(high, communicator)};
  }

  template SurfaceProfile
  surface_profile(const MovingMesh<2> &, const CellModel &);
  template SurfaceProfile
  surface_profile(const MovingMesh<3> &, const CellModel &);
  template std::pair<double, double>
  range_on_metal(const MovingNodes<2> &, const FieldVector &);
  template std::pair<double, double>
  range_on_metal(const MovingNodes<3> &, const FieldVector &);
} // namespace zincfield
