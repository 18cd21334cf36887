#pragma once

#include "solver/growth/growth_step.h"
#include "solver/nonlinear/newton.h"
#include "solver/time/time_state.h"

namespace zincfield
{
  /**
   * Growth steps in which fields have a past: the metal moves along straight lines through each step, the mesh with it, and what
   * the solution holds is conserved on the moving mesh (see mesh_motion_terms.cc).
   *
   * A step is one of the third order, singly diagonally implicit and L-stable; all stages are solved again with the mean velocity
   * of the metal that they gave, until that stays. Straight paths make the whole one of the second order. Source: Alexander, SIAM
   * J. Numer. Anal. 14 (1977) 1006, with an embedded method of the second order.
   */
  template <int dim>
  class TransientStep
  {
  public:
    /** `count` is told of every solve, `spread`: see SurfaceProjection::velocity(). */
    TransientStep(MovingMesh<dim> &mesh, Operator<dim> &op, bool spread, std::function<void(const NewtonResult &)> count);

    enum class Method
    {
      implicit_euler, // after a switch
      third_order
    };

    /** Displacements and volumes below these are nothing, whatever is larger in a step [mesh units]; 0 at first. */
    void
    set_negligible(const double displacement, const double volume)
    {
      negligible_        = displacement;
      negligible_volume_ = volume;
    }

    /**
     * A step of length `dt` [s] from the state `from` on the mesh displaced by `displacement` to `to`, under the drive of the
     * case's Control. `guess`: the rate where it begins; without one the metal is taken to rest. On success the mesh is where the
     * step ends. None where a stage has no state: why says trouble().
     */
    std::optional<GrowthStep<dim>>
    step(Method                  method,
         const TimeState        &from,
         const FieldVector      &displacement,
         const FieldVector      &thickness,
         const SurfaceRate<dim> &guess,
         double                  dt,
         TimeState              &to);

    /** The rate in a state on the mesh at hand. */
    SurfaceRate<dim>
    rate(const TimeState &state, const FieldVector &thickness) const;

    /** Current density that counts as nothing under the drive of the case's Control [A/m^2]. */
    double
    nothing() const;

    /** Why the last step has no state. */
    const std::string &
    trouble() const
    {
      return trouble_;
    }

  private:
    struct Tableau
    {
      std::vector<std::vector<double>> a;        // the last row has the weights of the step
      std::vector<double>              c, error; // the weights less those of the embedded method; none: no estimate
    };
    static const Tableau &
    tableau(Method method);

    /** All stages while the metal goes along `path`: leaves the velocities of the stages behind. False where one has no state. */
    bool
    solve_stages(const Tableau         &method,
                 const TimeState       &from,
                 const FieldVector     &displacement,
                 const FieldVector     &thickness,
                 const GrowthStep<dim> &path,
                 double                 dt,
                 TimeState             &to);

    /** Stage i, on the mesh at hand; its fields are a guess at first. */
    bool
    solve_stage(const Tableau &method, unsigned int i, double dt, TimeState &to);

    /** Finds what the metal, and a film with a mesh on it, drive out on the mesh at hand: see MeshMotion and room_of_film.h. */
    void
    sweep();

    std::optional<double>
    applied() const;

    MovingMesh<dim>                                &mesh_;
    Operator<dim>                                  &op_;
    const Case                                     &data_;
    const bool                                      spread_;
    const std::function<void(const NewtonResult &)> count_;
    std::string                                     trouble_;
    double                                          negligible_ = 0., negligible_volume_ = 0.;
    Accumulation                                    before_;               // of the last stage; the operator looks at it
    MeshMotion                                      motion_;               // likewise
    std::vector<SurfaceRate<dim>>                   rates_;                // of the stages of the last step
    std::vector<Accumulation>                       changes_;              // likewise, what is stored [1/s]
    std::vector<StateVector>                        guesses_;              // likewise, fields
    double                                          error_of_fields_ = 0.; // of the last step, see largest_error()
  };
} // namespace zincfield
