#include "solver/digest/digest.h"

#include "meshes/extruded_geometry.h"
#include "physics/constants.h"
#include "solver/assembly/cell_model.h"
#include "solver/input/checks.h"

#include <cmath>
#include <sstream>

namespace zincfield
{
  namespace
  {
    constexpr double      unknown    = std::numeric_limits<double>::quiet_NaN();
    constexpr std::size_t most_cases = 8;

    constexpr double usual_current = 100.; // [A/m^2], 10 mA/cm^2
    constexpr double wide_gap      = 1e-2; // [m]: stagnant over it, a solution takes days

    /** Seconds of one core for an unknown of the last mesh, with those of the meshes before: a rough guess in a plane. */
    constexpr double seconds_per_unknown = 3e-5;

    /** int ds/kappa of all coatings of the working electrode, in a solution of bulk composition. */
    double
    film_resistance(const Case &data)
    {
      const CellModel       model(data);
      const TransportModel &transport = *model.transport;
      const auto            bulk      = transport.bulk_fields(0.);
      double                sum       = 0.;
      for (unsigned int id = 0; id < model.boundaries.size(); ++id)
        if (model.boundaries[id].condition == Condition::electrode)
          for (const FilmSlab &slab : model.film(id, Location()))
            sum += slab.thickness / transport.conductivity(slab.material, slab.properties, bulk.data());
      return std::isfinite(sum) ? sum : unknown;
    }

    /** 1/(di/dE) at the equilibrium of the first reaction that deposits zinc, in a solution of bulk composition. */
    double
    charge_transfer(const Case &data)
    {
      for (const auto &reaction : data.reactions)
        if (reaction->deposits_zinc())
          {
            const std::vector<double> ratios(reaction->rate_species().size() + 1, 1.);
            constexpr double          step = 1e-5; // [V]
            const auto                at   = [&](const double drive) {
              const double potential = reaction->equilibrium_potential() + drive;
              return reaction->current_density({potential, ratios.data(), traits_of(data).uses_salt, 1., data.temperature});
            };
            const double slope = (at(step) - at(-step)) / (2. * step);
            return slope > 0. ? 1. / slope : unknown;
          }
      return unknown;
    }

    /** Conductivity, and z F D c/(1 - t+) [A/m], the limiting current density times the distance. */
    std::pair<double, double>
    solution(const Case &data)
    {
      if (data.salt && traits_of(data).uses_salt)
        {
          const double c = data.salt->bulk_concentration();
          const auto   p = data.salt->properties(c, data.temperature);
          return {p.conductivity, data.salt->charge_number() * faraday_constant * p.diffusivity * c / (1. - p.transference)};
        }
      if (!traits_of(data).follows_species || data.species.empty())
        return {data.conductivity > 0. ? data.conductivity : unknown, unknown};
      double conductivity = 0., zinc = 0., diffusivity = 0.;
      for (const Species &s : data.species)
        {
          conductivity +=
            std::pow(s.charge * faraday_constant, 2) * s.diffusivity * s.bulk_concentration / (gas_constant * data.temperature);
          if (s.name == "Zn2+")
            zinc = s.bulk_concentration, diffusivity = s.diffusivity;
        }
      // Two ions: the migration of zinc doubles its diffusion; in a supporting electrolyte it does not take part.
      const double migration = data.species.size() == 2 ? 2. : 1.;
      return {conductivity, zinc > 0. ? migration * 2. * faraday_constant * diffusivity * zinc : unknown};
    }

    /** "12.3 mA/cm^2"; "not known" of NaN. */
    std::string
    shown(const double value, const double factor, const std::string &unit)
    {
      if (std::isnan(value))
        return "not known";
      std::ostringstream text;
      text.precision(3);
      text << factor * value << unit;
      return text.str();
    }

    std::string
    duration(const double seconds)
    {
      return seconds < 1. ? "less than a second" : seconds < 100. ? shown(seconds, 1., " s") : shown(seconds, 1. / 60., " min");
    }

    void
    warn(const Case &data, Digest &digest)
    {
      const auto key = data.given.find("Control/Applied current density");
      if (key != data.given.end() && key->second.value.find("A/m^2") != std::string::npos && digest.current_density > 0. &&
          digest.current_density <= 0.2 * usual_current)
        digest.warnings.push_back("a current density of " + key->second.value + " is " +
                                  shown(digest.current_density, 0.1, " mA/cm^2") +
                                  "; 1 to 50 mA/cm^2 are usual. 10 mA/cm^2 are 100 A/m^2.");
      if (!data.is_transient() && digest.current_density > digest.limiting_current)
        digest.warnings.push_back("the current density of " + shown(digest.current_density, 0.1, " mA/cm^2") +
                                  " is above the planar limiting one of " + shown(digest.limiting_current, 0.1, " mA/cm^2") +
                                  ": there is no steady state.");
      if (digest.gap > wide_gap)
        digest.warnings.push_back("the gap is " + shown(digest.gap, 1e3, " mm") +
                                  ". Is the unit right? The solution between is taken as stagnant: convection would stir it.");
    }

    std::string
    paragraph(const Case &data, const Digest &d)
    {
      std::string text = "  current density " +
                         (data.has_protocol() ? "by the programme" : shown(d.current_density, 0.1, " mA/cm^2")) +
                         ", conductivity " + shown(d.conductivity, 1., " S/m") + ", gap " + shown(d.gap, 1e6, " um") +
                         "\n  R_film " + shown(d.film_resistance, 1e4, " ohm cm^2") + ", R_ct " +
                         shown(d.charge_transfer, 1e4, " ohm cm^2") + " (zinc, at rest), limiting current density " +
                         shown(d.limiting_current, 0.1, " mA/cm^2") + " (planar), Wagner number " + shown(d.wagner_number, 1., "");
      const unsigned int n_fields = Registry<TransportModel>::make(data.transport)->traits().follows_species
                                      ? std::max<std::size_t>(data.species.size(), 1) + 1
                                      : 1;
      const double       per_cell = n_fields * std::pow(data.discretization.degree, static_cast<int>(data.geometry->dimension()));
      text += "\n  first mesh " + shown(d.coarse_cells, 1., " cells");
      if (!std::isnan(d.coarse_cells) && !data.is_transient())
        {
          const double most = std::max<double>(data.discretization.maximum_unknowns, d.coarse_cells * per_cell);
          text += ", about " + duration(seconds_per_unknown * d.coarse_cells * per_cell * 4.) + "; at most " +
                  shown(most, 1., " unknowns") + ", about " + duration(seconds_per_unknown * most);
        }
      for (const std::string &warning : d.warnings)
        text += "\n  warning: " + warning;
      return text;
    }
  } // namespace

  Digest
  digest_of(const Case &data)
  {
    Digest digest{};
    const auto [conductivity, times_distance] = solution(data);
    digest.current_density =
      data.has_protocol() || data.control.mode != ControlMode::galvanostatic ? unknown : data.control.applied_current_density;
    digest.conductivity    = conductivity;
    digest.film_resistance = film_resistance(data);
    digest.charge_transfer = charge_transfer(data);
    digest.gap             = unknown;
    digest.coarse_cells    = unknown;
    if (const auto *const geometry = data.geometry->extrusion())
      {
        const PlanMesh plan    = geometry->plan_mesh();
        double         highest = 0.; // the base plane lies farthest below
        for (const auto &vertex : plan.vertices)
          {
            const MetalPoint point = geometry->surface(vertex);
            highest                = std::max(highest, point.top[2] - point.position[2]);
          }
        digest.gap          = 1e-6 * highest;
        digest.coarse_cells = plan.cells.size() * (geometry->levels().size() - 1.);
      }
    const bool closed       = count(data, Condition::bulk) == 0; // what is used up at one side is made at the other
    digest.limiting_current = (closed ? 2. : 1.) * times_distance / digest.gap;
    digest.wagner_number    = digest.conductivity *
                           (digest.charge_transfer + (std::isnan(digest.film_resistance) ? 0. : digest.film_resistance)) /
                           (1e-6 * data.geometry->feature_size());
    warn(data, digest);
    return digest;
  }

  std::string
  digest(const std::vector<Case> &cases)
  {
    std::string text;
    for (std::size_t i = 0; i < std::min(cases.size(), most_cases); ++i)
      {
        const Case &data = cases[i];
        text += (cases.size() > 1 ? data.variant + ": " : "") + data.geometry_kind + ", " + data.transport + "\n" +
                paragraph(data, digest_of(data)) + "\n";
      }
    if (cases.size() > most_cases)
      text += "and " + std::to_string(cases.size() - most_cases) + " more cases\n";
    return text;
  }
} // namespace zincfield
