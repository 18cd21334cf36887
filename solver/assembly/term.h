#pragma once

#include "solver/assembly/assembly_context.h"
#include "solver/assembly/jacobian_table.h"

#include <functional>
#include <memory>

namespace zincfield
{
  /** Residual as its terms add to it. */
  template <int dim>
  struct Residual
  {
    /** Row f tested with w [A/m^2 times mesh units], not yet summed over the ranks. */
    StateVector &rows;
    /** int n.flux_f dS over each boundary id on this rank [A/m^2 times mesh units]. */
    std::vector<std::array<double, max_fields>> &boundary_flux;
    /** Current of the reactions that deposit zinc on the working electrode, on this rank [A/m^2 times mesh units]. */
    double &deposition;
  };

  /** What a term needs in the table of the Jacobian (bits). */
  struct TableNeeds
  {
    unsigned int advection_fields = 0; // fields that fluxes depend on otherwise than by their gradients
    unsigned int reaction_rows    = 0; // rows with sources or accumulation
  };

  /**
   * One physical effect in the discrete equations. The operator adds the terms up; it knows nothing of what they stand for.
   *
   * States come with ghosts. A term is added by one file: a class with `static std::unique_ptr<Term<dim>> make(const
   * AssemblyContext<dim> &)`, which returns null for cases without the effect, and `const RegisterTerm<MyTerm> my_term;`.
   */
  template <int dim>
  class Term
  {
  public:
    virtual ~Term() = default;

    /** Tabulates what depends on the mesh. */
    virtual void
    reinit()
    {}

    virtual TableNeeds
    needs() const
    {
      return {};
    }

    /** Adds the fluxes and sources at `state` to the residual. Returns false where the term's own equations have no solution. */
    virtual bool
    add_residual(Residual<dim> &, const StateVector &, double /*electrode_potential*/)
    {
      return true;
    }

    /** Adds what `state` holds. `known`: what lies below films is known from the last residual at this state. */
    virtual void
    add_accumulation(Accumulation &, const StateVector &, double /*electrode_potential*/, bool /*known*/) const
    {}

    /** Adds the derivatives of both to the table, those of the accumulation times the rate of the step. Returns false as
     * add_residual() does. */
    virtual bool
    tabulate(JacobianTable<dim> &, const StateVector &, double /*electrode_potential*/)
    {
      return true;
    }
  };

  template <int dim>
  using TermFactory = std::function<std::unique_ptr<Term<dim>>(const AssemblyContext<dim> &)>;

  /** Terms beside those of the transport model itself. */
  template <int dim>
  std::vector<TermFactory<dim>> &
  registered_terms()
  {
    static std::vector<TermFactory<dim>> factories;
    return factories;
  }

  template <template <int> class Kind>
  struct RegisterTerm
  {
    RegisterTerm()
    {
      registered_terms<2>().push_back(&Kind<2>::make);
      registered_terms<3>().push_back(&Kind<3>::make);
    }
  };
} // namespace zincfield
