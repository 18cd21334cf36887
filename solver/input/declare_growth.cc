#include "solver/input/checks.h"
#include "solver/input/declare_sections.h"
#include "solver/input/growth_control.h"
#include "solver/input/scaffolds.h"

namespace zincfield
{
  namespace
  {
    /** Molar volume of zinc [m^3/mol]: 65.38 g/mol (IUPAC 2021) over 7.14 g/cm^3 (CRC Handbook of Chemistry and Physics, 97th ed.).
     */
    constexpr double zinc_molar_volume = 65.38e-3 / 7140.;

    void
    declare_ends(Parameters &p, GrowthOptions &o)
    {
      p.quantity(
        "Until capacity", o.until_capacity, "mAh/cm^2", Range::non_negative(),
        "The run ends when this charge has passed, over the projected area and in either direction. 0: no such end, as with the "
        "others.");
      p.quantity("Until time", o.until_time, "h", Range::non_negative(), "The run ends at this time.");
      p.quantity("Until thickness", o.until_thickness, "um", Range::non_negative(),
                 "The run ends when so much has been deposited: volume over the projected area.");
      p.quantity(
        "Until gap", o.until_gap, "um", Range::non_negative(),
        "The run ends when the deposit, or its film where that is resolved, has come this near to the counter electrode or "
        "the bulk.");
      p.boolean(
        "Until contact", o.until_contact,
        "Whether the contact of the deposit with the counter electrode (a short circuit), or with itself where it closes over a "
        "pit, is the end that is asked for.");
    }

    void
    declare_numerics(Parameters &p, GrowthOptions &o)
    {
      p.quantity("Tolerance", o.tolerance, "1", {0., 0.1, false, true},
                 "Largest error of a growth step: that of the displacement of the metal in it, over its largest displacement.");
      p.quantity(
        "Largest step", o.largest_step, "1", {0., 1., false, true},
        "Largest displacement of the metal in a growth step, over the smallest radius of curvature of its surface (at least "
        "the size of a cell there).");
      p.quantity("First step", o.first_step, "s", Range::non_negative(), "The first growth step; 0: a tenth of Largest step.");
      p.quantity(
        "Smallest Jacobian", o.smallest_jacobian, "1", {0., 0.5, false, true},
        "The run ends where the mesh is more distorted than this: smallest determinant of a cell's map over the product of its "
        "edges, 1 for a rectangle, 0 for a flat cell.");
      p.quantity(
        "New mesh below", o.new_mesh_below, "1", {0., 1., true, true},
        "Share of its Jacobian at the beginning below which a mesh is replaced by a new one of the grown shape: in plane and "
        "axisymmetric cells whose metal is a line from x = 0 to the side, which may hang over and whose sharp edges are rounded "
        "then, "
        "and in space where it is a graph over a rectangle between symmetry planes, whose sharp edges are rounded at the start. "
        "0: never.");
      p.quantity(
        "Contact gap", o.contact_gap, "1", {0., 0.5, false, true},
        "Distance to the counter electrode, over that of the start, at which the deposit (or its resolved film) counts as "
        "touching it; and width of the mouth of a pit, over the depth of the pit, at which the deposit has closed over it.");
      p.quantity("Field interval", o.field_interval, "mAh/cm^2", Range::non_negative(),
                 "Charge between fields in files; 0: about twenty times in a run whose end is known.");
      p.integer("Maximum steps", o.maximum_steps, 1, 2000000000, "Growth steps after which the run gives up.");
    }

    /** Steps at steady state: what these have no meaning for is rejected. */
    void
    take_protocol(const Parameters &p, Case &data)
    {
      for (const ProtocolStep &step : data.protocol.steps)
        {
          if (step.drive == Drive::sweep)
            p.reject("Mode",
                     "the step \"" + step.name + "\" of the Programme is a sweep, which a deposit that grows does not follow",
                     "galvanostatic, potentiostatic and rest");
          if (step.duration == 0. && step.stops.empty())
            p.reject("Mode", "the step \"" + step.name + "\" of the Programme has no end", "a Duration, or a Stop condition");
        }
      data.growth_protocol = std::move(data.protocol);
      data.protocol        = Protocol();
    }
  } // namespace

  void
  declare_growth(Parameters &p, Case &data)
  {
    GrowthOptions &o    = data.growth;
    std::string    mode = "none", deposit = "zinc";
    double         foil = 0.;
    p.choice(
      "Mode", mode, {"none", "quasi-steady", "transient"},
      "none: the metal stays where it is. quasi-steady: it grows, and the fields are at every moment the steady state of its "
      "shape, with the current of Control or of the steps of Programme one after the other. transient: fields have a past, from "
      "rest on, and what the solution holds is conserved while the metal takes its room, with every transport model, without "
      "scaffolds; Time/Tolerance is that of the fields.");
    o.wanted    = mode != "none";
    o.transient = mode == "transient";
    p.choice("Deposit", deposit, {"zinc", "user"}, "zinc: 9.157e-6 m^3/mol, from 65.38 g/mol and 7.14 g/cm^3; user: Molar volume.");
    o.molar_volume = deposit == "zinc" && !p.describing() ? zinc_molar_volume : required_value;
    if (p.describing() || deposit == "user")
      p.quantity("Molar volume", o.molar_volume, "cm^3/mol", Range::positive(), "Of a deposit of Deposit = user.");
    else if (p.given("Molar volume"))
      p.reject("Molar volume", "Deposit = zinc has its own", "no such key, or Deposit = user");
    p.quantity("Surface energy", o.surface_energy, "J/m^2", Range::non_negative(),
               "Of the metal against the solution: shifts the equilibrium of curved metal by -gamma V_m K/(zF), K the sum of the "
               "principal curvatures. 0: none.");
    p.quantity("Foil thickness", foil, "um", Range::non_negative(),
               "Metal that can dissolve below the surface of the start: the run ends where it is used up. 0: as much as it takes.");
    if (foil > 0.)
      o.foil_thickness = foil;
    declare_ends(p, o);
    declare_numerics(p, o);
    if (p.describing() || !o.wanted)
      return;
    if (!data.protocol.steps.empty())
      take_protocol(p, data);
    else if (o.until_capacity == 0. && o.until_time == 0. && o.until_thickness == 0. && o.until_gap == 0. && !o.until_contact)
      p.reject("", "the growth has no end",
               "Until capacity, Until time, Until thickness, Until gap, Until contact, or a Programme");
  }

  namespace
  {
    /** Where ions have a past, new matrix of a charged film would bring its charge by no current. */
    void
    check_charge_of_film(const Parameters &p, const Case &data, const Coating &coating)
    {
      for (const CoatingLayer &layer : coating.layers)
        if (const auto film = data.materials.find(layer.material);
            film != data.materials.end() && !film->second.fixed_charge.is(0.))
          {
            if (coating.under_growth != UnderGrowth::constant_volume)
              p.reject("Coatings/" + coating.name + "/Under growth",
                       "in transient growth a charged film with a mesh that keeps its thickness would bring the charge of new "
                       "matrix by no current",
                       "rides at constant volume, a film without Fixed charge, or Representation = thin");
            if (!film->second.fixed_charge.is_constant())
              p.reject("Materials/" + layer.material + "/Fixed charge",
                       "in transient growth a film with a mesh keeps its charge where that is the same everywhere",
                       "a number, or Representation = thin");
          }
    }

    /** A film with a mesh rides on the metal, and its nodes with it. */
    void
    check_meshed_film(const Parameters &p, const Case &data, const Coating &coating)
    {
      const std::string place   = "Coatings/" + coating.name + "/";
      const auto        surface = std::find_if(data.boundaries.begin(), data.boundaries.end(),
                                               [&](const Boundary &boundary) { return boundary.name == coating.surface; });
      for (const CoatingLayer &layer : coating.layers)
        if (scaffold_named(data, layer.material))
          p.reject(place + layer.name + "/Material",
                   "a film that conducts electrons does not ride on metal that grows: the deposit forms in it and on it",
                   "a material without a Scaffold, or Growth/Mode = none");
      if (coating.representation != Representation::resolved)
        return;
      if (surface != data.boundaries.end() && surface->condition != Condition::electrode)
        p.reject(place + "Representation", "only the film on the metal that grows may have a mesh while it does",
                 "thin, lumped or automatic");
      if (coating.under_growth == UnderGrowth::stays || coating.under_growth == UnderGrowth::tears)
        p.reject(place + "Under growth",
                 coating.under_growth == UnderGrowth::stays ? "a coating with a mesh is lifted by the deposit, not buried in it"
                                                            : "a coating with a mesh does not tear: its cells stay",
                 "rides at constant thickness or at constant volume, or Representation = thin or lumped");
      if (data.growth.transient && traits_of(data).follows_species)
        check_charge_of_film(p, data, coating);
    }

    /** What a moving mesh does not carry along. */
    void
    check_transient_growth(const Parameters &p, const Case &data)
    {
      const std::string instead = "quasi-steady";
      for (const Boundary &boundary : data.boundaries)
        if (traits_of(data).resolves_charge && boundary.condition == Condition::insulating &&
            (!boundary.surface_charge.is(0.) || boundary.wall_potential))
          p.reject("Boundaries/" + boundary.name + (boundary.wall_potential ? "/Wall potential" : "/Surface charge"),
                   "metal that grows covers the charge of a wall, which would have to pass into it",
                   "a wall without charge, or Growth/Mode = " + instead);
      if (has_scaffold(data))
        p.reject("Growth/Mode", "a scaffold stays where it is while the mesh moves", instead);
    }
  } // namespace

  void
  check_growth(const Parameters &p, const Case &data)
  {
    if (!data.growth.wanted)
      return;
    if (data.growth.transient)
      check_transient_growth(p, data);
    if (data.discretization.degree < 2)
      p.reject("Discretization/Degree", "the surface of metal that grows is curved", "a whole number from 2 to 6");
    if (data.impedance.wanted())
      p.reject("Growth/Mode", "an Impedance belongs to one shape", "Mode = none, or no section Impedance");
    for (const Coating &coating : data.coatings)
      if (coating.enabled)
        check_meshed_film(p, data, coating);
  }

  Control
  control_of(const ProtocolStep &step, const Case &data)
  {
    Control control;
    if (step.drive == Drive::potentiostatic)
      {
        bool bulk = false;
        for (const Boundary &boundary : data.boundaries)
          bulk = bulk || boundary.condition == Condition::bulk;
        control.mode                = bulk ? ControlMode::potentiostatic : ControlMode::cell_voltage;
        control.electrode_potential = control.cell_voltage = step.potential;
        return control;
      }
    control.mode                    = ControlMode::galvanostatic;
    control.applied_current_density = step.drive == Drive::galvanostatic ? step.current_density : 0.;
    return control;
  }

  bool
  fields_follow_new_meshes(const Case &data)
  {
    const bool has_meshed_film = std::any_of(data.coatings.begin(), data.coatings.end(), [](const Coating &coating) {
      return coating.enabled && coating.representation == Representation::resolved;
    });
    return !data.growth.transient ||
           (!traits_of(data).resolves_charge && !data.chemistry && !has_scaffold(data) && !has_meshed_film);
  }
} // namespace zincfield
