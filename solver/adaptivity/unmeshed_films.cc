#include "solver/adaptivity/unmeshed_films.h"

#include "meshes/metal_edges.h"
#include "physics/constants.h"
#include "postprocess/conductance.h"
#include "postprocess/tip_region.h"
#include "solver/assembly/film_curvature.h"

#include <deal.II/lac/full_matrix.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr double safety = 2.;

    /** What is known of edges is how they scale; their factors lie between 0.7 and 1.35 where plane films about edges of 39 to 127
     * degrees were solved for with a mesh. */
    constexpr double corner = 1.5;

    /** The most that can be said of films without a mesh on the working electrode, over all of its points. */
    struct Extremes
    {
      double thickness = 0., bend = 0.; // [um], thickness over the metal's radius
      double over_kinetics       = 0.;  // rho
      double least_over_kinetics = std::numeric_limits<double>::infinity();
      double depletion           = 0.; // difference of concentration across the film [mol/m^3]
      double least_depletion     = std::numeric_limits<double>::infinity();
      double of_solution         = 0.; // share of what drives the current that the solution takes over the size of the feature
      double above = 0., below = 0.;   // doubt of the current on round metal [A/m^2]
      double rise = 0., fall = 0.; // by how much the current at an edge may lie beyond the largest and below the smallest [A/m^2]
      double area = 0., mean_thickness = 0.; // of the metal under films, mesh units; [um]
      double mean_across = 0.; // current times how it changes the voltage across the film, with what concentrations add [V]
    };

    /** Share of a change of the electrode potential that a length [m] of solution takes: 1 - w (I + L J A^-1)^-1 j/(w j), for the
     * law flux = J u + j phi_m behind the coefficients A. */
    template <int dim>
    double
    share_of_solution(const TransportModel &transport, const SurfaceSample<dim> &s, const double length)
    {
      const unsigned int   n = transport.n_fields();
      Coefficients<double> a;
      transport.coefficients(0, transport.properties(0, Location()), s.u.data(), a);
      FullMatrix<double> inverse(n, n), law(n, n), system(n, n);
      for (unsigned int f = 0; f < n; ++f)
        for (unsigned int g = 0; g < n; ++g)
          {
            inverse(f, g) = a[f][g];
            law(f, g)     = s.flux.derivative[f][g];
          }
      inverse.gauss_jordan();
      law.mmult(system, inverse);
      system *= length;
      for (unsigned int f = 0; f < n; ++f)
        system(f, f) += 1.;
      system.gauss_jordan();
      Vector<double> alone(n), behind(n);
      for (unsigned int f = 0; f < n; ++f)
        alone[f] = s.flux.derivative[f][n];
      system.vmult(behind, alone);
      double     with = 0., without = 0.;
      const auto weights = transport.current_weights();
      for (unsigned int f = 0; f < n; ++f)
        {
          with += weights[f] * behind[f];
          without += weights[f] * alone[f];
        }
      const double share = without == 0. ? 0. : 1. - with / without;
      return std::isfinite(share) ? std::min(1., std::max(0., share)) : 1.;
    }

    /** The edges of the metal in one sense, outward or inward. */
    struct Edges
    {
      double turn   = 0.; // of the sharpest [rad]
      double length = 0.; // of all; 2-D: their number
      double excess = 0.; // what they add to, or take from, the metal's length in units of the film's thickness, the sharpest and
                          // the others alike

      /** Exponent of the potential in the film beside the sharpest one. */
      double
      exponent(const double sense) const
      {
        return numbers::PI / (numbers::PI + sense * turn);
      }
    };

    /**
     * What an edge adds to, or takes from, the length of the metal, in units of the film's thickness d.
     *
     * Between parallel faces, each at one potential, an edge of 90 degrees conducts like a length of 0.54 d beside those of its
     * inner faces (the shape factor of adjoining walls), or one that is 1.46 d shorter than its outer faces; edges of small angles
     * like theirs times d/2. Where kinetics keep the current even, it goes on flowing into inward edges, through a film that is
     * deeper there by t = tan(turn/2): that costs t + t^2 + 0.94 t^3 (2.94 at 90 degrees), within 1 % of a finite-element solution
     * of strips about edges of 20 to 127 degrees. In between, the film's resistance over that of kinetics weighs the two, at most
     * 10 % above what those solutions give at 90 degrees.
     */
    double
    excess(const double turn, const double over_kinetics)
    {
      const double square = 2. * turn / numbers::PI, t = std::tan(0.5 * std::min(-turn, 0.9 * numbers::PI));
      if (turn > 0.)
        return turn * (0.5 - 0.156 * square);
      const double of_even_potential = -turn * (0.5 + 0.43 * square * square), of_even_current = t * (1. + t * (1. + 0.94 * t));
      return of_even_potential + std::max(0., of_even_current - of_even_potential) / (1. + over_kinetics);
    }

    /** Slabs of even resistance that tell where in a layer it lies. */
    constexpr unsigned int n_slabs = 16;

    /**
     * Twice the mean depth, over the film's thickness, of what resists: 1 in even films, 2 where all of it lies at the outer face,
     * whose length is that of the metal and twice as much more as an even film conducts like. No less than 1; 2 for stacks.
     */
    double
    outwardness(const CellModel &model)
    {
      double most = 1.;
      for (const BoundaryLaw &boundary : model.boundaries)
        if (boundary.condition == Condition::electrode && boundary.coating && boundary.representation != Representation::resolved)
          {
            if (boundary.coating->layers.size() > 1)
              return 2.;
            Location base;
            base.distance_from_tip = model.data.geometry->feature_size();
            const double thickness = boundary.coating->layers[0].thickness->thickness(base);
            double       depth = 1., mean = 0.;
            for (const FilmSlab &slab :
                 slabs_of_layer(*model.transport, {boundary.layer_materials[0], thickness, 0., base}, n_slabs))
              {
                const double share = slab.thickness / thickness;
                mean += (2. / n_slabs - share) * (depth - 0.5 * share); // slabs share the mean of resistance and thickness
                depth -= share;
              }
            most = std::max(most, 2. * mean);
          }
      return most;
    }

    /**
     * What films without a mesh lack: conduction along themselves. The square of the length over which it evens out what differs
     * from place to place, int K(s) R(s) ds, over that of the thickness d: K the coefficient at the height s, R what resists
     * between s and the solution, in the row in which it is largest. Half in even films, above where a film conducts beneath what
     * resists; no less than 1.
     */
    double
    evening(const CellModel &model)
    {
      const TransportModel &transport = *model.transport;
      const auto            bulk      = transport.bulk_fields(0.);
      double                most      = 1.;
      for (const BoundaryLaw &boundary : model.boundaries)
        if (boundary.condition == Condition::electrode && boundary.coating && boundary.representation != Representation::resolved)
          {
            Location base;
            base.distance_from_tip = model.data.geometry->feature_size();
            std::array<double, max_fields> sum{}, resistance{};
            double                         thickness = 0.;
            for (std::size_t layer = boundary.coating->layers.size(); layer-- > 0;) // from the solution to the metal
              {
                const double height = boundary.coating->layers[layer].thickness->thickness(base);
                for (const FilmSlab &slab : slabs_of_layer(transport, {boundary.layer_materials[layer], height, 0., base}, n_slabs))
                  {
                    Coefficients<double> a;
                    transport.coefficients(slab.material, slab.properties, bulk.data(), a);
                    for (unsigned int f = 0; f < transport.n_fields(); ++f)
                      if (a[f][f] > 0.)
                        {
                          const double across = slab.thickness / a[f][f];
                          sum[f] += a[f][f] * slab.thickness * (resistance[f] + 0.5 * across);
                          resistance[f] += across;
                        }
                    thickness += slab.thickness;
                  }
              }
            if (thickness > 0.)
              most = std::max(most, *std::max_element(sum.begin(), sum.end()) / (thickness * thickness));
          }
      return most;
    }

    /** `outwardness`: of the film (see there). */
    std::array<Edges, 2>
    sums(const std::vector<MetalEdge> &edges, const Geometry &geometry, const double over_kinetics, const double outwardness)
    {
      std::array<Edges, 2> found;
      for (const MetalEdge &edge : edges)
        {
          Edges       &of     = found[edge.turn > 0. ? 0 : 1];
          const double length = geometry.dimension() == 3 ? (edge.to - edge.from).norm()
                                : geometry.axisymmetric() ? 2. * numbers::PI * edge.from[0]
                                                          : 1.;
          of.turn             = std::max(of.turn, std::abs(edge.turn));
          of.length += length;
          of.excess += length * outwardness * excess(edge.turn, over_kinetics);
        }
      return found;
    }

    /** By how much the current at an edge of this turn may differ from the one beside it, over that. */
    double
    change_at(const double turn, const double over_kinetics)
    {
      const double exponent = turn / (numbers::PI + turn); // 1 - m
      return turn > 0. ? corner * (std::pow(1. + over_kinetics, exponent) - 1.)
                       : 1. - std::pow(1. + over_kinetics, corner * exponent);
    }

    /** How far from an edge a current counts as the one beside it, as a share of the feature: points of coarse cells lie farther
     * away than the film is thick. */
    constexpr double beside = 0.1;

    template <int dim>
    Extremes
    extremes(const Discretization<dim>    &discretization,
             const CellModel              &model,
             const StateVector            &state,
             const double                  electrode_potential,
             const FilmValues             &film_states,
             const std::vector<MetalEdge> &edges)
    {
      Extremes           worst;
      double             smallest = std::numeric_limits<double>::infinity(), at_edges = smallest;
      const double       feature = model.data.geometry->feature_size() * mesh_unit;
      const StateVector  ghosted = with_ghosts(discretization, state);
      const Sampler<dim> sampler(discretization, model, ghosted, electrode_potential, film_states);
      sampler.surface(discretization.face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
        for (const auto &s : samples)
          {
            const BoundaryLaw &boundary = model.boundaries[s.boundary];
            if (boundary.condition != Condition::electrode || !boundary.coating ||
                boundary.representation == Representation::resolved)
              continue;
            const double d = s.film_thickness / mesh_unit, both = std::abs(conductance(*model.transport, s.flux)),
                         kinetics           = conductance_of_kinetics(model, s, electrode_potential);
            const double rho                = both > 0. ? std::max(0., kinetics / both - 1.) : 0.;
            const double current            = std::abs(s.deposition_current),
                         resistance_of_film = kinetics > both && both > 0. ? 1. / both - 1. / kinetics : 0.;
            worst.area += s.weight;
            worst.mean_thickness += s.weight * d;
            worst.mean_across += s.weight * current * resistance_of_film;
            smallest = std::min(smallest, current);
            for (const MetalEdge &edge : edges)
              if (distance(edge, s.location) < std::max(d, beside * feature / mesh_unit))
                {
                  if (edge.turn > 0.)
                    worst.rise = std::max(worst.rise, current * change_at(edge.turn, rho));
                  else
                    at_edges = std::min(at_edges, current * (1. - change_at(edge.turn, rho)));
                }
            worst.thickness           = std::max(worst.thickness, d);
            worst.over_kinetics       = std::max(worst.over_kinetics, rho);
            worst.least_over_kinetics = std::min(worst.least_over_kinetics, rho);
            if (sampler.zinc() >= 0)
              {
                const double depletion =
                  std::abs(model.transport->concentration(s.u.data(), sampler.zinc()) - s.surface_concentration);
                worst.depletion       = std::max(worst.depletion, depletion);
                worst.least_depletion = std::min(worst.least_depletion, depletion);
              }
            worst.of_solution = std::max(worst.of_solution, share_of_solution(*model.transport, s, feature));
            const double a = d * s.location.curvature[0], b = d * s.location.curvature[1],
                         bend       = std::max(std::abs(a), std::abs(b));
            worst.bend              = std::max(worst.bend, bend);
            const double resistance = std::min(a, b) > -1. ? curved_resistance(a, b) : 1.,
                         factor     = std::isfinite(rho) ? (1. + rho) / (1. + rho * resistance) : 1. / resistance;
            const double doubt      = bend / (1. + bend) * std::abs(1. - 1. / factor) * std::abs(s.deposition_current);
            (factor > 1. ? worst.above : worst.below) = std::max(factor > 1. ? worst.above : worst.below, doubt);
          }
      });
      const MPI_Comm communicator = discretization.dof_handler.get_communicator();
      for (double *const value : {&worst.thickness, &worst.bend, &worst.over_kinetics, &worst.depletion, &worst.of_solution,
                                  &worst.above, &worst.below, &worst.rise})
        *value = Utilities::MPI::max(*value, communicator);
      for (double *const value : {&worst.area, &worst.mean_thickness, &worst.mean_across})
        *value = Utilities::MPI::sum(*value, communicator);
      worst.mean_thickness /= std::max(worst.area, 1e-300);
      worst.mean_across /= std::max(worst.area, 1e-300);
      worst.least_over_kinetics = Utilities::MPI::min(worst.least_over_kinetics, communicator);
      worst.least_depletion     = std::min(worst.depletion, Utilities::MPI::min(worst.least_depletion, communicator));
      smallest                  = Utilities::MPI::min(smallest, communicator);
      at_edges                  = Utilities::MPI::min(at_edges, communicator);
      worst.fall                = std::isfinite(at_edges) ? std::max(0., smallest - at_edges) : 0.;
      return worst;
    }

    /** Standard deviation over the mean of a current as r^(m-1) over r < 1. */
    double
    deviation(const double m)
    {
      return std::sqrt(std::max(0., m * m / (2. * m - 1.) - 1.));
    }

    /** 0 where there is none, also of what is infinite. */
    double
    finite(const double x)
    {
      return std::isfinite(x) ? x : 0.;
    }

    double
    value_of(const std::map<std::string, Quantity> &quantities, const std::string &name)
    {
      const auto found = quantities.find(name);
      return found == quantities.end() ? 0. : std::abs(finite(found->second.value));
    }
  } // namespace

  template <int dim>
  void
  add_cost_along_the_metal(const Discretization<dim> &discretization,
                           const CellModel           &model,
                           const StateVector         &state,
                           const double               electrode_potential,
                           const FilmValues          &film_states,
                           Report                    &report)
  {
    const auto *const            swept = model.data.geometry->extrusion();
    const std::vector<MetalEdge> edges = swept ? edges_of(*swept) : std::vector<MetalEdge>();
    const Extremes               film  = extremes(discretization, model, state, electrode_potential, film_states, edges);
    const auto [outward, inward]       = sums(edges, *model.data.geometry, film.least_over_kinetics, outwardness(model));
    const auto   cost    = [&](const char *const name) -> double      &{ return report.quantities.at(name).representation; };
    const auto   value   = [&](const char *const name) { return value_of(report.quantities, name); };
    const double largest = value("max_over_mean"), smallest = value("min_over_mean"), tip_to_valley = value("tip_to_valley");
    if (film.thickness == 0. || !(largest > 0.))
      return;
    const double feature = model.data.geometry->feature_size(), patch = tip_region_radius(model.data), point = 1e-300;
    const double mean = value("mean_current_density") / value("roughness_factor"), above = film.above / mean,
                 below = film.below / mean;
    const auto share   = [&](const double length) { return std::min(1., film.thickness / length); };

    // edges
    const double by_film = std::isfinite(film.over_kinetics) ? film.over_kinetics / (1. + film.over_kinetics) : 1.;
    const double rise    = outward.turn > 0. ? change_at(outward.turn, film.over_kinetics) : 0.;
    const double fall    = inward.turn > 0. ? change_at(-inward.turn, film.over_kinetics) : 0.;
    const double area    = value("roughness_factor") * discretization.mesh.footprint();
    const auto   spread  = [&](const Edges &of, const double sense, const double most) {
      return corner * std::min(most / corner, by_film * deviation(of.exponent(sense))) *
             std::sqrt(std::min(1., of.length * 2. * film.mean_thickness / area));
    };
    const double far = corner * by_film * (dim == 3 ? 2. : 1.) *
                       std::max(excess(outward.turn, film.least_over_kinetics), excess(-inward.turn, film.least_over_kinetics)) *
                       share(patch);
    const double exponent = outward.exponent(1.); // a patch within the film's thickness of the edge: the mean of r^(m - 1)
    const double near =
      std::min(rise, corner * by_film * (std::pow(std::max(1., film.thickness / patch), 1. - exponent) / exponent - 1.));
    const double at_edges = std::max(std::min(1., far), near);
    const double in_all   = corner * std::min(1., std::max(outward.excess, inward.excess) * film.mean_thickness / area);

    // round metal, and the film along itself
    const auto bend = [&](const double length) {
      return std::min(1., safety * std::max(std::min(film.bend, share(length)), share(feature)));
    };
    const double along  = std::min(1., safety * evening(model) * share(feature) * share(feature));
    const auto   uneven = [&](const double range, const double bend, const double of) {
      return bend * std::min(range, film.of_solution * of) + along * range;
    };

    // what is drawn to edges, or kept from them, is missing elsewhere, or passes there
    cost("max_over_mean") +=
      film.rise / mean + in_all * by_film * largest + above + uneven(largest - smallest, bend(point), largest);
    cost("min_over_mean") +=
      std::min(smallest, film.fall / mean + in_all * by_film * smallest) + below + uneven(largest - smallest, bend(point), largest);
    cost("tip_to_valley") += (at_edges + (above + below) * share(patch) / largest) * tip_to_valley +
                             uneven(std::abs(tip_to_valley - 1.), bend(patch), std::max(1., tip_to_valley));
    const double std_over_mean = value("std_over_mean"),
                 peaks = std::hypot(spread(outward, 1., rise), spread(inward, -1., fall), above * std::sqrt(share(feature)));
    cost("std_over_mean") += std::hypot(std_over_mean, peaks) - std_over_mean + uneven(std_over_mean, bend(point), largest);
    const double uneven_share = std::min(1., film.bend) * std_over_mean *
                                std_over_mean; // of the voltage, which is of second order in how the current is divided
    const double across = (in_all + uneven_share) * film.mean_across, ohmic = in_all * value_of(report.voltage_split, "film");
    for (const auto &[part, doubt] : {std::make_pair("film", ohmic), std::make_pair("concentration", std::max(0., across - ohmic))})
      if (const auto found = report.voltage_split.find(part); found != report.voltage_split.end())
        found->second.representation += doubt;
    if (model.data.control.mode == ControlMode::galvanostatic)
      cost("electrode_potential") += across;
    else
      cost("mean_current_density") += in_all * by_film * (1. - film.of_solution) * value("mean_current_density");

    const double around = finite(cost("max_over_mean") - film.rise / mean) / largest; // what is in doubt elsewhere than at edges
    cost("peak_electric_field") += finite(cost("max_over_mean")) / largest * value("peak_electric_field");
    // Near edges it is the film that takes another share: what a change of the current leaves over of the voltage.
    const double across_edges =
      film.over_kinetics > 0. && std::isfinite(film.over_kinetics) ? std::max(rise, fall) / film.over_kinetics : 0.;
    if (const Species *const zinc = find_zinc(model.transport->species()))
      cost("min_surface_concentration") += across_edges * film.depletion + along * (film.depletion - film.least_depletion) +
                                           around * std::abs(zinc->bulk_concentration - value("min_surface_concentration"));
    if (!std::isfinite(film.rise)) // without kinetics nothing ends the rise
      {
        Quantity &current = report.quantities.at("max_over_mean");
        current.value = current.error = current.representation = std::numeric_limits<double>::quiet_NaN();
        current.note                                           = "singular at an edge under the film, which has no mesh to show it";
      }
  }

  template void
  add_cost_along_the_metal(const Discretization<2> &, const CellModel &, const StateVector &, double, const FilmValues &, Report &);
  template void
  add_cost_along_the_metal(const Discretization<3> &, const CellModel &, const StateVector &, double, const FilmValues &, Report &);
} // namespace zincfield
