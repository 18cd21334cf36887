#include "solver/adaptivity/representation_cost.h"

#include "meshes/metal_edges.h"
#include "physics/constants.h"
#include "solver/assembly/film_curvature.h"
#include "solver/nonlinear/newton.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  namespace
  {
    /** The change is what the representation costs to first order in its thickness over the lengths of the cell: next to it stand terms that may be as large. */
    constexpr double safety = 2.;

    /** Whether there is a state of the rougher picture beside this one; its numbers come out in `report`. */
    template <int dim>
    bool
    solve_roughly(Operator<dim> &op, const StateVector &start, const double start_potential, Report &report)
    {
      const Case  &data                = op.model().data;
      StateVector  state               = start;
      double       electrode_potential = start_potential;
      const bool   galvanostatic       = data.control.mode == ControlMode::galvanostatic;
      Newton<dim>  newton(op, data.solver, galvanostatic, nullptr);
      const double load = galvanostatic ? data.control.applied_current_density : start_potential;
      if (!newton.solve(state, electrode_potential, load).converged)
        return false;
      report = measure(op.discretization(), op.model(), state, electrode_potential, op.boundary_flux());
      return true;
    }

    void
    set_cost(std::map<std::string, Quantity> &quantities, const std::map<std::string, Quantity> &rough)
    {
      for (auto &[name, quantity] : quantities)
        quantity.representation = safety * std::abs(rough.at(name).value - quantity.value);
    }

    /** Films without a mesh beside the lengths of the metal under them. */
    struct UnmeshedFilms
    {
      double bend = 0.; // largest thickness over the metal's radius, or over the size of its feature
      bool   convex_edge = false, concave_edge = false;
    };

    UnmeshedFilms
    unmeshed_films(const CellModel &model)
    {
      UnmeshedFilms   films;
      const Geometry &geometry = *model.data.geometry;
      for (unsigned int id = 0; id < model.boundaries.size(); ++id)
        if (const BoundaryLaw &boundary = model.boundaries[id]; boundary.coating && boundary.representation != Representation::resolved)
        {
          Location tip;
          tip.height = geometry.feature_size();
          for (const Location &location : {Location(), tip})
            films.bend = std::max(films.bend, model.thickness(id, location) / mesh_unit / geometry.feature_size());
          if (boundary.name != "working electrode")
            continue; // flat
          films.bend = std::max(films.bend, bent_film(geometry, [&](const Location &x) { return model.thickness(id, x); }).share);
          if (const auto *const swept = dynamic_cast<const SweptGeometry *>(&geometry))
            for (const MetalEdge &edge : edges_of(*swept))
              (edge.turn > 0. ? films.convex_edge : films.concave_edge) = true;
        }
      return films;
    }

    /**
     * What no film without a mesh can show: current that flows along the metal where the film lies, which counts as the thickness over the length on which the current
     * changes, and the ends that the current takes at edges, in the share of the resistance that is the film's.
     */
    void
    add_cost_along_the_metal(const CellModel &model, Report &report)
    {
      const UnmeshedFilms films = unmeshed_films(model);
      const auto          drop  = [&](const char *const part) { return report.voltage_split.count(part) == 0 ? 0. : std::abs(report.voltage_split.at(part).value); };
      const double        share = drop("film") / std::max(drop("film") + drop("activation"), 1e-300);
      const auto          cost  = [&](const char *const name) -> double & { return report.quantities.at(name).representation; };
      const auto          value = [&](const char *const name) { return report.quantities.at(name).value; };
      for (const char *const name : {"max_over_mean", "min_over_mean", "tip_to_valley", "std_over_mean"})
        cost(name) += safety * films.bend * (value("max_over_mean") - value("min_over_mean"));
      if (films.convex_edge)
        cost("max_over_mean") += share * value("max_over_mean");
      if (films.concave_edge)
        cost("min_over_mean") += share * value("min_over_mean");
      const double spread = cost("max_over_mean") / value("max_over_mean");
      cost("peak_electric_field") += spread * value("peak_electric_field");
      if (const Species *const zinc = find_zinc(model.transport->species()))
        cost("min_surface_concentration") += spread * std::abs(zinc->bulk_concentration - value("min_surface_concentration"));
    }

    void
    add_to_errors(std::map<std::string, Quantity> &quantities)
    {
      for (auto &entry : quantities)
        if (std::isfinite(entry.second.representation))
          entry.second.error += entry.second.representation; // none where one mesh gave none
    }
  } // namespace

  template <int dim>
  std::string
  add_representation_cost(CellModel &model, Operator<dim> &op, const StateVector &state, const double electrode_potential, Report &report)
  {
    if (!model.has_unmeshed_film())
      return "";
    model.set_rough(true);
    op.reinit();
    Report     rough;
    const bool found = solve_roughly(op, state, electrode_potential, rough);
    model.set_rough(false);
    op.reinit();
    if (!found)
      return "what it costs that a film has no mesh could not be estimated, as a rougher picture of it has no state at this load: error bars leave it out; set Representation = resolved";
    set_cost(report.quantities, rough.quantities);
    set_cost(report.voltage_split, rough.voltage_split);
    add_cost_along_the_metal(model, report);
    add_to_errors(report.quantities);
    add_to_errors(report.voltage_split);
    return "error bars contain what it costs that a film has no mesh: " + text("%.2g mV of the electrode potential", 1e3 * report.quantities.at("electrode_potential").representation) +
           text(", %.2g %% of the mean current density", 100. * report.quantities.at("mean_current_density").representation / std::abs(report.quantities.at("mean_current_density").value));
  }

  template std::string
  add_representation_cost(CellModel &, Operator<2> &, const StateVector &, double, Report &);
  template std::string
  add_representation_cost(CellModel &, Operator<3> &, const StateVector &, double, Report &);
} // namespace zincfield
