#include "solver/checkpoint/mesh_history.h"

#include "solver/checkpoint/sha256.h"

#include <set>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  MeshHistory<dim>::MeshHistory(Mesh<dim> &mesh)
    : mesh_(mesh)
    , connection_(mesh.triangulation().signals.pre_distributed_refinement.connect([this]() {
      RefinementStep step;
      for (const auto &cell : mesh_.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            if (cell->refine_flag_set())
              step.refined.push_back(cell->id().template to_binary<dim>());
            else if (cell->coarsen_flag_set())
              step.coarsened.push_back(cell->id().template to_binary<dim>());
          }
      steps_.push_back(step);
    }))
  {}

  template <int dim>
  void
  MeshHistory<dim>::repeat(const std::vector<RefinementStep> &steps)
  {
    for (const RefinementStep &step : steps)
      {
        const std::set<CellId::binary_type> refined(step.refined.begin(), step.refined.end()),
          coarsened(step.coarsened.begin(), step.coarsened.end());
        for (const auto &cell : mesh_.triangulation().active_cell_iterators())
          if (cell->is_locally_owned())
            {
              const auto id = cell->id().template to_binary<dim>();
              if (refined.count(id) > 0)
                cell->set_refine_flag();
              else if (coarsened.count(id) > 0)
                cell->set_coarsen_flag();
            }
        mesh_.triangulation().execute_coarsening_and_refinement();
      }
    mesh_.update();
  }

  template <int dim>
  std::string
  MeshHistory<dim>::coarse_mesh() const
  {
    Sha256     sum;
    const auto add = [&](const auto &value) { sum.add(&value, sizeof(value)); };
    for (const auto &cell : mesh_.triangulation().cell_iterators_on_level(0))
      {
        add(cell->material_id());
        for (const unsigned int v : cell->vertex_indices())
          for (unsigned int d = 0; d < dim; ++d)
            add(cell->vertex(v)[d]);
        for (const unsigned int f : cell->face_indices())
          add(cell->at_boundary(f) ? cell->face(f)->boundary_id() : numbers::internal_face_boundary_id);
      }
    return sum.text();
  }

  template class MeshHistory<2>;
  template class MeshHistory<3>;
} // namespace zincfield
