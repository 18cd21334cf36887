#include "postprocess/quantities/voltage_split.h"

#include "physics/constants.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Power that electrodes take [A V/m^2 times mesh units]. */
    struct Powers
    {
      double activation, film, reversible;
    };

    double
    of_largest_size(const double x, const MPI_Comm communicator)
    {
      const double high = Utilities::MPI::max(x, communicator), low = Utilities::MPI::min(x, communicator);
      return std::abs(high) > std::abs(low) ? high : low;
    }

    Powers
    powers(const Measurements &m)
    {
      const ElectrodeIntegrals &electrodes = m.electrodes;
      Powers                    result;
      result.activation  = -electrodes.integral([](const ElectrodeSample &s) { return s.current * s.activation; });
      result.film        = electrodes.integral([](const ElectrodeSample &s) { return s.current * s.film_drop; });
      double equilibrium = 0., of_counter = 0.;
      for (const ElectrodeSample &s : electrodes.samples)
        (s.boundary == electrodes.working ? equilibrium : of_counter) = s.equilibrium;
      if (m.scaffold.equilibrium != 0.)
        equilibrium = m.scaffold.equilibrium;
      if (m.scaffold.equilibrium_of_counter != 0.)
        of_counter = m.scaffold.equilibrium_of_counter;
      result.reversible =
        (of_largest_size(equilibrium, electrodes.communicator) - of_largest_size(of_counter, electrodes.communicator)) * m.current;
      // A double layer that is being charged takes part of the current at the same overpotential, as far as that is even.
      if (!m.scaffold.exists && m.model.data.is_transient() && std::abs(electrodes.current) > 1e-9 * electrodes.footprint)
        for (double *power : {&result.activation, &result.film})
          *power *= m.current / electrodes.current;
      result.activation += m.scaffold.activation;
      return result;
    }

    /** Nernst's part of the activation, where kinetics refer to the composition of the bulk: it belongs to the concentration. */
    double
    nernst(const Measurements &m)
    {
      if (m.model.transport->traits().local_reference || !m.has_bulk_zinc())
        return 0.;
      const double rt_zf = thermal_voltage(m.model.transport->temperature()) / m.zinc->charge;
      return m.scaffold.nernst - m.electrodes.integral([&](const ElectrodeSample &s) {
        return s.surface_concentration > 0. ? s.current * rt_zf * std::log(s.surface_concentration / m.zinc->bulk_concentration)
                                            : 0.;
      });
    }
  } // namespace

  std::map<std::string, Quantity>
  voltage_split(const Measurements &m)
  {
    const Powers power = powers(m);
    const double ohmic = m.volume.ohmic_loss, film = m.volume.ohmic_film_loss + m.scaffold.ohmic_electronic + power.film,
                 activation               = power.activation - nernst(m);
    const bool                      flows = m.flows();
    std::map<std::string, Quantity> parts;
    const auto                      part = [&](const std::string &name, const double taken) {
      parts[name].value = flows ? taken / m.current : std::numeric_limits<double>::quiet_NaN();
      parts[name].unit  = "V";
    };
    part("ohmic", ohmic);
    part("film", film);
    part("activation", activation);
    part("concentration", -m.electrodes.electrode_potential * m.current + power.reversible - ohmic - film - activation);
    return parts;
  }
} // namespace zincfield
