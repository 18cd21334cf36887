#pragma once

#include "solver/assembly/prescribed_unknowns.h"
#include "solver/assembly/term.h"

#include <deal.II/base/point.h>

#include <functional>

namespace zincfield
{
  /** What a manufactured solution adds to the equations; each part may be left empty. Positions in mesh units. */
  template <int dim>
  struct Loads
  {
    using Rows = std::array<double, max_fields>;

    /** div flux_f [A/m^3] in a material. */
    std::function<Rows(const dealii::Point<dim> &x, unsigned int material)> volume;

    /** n.flux_f [A/m^2] beyond what the law of the boundary gives, on electrodes with kinetics and on insulating boundaries. */
    std::function<Rows(const dealii::Point<dim> &x, const dealii::Tensor<1, dim> &normal, unsigned int boundary)> surface;

    /** Values of the prescribed fields on a bulk boundary, in their units. */
    std::function<Rows(const dealii::Point<dim> &x)> bulk;
  };

  /** The part of the residual that does not depend on the state: loads of a manufactured solution, and built-in polarisation. */
  template <int dim>
  class LoadTerm : public Term<dim>
  {
  public:
    LoadTerm(const AssemblyContext<dim> &context, Loads<dim> loads)
      : context_(context)
      , loads_(std::move(loads))
    {}

    bool
    is_given() const
    {
      return loads_.volume || loads_.surface;
    }

    void
    reinit() override;

    bool
    add_residual(Residual<dim> &residual, const StateVector &state, double electrode_potential) override;

    /** Sets the values that the loads prescribe on a bulk boundary. */
    void
    prescribe_bulk(PrescribedUnknowns<dim> &prescribed) const;

  private:
    void
    tabulate_loads();

    /** The flux of Poisson's row holds P: its part of the residual is -int P.grad w dV over tau. */
    void
    tabulate_polarisation();

    bool
    is_polarised() const;

    const AssemblyContext<dim> &context_;
    const Loads<dim>            loads_;
    StateVector                 load_; // empty without loads
  };
} // namespace zincfield
