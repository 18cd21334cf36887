#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "physics/temperature.h"

#include <algorithm>
#include <sstream>

namespace zincfield
{
  namespace
  {
    /** Arrhenius energy [J/mol] of diffusion in water, about 2 % per kelvin at 25 degC. Source: trend of the CRC tables. Assumed.
     */
    constexpr double energy_of_diffusion = 16e3;

    /** [mol/L] up to which Davies' equation is taken; it is good to 0.5. */
    constexpr double davies_limit = 1.;

    std::string
    digits(const double value, const int n = 4)
    {
      std::ostringstream text;
      text.precision(n);
      text << value;
      return text.str();
    }
  } // namespace

  double
  zinc_sulfate_activity_coefficient(const double molality)
  {
    // ln gamma by ln m through 0.1, 1, 2, 3 mol/kg: Robinson and Stokes, Electrolyte Solutions (CRC Handbook); below by Debye and
    // Hueckel's law through the first point: ln gamma = -b sqrt(m)
    constexpr double m[] = {0.1, 1., 2., 3.}, gamma[] = {0.150, 0.0435, 0.036, 0.041};
    if (!(molality >= 0.) || molality > m[3])
      return std::numeric_limits<double>::quiet_NaN();
    if (molality <= m[0])
      return std::exp(std::log(gamma[0]) * std::sqrt(molality / m[0]));
    unsigned int k = 0;
    while (k < 2 && molality > m[k + 1])
      ++k;
    const double share = std::log(molality / m[k]) / std::log(m[k + 1] / m[k]);
    return std::exp((1. - share) * std::log(gamma[k]) + share * std::log(gamma[k + 1]));
  }

  int
  Chemistry::choose_balanced(const Parameters &p) const
  {
    if (balance_ == "none")
      return -1;
    if (balance_ != "automatic")
      {
        const int j = component_index(balance_);
        if (j < 0)
          p.reject("Charge balance", "there is no such component", "automatic, none, or a component of the solution");
        if (components_[j].charge == 0.)
          p.reject("Charge balance", "it carries no charge", "an ion");
        return j;
      }
    if (!has_ph_)
      return component_index("H+");
    int best = -1;
    for (unsigned int j = 0; j < components_.size(); ++j) // one without a total before those that have one
      if (components_[j].charge < 0. && (best < 0 || (std::isnan(components_[j].total) && !std::isnan(components_[best].total)) ||
                                         (!std::isnan(components_[best].total) && components_[j].total > components_[best].total)))
        best = j;
    return best;
  }

  double
  Chemistry::charge_with(const int balanced, const double log_balanced, bool &solved)
  {
    const unsigned int n = components_.size();
    const int          h = component_index("H+");
    // the components that are free to follow their totals; the others are known
    std::vector<unsigned int> open;
    for (unsigned int j = 0; j < n; ++j)
      if (static_cast<int>(j) != balanced && !(has_ph_ && static_cast<int>(j) == h))
        open.push_back(j);
    if (balanced >= 0)
      log_free_[balanced] = log_balanced;
    if (has_ph_)
      log_free_[h] = -std::log(10.) * ph_ + std::log(1000. / gamma_[h]);

    Equilibrium reduced;
    reduced.n_components = open.size();
    reduced.n_species    = species_.size();
    double total[max_components], y[max_components];
    for (unsigned int i = 0; i < species_.size(); ++i)
      {
        reduced.log_constant[i] = equilibrium_.log_constant[i];
        for (unsigned int j = 0; j < n; ++j)
          reduced.log_constant[i] += equilibrium_.nu[i][j] * log_free_[j];
        for (unsigned int k = 0; k < open.size(); ++k)
          {
            reduced.nu[i][k] = equilibrium_.nu[i][open[k]];
            reduced.log_constant[i] -= reduced.nu[i][k] * log_free_[open[k]];
          }
      }
    for (unsigned int k = 0; k < open.size(); ++k)
      {
        total[k] = components_[open[k]].total;
        y[k]     = total[k] > 0. ? std::log(total[k]) : std::log(1e-4);
      }
    solved = open.empty() || reduced.solve_from(total, y);
    for (unsigned int k = 0; k < open.size(); ++k)
      log_free_[open[k]] = y[k];
    equilibrium_.concentrations(log_free_.data(), concentrations_.data());
    double charge = 0.;
    for (unsigned int i = 0; i < species_.size(); ++i)
      charge += species_[i].charge * concentrations_[i];
    return charge;
  }

  std::string
  Chemistry::solve_bulk(const int balanced)
  {
    bool solved = false;
    if (balanced < 0)
      {
        charge_with(balanced, 0., solved);
        return solved ? "" : "no composition has these totals";
      }
    double       low = std::log(1e-17), high = std::log(1e5);
    const double sign   = components_[balanced].charge > 0. ? 1. : -1.;
    const double at_low = sign * charge_with(balanced, low, solved), at_high = sign * charge_with(balanced, high, solved);
    if (!(at_low < 0.) || !(at_high > 0.))
      return "no total of \"" + components_[balanced].name + "\" makes the bulk neutral";
    for (unsigned int step = 0; step < 200 && high - low > 1e-15 * std::abs(high); ++step)
      {
        const double middle                                              = 0.5 * (low + high);
        (sign * charge_with(balanced, middle, solved) > 0. ? high : low) = middle;
      }
    charge_with(balanced, 0.5 * (low + high), solved);
    return solved ? "" : "no composition has these totals";
  }

  double
  Chemistry::update_activities()
  {
    double     change = 0.;
    const auto set    = [&](const unsigned int i, const double gamma) {
      change    = std::max(change, std::abs(std::log(gamma / gamma_[i])));
      gamma_[i] = gamma;
    };
    if (activity_ == Activity::davies)
      {
        // log10 gamma = -A z^2 (sqrt(I)/(1 + sqrt(I)) - 0.3 I), A = 0.509 at 25 degC: C. W. Davies, Ion Association (1962)
        const double strength = ionic_strength(), root = std::sqrt(strength);
        for (unsigned int i = 0; i < species_.size(); ++i)
          set(i, std::pow(10., -0.509 * species_[i].charge * species_[i].charge * (root / (1. + root) - 0.3 * strength)));
      }
    const int zinc = component_index("Zn2+"), sulfate = component_index("SO4 2-");
    if (activity_ == Activity::constant && zinc >= 0 && sulfate >= 0 && !(species_[zinc].activity_coefficient > 0.))
      {
        // mean activity of the free ions = measured coefficient times the mean total
        double totals[2] = {};
        for (unsigned int i = 0; i < species_.size(); ++i)
          {
            totals[0] += equilibrium_.nu[i][zinc] * concentrations_[i];
            totals[1] += equilibrium_.nu[i][sulfate] * concentrations_[i];
          }
        const double mean   = std::sqrt(totals[0] * totals[1]);
        const double wanted = zinc_sulfate_activity_coefficient(1e-3 * totals[0]) * mean;
        const double gamma  = wanted / std::exp(0.5 * (log_free_[zinc] + log_free_[sulfate]));
        set(zinc, gamma);
        set(sulfate, gamma);
      }
    return change;
  }

  void
  Chemistry::find_bulk(const Parameters &p)
  {
    gamma_.assign(species_.size(), 1.);
    concentrations_.assign(species_.size(), 0.);
    if (activity_ == Activity::constant)
      for (unsigned int i = 0; i < species_.size(); ++i)
        if (species_[i].activity_coefficient > 0.)
          gamma_[i] = species_[i].activity_coefficient;
    const int balanced = choose_balanced(p), h = component_index("H+");
    for (unsigned int j = 0; j < components_.size(); ++j)
      {
        Component &c = components_[j];
        if (has_measured_ && std::isnan(c.total) && (c.name == measured_.cation || c.name == measured_.anion))
          c.total = measured_.concentration;
        const bool follows = static_cast<int>(j) == balanced || (has_ph_ && static_cast<int>(j) == h);
        if (std::isnan(c.total) && !follows)
          p.reject("Components", "the component \"" + c.name + "\" is missing: nothing says how much of it the bulk has",
                   "a subsection \"" + c.name + "\" with Bulk concentration" + (static_cast<int>(j) == h ? ", or pH" : ""));
        if (!(c.total > 0.) && !follows && static_cast<int>(j) != h)
          p.reject("Components/" + c.name + "/Bulk concentration", "the bulk has none of it",
                   "> 0 mol/L, or a data set without it");
      }
    double change = 1.;
    for (unsigned int pass = 0; pass < 400 && change > 1e-12; ++pass)
      {
        make_equilibrium();
        const std::string problem = solve_bulk(balanced);
        if (!problem.empty())
          p.reject("Components", problem, "other totals, another pH, or another component under Charge balance");
        change = update_activities();
        if (!std::isfinite(change))
          p.reject("Activity coefficients", "the mean activity coefficient of ZnSO4 is tabulated to 3 mol/L only",
                   "ideal, or Activity coefficient of the components");
      }
    if (activity_ == Activity::davies && ionic_strength() > davies_limit)
      p.reject("Activity coefficients", "the ionic strength of the bulk is " + digits(ionic_strength()) + " mol/L",
               "constant or ideal: Davies' equation holds to 0.5 mol/L, and is refused beyond 1 mol/L");
    double charge = 0., size = 0.;
    for (unsigned int i = 0; i < species_.size(); ++i)
      {
        charge += species_[i].charge * concentrations_[i];
        size += std::abs(species_[i].charge) * concentrations_[i];
      }
    if (std::abs(charge) > 1e-9 * size)
      p.reject("Components", "the charge of the bulk is not zero: " + digits(charge / 1000.) + " mol/L",
               "0 mol/L, or a component under Charge balance");
    for (unsigned int j = 0; j < components_.size(); ++j)
      {
        components_[j].total = 0.;
        for (unsigned int i = 0; i < species_.size(); ++i)
          components_[j].total += equilibrium_.nu[i][j] * concentrations_[i];
        if (components_[j].total <= 0. && static_cast<int>(j) != h)
          p.reject("Charge balance", "it would take a negative total of \"" + components_[j].name + "\"", "another component");
      }
  }

  void
  Chemistry::scale_mobilities(const Parameters &p)
  {
    diffusivities_.clear();
    const double warmer = arrhenius_factor(energy_of_diffusion, 298.15, temperature_);
    for (const ChemicalSpecies &species : species_)
      diffusivities_.push_back(species.diffusivity * warmer);
    const bool wanted = mobilities_ == "measured" || (mobilities_ == "automatic" && has_measured_);
    if (!wanted)
      {
        notes_.push_back("mobilities at infinite dilution: conductivity of the bulk " + digits(bulk_conductivity()) + " S/m" +
                         (has_measured_ ? ", measured " + digits(measured_.conductivity) + " S/m" : ""));
        return;
      }
    if (!has_measured_)
      p.reject("Mobilities", "the electrolyte has no data set with measured transport",
               "infinite dilution, or Electrolyte/Data set");
    const int zinc = component_index(measured_.cation), anion = component_index(measured_.anion);
    if (zinc < 0 || anion < 0)
      p.reject("Mobilities", "the chemistry lacks the ions of the data set of the electrolyte", "infinite dilution");
    // ions other than those of the salt move slower as the salt itself does
    const double slower = measured_.diffusivity / measured_.ideal_diffusivity;
    double       rest   = 0.; // conductance that they carry
    const double factor = faraday_constant / thermal_voltage(temperature_);
    for (unsigned int i = 0; i < species_.size(); ++i)
      {
        diffusivities_[i] *= slower;
        if (static_cast<int>(i) != zinc && static_cast<int>(i) != anion)
          rest += factor * species_[i].charge * species_[i].charge * diffusivities_[i] * concentrations_[i];
      }
    const double ions = measured_.conductivity - rest, z = components_[zinc].charge;
    if (!(ions > 0.))
      p.reject("Mobilities", "ions other than those of the salt carry more than the measured conductivity", "infinite dilution");
    diffusivities_[zinc]  = measured_.transference * ions / (factor * z * z * concentrations_[zinc]);
    diffusivities_[anion] = (1. - measured_.transference) * ions / (factor * z * z * concentrations_[anion]);
    // pairs carry what of the measured D the free ions do not: D = [D_ions c_f + 2 D_pairs c_p]/(c_f + 2 c_p)
    double       reached = 2. * diffusivities_[zinc] * diffusivities_[anion] / (diffusivities_[zinc] + diffusivities_[anion]);
    const double ideal   = reached;
    for (unsigned int i = 0; i < species_.size(); ++i)
      if (species_[i].is_ion_pair && species_[i].charge == 0. && equilibrium_.nu[i][zinc] == 1. && equilibrium_.nu[i][anion] == 1.)
        {
          const double free_ions = 2. / (1. / concentrations_[zinc] + 1. / concentrations_[anion]), pairs = concentrations_[i];
          const double share  = free_ions / (free_ions + 2. * pairs);
          const double needed = (measured_.diffusivity - share * ideal) / (1. - share);
          if (needed > 0.)
            {
              diffusivities_[i] = needed;
              reached           = measured_.diffusivity;
            }
        }
    notes_.push_back("mobilities scaled to the measured conductivity " + digits(measured_.conductivity) + " S/m and t+ " +
                     digits(measured_.transference) + (reached == measured_.diffusivity ? " and D " : ", not to D ") +
                     digits(measured_.diffusivity) + " m^2/s of the bulk" +
                     (reached == measured_.diffusivity
                        ? "; other ions by " + digits(slower) + ", as the salt"
                        : ": the salt diffuses with " + digits(reached) + " m^2/s without ion pairs"));
  }

  void
  Chemistry::separate_hydroxide(const Parameters &p)
  {
    const unsigned int n = components_.size(), h = component_index("H+"), hydroxide = species_index("OH-");
    if (n == max_components)
      p.reject("Rate constant of H+ + OH-", "OH- would be one component more than there may be", "0, or fewer components");
    ion_product_            = concentrations_[h] * concentrations_[hydroxide]; // the bulk is in equilibrium
    const auto to_component = [&](auto &list) {                                // free ions come first
      std::rotate(list.begin() + n, list.begin() + hydroxide, list.begin() + hydroxide + 1);
    };
    to_component(species_);
    to_component(gamma_);
    to_component(concentrations_);
    species_[n].composition = {{"OH-", 1.}};
    species_[n].log_k = species_[n].enthalpy = 0.;
    components_.push_back({"OH-", -1., concentrations_[n]});
    components_[h].total += concentrations_[n];
    log_free_[n] = std::log(concentrations_[n]);
    make_equilibrium();
  }

  void
  Chemistry::complete(const Parameters &p)
  {
    check_species(p);
    log_kw_ = log_k(species_index("OH-"));
    find_bulk(p);
    if (water_rate_ > 0.)
      separate_hydroxide(p);
    double totals[max_components];
    for (unsigned int j = 0; j < components_.size(); ++j)
      totals[j] = components_[j].total;
    equilibrium_.set_guess(log_free_.data(), totals);
    const char *words[] = {"ideal", "constant, those of the bulk", "Davies, at the bulk's ionic strength"};
    notes_.push_back("pH of the bulk " + digits(ph(log_free_.data())) + ", ionic strength " + digits(ionic_strength()) +
                     " mol/L, log Kw " + digits(log_kw_) + ", activity coefficients " + words[static_cast<int>(activity_)]);
    if (water_rate_ > 0.)
      notes_.push_back("H+ and OH- recombine at " + digits(1000. * water_rate_) + " L/mol/s, and are not always in equilibrium");
    scale_mobilities(p);
  }
} // namespace zincfield
