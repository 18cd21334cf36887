#include "postprocess/electrode_integrals.h"

#include "meshes/metal_edges.h"
#include "physics/constants.h"
#include "physics/kinetics/forms_solid.h"
#include "postprocess/conductance.h"
#include "postprocess/film_profile.h"
#include "postprocess/tip_region.h"

#include <deal.II/base/quadrature_lib.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** -d i/dphi_m [S/m^2] of the reactions with the resistance of the film in series, however that is represented; NaN where they
     * have no solution. */
    template <int dim>
    double
    conductance_with_film(const CellModel &model, const SurfaceSample<dim> &s, const double electrode_potential)
    {
      const TransportModel &transport = *model.transport;
      const double          film =
        film_resistance(model, model.film(s.boundary, s.location), fields_at_metal(transport, s), transport.current(s.flux.flux));
      if (transport.traits().is_primary)
        return film > 0. ? 1. / film : 0.;
      if (model.prescribes_potential(s.boundary))
        return 0.;
      const double reactions = conductance_of_reactions(model, s, electrode_potential);
      return reactions / (1. + film * reactions);
    }

    template <int dim>
    ElectrodeSample
    shortened(const CellModel &model, const SurfaceSample<dim> &s)
    {
      ElectrodeSample result;
      result.boundary                 = s.boundary;
      result.location                 = s.location;
      result.weight                   = s.weight;
      result.current                  = model.transport->current(s.flux.flux);
      result.deposition_current       = s.deposition_current;
      result.activation               = s.activation;
      result.equilibrium              = s.equilibrium;
      result.film_drop                = s.film_drop;
      result.surface_concentration    = s.surface_concentration;
      result.dielectric               = s.dielectric;
      result.current_of_gradient      = s.current_of_gradient;
      const TransportModel &transport = *model.transport;
      if (!transport.composition_numbers().empty() && !s.dielectric)
        {
          const double *const u = fields_at_metal(transport, s);
          for (unsigned int k = 0; k < transport.composition_numbers().size(); ++k)
            result.composition.push_back(transport.composition_number(u, k));
          if (const auto &law = model.boundaries[s.boundary].law)
            for (unsigned int r = 0; r < s.flux.reaction_currents.size(); ++r)
              if (const auto *solid = dynamic_cast<const FormsSolid *>(law->reactions()[r].get()))
                result.precipitation += s.flux.reaction_currents[r] / faraday_constant * solid->solid_volume();
        }
      return result;
    }

    /**
     * Spread of the current over a face [A/m^2] that touches an edge of the metal, inward (sense < 0) or outward; else 0. Currents
     * are least at inward edges: where one of the faces there has the largest of all, its polynomial overshoots.
     */
    template <typename Samples>
    double
    overshoot(const Samples &samples, const std::vector<MetalEdge> &edges, const double sense)
    {
      constexpr double touches = 1e-6; // [um]
      double           least = std::numeric_limits<double>::infinity(), most = -least;
      bool             at_edge = false;
      for (const auto &s : samples)
        {
          least = std::min(least, s.deposition_current);
          most  = std::max(most, s.deposition_current);
          for (const MetalEdge &edge : edges)
            at_edge = at_edge || (edge.turn * sense > 0. && distance(edge, s.location) < touches);
        }
      return at_edge ? most - least : 0.;
    }

    void
    find_electrodes(ElectrodeIntegrals &result)
    {
      for (unsigned int id = 0; id < result.model.boundaries.size(); ++id)
        if (result.model.boundaries[id].condition == Condition::electrode)
          result.working = id;
        else if (result.model.boundaries[id].condition == Condition::counter_electrode)
          result.counter = id;
    }

    void
    add_up(ElectrodeIntegrals &result)
    {
      const auto over_working = [&](const auto &f) {
        return result.integral([&](const ElectrodeSample &s) { return s.boundary == result.working ? f(s) : 0.; });
      };
      result.area       = over_working([](const ElectrodeSample &) { return 1.; });
      result.current    = over_working([](const ElectrodeSample &s) { return s.current; });
      result.deposition = over_working([](const ElectrodeSample &s) { return s.deposition_current; });
      result.squared_deposition =
        over_working([](const ElectrodeSample &s) { return s.deposition_current * s.deposition_current; });
      result.conductance = over_working([](const ElectrodeSample &s) { return s.conductance; });

      for (const ElectrodeSample &s : result.samples)
        if (s.boundary == result.working)
          result.farthest = std::max(result.farthest, s.location.distance_from_tip);
      result.farthest        = Utilities::MPI::max(result.farthest, result.communicator);
      const double radius    = tip_region_radius(result.model.data);
      const auto   at_tip    = [&](const ElectrodeSample &s) { return tip_region_weight(s.location.distance_from_tip, radius); };
      const auto   in_valley = [&](const ElectrodeSample &s) {
        return tip_region_weight(result.farthest - s.location.distance_from_tip, radius);
      };
      result.tip_area          = over_working(at_tip);
      result.tip_deposition    = over_working([&](const ElectrodeSample &s) { return at_tip(s) * s.deposition_current; });
      result.valley_area       = over_working(in_valley);
      result.valley_deposition = over_working([&](const ElectrodeSample &s) { return in_valley(s) * s.deposition_current; });
    }
  } // namespace

  double
  ElectrodeIntegrals::integral(const std::function<double(const ElectrodeSample &)> &f) const
  {
    double sum = 0.;
    for (const ElectrodeSample &sample : samples)
      sum += sample.weight * f(sample);
    return Utilities::MPI::sum(sum, communicator);
  }

  template <int dim>
  ElectrodeIntegrals
  integrate_over_electrodes(const Discretization<dim> &discretization,
                            const CellModel           &model,
                            const StateVector         &ghosted,
                            const double               electrode_potential,
                            const FilmValues          &film_states)
  {
    constexpr double   infinity = std::numeric_limits<double>::infinity();
    ElectrodeIntegrals result{model, discretization.dof_handler.get_communicator()};
    find_electrodes(result);
    result.footprint           = discretization.mesh.footprint();
    result.electrode_potential = electrode_potential;

    const Quadrature<dim - 1> points = tip_region_quadrature(discretization, model.data, result.working);
    const Sampler<dim>        sampler(discretization, model, ghosted, electrode_potential, film_states);
    sampler.surface(points, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        {
          result.samples.push_back(shortened(model, s));
          if (s.boundary == result.working)
            result.samples.back().conductance = conductance_with_film(model, s, electrode_potential);
        }
    });
    add_up(result);

    // Extremes stand at tips and feet, which are corners of cells. States in films are known at Gauss points.
    ElectrodeSample              strongest, weakest; // of this rank
    double                       doubt_of_strongest = 0., doubt_of_weakest = 0.;
    const bool                   deposits      = result.deposition > 0.;
    const auto *const            swept         = model.data.geometry->extrusion();
    const std::vector<MetalEdge> edges         = swept ? edges_of(*swept) : std::vector<MetalEdge>();
    strongest.deposition_current               = -infinity;
    weakest.deposition_current                 = infinity;
    result.most_depleted.surface_concentration = infinity;
    const auto include                         = [&](const ElectrodeSample &s) {
      if (s.boundary != result.working)
        return;
      if (s.deposition_current > strongest.deposition_current)
        strongest = s;
      if (s.deposition_current < weakest.deposition_current)
        weakest = s;
      if (!s.dielectric && s.surface_concentration < result.most_depleted.surface_concentration)
        result.most_depleted = s;
    };
    if (film_states.empty())
      sampler.surface(QGaussLobatto<dim - 1>(discretization.degree() + 2),
                      [&](const auto &, const unsigned int, const auto &samples) {
        const double largest = strongest.deposition_current, smallest = weakest.deposition_current;
        for (const auto &s : samples)
          include(shortened(model, s));
        if (strongest.deposition_current > largest)
          doubt_of_strongest = overshoot(samples, edges, deposits ? -1. : 1.);
        if (weakest.deposition_current < smallest)
          doubt_of_weakest = overshoot(samples, edges, deposits ? 1. : -1.);
      });
    else
      std::for_each(result.samples.begin(), result.samples.end(), include);
    result.largest  = Utilities::MPI::max(strongest.deposition_current, result.communicator);
    result.smallest = Utilities::MPI::min(weakest.deposition_current, result.communicator);
    if (model.transport->traits().is_primary && model.prescribes_potential(result.working))
      {
        doubt_of_strongest = std::abs(strongest.deposition_current - strongest.current_of_gradient);
        doubt_of_weakest   = std::abs(weakest.deposition_current - weakest.current_of_gradient);
      }
    const auto doubt = [&](const ElectrodeSample &own, const double of_all, const double of_own) {
      return Utilities::MPI::max(own.deposition_current == of_all ? of_own : 0., result.communicator);
    };
    result.doubt_of_largest  = doubt(strongest, result.largest, doubt_of_strongest);
    result.doubt_of_smallest = doubt(weakest, result.smallest, doubt_of_weakest);
    result.highest_composition.assign(model.transport->composition_numbers().size(), -infinity);
    for (const ElectrodeSample &s : result.samples)
      if (s.boundary == result.working)
        for (unsigned int k = 0; k < s.composition.size(); ++k)
          result.highest_composition[k] = std::max(result.highest_composition[k], s.composition[k]);
    Utilities::MPI::max(result.highest_composition, result.communicator, result.highest_composition);
    result.least_concentration = Utilities::MPI::min(result.most_depleted.surface_concentration, result.communicator);
    return result;
  }

  template ElectrodeIntegrals
  integrate_over_electrodes(const Discretization<2> &, const CellModel &, const StateVector &, double, const FilmValues &);
  template ElectrodeIntegrals
  integrate_over_electrodes(const Discretization<3> &, const CellModel &, const StateVector &, double, const FilmValues &);
} // namespace zincfield
