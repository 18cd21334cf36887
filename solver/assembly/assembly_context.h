#pragma once

#include "solver/assembly/electronic_reference.h"
#include "solver/assembly/implicit_step.h"

#include <deal.II/matrix_free/fe_evaluation.h>

#include <array>
#include <vector>

namespace zincfield
{
  /** What all terms of an operator see: the mesh, the physics, the step at hand, and the properties of the materials at the points
   * of quadrature. */
  template <int dim>
  class AssemblyContext
  {
  public:
    using Number       = dealii::VectorizedArray<double>;
    using Cells        = dealii::FEEvaluation<dim, -1, 0, 1, double>;
    using Faces        = dealii::FEFaceEvaluation<dim, -1, 0, 1, double>;
    using FluxGradient = std::array<dealii::Tensor<1, dim, Number>, max_fields>;

    AssemblyContext(const Discretization<dim> &discretization, const CellModel &model);

    /** Tabulates what depends on the mesh. */
    void
    reinit();

    const Discretization<dim> &discretization;
    const CellModel           &model;
    const TransportModel      &transport;
    const unsigned int         n_fields, potential;
    const unsigned int         accumulation_rows; // bits; 0 in a steady run
    const bool                 displaces_in_time; // in a time step, with an electroneutral model
    ImplicitStep               step;
    ElectronicReference        electrons;
    unsigned int               n_cell_points = 0, n_face_points = 0;

    /** At quadrature point q: 1, or 2 pi r in axisymmetric cells. */
    template <typename Evaluator>
    Number
    weight(const Evaluator &cell_or_face, const unsigned int q) const
    {
      return discretization.axisymmetric ? Number(2. * dealii::numbers::PI) * cell_or_face.quadrature_point(q)[0] : Number(1.);
    }

    unsigned int
    material(const unsigned int batch) const
    {
      return batch_material_[batch];
    }

    /** Whether the properties are the same at all points of the cells of a batch. */
    bool
    is_uniform(const unsigned int batch) const
    {
      return varying_properties_.empty() || varying_properties_[batch].empty();
    }

    /** Properties of the cells of a batch at quadrature point q and lane v. */
    const Properties &
    properties(const unsigned int batch, const unsigned int q, const unsigned int v) const
    {
      return is_uniform(batch) ? uniform_properties_[batch_material_[batch]] : varying_properties_[batch][q * Number::size() + v];
    }

    /** Scales the tangential part of a gradient by the anisotropy of the layer. */
    void
    stretch(const unsigned int batch, const unsigned int q, dealii::Tensor<1, dim, Number> &gradient) const
    {
      stretch(batch, q, transport.anisotropy(batch_material_[batch]), gradient);
    }
    void
    stretch(unsigned int batch, unsigned int q, double anisotropy, dealii::Tensor<1, dim, Number> &gradient) const;

    /** The field of electrons where their conduction stretches in another way than the ions', in any material; else none. */
    unsigned int
    stretched_alone() const
    {
      for (unsigned int m = 0; electrons.field < n_fields && m < uniform_properties_.size(); ++m)
        if (transport.anisotropy(m, electrons.field) != transport.anisotropy(m))
          return electrons.field;
      return dealii::numbers::invalid_unsigned_int;
    }

    /** eps_0 eps_r [F/m] of the cells of a batch at quadrature point q. */
    Number
    permittivity(unsigned int batch, unsigned int q) const;

    /** Physical fields at quadrature point q of the evaluators of the fields. */
    template <typename Evaluators>
    void
    fields_at(const Evaluators &evaluators, const unsigned int q, Number *u) const
    {
      for (unsigned int g = 0; g < n_fields; ++g)
        u[g] = transport.fields()[g].value(evaluators[g].get_value(q));
    }

    /** The same of lane v. */
    template <typename Evaluators>
    void
    fields_at(const Evaluators &evaluators, const unsigned int q, const unsigned int v, double *u) const
    {
      for (unsigned int g = 0; g < n_fields; ++g)
        u[g] = transport.fields()[g].value(evaluators[g].get_value(q)[v]);
    }

    /** Reads the fields of `state` on a batch of cells or faces. */
    template <typename Evaluators>
    void
    read(Evaluators                                    &evaluators,
         const unsigned int                             batch,
         const StateVector                             &state,
         const dealii::EvaluationFlags::EvaluationFlags flags) const
    {
      for (unsigned int f = 0; f < n_fields; ++f)
        {
          evaluators[f].reinit(batch);
          evaluators[f].read_dof_values(state.block(f));
          evaluators[f].evaluate(flags);
        }
    }

  private:
    void
    tabulate_properties(unsigned int batch);

    void
    tabulate_layer_normals(unsigned int batch, Cells &cells);

    std::vector<unsigned int>                                batch_material_;
    std::vector<std::vector<Properties>>                     varying_properties_; // by batch; empty where uniform
    std::vector<Properties>                                  uniform_properties_; // by material
    std::vector<std::vector<dealii::Tensor<1, dim, Number>>> layer_normals_;      // by batch; empty where isotropic
  };
} // namespace zincfield
