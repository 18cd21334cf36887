#include "meshes/mesh.h"

#include "meshes/coarsening.h"
#include "meshes/facet_curvature.h"
#include "meshes/film_columns.h"
#include "meshes/hanging_faces.h"
#include "meshes/imported_cells.h"
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
    std::unique_ptr<ImportedShape<dim>>       shape;  // likewise

    /** The least material id of the layers. */
    unsigned int
    first_film() const
    {
      return material_names.size() - n_layers;
    }

    /** The coarse cell that holds a cell, and where the point lies in it. */
    static std::pair<unsigned int, Point<dim>>
    in_coarse_cell(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point)
    {
      auto       ancestor = cell;
      Point<dim> point    = unit_point;
      while (ancestor->level() > 0)
        {
          unsigned int child = 0;
          while (ancestor->parent()->child(child) != ancestor)
            ++child;
          point    = GeometryInfo<dim>::child_to_cell_coordinates(point, child);
          ancestor = ancestor->parent();
        }
      return {ancestor->index(), point};
    }

    /** Where a point of the unit cell of a cell lies, on any triangulation with these coarse cells. */
    Point<dim>
    place(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point) const
    {
      if (extrusion)
        return extrusion->physical_point(cell, unit_point);
      if (shape->is_straight())
        return StaticMappingQ1<dim>::mapping.transform_unit_to_real_cell(cell, unit_point);
      const auto [coarse, point] = in_coarse_cell(cell, unit_point);
      return shape->place(coarse, point);
    }

    /** Whether the cells are those of an imported mesh with straight edges. */
    bool
    is_straight() const
    {
      return !extrusion && shape->is_straight();
    }

    /** Where the geometry puts the support points of the mapping. */
    MappedPoints<dim>
    points_of_geometry(const Triangulation<dim> &on) const
    {
      const FE_Q<dim>   element(degree);
      MappedPoints<dim> found(on.n_levels());
      for (unsigned int level = 0; level < on.n_levels(); ++level)
        found[level].resize(on.n_raw_cells(level));
      for (const auto &cell : on.cell_iterators())
        {
          const bool unused = extrusion && cell->is_active() && cell->is_artificial();
          for (const auto &unit_point : element.get_unit_support_points())
            found[cell->level()][cell->index()].push_back(unused ? extrusion->reference_point(cell, unit_point)
                                                                 : place(cell, unit_point));
        }
      if (extrusion) // the curves of an imported mesh are polynomials themselves
        close_gaps_beside_coarser_cells(on, element, first_film(), found);
      return found;
    }

    void
    even_out_films(parallel::distributed::Triangulation<dim> &marked) const
    {
      if (n_layers > 0 && extrusion)
        even_out_film_columns<dim>(marked, first_film(), FE_Q<dim>(degree),
                                   [this](const auto &cell, const Point<dim> &unit_point) { return place(cell, unit_point); });
    }

    void
    build(const ImportedGeometry &imported, const std::vector<MeshLayer> &layers)
    {
      imported.create(triangulation);
      ImportedCells<dim> cells(triangulation, imported);
      if (!layers.empty())
        {
          grow_layers(cells, layers, boundary_names, first_film());
          cells.create(triangulation);
        }
      shape  = std::make_unique<ImportedShape<dim>>(cells);
      facets = std::make_unique<FacetCurvature<dim>>(triangulation, imported.axisymmetric());
    }

    Grown                                                  grown;        // empty: nothing has precipitated
    std::shared_ptr<const Displacement<dim>>               displacement; // null: none
    MappedPoints<dim>                                      points;       // of the geometry, while the mesh is displaced
    std::vector<std::shared_ptr<const Triangulation<dim>>> coarser;      // likewise

    /** The coarse faces that periodicity identifies. */
    std::vector<GridTools::PeriodicFacePair<typename Triangulation<dim>::cell_iterator>> periodic_faces;
  };

  namespace
  {
    /** The smallest determinant of the gradient over the product of the lengths of its columns, and where: thin layers are not to
     * be mistaken for folded cells. */
    template <int dim>
    std::pair<double, Point<dim>>
    smallest_jacobian(const Triangulation<dim> &triangulation,
                      const Mapping<dim>       &mapping,
                      const unsigned int        degree,
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
                if (!(relative >= smallest))
                  {
                    smallest = relative;
                    where    = values.quadrature_point(q);
                  }
              }
          }
      const auto worst = Utilities::MPI::min_max_avg(smallest, communicator);
      return {worst.min, Utilities::MPI::broadcast(communicator, where, worst.min_index)};
    }

    /** Throws if any cell is turned inside out: a coating thicker than the surface's concave radius, for example. */
    template <int dim>
    void
    check_jacobians(const std::pair<double, Point<dim>> &smallest, const std::string &cause)
    {
      if (smallest.first > 1e-4)
        return;
      std::string place;
      for (unsigned int d = 0; d < dim; ++d)
        place += (d == 0 ? "(" : ", ") + std::to_string(smallest.second[d]);
      throw std::runtime_error("The mesh folds near " + place + ") um: " + cause + ".");
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
    else if (const ImportedGeometry *const imported = geometry.imported())
      {
        data.footprint = imported->footprint();
        data.build(*imported, layers);
      }
    else
      AssertThrow(false, ExcInternalError());

    data.coarse_cells.copy_triangulation(data.triangulation);
    update();
    check_jacobians(
      smallest_jacobian(data.triangulation, *data.mapping, data.degree, communicator),
      data.extrusion   ? "the coating is too thick for the shape of the surface there (a gap to the opposite side of which the "
                         "coating takes half or more, or a pit or a valley narrower than twice the coating), or the shape is too "
                         "steep for its cell"
      : layers.empty() ? "a cell of the file is tangled or flat there"
                       : "the coating is too thick for the cells of the mesh beside the metal, or for the shape of the "
                         "surface there; take it as thin or lumped, or make the cells larger");
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
    auto &data = *implementation_;
    data.displacement.reset();
    data.points.clear();
    data.coarser.clear();
    data.mapping = make_mapping(data.triangulation);
  }

  template <int dim>
  void
  Mesh<dim>::displace(std::shared_ptr<const Displacement<dim>> displacement)
  {
    implementation_->displacement = std::move(displacement);
    implementation_->mapping      = make_mapping(implementation_->triangulation);
  }

  template <int dim>
  void
  Mesh<dim>::set_grown(const Grown &grown)
  {
    implementation_->grown = grown;
  }

  template <int dim>
  bool
  Mesh<dim>::is_displaced() const
  {
    return implementation_->displacement != nullptr;
  }

  namespace
  {
    /** The points of the cells of `triangulation` in the shape of the geometry; `extrusion`: null where their coordinates are
     * physical. */
    template <int dim>
    std::unique_ptr<Mapping<dim>>
    mapping_through(const Triangulation<dim> &triangulation, const unsigned int degree, const MappedPoints<dim> &points)
    {
      auto mapping = std::make_unique<MappingQCache<dim>>(degree);
      mapping->initialize(triangulation, [&](const typename Triangulation<dim>::cell_iterator &cell) {
        return points[cell->level()][cell->index()];
      });
      return mapping;
    }
  } // namespace

  template <int dim>
  std::unique_ptr<Mapping<dim>>
  Mesh<dim>::make_mapping(const Triangulation<dim> &triangulation) const
  {
    auto &data = *implementation_;
    if (data.is_straight() && !data.displacement)
      return std::make_unique<MappingQ<dim>>(1);

    // Filled before the mapping is, which may work with several threads: an expression for a thickness is not safe there.
    if (!data.displacement)
      return mapping_through(triangulation, data.degree, data.points_of_geometry(triangulation));
    const bool is_finest = &triangulation == &data.triangulation;
    if (is_finest && data.points.empty())
      data.points = data.points_of_geometry(triangulation);
    MappedPoints<dim> points = is_finest ? data.points : data.points_of_geometry(triangulation);
    data.displacement->add_to(triangulation, points);
    return mapping_through(triangulation, data.degree, points);
  }

  template <int dim>
  std::unique_ptr<Mapping<dim>>
  Mesh<dim>::reference_mapping() const
  {
    const auto &data = *implementation_;
    if (data.is_straight())
      return std::make_unique<MappingQ<dim>>(1);
    return mapping_through(data.triangulation, data.degree,
                           data.points.empty() ? data.points_of_geometry(data.triangulation) : data.points);
  }

  template <int dim>
  double
  Mesh<dim>::smallest_scaled_jacobian() const
  {
    const auto &data = *implementation_;
    return smallest_jacobian(data.triangulation, *data.mapping, data.degree, data.triangulation.get_communicator()).first;
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
    auto &data = *implementation_;
    if (!data.displacement)
      return coarsened(data.triangulation, data.coarse_cells);
    if (data.coarser.empty() && data.triangulation.n_global_levels() > 1)
      data.coarser = coarsened(data.triangulation, data.coarse_cells);
    data.displacement->carry_to(data.coarser);
    return data.coarser;
  }

  template <int dim>
  Location
  Mesh<dim>::location(const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point) const
  {
    if (implementation_->extrusion)
      return implementation_->extrusion->location(cell, unit_point);
    const auto [coarse, point] = Implementation::in_coarse_cell(cell, unit_point);
    return implementation_->shape->location(coarse, point);
  }

  template <int dim>
  Location
  Mesh<dim>::surface_location(const typename Triangulation<dim>::cell_iterator &cell,
                              const unsigned int                                face,
                              const Point<dim>                                 &unit_point) const
  {
    Location location = this->location(cell, unit_point);
    if (implementation_->grown)
      location.grown = implementation_->grown(cell, face, unit_point);
    if (implementation_->displacement)
      {
        location.curvature  = implementation_->displacement->curvature(cell, unit_point);
        location.film_share = implementation_->displacement->film_share(cell, unit_point);
      }
    else if (implementation_->facets)
      {
        location.curvature         = (*implementation_->facets)(cell, face);
        const auto [coarse, point] = Implementation::in_coarse_cell(cell, unit_point);
        if (const auto curve = implementation_->shape->curvature_and_normal(coarse, face, point))
          {
            location.curvature[0] = (*curve)[0];
            if (implementation_->facets->axisymmetric() && location.x > 0.)
              location.curvature[1] = (*curve)[1] / location.x;
          }
      }
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
