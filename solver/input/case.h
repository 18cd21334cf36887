#pragma once

#include "meshes/geometry.h"
#include "physics/coatings/coating.h"
#include "physics/electrolytes/salt.h"
#include "physics/electrolytes/species.h"
#include "physics/kinetics/reaction.h"
#include "solver/input/growth_options.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zincfield
{
  class Chemistry;

  enum class Condition
  {
    electrode,         // reactions at the potential of the controlled (working) electrode
    counter_electrode, // reactions at the reference metal potential 0
    bulk,              // solution of bulk composition at potential 0
    insulating         // no flux: walls and symmetry planes
  };

  struct Boundary
  {
    std::string              name;
    Condition                condition = Condition::insulating;
    std::vector<std::string> reactions; // on an electrode; empty only for `primary` and blocking electrodes
    double                   stern_capacitance = 0., zero_charge_potential = 0.; // [F/m^2], [V]
    double                   double_layer_capacitance = 0.;                      // [F/m^2]; transient, electroneutral
    bool                     wall_law                 = false; // an analytic diffuse layer in front of the electrode, dilute ions
    SpatialValue             surface_charge;                   // [C/m^2] of an insulating wall, likewise
    std::optional<double>    wall_potential;                   // [V] of an insulating wall, likewise
  };

  enum class ControlMode
  {
    galvanostatic,  // the applied current density is met; the electrode potential is an unknown
    potentiostatic, // working electrode potential against the zinc reference in the bulk (bulk boundary)
    cell_voltage    // working minus counter electrode
  };

  struct Control
  {
    ControlMode mode = ControlMode::galvanostatic;
    /** Deposition current over the projected area of the working electrode [A/m^2], positive: zinc deposits. */
    double applied_current_density = required_value;
    /** [V]; negative: zinc deposits. */
    double electrode_potential = required_value;
    double cell_voltage        = required_value;
  };

  /** What drives the cell during one step of a control protocol. */
  enum class Drive
  {
    galvanostatic,  // constant current
    potentiostatic, // constant potential of the working electrode (against the bulk, or the counter electrode)
    sweep,          // potential that changes at a constant rate
    rest            // no current
  };

  /** What ends a step before its time is over; positive means reached. */
  struct StopCondition
  {
    enum class Kind
    {
      potential_below,
      potential_above,
      charge,              // passed since the step began, either sign [C/m^2 of the projected area]
      deposit_below,       // zinc deposited since the run began less what has dissolved [C/m^2 of the projected area]
      concentration_below, // lowest of zinc at the working electrode [mol/m^3]
      current_below        // magnitude [A/m^2]
    };
    Kind   kind;
    double value;
  };

  struct ProtocolStep
  {
    std::string                name;
    Drive                      drive           = Drive::rest;
    double                     current_density = required_value; // deposition, over the projected area [A/m^2]
    double                     potential       = required_value; // [V]; of a sweep: at its beginning
    double                     end_potential   = required_value; // [V], of a sweep
    double                     sweep_rate      = required_value; // [V/s], positive
    double                     duration        = 0.;             // [s]; 0: until a stop condition
    std::vector<StopCondition> stops;
  };

  /** What a transient run carries out: steps by index, one after the other. Empty: the run looks for a steady state. */
  struct Protocol
  {
    std::vector<ProtocolStep> steps;
    std::vector<unsigned int> sequence;
  };

  struct TimeOptions
  {
    double       tolerance            = 1e-4; // of a step: share of the bulk concentration, and of the thermal voltage
    unsigned int order                = 0;    // of the integrator; 0: adaptive
    double       first_step           = 0.;   // [s]; 0: a millionth of the step of the protocol
    double       largest_step         = 0.;   // [s]; 0: none
    unsigned int maximum_steps        = 100000;
    double       field_interval       = 0.; // [s] between fields in files; 0: at the ends of the protocol's steps
    bool         adapt_mesh           = false;
    unsigned int steps_between_meshes = 1;
    double       mesh_tolerance       = 0.05; // share of the energy norm
    unsigned int mesh_levels          = 5;    // of refinement beyond the mesh of the start
  };

  /** Frequencies [Hz] of a harmonic perturbation about the steady state; none: no impedance. */
  struct ImpedanceOptions
  {
    double       lowest = 0., highest = 0.;
    unsigned int points_per_decade = 10;

    bool
    wanted() const
    {
      return highest > 0.;
    }
  };

  struct DiscretizationOptions
  {
    unsigned int degree              = 2;
    double       accuracy            = 0.01; // relative, of mean current density (or electrode potential) and uniformity
    unsigned int minimum_cycles      = 2;
    unsigned int maximum_cycles      = 8;
    unsigned int initial_refinements = 0;
    unsigned int maximum_unknowns    = 400000;
    double       refinement_fraction = 0.6; // share of the estimated error on the cells that are refined
  };

  struct SolverOptions
  {
    std::string  linear_solver           = "automatic"; // automatic | block | direct
    double       newton_tolerance        = 1e-10;       // relative residual
    unsigned int newton_steps            = 30;
    double       linear_tolerance        = 1e-2;
    unsigned int linear_iterations       = 200;
    unsigned int direct_solver_limit     = 5000;  // unknowns up to which `automatic` factorises in 2-D
    bool         compare_representations = false; // also run the coating's other representations and report the difference
    std::string  petsc_options_file;
  };

  struct OutputOptions
  {
    bool   volume = true, surface = true, figures = true;
    double tip_region          = 0.1; // radius of the regions about tips and valleys, relative to the feature size
    bool   every_cycle         = false;
    double checkpoint_interval = 600.; // [s]
  };

  /** A number that was measured on the cell of this case: shown beside the computed one, and what a fit can aim at. */
  struct Measurement
  {
    std::string quantity;   // reported number; empty: none
    double      value = 0.; // SI
    std::string source;
  };

  /** A key of the input whose value a fit finds; positive, changed by factors. */
  struct FittedParameter
  {
    std::string key;
    double      value = 0.; // in `unit`; at first that of the input
    std::string unit;
  };

  /** Values of parameters with which the computed numbers of some variants come nearest to the measured ones. */
  struct Fit
  {
    std::string                  name;
    std::vector<FittedParameter> parameters;
    std::vector<std::string>     variants;   // fitted to their measurements
    std::vector<std::string>     applies_to; // computed with the values found
  };

  /** What a variant, a parameter study or an override sets, for tables and figures against it: a number, or a word. */
  struct ChangedParameter
  {
    std::string key;
    double      value = std::numeric_limits<double>::quiet_NaN(); // in `unit`
    std::string unit;
    std::string word; // empty: it is a number
  };

  /** A key or section as it stands in the input. */
  struct GivenKey
  {
    std::string value, place; // file and line
  };

  /** A key or section that the user set and that has no effect in a case. */
  struct KeyWithoutEffect
  {
    std::string key, place, reason;

    /** As the log says it. */
    std::string
    text() const;
  };

  /** Everything one run needs: an input file with one variant applied, checked, in SI units. */
  struct Case
  {
    std::string title, variant;

    /** Whether it is one of the cases of a parameter study, which are counted from 1 in the order of the cases. */
    bool of_study = false;

    /** The input file that the case was read from, and its fully resolved text (see write_used_input()). */
    std::string input_file, used_input;

    /** The case again with texts "Section/Key = value" in place of what its input says. */
    std::function<Case(const std::vector<std::string> &)> with;

    /** What stands in the input, by "Section/Key", and what of it has no effect in this case. */
    std::map<std::string, GivenKey> given;
    std::vector<KeyWithoutEffect>   without_effect;

    /** Numeric keys that this variant sets. */
    std::vector<ChangedParameter> changed_parameters;

    std::string               geometry_kind;
    std::shared_ptr<Geometry> geometry;

    std::string                      transport; // primary | secondary | binary salt | dilute ions | Poisson-Nernst-Planck
    double                           temperature = 298.15;
    std::string                      electrolyte_name;  // data set, or "none"
    double                           conductivity = 0.; // [S/m] of the bulk, for primary and secondary (from the salt unless given)
    std::shared_ptr<Salt>            salt;              // binary salt (and, where known, for the others)
    std::vector<Species>             species;           // dilute ions, Poisson-Nernst-Planck, aqueous chemistry
    std::shared_ptr<const Chemistry> chemistry;         // aqueous chemistry
    double                           relative_permittivity = 78.4; // of the solution
    double                           ion_diameter          = 0.;   // [m]; Poisson-Nernst-Planck; 0: points

    std::vector<std::shared_ptr<Reaction>> reactions;
    std::map<std::string, CoatingMaterial> materials;
    std::vector<Coating>                   coatings;
    std::vector<Boundary>                  boundaries; // one for every name of the geometry, in its order

    Control               control; // of a steady run
    Protocol              protocol;
    GrowthOptions         growth;          // of the deposit
    Protocol              growth_protocol; // that it grows by; `protocol` is empty then
    TimeOptions           time;
    ImpedanceOptions      impedance; // of a steady run
    Measurement           measurement;
    std::vector<Fit>      fits; // the same for all variants of an input
    DiscretizationOptions discretization;
    SolverOptions         solver;
    OutputOptions         output;

    bool
    is_transient() const
    {
      return !protocol.steps.empty() || growth.transient;
    }

    /** Whether the steps of a Programme drive it. */
    bool
    has_protocol() const
    {
      return !protocol.steps.empty() || !growth_protocol.steps.empty();
    }
  };

  /** The one walk over all sections of an input: reads, checks, or describes. */
  void
  declare(Parameters &parameters, Case &data);

  /** Checks that span sections: charges, conditions, surfaces, materials that models need. Rejects through `parameters`. */
  void
  check_consistency(const Parameters &parameters, const Case &data);

  /** Rejects charges, potentials, polarisations and dielectrics where they mean nothing. */
  void
  check_electrostatics(const Parameters &parameters, const Case &data);

  /** Throws InputError where a coating of the working electrode has no positive thickness or no room, before any mesh is built. */
  void
  check_thickness(const Parameters &parameters, const Case &data);
} // namespace zincfield
