#include "meshes/mesh.h"

#include "meshes/coarsening.h"
#include "meshes/facet_curvature.h"
#include "meshes/film_columns.h"
#include "meshes/hanging_faces.h"
#include "meshes/imported.h"
#include "meshes/extruded_geometry.h"
#include "meshes/extrusion.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_nothing.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_q.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/fe/mapping_q_cache.h>

#include <set>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  struct Mesh<dim>::Implementation
  {
    Implementation(const unsigned int mapping_degree, MPI_Comm communicator)
      : triangulation(communicator, Triangulation<dim>::limit_level_difference_at_vertices)
      , coarse_cells(communicator, Triangulation<dim>::limit_level_difference_at_vertices)
      // At degree 1 deal.II takes cells for their vertices and never asks the mapping: those would be reference coordinates.
      , degree(std::max(2u, mapping_degree))
    {}

    parallel::distributed::Triangulation<dim> triangulation, coarse_cells;
    unsigned int                              degree;
    std::unique_ptr<Extrusion<dim>>           extrusion; // none for an imported mesh, whose coordinates are physical
    std::unique_ptr<Mapping<dim>>             mapping;
    std::vector<std::string>                  material_names, boundary_names;
    unsigned int                              n_layers  = 0;
    double                                    footprint = 0.;
    std::unique_ptr<FacetCurvature<dim>>      facets; // of an imported mesh
    std::vector<QuadraticCell>                curved; // coarse cells of an imported mesh with curved edges

    /** The least material id of the layers. */
    unsigned int
    first_film() const
    {
      return material_names.size() - n_layers;
    }

    void
    draw_curves(const Middles &middles)
    {
      std::vector<Point<3>> points(triangulation.n_vertices());
      for (unsigned int v = 0; v < points.size(); ++v)
        for (unsigned int d = 0; d < dim; ++d)
          points[v][d] = triangulation.get_vertices()[v][d];
      for (const auto &cell : triangulation.cell_iterators_on_level(0))
        if (!middles.empty())
          {
            const auto                vertices = cell->vertex_indices();
            std::vector<unsigned int> corners;
            for (const unsigned int v : vertices)
              corners.push_back(cell->vertex_index(v));
            curved.emplace_back(corners, points, middles);
          }
    }

    /** Where a point of the unit cell of a cell lies, on any triangulation with these coarse cells. */
    Point<dim>
    place(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point) const
    {
      if (extrusion)
        return extrusion->physical_point(cell, unit_point);
      if (curved.empty())
        return StaticMappingQ1<dim>::mapping.transform_unit_to_real_cell(cell, unit_point);
      auto       ancestor = cell;
      Point<3>   in_ancestor;
      Point<dim> point = unit_point;
      while (ancestor->level() > 0)
        {
          unsigned int child = 0;
          while (ancestor->parent()->child(child) != ancestor)
            ++child;
          point    = GeometryInfo<dim>::child_to_cell_coordinates(point, child);
          ancestor = ancestor->parent();
        }
      for (unsigned int d = 0; d < dim; ++d)
        in_ancestor[d] = point[d];
      const Point<3> at = curved[ancestor->index()].at(in_ancestor);
      Point<dim>     result;
      for (unsigned int d = 0; d < dim; ++d)
        result[d] = at[d];
      return result;
    }

    void
    even_out_films(parallel::distributed::Triangulation<dim> &marked) const
    {
      if (n_layers > 0)
        even_out_film_columns<dim>(marked, first_film(), FE_Q<dim>(degree),
                                   [this](const auto &cell, const Point<dim> &unit_point) { return place(cell, unit_point); });
    }

    /** The coarse faces that periodicity identifies. */
    std::vector<GridTools::PeriodicFacePair<typename Triangulation<dim>::cell_iterator>> periodic_faces;
  };

  namespace
  {
    /** Throws if any cell is turned inside out: a coating thicker than the surface's concave radius, for example. */
    template <int dim>
    void
    check_jacobians(const Triangulation<dim> &triangulation,
                    const Mapping<dim>       &mapping,
                    const unsigned int        degree,
                    const std::string        &cause,
                    MPI_Comm                  communicator)
    {
      FE_Nothing<dim> fe;
      FEValues<dim>   values(mapping, fe, QGauss<dim>(degree + 2), update_jacobians | update_quadrature_points);
      double          smallest = 1.;
      Point<dim>      where;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned())
          {
            values.reinit(cell);
            for (const unsigned int q : values.quadrature_point_indices())
              {
                // Relative to the cell's edges, so that thin layers are not mistaken for folded cells.
                const Tensor<2, dim> jacobian(values.jacobian(q));
                double               edges = 1.;
                for (unsigned int d = 0; d < dim; ++d)
                  {
                    Tensor<1, dim> edge;
                    for (unsigned int e = 0; e < dim; ++e)
                      edge[e] = jacobian[e][d];
                    edges *= edge.norm();
                  }
                const double relative = edges > 0. ? determinant(jacobian) / edges : -1.;
                if (relative < smallest)
                  {
                    smallest = relative;
                    where    = values.quadrature_point(q);
                  }
              }
          }
      const auto worst = Utilities::MPI::min_max_avg(smallest, communicator);
      where            = Utilities::MPI::broadcast(communicator, where, worst.min_index);
      if (!(worst.min > 1e-4))
        {
          std::string place;
          for (unsigned int d = 0; d < dim; ++d)
            place += (d == 0 ? "(" : ", ") + std::to_string(where[d]);
          throw std::runtime_error("The mesh folds near " + place + ") um: " + cause + ".");
        }
    }
  } // namespace

  template <int dim>
  Mesh<dim>::Mesh(const Geometry               &geometry,
                  const std::vector<MeshLayer> &layers,
                  const unsigned int            mapping_degree,
                  MPI_Comm                      communicator)
    : implementation_(std::make_shared<Implementation>(mapping_degree, communicator))
  {
    AssertDimension(geometry.dimension(), dim);
    auto &data          = *implementation_;
    data.boundary_names = geometry.boundary_names();
    data.material_names = geometry.material_names();
    data.n_layers       = layers.size();
    for (const auto &layer : layers)
      data.material_names.push_back(layer.name);

    if (const ExtrudedGeometry *const extruded = geometry.extrusion())
      {
        data.footprint = extruded->footprint();
        data.extrusion = std::make_unique<Extrusion<dim>>(*extruded, layers);
        data.extrusion->create(data.triangulation, data.periodic_faces);
      }
    else if (const auto *imported = dynamic_cast<const ImportedGeometry *>(&geometry))
      {
        imported->create(data.triangulation);
        data.footprint = imported->footprint();
        data.draw_curves(imported->middles());
        data.facets = std::make_unique<FacetCurvature<dim>>(data.triangulation, imported->axisymmetric());
      }
    else
      AssertThrow(false, ExcInternalError());

    data.coarse_cells.copy_triangulation(data.triangulation);
    update();
    check_jacobians(data.triangulation, *data.mapping, data.degree,
                    data.extrusion ? "the coating is too thick for the shape of the surface there (a pit or a valley narrower than "
                                     "twice the coating, a gap that the coating fills), or the shape is too steep for its cell"
                                   : "a cell of the file is tangled or flat there",
                    communicator);
  }

  template <int dim>
  parallel::distributed::Triangulation<dim> &
  Mesh<dim>::triangulation()
  {
    return implementation_->triangulation;
  }

  template <int dim>
  const parallel::distributed::Triangulation<dim> &
  Mesh<dim>::triangulation() const
  {
    return implementation_->triangulation;
  }

  template <int dim>
  double
  Mesh<dim>::n_dofs_once_refined(const unsigned int degree) const
  {
    // On a copy: what the closure of the marks and the hanging nodes add is not to be foreseen.
    const auto      &now = implementation_->triangulation;
    std::set<CellId> refined, coarsened;
    for (const auto &cell : now.active_cell_iterators())
      if (cell->is_locally_owned() && cell->refine_flag_set())
        refined.insert(cell->id());
      else if (cell->is_locally_owned() && cell->coarsen_flag_set())
        coarsened.insert(cell->id());
    parallel::distributed::Triangulation<dim> copy(now.get_communicator(), now.get_mesh_smoothing());
    copy.copy_triangulation(implementation_->coarse_cells);
    copy.load(now.get_p4est());
    for (const auto &cell : copy.active_cell_iterators())
      if (cell->is_locally_owned() && refined.count(cell->id()) > 0)
        cell->set_refine_flag();
      else if (cell->is_locally_owned() && coarsened.count(cell->id()) > 0)
        cell->set_coarsen_flag();
    implementation_->even_out_films(copy);
    copy.execute_coarsening_and_refinement();
    DoFHandler<dim> dof_handler(copy);
    dof_handler.distribute_dofs(FE_Q<dim>(degree));
    return dof_handler.n_dofs();
  }

  template <int dim>
  void
  Mesh<dim>::refine()
  {
    implementation_->even_out_films(implementation_->triangulation);
    implementation_->triangulation.execute_coarsening_and_refinement();
    update();
  }

  template <int dim>
  void
  Mesh<dim>::update()
  {
    implementation_->mapping = make_mapping(implementation_->triangulation);
  }

  template <int dim>
  std::unique_ptr<Mapping<dim>>
  Mesh<dim>::make_mapping(const Triangulation<dim> &triangulation) const
  {
    const auto &data = *implementation_;
    if (!data.extrusion && data.curved.empty())
      return std::make_unique<MappingQ<dim>>(1);

    // Filled before the mapping is, which may work with several threads: an expression for a thickness is not safe there.
    const FE_Q<dim>   element(data.degree);
    MappedPoints<dim> points(triangulation.n_levels());
    for (unsigned int level = 0; level < triangulation.n_levels(); ++level)
      points[level].resize(triangulation.n_raw_cells(level));
    for (const auto &cell : triangulation.cell_iterators())
      {
        const bool unused = cell->is_active() && cell->is_artificial();
        for (const auto &unit_point : element.get_unit_support_points())
          points[cell->level()][cell->index()].push_back(
            unused && data.extrusion ? data.extrusion->reference_point(cell, unit_point) : data.place(cell, unit_point));
      }
    if (data.extrusion) // the curves of an imported mesh are polynomials themselves
      close_gaps_beside_coarser_cells(triangulation, element, data.first_film(), points);
    auto mapping = std::make_unique<MappingQCache<dim>>(data.degree);
    mapping->initialize(
      triangulation, [&](const typename Triangulation<dim>::cell_iterator &cell) { return points[cell->level()][cell->index()]; });
    return mapping;
  }

  template <int dim>
  const Mapping<dim> &
  Mesh<dim>::mapping() const
  {
    return *implementation_->mapping;
  }

  template <int dim>
  std::vector<std::shared_ptr<const Triangulation<dim>>>
  Mesh<dim>::coarser_meshes() const
  {
    return coarsened(implementation_->triangulation, implementation_->coarse_cells);
  }

  template <int dim>
  Location
  Mesh<dim>::location(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point) const
  {
    if (implementation_->extrusion)
      return implementation_->extrusion->location(cell, unit_point);
    const Point<dim> point = implementation_->place(cell, unit_point);
    Location         location;
    location.x = point[0];
    location.y = point[1];
    if (dim == 3)
      location.z = point[dim - 1];
    location.height = point[dim - 1];
    return location;
  }

  template <int dim>
  Location
  Mesh<dim>::surface_location(const typename Triangulation<dim>::cell_iterator &cell,
                              const unsigned int                                face,
                              const Point<dim>                                 &unit_point) const
  {
    Location location = this->location(cell, unit_point);
    if (implementation_->facets)
      location.curvature = (*implementation_->facets)(cell, face);
    else if (face == 2 * (dim - 1)) // the lower one: the counter electrode is flat
      location.curvature = implementation_->extrusion->curvature(cell, unit_point);
    return location;
  }

  template <int dim>
  const std::vector<std::string> &
  Mesh<dim>::material_names() const
  {
    return implementation_->material_names;
  }

  template <int dim>
  const std::vector<std::string> &
  Mesh<dim>::boundary_names() const
  {
    return implementation_->boundary_names;
  }

  template <int dim>
  double
  Mesh<dim>::footprint() const
  {
    return implementation_->footprint;
  }

  template <int dim>
  void
  Mesh<dim>::make_periodicity_constraints(const DoFHandler<dim> &dof_handler, AffineConstraints<double> &constraints) const
  {
    using Cell = typename DoFHandler<dim>::cell_iterator;
    std::vector<GridTools::PeriodicFacePair<Cell>> pairs;
    for (const auto &pair : implementation_->periodic_faces)
      {
        GridTools::PeriodicFacePair<Cell> copy;
        for (unsigned int side = 0; side < 2; ++side)
          {
            copy.cell[side]     = Cell(&dof_handler.get_triangulation(), 0, pair.cell[side]->index(), &dof_handler);
            copy.face_idx[side] = pair.face_idx[side];
          }
        copy.orientation = pair.orientation;
        pairs.push_back(copy);
      }
    if (!pairs.empty())
      DoFTools::make_periodicity_constraints<dim, dim>(pairs, constraints);
  }

  template class Mesh<2>;
  template class Mesh<3>;
} // namespace zincfield
