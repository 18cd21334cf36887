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
      double over_kinetics = 0.,
             resistance =
               0.; // rho, and what a change of the current [A/m^2] changes across the film [ohm m^2], with what concentrations add
      double depletion   = 0.;       // difference of concentration across the film [mol/m^3]
      double of_solution = 0.;       // share of what drives the current that the solution takes over the size of the feature
      double above = 0., below = 0.; // doubt of the current on round metal [A/m^2]
    };

    /** -d i/dphi_m [S/m^2] of the reactions alone; infinite without kinetics, 0 where they have no solution. */
    template <int dim>
    double
    conductance_of_kinetics(const CellModel &model, const SurfaceSample<dim> &s, const double electrode_potential)
    {
      if (model.transport->traits().is_primary)
        return std::numeric_limits<double>::infinity();
      const double reactions = conductance_of_reactions(model, s, electrode_potential);
      return std::isnan(reactions) ? 0. : std::abs(reactions);
    }

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

    template <int dim>
    Extremes
    extremes(const Discretization<dim> &discretization,
             const CellModel           &model,
             const StateVector         &state,
             const double               electrode_potential,
             const FilmValues          &film_states)
    {
      Extremes           worst;
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
                         kinetics = conductance_of_kinetics(model, s, electrode_potential);
            const double rho      = both > 0. ? std::max(0., kinetics / both - 1.) : 0.;
            if (kinetics > both && both > 0.)
              worst.resistance = std::max(worst.resistance, 1. / both - 1. / kinetics);
            worst.thickness     = std::max(worst.thickness, d);
            worst.over_kinetics = std::max(worst.over_kinetics, rho);
            if (sampler.zinc() >= 0)
              worst.depletion = std::max(
                worst.depletion, std::abs(model.transport->concentration(s.u.data(), sampler.zinc()) - s.surface_concentration));
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
      for (double *const value : {&worst.thickness, &worst.bend, &worst.over_kinetics, &worst.resistance, &worst.depletion,
                                  &worst.of_solution, &worst.above, &worst.below})
        *value = Utilities::MPI::max(*value, discretization.dof_handler.get_communicator());
      return worst;
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
     * Between parallel faces at the distance d an edge of 90 degrees conducts like a length of 0.54 d beside those of its inner
     * faces (the shape factor of adjoining walls), or one that is 1.46 d shorter than its outer faces; edges of small angles like
     * theirs times d/2.
     */
    double
    excess(const double turn)
    {
      const double square = 2. * turn / numbers::PI;
      return turn > 0. ? turn * (0.5 - 0.156 * square) : -turn * (0.5 + 0.43 * square * square);
    }

    std::array<Edges, 2>
    edges(const Geometry &geometry)
    {
      std::array<Edges, 2> found;
      if (geometry.extrusion())
        for (const MetalEdge &edge : edges_of(*geometry.extrusion()))
          {
            Edges       &of     = found[edge.turn > 0. ? 0 : 1];
            const double length = geometry.dimension() == 3 ? (edge.to - edge.from).norm()
                                  : geometry.axisymmetric() ? 2. * numbers::PI * edge.from[0]
                                                            : 1.;
            of.turn             = std::max(of.turn, std::abs(edge.turn));
            of.length += length;
            of.excess += length * excess(edge.turn);
          }
      return found;
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
    const Extremes film          = extremes(discretization, model, state, electrode_potential, film_states);
    const auto [outward, inward] = edges(*model.data.geometry);
    const auto   cost            = [&](const char *const name) -> double              &{ return report.quantities.at(name).representation; };
    const auto   value           = [&](const char *const name) { return value_of(report.quantities, name); };
    const double largest = value("max_over_mean"), smallest = value("min_over_mean"), tip_to_valley = value("tip_to_valley");
    if (film.thickness == 0. || !(largest > 0.))
      return;
    const double feature = model.data.geometry->feature_size(), patch = tip_region_radius(model.data), point = 1e-300;
    const double mean = value("mean_current_density") / value("roughness_factor"), above = film.above / mean,
                 below = film.below / mean;
    const auto share   = [&](const double length) { return std::min(1., film.thickness / length); };

    // edges
    const double by_film = std::isfinite(film.over_kinetics) ? film.over_kinetics / (1. + film.over_kinetics) : 1.;
    const double rise    = outward.turn > 0. ? corner * (std::pow(1. + film.over_kinetics, 1. - outward.exponent(1.)) - 1.) : 0.;
    const double fall    = inward.turn > 0. ? corner * (1. - std::pow(1. + film.over_kinetics, 1. - inward.exponent(-1.))) : 0.;
    const double area    = value("roughness_factor") * discretization.mesh.footprint();
    const auto   spread  = [&](const Edges &of, const double sense, const double most) {
      return corner * std::min(most / corner, by_film * deviation(of.exponent(sense))) *
             std::sqrt(std::min(1., of.length * 2. * film.thickness / area));
    };
    const double at_edges =
      corner * by_film * (dim == 3 ? 2. : 1.) * std::max(excess(outward.turn), excess(-inward.turn)) * share(patch);
    const double in_all = corner * std::min(1., std::max(outward.excess, inward.excess) * film.thickness / area);

    // round metal, and the film along itself
    const auto bend = [&](const double length) {
      return std::min(1., safety * std::max(std::min(film.bend, share(length)), share(feature)));
    };
    const auto uneven = [&](const double range, const double bend, const double of) {
      return bend * std::min(range, film.of_solution * of) + std::min(1., safety * share(feature) * share(feature)) * range;
    };

    // what is drawn to edges, or kept from them, is missing elsewhere, or passes there
    cost("max_over_mean") += (rise + in_all * by_film) * largest + above + uneven(largest - smallest, bend(point), largest);
    cost("min_over_mean") +=
      std::min(1., fall + in_all * by_film) * smallest + below + uneven(largest - smallest, bend(point), largest);
    cost("tip_to_valley") += (std::min(1., at_edges) + (above + below) * share(patch) / largest) * tip_to_valley +
                             uneven(std::abs(tip_to_valley - 1.), bend(patch), std::max(1., tip_to_valley));
    const double std_over_mean = value("std_over_mean"),
                 peaks = std::hypot(spread(outward, 1., rise), spread(inward, -1., fall), above * std::sqrt(share(feature)));
    cost("std_over_mean") += std::hypot(std_over_mean, peaks) - std_over_mean + uneven(std_over_mean, bend(point), largest);
    const double uneven_share = std::min(1., film.bend) * std_over_mean *
                                std_over_mean; // of the voltage, which is of second order in how the current is divided
    const double across = (in_all + uneven_share) * mean * film.resistance, ohmic = in_all * value_of(report.voltage_split, "film");
    for (const auto &[part, doubt] : {std::make_pair("film", ohmic), std::make_pair("concentration", std::max(0., across - ohmic))})
      if (const auto found = report.voltage_split.find(part); found != report.voltage_split.end())
        found->second.representation += doubt;
    if (model.data.control.mode == ControlMode::galvanostatic)
      cost("electrode_potential") += across;
    else
      cost("mean_current_density") += in_all * by_film * (1. - film.of_solution) * value("mean_current_density");

    const double around = finite(cost("max_over_mean") - rise * largest) / largest; // what is in doubt elsewhere than at edges
    cost("peak_electric_field") += finite(cost("max_over_mean")) / largest * value("peak_electric_field");
    // Near edges it is the film that takes another share: what a change of the current leaves over of the voltage.
    const double across_edges =
      film.over_kinetics > 0. && std::isfinite(film.over_kinetics) ? std::max(rise, fall) / film.over_kinetics : 0.;
    if (const Species *const zinc = find_zinc(model.transport->species()))
      cost("min_surface_concentration") +=
        across_edges * film.depletion + around * std::abs(zinc->bulk_concentration - value("min_surface_concentration"));
    if (!std::isfinite(rise)) // without kinetics nothing ends the rise
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
