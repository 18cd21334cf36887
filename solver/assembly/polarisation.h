#pragma once

#include "meshes/mesh.h"
#include "physics/transport/transport_model.h"

namespace zincfield
{
  /** Whether the model solves Poisson's equation and the material has a built-in polarisation. */
  inline bool
  is_polarised(const TransportModel &model, const unsigned int material)
  {
    return model.traits().resolves_charge && model.material(material) && model.material(material)->is_polarised();
  }

  /**
   * The built-in polarisation at a point: P = P_n nu + (P_x, P_y, P_z).
   *
   * @param layer_normal nu, the unit normal of the layer out of the metal
   * @return [C/m^2], along the coordinates of the cell
   */
  template <int dim>
  dealii::Tensor<1, dim>
  polarisation(const CoatingMaterial &material, const Location &location, const dealii::Tensor<1, dim> &layer_normal)
  {
    dealii::Tensor<1, dim> p = material.normal_polarisation(location) * layer_normal;
    for (unsigned int d = 0; d < dim; ++d)
      p[d] += material.polarisation[d](location);
    return p;
  }

  /**
   * The same for an estimate, on a face of a cell: values that vary are those of the middle of the cell.
   *
   * @param inverse_jacobian of the cell's mapping; its last row points across the layer
   */
  template <int dim>
  dealii::Tensor<1, dim>
  polarisation_beside(const CoatingMaterial                                    &material,
                      const Mesh<dim>                                          &mesh,
                      const typename dealii::Triangulation<dim>::cell_iterator &cell,
                      const dealii::DerivativeForm<1, dim, dim>                &inverse_jacobian)
  {
    dealii::Point<dim> middle;
    for (unsigned int d = 0; d < dim; ++d)
      middle[d] = 0.5;
    dealii::Tensor<1, dim> normal = inverse_jacobian[dim - 1];
    return polarisation(material, mesh.location(cell, middle), dealii::Tensor<1, dim>(normal / normal.norm()));
  }
} // namespace zincfield
