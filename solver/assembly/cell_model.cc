#include "solver/assembly/cell_model.h"

#include "meshes/extruded_geometry.h"
#include "meshes/openings.h"
#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "physics/registry.h"
#include "physics/transport/porous_electrode.h"
#include "solver/assembly/film_curvature.h"
#include "solver/assembly/materials_of_cell.h"
#include "solver/input/input_error.h"
#include "solver/input/checks.h"
#include "solver/input/scaffolds.h"
#include "solver/support/printf_text.h"
#include "solver/support/errors.h"

#include <cstdio>

namespace zincfield
{
  namespace
  {
    /** Thickness [m] of a layer of precipitates below which nothing but rounding is left: a hundred-thousandth of an atom. */
    constexpr double least_grown = 1e-15;

    /** Slabs of one layer through which concentrations change, and of one whose permittivity does in time. */
    constexpr unsigned int slabs_of_concentration = 16, slabs_of_graded_layer = 8;

    /** A coating thinner than these shares of the feature and of the metal's radius needs no mesh of its own: tangential transport
     * in it is negligible. */
    constexpr double thin_limit = 0.02, bent_limit = 0.1;

    /** A film of which growth has left less than this is gone. */
    constexpr double least_share = 1e-3;

    std::string
    percent(const double share)
    {
      char text[20];
      std::snprintf(text, sizeof(text), "%.3g %%", 100. * share);
      return text;
    }

    std::string
    rounded_length(const double metres)
    {
      char text[40];
      std::snprintf(text, sizeof(text), "%.3g nm", 1e9 * metres);
      return text;
    }

    /** What permittivities of an electroneutral medium do to the impedance, in words. */
    std::vector<std::string>
    what_acts_on_impedance_only(const Case &data)
    {
      std::vector<std::string> notes;
      if (data.impedance.wanted())
        for (const auto &[name, film] : data.materials)
          notes.push_back(film.relative_permittivity
                            ? "the relative permittivity of \"" + name +
                                "\" acts on the impedance only: a steady current in an electroneutral medium does not depend on it"
                            : "\"" + name +
                                "\" has no relative permittivity of its own: its displacement current is that of the solution's");
      return notes;
    }

    /** What the input says of a coating and a thin film cannot have, in words. */
    std::vector<std::string>
    keys_of_meshed_films(const Case &data, const Coating &coating)
    {
      std::vector<std::string> notes;
      for (const CoatingLayer &layer : coating.layers)
        for (const auto &[key, reason] :
             {std::make_pair("Coatings/" + coating.name + "/" + layer.name + "/Cells across", "the film has no mesh"),
              std::make_pair("Materials/" + layer.material + "/Anisotropy",
                             "a film without a mesh carries current along its normal only")})
          if (const auto given = data.given.find(key); given != data.given.end())
            notes.push_back(KeyWithoutEffect{key, given->second.place, reason}.text());
      return notes;
    }

    const Boundary &
    find_boundary(const Case &data, const std::string &name)
    {
      for (const Boundary &boundary : data.boundaries)
        if (boundary.name == name)
          return boundary;
      throw MachineError("the boundary \"" + name + "\" reached the solver without a condition");
    }
  } // namespace

  namespace
  {
    /** Slabs of a layer in which ions screen its charge: finest at both faces. */
    constexpr unsigned int slabs_across_double_layers = 16;

    /**
     * Shares of a layer's thickness, from one face to the other, growing geometrically to the middle: the outermost are a quarter
     * of `width` or less.
     *
     * @param width of the double layers at its faces over its thickness
     * @param n     number of slabs, even
     */
    std::vector<double>
    graded_shares(const double width, const unsigned int n)
    {
      const unsigned int half  = n / 2;
      const double       first = std::min(0.5 / half, 0.25 * width);
      const auto         sum   = [&](const double ratio) {
        double total = 0.;
        for (unsigned int s = 0; s < half; ++s)
          total += first * std::pow(ratio, s);
        return total;
      };
      double low = 1., high = std::pow(0.5 / first, 1. / (half - 1));
      for (unsigned int step = 0; step < 60; ++step)
        (sum(0.5 * (low + high)) < 0.5 ? low : high) = 0.5 * (low + high);
      std::vector<double> shares;
      for (unsigned int s = 0; s < n; ++s)
        shares.push_back(first * std::pow(low, std::min(s, n - 1 - s)));
      return shares;
    }

    /** Two places that films may differ at, as profiles by height and by distance know them. */
    std::array<Location, 2>
    tip_and_base(const Geometry &geometry)
    {
      Location tip, base;
      tip.height             = geometry.feature_size();
      base.distance_from_tip = geometry.feature_size();
      return {tip, base};
    }

    /** The material of this name, or none: the solution. */
    std::optional<CoatingMaterial>
    material_named(const Case &data, const std::string &name)
    {
      const auto found = data.materials.find(name);
      return found == data.materials.end() ? std::optional<CoatingMaterial>() : found->second;
    }

    /** What the input says of a boundary of the mesh; its law is yet to come. */
    BoundaryLaw
    conditions_on(const Case &data, const std::string &name)
    {
      const Boundary &given = find_boundary(data, name);
      BoundaryLaw     boundary;
      boundary.name                     = name;
      boundary.condition                = given.condition;
      boundary.stern_capacitance        = given.stern_capacitance;
      boundary.zero_charge_potential    = given.zero_charge_potential;
      boundary.double_layer_capacitance = given.double_layer_capacitance;
      if (given.wall_law && !traits_of(data).resolves_charge)
        boundary.diffuse_layer_permittivity = vacuum_permittivity * data.relative_permittivity;
      boundary.surface_charge = given.surface_charge;
      boundary.wall_potential = given.wall_potential;
      for (const Coating &coating : data.coatings)
        if (coating.enabled && coating.surface == name)
          boundary.coating = &coating;
      return boundary;
    }
  } // namespace

  CellModel::CellModel(const Case &data)
    : data(data)
  {
    for (const KeyWithoutEffect &key : data.without_effect)
      notes.push_back(key.text());
    for (const std::string &note : data.geometry->notes())
      notes.push_back(note);
    for (const auto &reaction : data.reactions)
      if (!traits_of(data).is_primary && !reaction->is_known_at(data.temperature))
        notes.push_back("the rate of \"" + reaction->name +
                        "\" has no \"Activation energy\": it is that of its reference temperature, not of " +
                        text("%.4g degC", data.temperature - 273.15));
    for (const std::string &name : data.geometry->boundary_names())
      boundaries.push_back(conditions_on(data, name));
    for (unsigned int id = 0; id < boundaries.size(); ++id)
      if (boundaries[id].coating)
        choose_representation(id);

    TransportSetup setup = transport_setup(data);
    setup.length         = data.geometry->feature_size() * mesh_unit;
    for (const std::string &name : data.geometry->material_names())
      setup.materials.push_back(material_named(data, name));
    for (const bool meshed : {true, false}) // the material ids of meshed layers are those of the mesh
      for (BoundaryLaw &boundary : boundaries)
        if (boundary.coating && (boundary.representation == Representation::resolved) == meshed)
          add_layers(boundary, setup.materials);
    setup.reactions.assign(data.reactions.begin(), data.reactions.end());
    transport = Registry<TransportModel>::make(data.transport);
    if (has_scaffold(data))
      transport = std::make_unique<PorousElectrode>(std::move(transport), data.is_transient());
    transport->setup(setup);
    if (transport->n_fields() > max_fields)
      throw SolverError("The model has " + std::to_string(transport->n_fields()) + " fields; at most " +
                          std::to_string(max_fields) + " are possible.",
                        "leave out species that neither react nor carry current.");
    is_electrostatic = true;
    for (unsigned int m = 0; m < setup.materials.size(); ++m)
      is_electrostatic = is_electrostatic && is_dielectric(m);

    place_cells_in_films();
    make_laws();
    note_double_layers();
    if (data.chemistry)
      notes.insert(notes.end(), data.chemistry->notes().begin(), data.chemistry->notes().end());
  }

  void
  CellModel::choose_representation(const unsigned int id)
  {
    BoundaryLaw                   &boundary    = boundaries[id];
    const std::vector<std::string> coatable    = data.geometry->coatable_boundaries();
    const bool                     can_resolve = std::find(coatable.begin(), coatable.end(), boundary.name) != coatable.end();
    // Not every mesh of a file has the room, and not every surface a mesh that follows defects.
    const bool grows_by_itself =
      can_resolve && data.geometry->extrusion() && (!boundary.coating->defects || follows_openings(*data.geometry->extrusion()));
    const BentFilm bent = can_resolve ? bent_film(*data.geometry, [&](const Location &x) { return thickness(id, x); }) : BentFilm();
    boundary.representation   = boundary.coating->representation;
    const std::string coating = "coating \"" + boundary.coating->name + "\": ";
    for (const CoatingLayer &layer : boundary.coating->layers)
      if (boundary.representation == Representation::automatic && scaffold_named(data, layer.material))
        {
          boundary.representation = Representation::resolved;
          notes.push_back(coating + "resolved, because \"" + layer.name + "\" conducts electrons");
        }
    if (boundary.representation == Representation::automatic)
      {
        const auto [tip, base] = tip_and_base(*data.geometry);
        const double share     = in_mesh_units(std::max(thickness(id, base), thickness(id, tip))) / data.geometry->feature_size();
        const bool   bends     = bent.share > bent_limit;
        // In space a mesh of a film about edges costs ten times as much: there the error bars say what it would change.
        const bool has_edges = grows_by_itself && data.geometry->dimension() == 2 && !edges_of(*data.geometry->extrusion()).empty();
        boundary.representation =
          grows_by_itself && !data.growth.wanted && (share > thin_limit || bends || has_edges || traits_of(data).resolves_charge)
            ? Representation::resolved
            : Representation::thin;
        notes.push_back(coating + (boundary.representation == Representation::thin ? "thin" : "resolved") + ", because it is " +
                        percent(share) + " as thick as the feature is large" +
                        (bends ? " and " + percent(bent.share) + " as thick as the metal's radius" : "") +
                        (has_edges ? " and the metal has sharp edges" : "") +
                        (grows_by_itself ? "" : " and its surface cannot carry meshed layers") +
                        (data.growth.wanted ? " and rides on metal that grows" : ""));
        if (boundary.representation == Representation::thin)
          for (const std::string &note : keys_of_meshed_films(data, *boundary.coating))
            notes.push_back(note);
      }
    if (boundary.representation == Representation::resolved || !can_resolve)
      return;
    if (bent.fills)
      throw InputError({data.input_file, 0, "Coatings/" + boundary.coating->name, ""},
                       "the coating fills a pit of the metal: it is as thick as the metal's radius there", "a thinner coating");
    if (data.geometry->extrusion())
      edges_ = edges_of(*data.geometry->extrusion());
    if (!edges_.empty())
      notes.push_back(
        coating +
        "without a mesh it does not bend about the edges of the metal: what that does to currents within its thickness of an "
        "edge is estimated in the error bars only");
  }

  void
  CellModel::add_layers(BoundaryLaw &boundary, std::vector<std::optional<CoatingMaterial>> &materials)
  {
    for (const CoatingLayer &layer : boundary.coating->layers)
      {
        boundary.layer_materials.push_back(materials.size());
        materials.push_back(material_named(data, layer.material));
        if (boundary.representation == Representation::resolved)
          {
            const auto profile = layer.thickness;
            mesh_layers.push_back({layer.name, [profile](const Location &x) { return in_mesh_units(profile->thickness(x)); },
                                   layer.n_cells, boundary.name, boundary.coating->defects});
          }
      }
  }

  void
  CellModel::place_cells_in_films()
  {
    unsigned int k = 0;
    for (const BoundaryLaw &boundary : boundaries)
      if (boundary.coating && boundary.representation == Representation::resolved)
        for (unsigned int l = 0; l < boundary.coating->layers.size(); ++l, ++k)
          for (const Location &place : tip_and_base(*data.geometry))
            if (!transport->uniform(boundary.layer_materials[l]) && !is_dielectric(boundary.layer_materials[l]))
              {
                auto cuts = cuts_of_meshed_layer(
                  *transport, {boundary.layer_materials[l], boundary.coating->layers[l].thickness->thickness(place), 0., place},
                  mesh_layers[k].n_cells);
                if (cuts.size() > mesh_layers[k].cuts.size())
                  mesh_layers[k].cuts = cuts;
              }
  }

  void
  CellModel::note_double_layers()
  {
    const bool resolves_charge = transport->traits().resolves_charge;
    if (resolves_charge)
      for (const Species &ion : data.species)
        if (ion.bulk_concentration == 0.)
          notes.push_back("the bulk has no " + ion.name + ": a trace stands for it, 1e-9 of its most frequent ion");
    if (!resolves_charge)
      for (const std::string &note : what_acts_on_impedance_only(data))
        notes.push_back(note);
    if (is_electrostatic)
      notes.push_back(electrostatic_label);
    else if (resolves_charge)
      notes.push_back("Debye length of the bulk: " + rounded_length(transport->debye_length()));
    if (resolves_charge)
      for (const BoundaryLaw &boundary : boundaries)
        if (boundary.is_electrode() && boundary.stern_capacitance == 0.)
          notes.push_back("no Stern layer on \"" + boundary.name + "\": what touches it has its potential");
  }

  void
  CellModel::make_laws()
  {
    const bool resolves_charge = transport->traits().resolves_charge;
    for (BoundaryLaw &boundary : boundaries)
      if (boundary.is_electrode() ||
          (resolves_charge && (!boundary.surface_charge.is(0.) || (boundary.wall_potential && boundary.stern_capacitance > 0.))))
        {
          std::vector<std::shared_ptr<const Reaction>> reactions;
          if (!transport->traits().is_primary)
            for (const std::string &name : find_boundary(data, boundary.name).reactions)
              for (const auto &reaction : data.reactions)
                if (reaction->name == name)
                  reactions.push_back(reaction);
          boundary.law =
            std::make_unique<SurfaceLaw>(*transport, reactions, boundary.representation == Representation::lumped && !is_rough_);
          for (unsigned int r = 0; boundary.coating && boundary.condition == Condition::electrode && r < reactions.size(); ++r)
            for (const CoatingLayer &layer : boundary.coating->layers)
              if (layer.grown_by == reactions[r]->name)
                boundary.grown_by = r;
        }
  }

  void
  CellModel::set_rough(const bool rough)
  {
    is_rough_ = rough;
    make_laws();
  }

  bool
  CellModel::has_unmeshed_film() const
  {
    return std::any_of(boundaries.begin(), boundaries.end(),
                       [](const BoundaryLaw &b) { return b.coating && b.representation != Representation::resolved; });
  }

  bool
  CellModel::prescribes_potential(const unsigned int id) const
  {
    const BoundaryLaw &boundary = boundaries[id];
    const bool         film     = boundary.coating && boundary.representation != Representation::resolved;
    const bool         blocking = boundary.wall_potential || (boundary.is_electrode() && boundary.law->reactions().empty());
    return boundary.condition == Condition::bulk || (transport->traits().is_primary && boundary.is_electrode() && !film) ||
           (transport->traits().resolves_charge && blocking && boundary.stern_capacitance == 0. && !film);
  }

  bool
  CellModel::is_dielectric(const unsigned int m) const
  {
    return transport->is_dielectric(m);
  }

  double
  CellModel::film_share(const unsigned int id, const Location &location) const
  {
    return boundaries[id].condition == Condition::electrode ? location.film_share : 1.;
  }

  double
  CellModel::thickness(const unsigned int id, const Location &location) const
  {
    double sum = 0.;
    if (boundaries[id].coating)
      for (unsigned int l = 0; l < boundaries[id].coating->layers.size(); ++l)
        sum += boundaries[id].coating->thickness(l, location);
    const double share = film_share(id, location);
    return share < least_share ? 0. : share * sum;
  }

  std::vector<FilmSlab>
  CellModel::slabs(const LayerAtPoint &layer, const bool lumped) const
  {
    const unsigned int           material        = layer.material;
    const CoatingMaterial *const film            = transport->material(material);
    const bool                   resolves_charge = transport->traits().resolves_charge;
    if (resolves_charge && !lumped && !is_dielectric(material))
      {
        Location middle;
        middle.depth              = 0.5;
        const Properties p        = transport->properties(material, middle);
        const auto       u        = transport->bulk_fields(0.);
        double           strength = film ? std::abs(film->fixed_charge(middle)) : 0.;
        for (unsigned int k = 0; k < transport->species().size(); ++k)
          strength += std::pow(transport->species()[k].charge, 2) * transport->material_concentration(material, p, u.data(), k);
        const double debye = std::sqrt(transport->permittivity(material, middle) * thermal_voltage(transport->temperature()) /
                                       (faraday_constant * strength));
        return slabs_of_layer(*transport, layer,
                              graded_shares(debye / layer.thickness, slabs_across_double_layers / (is_rough_ ? 2 : 1)));
      }
    if (transport->fields_in_coefficients() != 0 && !resolves_charge &&
        !(lumped && !data.impedance.wanted() && !data.is_transient()))
      return slabs_of_layer(*transport, layer, slabs_of_concentration / (is_rough_ ? 2 : 1));
    // One slab holds all that resists in series. A change of the displacement current through it takes more.
    const bool varies = !transport->uniform(material) ||
                        (film && film->relative_permittivity && !film->relative_permittivity->is_constant()) ||
                        (film && resolves_charge && !film->normal_polarisation.is_constant());
    return slabs_of_layer(*transport, layer,
                          varies && (data.impedance.wanted() || data.is_transient()) ? slabs_of_graded_layer : 1);
  }

  std::vector<FilmSlab>
  CellModel::film(const unsigned int id, const Location &location) const
  {
    std::vector<FilmSlab> all;
    const BoundaryLaw    &boundary = boundaries[id];
    if (!boundary.coating)
      return all;
    const bool   is_gone = film_share(id, location) < least_share;
    const double share   = std::max(film_share(id, location), least_share);
    double       beneath = 0.;
    for (unsigned int l = 0; l < boundary.coating->layers.size(); ++l)
      {
        const double       thickness = share * boundary.coating->thickness(l, location);
        const LayerAtPoint here{boundary.layer_materials[l], thickness, beneath, location};
        auto               of_layer = slabs(here, boundary.representation == Representation::lumped && !is_rough_);
        if (is_open(id, location) || is_gone) // as high as the film is thick, the solution fills the opening
          of_layer = slabs_of_layer(*transport, {solution(), thickness, beneath, location}, of_layer.size());
        all.insert(all.begin(), of_layer.begin(), of_layer.end());
        beneath += thickness;
      }
    if (is_rough_ && !transport->traits().resolves_charge && boundary.representation != Representation::resolved)
      all.insert(all.begin(), displaced_solution(beneath, location));
    return all;
  }

  unsigned int
  CellModel::solution() const
  {
    return material_of_solution(*this);
  }

  FilmSlab
  CellModel::displaced_solution(const double thickness, const Location &location) const
  {
    FilmSlab slab = slabs_of_layer(*transport, {solution(), thickness, 0., location}, 1).front();
    slab.thickness *= -1.;
    return slab;
  }

  SurfacePoint
  CellModel::surface_point(const unsigned int id, const Location &location) const
  {
    SurfacePoint point;
    if (boundaries[id].representation != Representation::resolved)
      point.slabs = film(id, location);
    point.stern_capacitance          = boundaries[id].stern_capacitance;
    point.zero_charge_potential      = boundaries[id].zero_charge_potential;
    point.diffuse_layer_permittivity = boundaries[id].diffuse_layer_permittivity;
    point.surface_charge             = boundaries[id].surface_charge(location);
    if (!transport->traits().resolves_charge)
      point.double_layer_capacitance = boundaries[id].double_layer_capacitance;
    if (boundaries[id].condition == Condition::electrode && data.growth.wanted)
      point.equilibrium_shift = data.growth.equilibrium_shift((location.curvature[0] + location.curvature[1]) / mesh_unit);
    if (boundaries[id].law)
      for (const auto &reaction : boundaries[id].law->reactions())
        point.exchange_factors.push_back(reaction->exchange_factor()(location));
    if (boundaries[id].grown_by >= 0)
      {
        point.dissolvable.assign(point.exchange_factors.size(), 0.);
        if (location.grown > least_grown)
          point.dissolvable[boundaries[id].grown_by] = std::numeric_limits<double>::infinity();
      }
    return point;
  }
} // namespace zincfield
