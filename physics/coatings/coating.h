#pragma once

#include "physics/coatings/defects.h"
#include "physics/coatings/thickness.h"
#include "physics/parameters.h"
#include "physics/scaffolds/scaffold.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zincfield
{
  /**
   * What a coating is made of: every value may vary through the layer (`depth`) and along the surface.
   * A key that a transport model needs and the material lacks is an error that names both.
   */
  struct CoatingMaterial
  {
    std::string name;
    /** Ionic conductivity kappa [S/m]; empty: from the electrolyte in the pores. */
    std::optional<SpatialValue> conductivity;
    /** Diffusivity of the salt D [m^2/s]; empty: from the electrolyte in the pores. */
    std::optional<SpatialValue> diffusivity;
    /** [m^2/s per S/m] Of a data set that knows the conductivity alone: a conductivity that the input gives changes the diffusivity
     * too. 0: of others. */
    double diffusivity_over_conductivity = 0.;
    /** Partition coefficient K = c(film)/c(solution). */
    SpatialValue partition = 1.;
    /** Cation transference number in the film; empty: that of the electrolyte. */
    std::optional<SpatialValue> transference;
    /** eps and tau of a film whose transport is that of electrolyte in pores: D_eff = D eps/tau, kappa_eff = kappa eps/tau. */
    SpatialValue porosity   = 1.;
    SpatialValue tortuosity = 1.;
    /** Tangential over normal transport coefficient (1: isotropic). */
    double anisotropy = 1.;
    /** Fixed charge rho_fixed/F [mol/m^3], signed. */
    SpatialValue fixed_charge = 0.;
    /** eps_r; empty: that of the solution. Acts where charge is resolved only. */
    std::optional<SpatialValue> relative_permittivity;
    /** No ion enters: the electric field passes, a steady current does not. Poisson-Nernst-Planck only. */
    bool dielectric = false;
    /** Built-in polarisation P [C/m^2], the dipole moment per volume that is there without a field: normal to the layer, positive
     * out of the metal. */
    SpatialValue normal_polarisation = 0.;
    /** The part of P with a direction of its own: along the coordinates of the cell. */
    std::array<SpatialValue, 3> polarisation;
    /** Diffusivities [m^2/s] and partition coefficients of single species (`dilute ions`), by species name. */
    std::map<std::string, SpatialValue> species_diffusivity, species_partition;
    /** X(T) = X_ref exp(-(Ea/R)(1/T - 1/T_ref)) of conductivity and diffusivities. Ea [J/mol], T_ref [K]. */
    double activation_energy = 0., reference_temperature = 298.15;
    /** What in it conducts electrons; null: nothing. */
    std::shared_ptr<const Scaffold> scaffold;
    /** Where the values come from; shown in log.txt and in the manual. */
    std::string source;

    bool
    is_polarised() const
    {
      return !normal_polarisation.is(0.) || !polarisation[0].is(0.) || !polarisation[1].is(0.) || !polarisation[2].is(0.);
    }

    /** Names the material's keys; `data set` fills the defaults of the rest. */
    void
    declare(Parameters &parameters);
  };

  /** One layer of a stack, counted from the metal outward. */
  struct CoatingLayer
  {
    std::string                       name;
    std::string                       material;
    std::shared_ptr<ThicknessProfile> thickness;
    /** Name of the reaction whose solid it is made of, in time; empty: it stays as thick as it is. */
    std::string grown_by;
    /** Cells across the layer in the coarse mesh (`resolved`). */
    unsigned int n_cells = 2;
  };

  enum class Representation
  {
    resolved,
    thin,
    lumped,
    automatic
  };

  /** What becomes of a coating while the metal below it grows; one with a mesh rides. */
  enum class UnderGrowth
  {
    constant_thickness, // it rides on the metal
    constant_volume,    // the same, thinner where the surface stretches
    stays,              // the deposit buries it
    tears               // constant thickness up to a stretch, gone beyond it
  };

  /** A stack of layers on a named surface. */
  struct Coating
  {
    std::string               name, surface;
    bool                      enabled        = true;
    Representation            representation = Representation::automatic;
    std::vector<CoatingLayer> layers;
    UnderGrowth               under_growth    = UnderGrowth::constant_thickness;
    double                    largest_stretch = 0.; // area of the surface over that of the start, at which it tears

    /** Whether what is left of the film depends on how the surface has stretched. */
    bool
    stretches() const
    {
      return under_growth == UnderGrowth::constant_volume || under_growth == UnderGrowth::tears;
    }

    /** Whether the nodes of metal that grows below it may slide along it: it is as thick everywhere, or it has no mesh and one
     * layer that keeps its thickness, which they then take from where they are. */
    bool
    nodes_may_slide() const;

    /** Whether it is as thick everywhere. */
    bool
    is_even() const;

    /** [m] Of layer l: that at the start, and what has precipitated. */
    double
    thickness(const unsigned int l, const Location &location) const
    {
      return layers[l].thickness->thickness(location) + (layers[l].grown_by.empty() ? 0. : location.grown);
    }

    /** Whether a layer grows by what precipitates. */
    bool
    precipitates() const;

    /** Where the whole stack is open to the metal; null: nowhere. */
    std::shared_ptr<Defects> defects;

    void
    declare(Parameters &parameters);

  private:
    void
    declare_under_growth(Parameters &parameters);
  };
} // namespace zincfield
