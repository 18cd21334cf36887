#include "solver/nonlinear/initial_state.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"
#include "solver/nonlinear/newton.h"
#include "solver/nonlinear/scaffold_current.h"

#include <deal.II/grid/grid_tools.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the most frequent ion: more that are made would charge the solution of a first guess, without others to balance them. */
    constexpr double largest_share_of_made_ions = 0.1;

    /** First step of the search for a potential, and how far it goes [V]: the drop across a film may be many times what reactions
     * take. */
    constexpr double first_bracket = 0.025, farthest = 1e4, shortest_bracket = 1e-9;

    /** Share of a current that a state near rest draws. */
    constexpr double small_share = 1e-3;

    /** n.i [A/m^2] of a boundary at a drop from the metal to a solution of bulk composition; empty where the film has no solution
     * or the law no value. */
    class PolarisationCurve
    {
    public:
      PolarisationCurve(const CellModel &model, const unsigned int id, const bool bare)
        : model_(model)
        , id_(id)
        , transport_(*model.transport)
        , law_(*model.boundaries[id].law)
        , point_(model.surface_point(id, Location()))
        , u_(model.transport->bulk_fields(0.))
      {
        if (bare)
          point_.slabs.clear();
        for (double &factor : point_.exchange_factors)
          if (factor == 0.) // a patch without reactions
            factor = 1.;
      }

      std::optional<double>
      operator()(const double drop) const
      {
        SurfaceFlux flux;
        if (!law_.evaluate(point_, u_.data(), drop, false, flux))
          return {};
        const double current = transport_.current(flux.flux) + scaffold_current(model_, id_, drop);
        return std::isnan(current) ? std::nullopt : std::optional<double>(current);
      }

      /** About where the current changes its sign. */
      double
      middle() const
      {
        double       sum = 0.;
        unsigned int n   = 0;
        const auto   add = [&](const auto &reactions) {
          for (const auto &reaction : reactions)
            sum += reaction->equilibrium_potential();
          n += reactions.size();
        };
        add(law_.reactions());
        if (n == 0 && porous(transport_))
          for (const unsigned int material : model_.boundaries[id_].layer_materials)
            if (porous(transport_)->scaffold(material))
              add(porous(transport_)->reactions(material));
        return n > 0 ? sum / n : 0.;
      }

      double
      zero_charge() const
      {
        return point_.zero_charge_potential;
      }

    private:
      const CellModel               &model_;
      const unsigned int             id_;
      const TransportModel          &transport_;
      const SurfaceLaw              &law_;
      SurfacePoint                   point_;
      std::array<double, max_fields> u_;
    };

    /** The nearest drop in the direction of `step` at which the current lies beyond `wanted`: below it for steps up, above for
     * steps down. */
    std::optional<double>
    beyond(const PolarisationCurve &curve, const double begin, double step, const double wanted)
    {
      const double sign = step > 0. ? 1. : -1.;
      double       at   = begin;
      bool         free = true; // no end of what has a solution has been met
      while (std::abs(at - begin) < farthest && std::abs(step) > shortest_bracket)
        {
          const std::optional<double> current = curve(at + step);
          if (!current)
            {
              free = false;
              step *= 0.5;
              continue;
            }
          at += step;
          if (sign * (wanted - *current) > 0.)
            return at;
          if (free)
            step *= 2.;
        }
      return {};
    }

    std::optional<double>
    find_drop(const PolarisationCurve &curve, const double wanted)
    {
      const double middle = curve.middle();
      auto         high = beyond(curve, middle, first_bracket, wanted), low = beyond(curve, middle, -first_bracket, wanted);
      if (!high || !low)
        return {};
      for (unsigned int step = 0; step < 200 && *high - *low > 1e-15 * (1. + std::abs(*low) + std::abs(*high)); ++step)
        {
          const double                middle  = 0.5 * (*low + *high);
          const std::optional<double> current = curve(middle);
          if (!current)
            return {};
          (*current > wanted ? low : high) = middle;
        }
      return 0.5 * (*low + *high);
    }

    /** The first current density that a transient run applies [A/m^2]; 0 where it applies none. */
    double
    first_current(const Case &data)
    {
      const Protocol &protocol = data.growth.wanted ? data.growth_protocol : data.protocol;
      if (protocol.steps.empty() && data.control.mode == ControlMode::galvanostatic)
        return data.control.applied_current_density;
      for (const unsigned int index : protocol.sequence)
        if (const ProtocolStep &step = protocol.steps[index]; step.drive == Drive::galvanostatic && step.current_density != 0.)
          return step.current_density;
      return 0.;
    }

    /** The drops at the electrodes that `of`(boundary, sign of its share of the current) gives, made potentials. */
    template <typename Drop>
    std::optional<Potentials>
    potentials_of(const CellModel &model, const Drop &of)
    {
      Potentials potentials;
      if (model.transport->traits().is_primary)
        return potentials;
      for (const Condition condition : {Condition::counter_electrode, Condition::electrode})
        for (unsigned int id = 0; id < model.boundaries.size(); ++id)
          if (model.boundaries[id].condition == condition)
            {
              const bool                  counter = condition == Condition::counter_electrode;
              const std::optional<double> drop    = of(id, counter ? -1. : 1.);
              if (!drop)
                return {};
              (counter ? potentials.solution : potentials.electrode) = counter ? -*drop : potentials.solution + *drop;
            }
      return potentials;
    }
  } // namespace

  std::optional<double>
  potential_drop(const CellModel &model, const unsigned int id, const double current)
  {
    const PolarisationCurve curve(model, id, false);
    if (model.boundaries[id].law->reactions().empty() && !has_reacting_scaffold(model, id))
      return curve.zero_charge();
    if (const auto drop = find_drop(curve, current))
      return drop;
    // A film that lets through less than this current: a guess all the same.
    return find_drop(PolarisationCurve(model, id, true), current);
  }

  std::optional<Potentials>
  drawing(const CellModel &model, const double current)
  {
    return potentials_of(model,
                         [&](const unsigned int id, const double sign) { return potential_drop(model, id, sign * current); });
  }

  Potentials
  near_rest(const CellModel &model, const double current)
  {
    for (const double share : {0., small_share})
      if (const auto potentials = drawing(model, share * current))
        return *potentials;
    return {};
  }

  double
  current_of_exchange(const CellModel &model)
  {
    const double thermal = thermal_voltage(model.transport->temperature());
    double       largest = 1e-6;
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (model.boundaries[id].condition == Condition::electrode && model.boundaries[id].law &&
          (!model.boundaries[id].law->reactions().empty() || has_reacting_scaffold(model, id)))
        if (const auto drop = potential_drop(model, id, 0.))
          {
            const PolarisationCurve curve(model, id, true);
            const auto              above = curve(*drop + thermal), below = curve(*drop - thermal);
            if (above && below && std::isfinite(*above) && std::isfinite(*below))
              largest = std::max(largest, 0.5 * std::abs(*above - *below));
          }
    return largest;
  }

  template <int dim>
  void
  fill_with_bulk(const Operator<dim> &op, const Potentials &potentials, StateVector &state, double &electrode_potential)
  {
    const TransportModel &transport = *op.model().transport;
    const auto            bulk      = transport.bulk_fields(potentials.solution);
    op.discretization().initialize(state, transport.n_fields());
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      state.block(f) = transport.fields()[f].entry(
        transport.fields()[f].role == FieldRole::electronic_potential ? 0. : bulk[f]); // the potential of the metals
    electrode_potential = potentials.electrode;
    op.prescribe(state, electrode_potential);
  }

  namespace
  {
    /** Rate [mol/(m^2 s)] at which the reactions of the working electrode make a species out of a current density into it [A/m^2].
     */
    double
    production(const CellModel &model, const std::string &species, const double current)
    {
      double rate = 0.;
      for (const BoundaryLaw &boundary : model.boundaries)
        if (boundary.condition == Condition::electrode)
          for (const auto &reaction : boundary.law->reactions())
            if (const auto found = reaction->stoichiometry().find(species); found != reaction->stoichiometry().end())
              rate = std::max(rate, -found->second * current / (reaction->electrons() * faraday_constant));
      return rate;
    }

    /**
     * Ions that the bulk has none of, and that a reaction makes: everywhere as many as stand at most at the electrode, N L/D with
     * the cell's length L. Newton's method for the logarithm of a concentration comes down from too many in few steps, and not up
     * from a trace.
     */
    template <int dim>
    void
    add_ions_that_are_made(const Operator<dim> &op, const double current, StateVector &state)
    {
      const CellModel            &model     = op.model();
      const TransportModel       &transport = *model.transport;
      const std::vector<Species> &given     = model.data.species;
      if (!transport.traits().resolves_charge)
        return;
      double most = 0.;
      for (const Species &ion : given)
        most = std::max(most, largest_share_of_made_ions * ion.bulk_concentration);
      const auto   corners = GridTools::compute_bounding_box(op.discretization().mesh.triangulation()).get_boundary_points();
      const double length  = corners.first.distance(corners.second) * mesh_unit;
      for (unsigned int k = 0; k < given.size(); ++k)
        if (const double rate = production(model, given[k].name, current); given[k].bulk_concentration == 0. && rate > 0.)
          {
            const Species &trace = transport.species()[k];
            const double   c     = std::min(most, rate * length / trace.diffusivity);
            state.block(k).add(std::max(0., std::log(c / trace.bulk_concentration)) / transport.fields()[k].scale);
          }
    }
  } // namespace

  template <int dim>
  void
  fill_for_current(
    const Operator<dim> &op, const Potentials &potentials, const double current, StateVector &state, double &electrode_potential)
  {
    fill_with_bulk(op, potentials, state, electrode_potential);
    add_ions_that_are_made(op, current, state);
    op.prescribe(state, electrode_potential);
  }

  namespace
  {
    /** Whether a reaction lets charge through to the double layers of the working electrode. */
    bool
    reacts(const CellModel &model)
    {
      return std::any_of(model.boundaries.begin(), model.boundaries.end(), [](const BoundaryLaw &b) {
        return b.condition == Condition::electrode && b.law && !b.law->reactions().empty();
      });
    }

    /** Double layers that are resolved, as they are at rest: without them the charge of the metal would drive a field through all
     * of the cell. Whether that state was found. */
    template <int dim>
    bool
    charge_double_layers(Operator<dim> &op, StateVector &state, double &electrode_potential)
    {
      op.set_step({});
      return Newton<dim>(op, op.model().data.solver, true, nullptr).solve(state, electrode_potential, 0.).converged;
    }

    /** Without charge on the metals. */
    Potentials
    uncharged(const CellModel &model)
    {
      return *potentials_of(
        model, [&](const unsigned int id, double) { return std::optional<double>(model.boundaries[id].zero_charge_potential); });
    }
  } // namespace

  template <int dim>
  void
  initial_state(Operator<dim> &op, StateVector &state, double &electrode_potential)
  {
    const CellModel &model   = op.model();
    const Control   &control = model.data.control;
    Potentials       potentials;
    if (model.data.is_transient())
      {
        // Without a potential of rest: that of the first current. Double layers that are resolved are uncharged then, and it takes
        // time until reactions draw a current across them.
        const bool resolved = model.transport->traits().resolves_charge;
        const auto at_rest  = drawing(model, 0.),
                   at_first = at_rest || resolved ? at_rest : drawing(model, first_current(model.data));
        potentials          = at_first ? *at_first : uncharged(model);
        fill_with_bulk(op, potentials, state, electrode_potential);
        if (resolved && at_rest && reacts(model) && !charge_double_layers(op, state, electrode_potential))
          fill_with_bulk(op, uncharged(model), state, electrode_potential);
        return;
      }
    if (control.mode == ControlMode::galvanostatic)
      potentials = drawing(model, control.applied_current_density).value_or(Potentials());
    else
      potentials.electrode = control.mode == ControlMode::potentiostatic ? control.electrode_potential : control.cell_voltage;
    if (control.mode == ControlMode::galvanostatic)
      fill_for_current(op, potentials, control.applied_current_density, state, electrode_potential);
    else
      fill_with_bulk(op, potentials, state, electrode_potential);
  }

  template void
  fill_with_bulk(const Operator<2> &, const Potentials &, StateVector &, double &);
  template void
  fill_with_bulk(const Operator<3> &, const Potentials &, StateVector &, double &);
  template void
  fill_for_current(const Operator<2> &, const Potentials &, double, StateVector &, double &);
  template void
  fill_for_current(const Operator<3> &, const Potentials &, double, StateVector &, double &);
  template void
  initial_state(Operator<2> &, StateVector &, double &);
  template void
  initial_state(Operator<3> &, StateVector &, double &);
} // namespace zincfield
