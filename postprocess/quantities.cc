#include "postprocess/quantities.h"

#include "physics/constants.h"
#include "postprocess/conductance.h"
#include "postprocess/balances.h"
#include "postprocess/film_profile.h"
#include "postprocess/patches.h"
#include "postprocess/singularities.h"
#include "postprocess/wall_charges.h"
#include "solver/discretization/across_faces.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_interface_values.h>
#include <deal.II/lac/full_matrix.h>

#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Where zinc is scarcest on the working electrode. */
    struct DepletedPoint
    {
      double   concentration = std::numeric_limits<double>::infinity(); // [mol/m^3]
      double   current       = 0.;                                      // [A/m^2]
      Location location;
    };

    /** What the surface of the working electrode adds up to; every entry is a sum, a maximum or a minimum over all ranks. */
    struct SurfaceSums
    {
      double area = 0., current = 0., square = 0., tip_area = 0., tip_current = 0., valley_area = 0., valley_current = 0.;
      double activation = 0., film = 0., charge = 0., conductance = 0.;
      double largest = -std::numeric_limits<double>::infinity(), smallest = std::numeric_limits<double>::infinity();
      DepletedPoint most_depleted;
    };

    double
    sum(const double x, const MPI_Comm communicator)
    {
      return Utilities::MPI::sum(x, communicator);
    }

    constexpr double none = std::numeric_limits<double>::quiet_NaN();

    /**
     * Matrix that takes from values at Gauss points of a cell what polynomials of degree p - 1 cannot show.
     *
     * Near the limiting current grad phi has to balance grad ln c, which no polynomial does: the current between them is wrong point by point, in the part
     * that test functions of degree p do not see. Linear in the current that does no harm, but the ohmic loss is quadratic.
     */
    template <int dim>
    FullMatrix<double>
    without_highest_mode(const unsigned int degree)
    {
      const QGauss<1>     line(degree + 1);
      std::vector<double> legendre(line.size());
      double              square = 0.;
      for (unsigned int q = 0; q < line.size(); ++q)
        {
          legendre[q] = std::legendre(degree, 2. * line.point(q)[0] - 1.);
          square += line.weight(q) * legendre[q] * legendre[q];
        }
      const unsigned int n = line.size(), n_points = Utilities::pow(n, dim);
      FullMatrix<double> matrix(n_points, n_points);
      for (unsigned int i = 0; i < n_points; ++i)
        for (unsigned int j = 0; j < n_points; ++j)
          {
            matrix(i, j) = 1.;
            for (unsigned int d = 0, a = i, b = j; d < dim; ++d, a /= n, b /= n)
              matrix(i, j) *= (a % n == b % n ? 1. : 0.) - legendre[a % n] * legendre[b % n] * line.weight(b % n) / square;
          }
      return matrix;
    }

    /** The electric field [V/m] at the points of a face, of a material whose properties are even. */
    template <int dim>
    std::vector<Tensor<1, dim>>
    electric_field(const FEFaceValuesBase<dim> &values, const CellModel &model, const unsigned int material, const StateVector &ghosted)
    {
      const TransportModel       &transport = *model.transport;
      std::vector<double>         value(values.n_quadrature_points);
      std::vector<Tensor<1, dim>> gradient(value.size()), field(value.size());
      const Properties            properties = transport.properties(material, Location());

      std::vector<std::array<double, max_fields>> u(value.size());
      for (unsigned int g = 0; g < transport.n_fields(); ++g)
        {
          values.get_function_values(ghosted.block(g), value);
          for (unsigned int q = 0; q < value.size(); ++q)
            u[q][g] = transport.fields()[g].value(value[q]);
        }
      for (unsigned int g = 0; g < transport.n_fields(); ++g)
        {
          values.get_function_gradients(ghosted.block(g), gradient);
          for (unsigned int q = 0; q < value.size(); ++q)
            field[q] -= transport.electrostatic_weights(material, properties, u[q].data())[g] * transport.fields()[g].scale / mesh_unit * gradient[q];
        }
      return field;
    }

    /** The largest difference [V/m] between the electric field of a cell and of the cells of its material beside it, at their faces. */
    template <int dim>
    double
    field_jump(const Discretization<dim> &discretization, const CellModel &model, const StateVector &ghosted, const typename DoFHandler<dim>::active_cell_iterator &cell)
    {
      FEInterfaceValues<dim> values(discretization.mesh.mapping(), discretization.fe, discretization.face_quadrature, update_values | update_gradients);
      double                 largest = 0.;
      for (const unsigned int face : cell->face_indices())
        if (!cell->at_boundary(face))
          across_face(cell, face, [&](const unsigned int subface, const auto &other, const unsigned int other_face, const unsigned int other_subface) {
            if (other->material_id() != cell->material_id())
              return;
            values.reinit(cell, face, subface, other, other_face, other_subface);
            const auto here = electric_field<dim>(values.get_fe_face_values(0), model, cell->material_id(), ghosted), there = electric_field<dim>(values.get_fe_face_values(1), model, cell->material_id(), ghosted);
            for (unsigned int q = 0; q < here.size(); ++q)
              largest = std::max(largest, (here[q] - there[q]).norm());
          });
      return largest;
    }

    /** -d i/dphi_m [S/m^2] of the reactions with the resistance of the film in series, however that is represented; NaN where they have no solution. */
    template <int dim>
    double
    conductance_with_film(const CellModel &model, const SurfaceSample<dim> &s, const double electrode_potential)
    {
      const TransportModel &transport = *model.transport;
      const double film = film_resistance(model, model.film(s.boundary, s.location), fields_at_metal(transport, s), transport.current(s.flux.flux));
      if (transport.traits().is_primary)
        return film > 0. ? 1. / film : 0.;
      if (model.prescribes_potential(s.boundary))
        return 0.;
      const double reactions = conductance_of_reactions(model, s, electrode_potential);
      return reactions / (1. + film * reactions);
    }

    /** The current over the one, in the same distribution, that uses up the zinc where it is scarcest. `own`: the scarcest point of this rank. */
    Quantity
    share_of_limit(const CellModel &model, const unsigned int working, const DepletedPoint &own, const double lowest_concentration, const MPI_Comm communicator)
    {
      Quantity share;
      bool     closed = true;
      for (unsigned int id = 0; id < model.boundaries.size(); ++id)
        closed = closed && !model.is_bulk(id);
      if (!SaltTransfer::holds(model))
        {
          share.note = "known for a salt of two ions only: of other solutions see the depletion";
          return share;
        }
      const SaltTransfer salt(model);
      const double       bulk = model.transport->fields()[0].bulk_value;
      double             here = -1.;
      if (own.concentration == lowest_concentration)
        {
          const auto film = model.film(working, own.location);
          if (!closed)
            here = own.current > 0. ? salt.share_of_limit(film, own.concentration, own.current) : 0.;
          else if (salt.is_constant(film))
            here = 1. - own.concentration / bulk;
        }
      here = Utilities::MPI::max(here, communicator);
      if (here < 0.)
        share.note = "known for a closed cell of constant properties only: see the depletion";
      else
        {
          share.value = here;
          share.note  = "where zinc is scarcest, for a current that keeps its distribution";
        }
      return share;
    }
  } // namespace

  template <int dim>
  Report
  measure(const Discretization<dim>                         &discretization,
          const CellModel                                   &model,
          const StateVector                                 &state,
          const double                                       electrode_potential,
          const std::vector<std::array<double, max_fields>> &boundary_flux,
          const FilmValues                                  &film_states)
  {
    const MPI_Comm        communicator = discretization.dof_handler.get_communicator();
    const TransportModel &transport    = *model.transport;
    const Case           &data         = model.data;
    const StateVector     ghosted      = with_ghosts(discretization, state);
    const Sampler<dim>    sampler(discretization, model, ghosted, electrode_potential, film_states);
    const double          feature = data.geometry->feature_size(), patch = patch_radius(data);

    unsigned int working = 0;
    int          counter = -1;
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (model.boundaries[id].condition == Condition::electrode)
        working = id;
      else if (model.boundaries[id].condition == Condition::counter_electrode)
        counter = id;

    const Quadrature<dim - 1> points = patch_quadrature(discretization, data, working);

    // Where tips and valleys are: the highest point, and the farthest from a tip.
    double farthest = 0., highest = -std::numeric_limits<double>::infinity();
    sampler.surface(points, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        if (s.boundary == working)
          {
            farthest = std::max(farthest, s.location.distance_from_tip);
            highest  = std::max(highest, s.location.height);
          }
    });
    farthest = Utilities::MPI::max(farthest, communicator);
    highest  = Utilities::MPI::max(highest, communicator);

    SurfaceSums sums;
    double      counter_activation = 0., counter_film = 0.;
    double      equilibrium = 0., counter_equilibrium = 0.;
    sampler.surface(points, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        {
          const double total = transport.current(s.flux.flux);
          if (s.boundary != working)
            {
              counter_activation -= s.weight * total * s.activation;
              counter_film += s.weight * total * s.film_drop;
              counter_equilibrium = s.equilibrium;
              continue;
            }
          equilibrium = s.equilibrium;
          sums.area += s.weight;
          sums.current += s.weight * s.deposition_current;
          sums.square += s.weight * s.deposition_current * s.deposition_current;
          sums.charge += s.weight * total;
          sums.activation -= s.weight * total * s.activation;
          sums.film += s.weight * total * s.film_drop;
          sums.conductance += s.weight * conductance_with_film(model, s, electrode_potential);
          const double at_tip = s.weight * patch_weight(s.location.distance_from_tip, patch);
          sums.tip_area += at_tip;
          sums.tip_current += at_tip * s.deposition_current;
          const double in_valley = s.weight * patch_weight(farthest - s.location.distance_from_tip, patch);
          sums.valley_area += in_valley;
          sums.valley_current += in_valley * s.deposition_current;
        }
    });
    // Extremes stand at tips and feet, which are corners of cells. States in films are known at points of Gauss.
    const auto ends = film_states.empty() ? Quadrature<dim - 1>(QGaussLobatto<dim - 1>(discretization.degree() + 2)) : points;
    sampler.surface(ends, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        if (s.boundary == working)
          {
            sums.largest  = std::max(sums.largest, s.deposition_current);
            sums.smallest = std::min(sums.smallest, s.deposition_current);
            if (!s.dielectric && s.surface_concentration < sums.most_depleted.concentration)
              sums.most_depleted = {s.surface_concentration, transport.current(s.flux.flux), s.location};
          }
    });
    for (double *value : {&sums.area, &sums.current, &sums.square, &sums.tip_area, &sums.tip_current, &sums.valley_area, &sums.valley_current,
                          &sums.activation, &sums.film, &sums.charge, &sums.conductance, &counter_activation, &counter_film})
      *value = sum(*value, communicator);
    sums.largest              = Utilities::MPI::max(sums.largest, communicator);
    sums.smallest             = Utilities::MPI::min(sums.smallest, communicator);
    const double lowest_concentration = Utilities::MPI::min(sums.most_depleted.concentration, communicator);
    const auto strongest      = [&](const double x) {
      const double high = Utilities::MPI::max(x, communicator), low = Utilities::MPI::min(x, communicator);
      return std::abs(high) > std::abs(low) ? high : low;
    };
    equilibrium         = strongest(equilibrium);
    counter_equilibrium = strongest(counter_equilibrium);

    double             peak_field = 0., ohmic = 0., ohmic_film = 0.;
    const unsigned int n_bulk_materials = data.geometry->material_names().size();
    const FullMatrix<double> smoothing  = transport.n_fields() > 1 ? without_highest_mode<dim>(discretization.degree()) : FullMatrix<double>(IdentityMatrix(discretization.quadrature.size()));
    AssertDimension(smoothing.m(), discretization.quadrature.size());
    typename DoFHandler<dim>::active_cell_iterator peak_cell;
    sampler.volume(discretization.quadrature, [&](const auto &, const auto &samples) {
      for (unsigned int q = 0; q < samples.size(); ++q)
        {
          const auto &s = samples[q];
          Tensor<1, dim> i;
          for (unsigned int other = 0; other < samples.size(); ++other)
            i += smoothing(q, other) * samples[other].current;
          if (model.is_dielectric(s.material))
            continue;
          const Tensor<1, dim> across = (i * s.layer_normal) * s.layer_normal;
          const double         loss   = s.weight * (across * across + (i - across) * (i - across) / transport.anisotropy(s.material)) / transport.conductivity(s.material, s.properties, s.u.data());
          (s.material < n_bulk_materials ? ohmic : ohmic_film) += loss;
        }
    });
    sampler.volume(QGaussLobatto<dim>(discretization.degree() + 1), [&](const auto &cell, const auto &samples) { // points on surfaces, where it is strongest
      for (const auto &s : samples)
        if (const double field = s.electric_field.norm(); s.material < n_bulk_materials && field > peak_field) // of the solution: in a film the field is about i/kappa
          {
            peak_field = field;
            peak_cell  = cell;
          }
    });
    const double here       = peak_field;
    peak_field              = Utilities::MPI::max(here, communicator);
    const double jump       = Utilities::MPI::max(here > 0. && here == peak_field ? field_jump<dim>(discretization, model, ghosted, peak_cell) : 0., communicator);
    for (double *value : {&ohmic, &ohmic_film})
      *value = sum(*value, communicator) * mesh_unit;

    // Totals come from the residual, which conserves charge to the solver's tolerance.
    const double charge    = transport.current(boundary_flux[working]);
    const double footprint = discretization.mesh.footprint();
    const double unit_area = dim == 3 || discretization.axisymmetric ? mesh_unit * mesh_unit : mesh_unit;
    const double mean      = sums.current / sums.area;
    // At rest the tip may plate what the plane dissolves: nothing is to be compared with a mean that is rounding.
    const bool   flowing   = std::abs(charge) > 1e-9 * footprint && std::abs(mean) > 1e-6 * std::sqrt(sums.square / sums.area);
    // A double layer that is being charged takes part of the current at the same overpotential, as far as that is even.
    if (data.is_transient() && std::abs(sums.charge) > 1e-9 * footprint)
      for (double *power : {&sums.activation, &counter_activation, &sums.film, &counter_film})
        *power *= charge / sums.charge;

    Report report;
    report.add("mean_current_density", charge / footprint, "A/m^2");
    report.add("roughness_factor", sums.area / footprint, "1");
    report.add("total_current", charge * unit_area, dim == 3 || discretization.axisymmetric ? "A" : "A/m");
    const Singularities diverges = find_singularities(discretization, model, working);
    const std::string   no_limit = "singular at an edge: grows without limit as the mesh is refined";
    const auto        over_mean = [&](const double x) { return flowing ? x / mean : none; };
    report.add("max_over_mean", diverges.current ? none : over_mean(mean > 0. ? sums.largest : sums.smallest), "1", diverges.current ? no_limit : ""); // under dissolution the strongest current is the most negative
    report.add("min_over_mean", over_mean(diverges.vanishes ? 0. : mean > 0. ? sums.smallest : sums.largest), "1", diverges.vanishes ? "at an inward edge" : "");
    report.add("std_over_mean", flowing && !diverges.deviation ? std::sqrt(std::max(0., sums.square / sums.area - mean * mean)) / std::abs(mean) : none, "1", diverges.deviation ? no_limit : "");
    const bool coated = model.boundaries[working].coating != nullptr;
    const bool tip = data.geometry->knows_tip();
    report.add("tip_to_valley", tip && sums.tip_area > 0. && sums.valley_area > 0. && flowing ? (sums.tip_current / sums.tip_area) / (sums.valley_current / sums.valley_area) : none, "1",
               tip ? "" : "the program does not know which points of an imported mesh are tips");
    report.add("peak_electric_field", diverges.field ? none : peak_field, "V/m", diverges.field ? no_limit : coated ? "in the solution: the field in the coating is not in it" : "");
    report.quantities["peak_electric_field"].jump = jump;

    const int  zinc   = sampler.zinc();
    report.add("min_surface_concentration", zinc >= 0 && std::isfinite(lowest_concentration) ? lowest_concentration : none, "mol/m^3",
               coated ? "of the solution that is in equilibrium with the coating beside the metal" : "");
    const bool depleted = zinc >= 0 && transport.species()[zinc].bulk_concentration > 0. && std::isfinite(lowest_concentration) && charge >= 0. && !transport.traits().resolves_charge;
    report.add("depletion", depleted ? 1. - lowest_concentration / transport.species()[zinc].bulk_concentration : none, "1");
    if (depleted && !data.is_transient())
      {
        const Quantity share = share_of_limit(model, working, sums.most_depleted, lowest_concentration, communicator);
        report.add("limiting_current_fraction", share.value, "1", share.note);
      }
    else // in time depletion tells how long the current has flowed
      report.add("limiting_current_fraction", none, "1");
    report.add("electrode_potential", electrode_potential, "V");
    report.add("cell_voltage", counter >= 0 ? electrode_potential : none, "V");
    report.add("surface_charge_density", none, "C/m^2");
    for (const WallCharge &wall : wall_charges(discretization, model, boundary_flux))
      if (wall.boundary == model.boundaries[working].name)
        report.add("surface_charge_density", wall.density, "C/m^2", "of the metal, mean over the true area");
      else
        report.add("surface_charge_density/" + wall.boundary, wall.density, "C/m^2");
    report.add("coulombic_efficiency", flowing && !transport.traits().is_primary ? sums.current / sums.charge : none, "1");

    double bulk[max_fields];
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      bulk[f] = transport.fields()[f].bulk_value;
    const double conductivity = transport.conductivity(0, transport.properties(0, Location()), bulk);
    report.add("wagner_number", sums.conductance > 0. ? conductivity * sums.area / sums.conductance / (feature * mesh_unit) : none, "1");

    const double diffusivity = transport.bulk_diffusivity(), transference = transport.bulk_transference();
    const double z           = zinc >= 0 ? transport.species()[zinc].charge : 2.;
    const bool depleting = diffusivity > 0. && flowing && charge > 0. && zinc >= 0 && transport.species()[zinc].bulk_concentration > 0.; // dissolution uses no zinc ions up
    report.add("sand_time",
               depleting ? numbers::PI * diffusivity *
                             std::pow(z * faraday_constant * transport.species()[zinc].bulk_concentration / (2. * charge / footprint * (1. - transference)), 2) :
                           none,
               "s", !depleting ? "" : std::string("planar, ") + (coated ? "without the coating, " : "") + "of the mean current density in a stagnant cell without an end");

    // phi_m I = E I + int i eta + int i film + int i phi, and the last is the integral of -i.grad phi: all positive for deposition.
    const auto part = [&](const double x) {
      Quantity q;
      q.value = flowing ? x / charge : none;
      q.unit  = "V";
      return q;
    };
    report.voltage_split["ohmic"]      = part(ohmic);
    report.voltage_split["film"]       = part(ohmic_film + sums.film + counter_film);
    const double reversible            = (equilibrium - counter_equilibrium) * charge;
    // Where kinetics refer to the bulk composition, the activation contains Nernst's part: split it off at the surface.
    double nernst = 0.;
    if (!transport.traits().local_reference && zinc >= 0 && transport.species()[zinc].bulk_concentration > 0.)
      {
        sampler.surface(points, [&](const auto &, const unsigned int, const auto &samples) {
          for (const auto &s : samples)
            if (s.surface_concentration > 0.)
              nernst -= s.weight * transport.current(s.flux.flux) * thermal_voltage(transport.temperature()) / z *
                        std::log(s.surface_concentration / transport.species()[zinc].bulk_concentration);
        });
        nernst = sum(nernst, communicator);
      }
    report.voltage_split["activation"]    = part(sums.activation + counter_activation - nernst);
    report.voltage_split["concentration"] = part(-electrode_potential * charge + reversible - ohmic - ohmic_film - sums.film - counter_film -
                                                 (sums.activation + counter_activation) + nernst);

    double charge_sum = 0.;
    for (const auto &flux : boundary_flux)
      charge_sum += transport.current(flux);
    // Without a total current that of an ion, or what RT/F would make of the reactions, is what there is to compare with.
    const auto   through  = flows(transport, boundary_flux, charge_sum);
    const double exchange = std::max(sums.conductance * thermal_voltage(transport.temperature()), through.at(charge_balance).largest);
    const double flow     = std::abs(charge) > 1e-9 * exchange ? std::abs(charge) : exchange;
    for (const auto &[what, of] : through)
      report.balance[what] = std::abs(of.sum) / std::max(flow, 1e-9 * footprint);
    return report;
  }

  void
  estimate_errors(std::vector<Report> &history)
  {
    if (history.size() < 2)
      return;
    Report      &now  = history.back();
    const Report &last = history[history.size() - 2];
    const auto    estimate = [&](Quantity &quantity, const Quantity &before, const Quantity *earlier) {
      const double change = std::abs(quantity.value - before.value);
      double       ratio  = 2. / 3., earlier_error = before.error; // two meshes do not tell how fast the error falls
      if (before.bound > 0. && quantity.bound >= 0.)
        ratio = std::min(0.75, std::max(0.25, quantity.bound / before.bound));
      else if (earlier)
        {
          const double previous = std::abs(before.value - earlier->value);
          if (history.size() == 3) // the third one does: the caution of the second is over
            earlier_error = std::min(earlier_error, previous);
          ratio                 = previous > 0. ? std::min(0.75, std::max(1. / 3., change / previous)) : 0.75;
        }
      quantity.error = change * ratio / (1. - ratio);
      if (std::isfinite(earlier_error)) // a change that happens to be small is no proof
        quantity.error = std::max(quantity.error, 0.5 * earlier_error * ratio);
      if (std::isfinite(quantity.jump))
        quantity.error = std::max(quantity.error, 0.5 * quantity.jump);
    };
    const Report *earlier = history.size() > 2 ? &history[history.size() - 3] : nullptr;
    for (auto &entry : now.quantities)
      estimate(entry.second, last.quantities.at(entry.first), earlier ? &earlier->quantities.at(entry.first) : nullptr);
    for (auto &entry : now.voltage_split)
      estimate(entry.second, last.voltage_split.at(entry.first), earlier ? &earlier->voltage_split.at(entry.first) : nullptr);
  }

  template Report
  measure(const Discretization<2> &, const CellModel &, const StateVector &, double, const std::vector<std::array<double, max_fields>> &, const FilmValues &);
  template Report
  measure(const Discretization<3> &, const CellModel &, const StateVector &, double, const std::vector<std::array<double, max_fields>> &, const FilmValues &);
} // namespace zincfield
