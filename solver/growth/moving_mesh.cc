#include "solver/growth/moving_mesh.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  MovingMesh<dim>::MovingMesh(Discretization<dim> &discretization, Operator<dim> &op)
    : discretization_(discretization)
    , op_(op)
    , nodes_(discretization, op.model(), op.working_electrode())
    , extension_(nodes_)
    , displacement_(std::make_shared<NodeDisplacement<dim>>(discretization))
    , faces_(nodes_)
    , projection_(faces_)
  {
    move_to(nodes_.vector());
  }

  template <int dim>
  bool
  MovingMesh<dim>::move_metal(FieldVector &displacement)
  {
    extension_.extend(displacement);
    return move_to(displacement);
  }

  template <int dim>
  bool
  MovingMesh<dim>::move_to(const FieldVector &displacement)
  {
    of_nodes_                    = displacement;
    const StateVector components = nodes_.separated(displacement);
    StateVector       fields;
    discretization_.initialize(fields, NodeDisplacement<dim>::n_blocks);
    for (unsigned int d = 0; d < dim; ++d)
      fields.block(d) = components.block(d);
    displacement_->set(fields);
    discretization_.mesh.displace(displacement_);
    smallest_jacobian_ = discretization_.mesh.smallest_scaled_jacobian();
    if (!(smallest_jacobian_ > 0.))
      return false;
    faces_.update();
    shape_ = projection_.shape();
    for (unsigned int k = 0; k < 2; ++k)
      fields.block(dim + k).copy_locally_owned_data_from(shape_.curvatures[k]);
    displacement_->set(fields);
    discretization_.move();
    op_.reinit();
    return true;
  }

  template class MovingMesh<2>;
  template class MovingMesh<3>;
} // namespace zincfield
