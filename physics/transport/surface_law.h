#pragma once

#include "physics/transport/reaction_set.h"

#include <complex>
#include <vector>

namespace zincfield
{
  /** One slab of a film that is not meshed, counted from the electrolyte towards the metal. */
  struct FilmSlab
  {
    unsigned int material  = 0;
    double       thickness = 0.; // [m]
    Properties   properties{};
    double       permittivity = 0.; // eps_0 eps_r [F/m]
    double       polarisation = 0.; // built-in [C/m^2], along the normal out of the metal; where charge is resolved
  };

  /** What one point of an electrode surface is made of. */
  struct SurfacePoint
  {
    std::vector<FilmSlab> slabs;            // empty: bare metal, or a meshed coating
    std::vector<double>   exchange_factors; // by reaction
    std::vector<double>   dissolvable;      // [mol/m^2/s] by reaction, see ReactionState; empty: no solid dissolves
    double                stern_capacitance = 0., zero_charge_potential = 0.; // [F/m^2], [V]
    double                diffuse_layer_permittivity = 0.; // [F/m] of a diffuse layer that is not meshed (wall law); 0: none
    double                surface_charge             = 0.; // [C/m^2] of an insulating wall, likewise
    double                equilibrium_shift          = 0.; // [V] of the zinc reaction, by the curvature of the metal
    double                double_layer_capacitance =
      0.; // [F/m^2] of the metal, whose charging current joins the potential's row; 0 where double layers are resolved
  };

  /** Charge [C/m^2] of a metal with this capacitance [F/m^2] between it, at phi_m, and the solution beside it, at phi: C (phi_m -
   * E_pzc - phi). */
  template <typename Number>
  Number
  metal_charge(const double capacitance, const double zero_charge_potential, const Number &phi_m, const Number &phi)
  {
    return Number(capacitance) * (phi_m - Number(zero_charge_potential) - phi);
  }

  /** A time step for what a film holds: rate [1/s] times the surplus over `before` joins the equations below its slabs. Without a
   * rate they are steady. */
  struct FilmStep
  {
    double        rate = 0.;
    const double *before =
      nullptr; // [C/m^2] by slab and field; null: the film is taken as steady, and only derivatives are those of the step
  };

  /** Fluxes into an electrode at one point, and what lies below the film. */
  struct SurfaceFlux
  {
    /** n.flux_f [A/m^2] by row; without what a film takes up in a time step, see SurfaceLaw::film_accumulation(). */
    std::array<double, max_fields> flux{};
    /** d flux_f / d u_g, with what the film takes up; the last column is the derivative with respect to the electrode potential. */
    std::array<std::array<double, max_fields + 1>, max_fields> derivative{};
    /** Sources of the potential's row inside the film [A/m^2]: `flux` and this are what enters the metal. */
    double inside = 0.;
    /** -i_r [A/m^2] of each reaction: positive cathodic. */
    std::vector<double> reaction_currents;
    /** Fields at the reaction plane, after each slab. The last entries are those the reactions see. Also the starting guess. */
    std::vector<double> below;
    /** Integral of dx/kappa over the film [ohm m^2] at the converged state. */
    double film_resistance = 0.;
  };

  /**
   * The law of an electrode: reactions on the metal in series with a film of zero thickness.
   *
   * Through each slab of the film the flux of every row is constant, flux_f = sum_g A_fg (above_g - below_g)/d with the model's
   * coefficients of a slab (thin), or with the linear coefficients of the electrolyte side (lumped); at the metal it equals the
   * flux the reactions ask for. What a slab holds, and its charge where double layers are resolved, counts half at either side of
   * it; the charge of the metal's double layer lies below the last. A lumped film has no room for ions where double layers are
   * resolved. A diffuse layer that is not meshed (wall law) lies in front of bare metal: its potential drop follows from Gauss' law
   * between the Stern layer and the electroneutral solution outside; rates see the Stern layer's drop and the concentrations c_k
   * exp(-z_k f drop) at its edge (Frumkin). The states below are found by a damped Newton iteration at the point; derivatives
   * follow from the implicit function theorem.
   */
  class SurfaceLaw
  {
  public:
    SurfaceLaw(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions, bool lumped);

    /**
     * Fluxes at fields `u` (physical units) and electrode potential `phi_m` [V]. Returns false if the point's own equations have
     * no solution within reach. `flux.below` of an earlier call is used as the starting guess.
     */
    bool
    evaluate(const SurfacePoint &point,
             const double       *u,
             double              phi_m,
             bool                with_derivatives,
             SurfaceFlux        &flux,
             const FilmStep     &step = {}) const;

    /** The same where the states below the film are known, in `flux.below`. */
    void
    complete(const SurfacePoint &point,
             const double       *u,
             double              phi_m,
             bool                with_derivatives,
             SurfaceFlux        &flux,
             const FilmStep     &step = {}) const;

    /**
     * What lies on and in the film at the states `below` [C/m^2]: its part in the equation below each slab, and all of it (with the
     * outer half of the first slab) in the flux into the electrode, from which d total/dt is to be added. The double layer counts
     * with -C (phi_m - phi_pzc - phi).
     */
    void
    film_accumulation(const SurfacePoint             &point,
                      const double                   *u,
                      double                          phi_m,
                      const std::vector<double>      &below,
                      double                         *equations,
                      std::array<double, max_fields> &total) const;

    /** To first order: the states below a film in a step, and the flux into it with what it takes up [A/m^2]. */
    struct FilmChange
    {
      std::vector<double>            below;
      std::array<double, max_fields> flux{};
    };

    /** How `surplus` [A/m^2] in the equations below the slabs, and changes of the fields outside and of the metal's potential,
     * change a film at the states `below`. `flux`: through the states below alone. */
    FilmChange
    film_change(const SurfacePoint        &point,
                const double              *u,
                double                     phi_m,
                const std::vector<double> &below,
                const FilmStep            &step,
                const double              *surplus,
                const double              *change,
                double                     electrode_change) const;

    /** d flux_f/d u_g of a harmonic perturbation; the last column is the derivative with respect to the electrode potential. */
    using Admittance = std::array<std::array<std::complex<double>, max_fields + 1>, max_fields>;

    /**
     * What derivatives become at an angular frequency [1/s] about the state that evaluate() has left in `flux`, with derivatives.
     *
     * The charging current of the metal's double layer flows under the film, and through each slab of an electroneutral one
     * i omega eps/d (phi_above - phi_below) beside what its ions carry; both join the potential's row only (see Impedance in
     * docs/theory.md). What the slabs hold changes too.
     */
    Admittance
    admittance(const SurfacePoint &point, const double *u, double phi_m, double angular_frequency, const SurfaceFlux &flux) const;

    /** Anodic current density i_r [A/m^2] of reaction r at the reaction plane. */
    template <typename Number>
    Number
    reaction(unsigned int r, const SurfacePoint &point, const Number *u, const Number &phi_m) const;

    const std::vector<std::shared_ptr<const Reaction>> &
    reactions() const
    {
      return reactions_.list();
    }

  private:
    /** Potential of the reaction plane minus that of the solution outside the diffuse layer [V] (wall law); 0 without one. */
    template <typename Number>
    Number
    diffuse_layer_drop(const SurfacePoint &point, const Number *u, const Number &phi_m) const;

    /** i_r [A/m^2] with the reaction plane at `drop` above the potential of the solution. */
    template <typename Number>
    Number
    reaction(unsigned int r, const SurfacePoint &point, const Number *u, const Number &phi_m, const Number &drop) const;

    /** n.flux_f that the reactions ask for at the fields `u` beside the metal. */
    template <typename Number>
    void
    metal_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, Number *flux) const;

    /** Whether Poisson's equation is one of the rows. */
    bool
    resolves_charge() const
    {
      return model_.traits().resolves_charge;
    }

    /** Whether the last equation below the film sets the potential of the metal: without kinetics, or without a Stern layer. */
    bool
    is_equipotential(const SurfacePoint &point) const
    {
      return model_.traits().is_primary || (resolves_charge() && reactions().empty() && point.stern_capacitance == 0.);
    }

    /** n.flux_f through slab s between the fields above and below it; `outer`: those on the electrolyte side of the film. */
    template <typename Number>
    void
    slab_flux(const FilmSlab &slab, const Number *outer, const Number *above, const Number *below, Number *flux) const;

    /** Flux continuity between slabs and at the metal, for the unknown fields below each slab. */
    template <typename Number>
    void
    residual(const SurfacePoint &point,
             const Number       *u,
             const Number       &phi_m,
             const Number       *below,
             const FilmStep     &step,
             Number             *residual) const;

    /** Flux into the electrode at the outer face once the states below are known, without what the film takes up: that into the
     * metal less the sources inside. */
    template <typename Number>
    void
    outer_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *flux) const;

    /** The same at the metal. */
    template <typename Number>
    void
    total_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *flux) const;

    /** Adds the integral of `density`(material, properties, fields, amounts) over each slab, half at either side, in the rows of
     * the bits `rows`. */
    template <typename Number, typename Density>
    void
    spread(const SurfacePoint &point,
           const Number       *u,
           const Number       *below,
           unsigned int        rows,
           const Density      &density,
           Number             *equations,
           Number             *total) const;

    /** Charge inside the film, and the other sources of the rows [A/m^2]. */
    template <typename Number>
    void
    add_sources(const SurfacePoint &point, const Number *u, const Number *below, Number *equations, Number *total) const;

    /** The displacement eps/d (phi_above - phi_below) of each slab, where a time step or a harmonic perturbation counts it: what
     * comes in by it less what goes out. */
    template <typename Number>
    void
    add_displacement(const SurfacePoint &point, const Number *u, const Number *below, Number *equations, Number *total) const;

    template <typename Number>
    void
    add_film_accumulation(
      const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *equations, Number *total) const;

    std::vector<double>
    jacobian(
      const SurfacePoint &point, const double *u, double phi_m, const std::vector<double> &below, const FilmStep &step) const;

    /** Damped Newton iteration for the states below, from the guess in `below`; false where it needs more than max_steps. */
    bool
    solve(const SurfacePoint  &point,
          const double        *u,
          double               phi_m,
          std::vector<double> &below,
          const FilmStep      &step,
          unsigned int         max_steps) const;

    const TransportModel &model_;
    ReactionSet           reactions_;
    bool                  lumped_;
  };
} // namespace zincfield
