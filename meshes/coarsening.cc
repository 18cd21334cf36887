#include "meshes/coarsening.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    template <int dim>
    using Forest = typename internal::p4est::types<dim>::forest;

    template <int dim>
    int
    join(Forest<dim> *, typename internal::p4est::types<dim>::topidx, typename internal::p4est::types<dim>::quadrant **)
    {
      return 1;
    }

    void
    coarsen_and_balance(Forest<2> *forest)
    {
      internal::p4est::functions<2>::coarsen(forest, false, &join<2>, nullptr);
      internal::p4est::functions<2>::balance(forest, P4EST_CONNECT_FULL, nullptr);
    }
    void
    coarsen_and_balance(Forest<3> *forest)
    {
      internal::p4est::functions<3>::coarsen(forest, false, &join<3>, nullptr);
      internal::p4est::functions<3>::balance(forest, P8EST_CONNECT_FULL, nullptr);
    }
  } // namespace

  template <int dim>
  std::vector<std::shared_ptr<const Triangulation<dim>>>
  coarsened(const parallel::distributed::Triangulation<dim> &finest, const parallel::distributed::Triangulation<dim> &coarse_cells)
  {
    using Functions = internal::p4est::functions<dim>;
    std::vector<std::shared_ptr<const Triangulation<dim>>> meshes(finest.n_global_levels() - 1);
    const auto                                            *above = finest.get_p4est();
    for (unsigned int level = meshes.size(); level-- > 0;)
      {
        Forest<dim> *forest = Functions::copy_forest(const_cast<Forest<dim> *>(above), false);
        coarsen_and_balance(forest);
        Functions::partition(forest, 1, nullptr);
        auto mesh =
          std::make_shared<parallel::distributed::Triangulation<dim>>(finest.get_communicator(), finest.get_mesh_smoothing());
        mesh->copy_triangulation(coarse_cells);
        mesh->load(forest);
        Functions::destroy(forest);
        above         = mesh->get_p4est();
        meshes[level] = mesh;
      }
    return meshes;
  }

  template std::vector<std::shared_ptr<const Triangulation<2>>>
  coarsened(const parallel::distributed::Triangulation<2> &, const parallel::distributed::Triangulation<2> &);
  template std::vector<std::shared_ptr<const Triangulation<3>>>
  coarsened(const parallel::distributed::Triangulation<3> &, const parallel::distributed::Triangulation<3> &);
} // namespace zincfield
