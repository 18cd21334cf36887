#pragma once

#include "solver/assembly/assembly_context.h"

namespace zincfield
{
  /** An unknown whose own equation gives way to another: a value, the potential of the working electrode, or an amount in the whole
   * cell. */
  struct PrescribedUnknown
  {
    enum class Source
    {
      value,
      electrode_potential,
      amount
    };
    unsigned int field, local_index;
    Source       source;
    unsigned int boundary;    // of a value or the electrode potential; invalid where the value holds inside
    double       value  = 0.; // as the solution vector holds it
    unsigned int amount = 0;  // index among the conserved amounts
  };

  /** The rows that are not equations of the terms: prescribed unknowns, and those constrained by hanging nodes and periodicity. */
  template <int dim>
  class PrescribedUnknowns
  {
  public:
    explicit PrescribedUnknowns(const AssemblyContext<dim> &context)
      : context_(context)
    {}

    /** Finds the unknowns on boundaries that prescribe fields, and those of fields that do not live in the materials around them.
     */
    void
    reinit();

    std::vector<PrescribedUnknown> &
    list()
    {
      return list_;
    }
    const std::vector<PrescribedUnknown> &
    list() const
    {
      return list_;
    }

    /** Sets the prescribed unknowns of `state`. */
    void
    prescribe(StateVector &state, double electrode_potential) const;

    /**
     * Rows of the residual of `state`: value minus prescription, of amounts `surplus`; with `homogeneous` those of the Jacobian's
     * action on a change of the state and of the electrode potential [V].
     */
    void
    finish_rows(StateVector               &destination,
                const StateVector         &state,
                const std::vector<double> &surplus,
                double                     electrode_value,
                bool                       homogeneous) const;

    /** Copies the prescribed and constrained unknowns, whose rows are those of the identity. */
    void
    keep_rows(StateVector &destination, const StateVector &source) const;

    /** By unknown: how many cells of these materials it is a part of; one that hangs stands for those that it depends on. */
    FieldVector
    cells_in(const std::vector<bool> &materials) const;

  private:
    /** Those on the boundaries; the bulk first, as it prescribes the ions as well. */
    void
    add_boundaries();

    /** Those of an electronic potential where a scaffold meets a metal, and in all of a perfect conductor. */
    void
    add_collectors();

    /** Whether field f lives in each material. */
    std::vector<bool>
    materials_of(unsigned int f) const;

    /** Prescribes 0 for the unknowns of a field that touch only materials in which it does not live: their rows are empty. */
    void
    add_absent_fields();

    const AssemblyContext<dim>    &context_;
    std::vector<PrescribedUnknown> list_;
    std::vector<unsigned int>      constrained_; // local indices of constrained owned unknowns
  };
} // namespace zincfield
