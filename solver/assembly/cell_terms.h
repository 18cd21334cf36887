#pragma once

#include "solver/assembly/term.h"

#include <deque>

namespace zincfield
{
  /** The transport model inside the cells: fluxes, sources, what is held, and the displacement current of an electroneutral model
   * where a step counts it. */
  template <int dim>
  class CellTerms : public Term<dim>
  {
  public:
    explicit CellTerms(const AssemblyContext<dim> &context)
      : context_(context)
    {}

    void
    reinit() override
    {
      displacement_size_ = 0.;
    }

    TableNeeds
    needs() const override
    {
      return {context_.transport.fields_in_coefficients(), context_.transport.rows_with_sources() | context_.accumulation_rows};
    }

    bool
    add_residual(Residual<dim> &residual, const StateVector &state, double electrode_potential) override;

    void
    add_accumulation(Accumulation &accumulation, const StateVector &state, double electrode_potential, bool known) const override;

    bool
    tabulate(JacobianTable<dim> &table, const StateVector &state, double electrode_potential) override;

    /** Tabulates the metric of all cells. */
    void
    tabulate_metric(JacobianTable<dim> &table) const;

    /** Norm, as rows, of eps phi/h over the cells at the last state whose displacement was added: the size of the terms that cancel
     * in it. */
    double
    displacement_size() const
    {
      return displacement_size_;
    }

  private:
    using Number       = dealii::VectorizedArray<double>;
    using Cells        = typename AssemblyContext<dim>::Cells;
    using FluxGradient = typename AssemblyContext<dim>::FluxGradient;

    /** A_fg at the fields u, and its derivative with respect to field `seed`. */
    void
    coefficients(unsigned int batch, unsigned int q, const Number *u, Coefficients<Number> &a) const;
    void
    coefficient_derivatives(
      unsigned int batch, unsigned int q, const Number *u, unsigned int seed, Coefficients<Number> &derivative) const;

    std::array<Number, max_fields>
    sources(unsigned int batch, unsigned int q, const Number *u) const;

    /** Fields, and their gradients [1/m] with the anisotropy of the layer. */
    void
    fields_and_gradients(const std::deque<Cells> &cells,
                         unsigned int             batch,
                         unsigned int             q,
                         double                   electrode_potential,
                         Number                  *u,
                         FluxGradient            &gradient) const;

    /**
     * Conduction of the ions that rest in the cells of a batch, the mean over their nodes; 0 of those that move, whose
     * electrochemical potential changes by RT or more. `cells` hold unknowns.
     *
     * Between large cells concentrations of resting ions fall by orders of magnitude: at the few points of quadrature of a coarse
     * cell they are far below what finer cells have near its sides, and a correction from there would be as much too large.
     */
    std::array<Number, max_fields>
    resting_conduction(unsigned int batch, const std::deque<Cells> &cells) const;

    void
    tabulate_conduction(JacobianTable<dim>                   &table,
                        unsigned int                          batch,
                        unsigned int                          q,
                        const Number                         *u,
                        const std::array<Number, max_fields> &resting,
                        const Coefficients<double>           &bulk) const;
    void
    tabulate_advection(JacobianTable<dim> &table,
                       const Cells        &cell,
                       unsigned int        batch,
                       unsigned int        q,
                       const Number       *u,
                       const FluxGradient &gradient,
                       const Number       &weight) const;
    void
    tabulate_sources(JacobianTable<dim> &table, unsigned int batch, unsigned int q, const Number *u, const Number &weight) const;
    void
    tabulate_accumulation(
      JacobianTable<dim> &table, unsigned int batch, unsigned int q, const Number *u, const Number &weight) const;

    void
    add_amounts(Accumulation &accumulation, const StateVector &state, double electrode_potential) const;

    /** eps grad phi tested with grad w, in the potential's row. */
    void
    add_displacement(Accumulation &accumulation, const StateVector &state) const;

    const AssemblyContext<dim> &context_;
    mutable double              displacement_size_ = 0.;
  };
} // namespace zincfield
