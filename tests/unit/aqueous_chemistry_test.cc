#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "tests/support/fixed_parameters.h"

#include <gtest/gtest.h>

namespace zincfield::aqueous_chemistry_unit_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    constexpr double T0 = 298.15;
    const double     f  = 1. / thermal_voltage(T0);

    std::shared_ptr<const Chemistry>
    zinc_sulfate(const double ph)
    {
      FixedParameters p({{"Data sets", "ZnSO4 + H2SO4, acetate"},
                         {"pH", ph},
                         {"Activity coefficients", "ideal"},
                         {"Charge balance", "SO4 2-"},
                         {"Components/CH3COO-/Bulk concentration", 20.},
                         {"Components/Zn2+/Bulk concentration", 1000.}});
      auto            made = std::make_shared<Chemistry>();
      made->declare(p, T0, nullptr);
      made->complete(p);
      return made;
    }

    std::unique_ptr<TransportModel>
    model_of(const std::shared_ptr<const Chemistry> &chemistry)
    {
      TransportSetup setup;
      setup.chemistry = chemistry;
      setup.materials.resize(1);
      auto model = Registry<TransportModel>::make("aqueous chemistry");
      model->setup(setup);
      return model;
    }

    std::unique_ptr<Reaction>
    reaction(const std::string &law, const Values &values, const std::shared_ptr<const Chemistry> &chemistry)
    {
      FixedParameters p(values);
      auto            made = Registry<Reaction>::make(law);
      made->set_chemistry(chemistry);
      made->declare(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return made;
    }

    double
    current(const Reaction &r, const double drive, const std::vector<double> &ratios)
    {
      return r.current_density({drive, ratios.data(), false, 1., T0});
    }

    const Values hydrogen = {
      {"Exchange current density", 1e-3}, {"Exchange current density from water", 2e-4}, {"Tafel slope", 0.12}};
  } // namespace

  TEST(AqueousChemistryModel, FluxesAreThoseOfItsSpecies)
  {
    for (const double ph : {1., 4., 5.5})
      {
        const auto           chemistry = zinc_sulfate(ph);
        const auto           model     = model_of(chemistry);
        const unsigned int   n = model->n_fields(), phi = model->potential(), n_species = model->species().size();
        const Properties     p = model->properties(0, {});
        Coefficients<double> a;
        double               u[max_fields], up[max_fields], down[max_fields], gradient[max_fields];
        for (unsigned int g = 0; g < n; ++g)
          {
            u[g]        = model->bulk_fields(0.1)[g] * (g == phi ? 1. : 0.7);
            gradient[g] = (g == phi ? 20. : 0.3 * u[g] * (1. + 0.4 * g)) / 1e-4;
            up[g]       = u[g] + 1e-11 * gradient[g];
            down[g]     = u[g] - 1e-11 * gradient[g];
          }
        model->coefficients(0, p, u, a);
        const auto names   = model->conserved();
        double     current = 0.;
        for (unsigned int g = 0; g < n; ++g)
          current -= a[phi][g] * gradient[g];
        double expected_current = 0., size = 0.;
        for (unsigned int j = 0; j < names.size(); ++j)
          {
            double flux = 0., expected = 0., largest = 0.;
            for (unsigned int row = 0; row < n; ++row)
              for (unsigned int g = 0; g < n; ++g)
                flux -= model->conserved_flux_weights(j)[row] * a[row][g] * gradient[g];
            const int component = chemistry->component_index(names[j].substr(6));
            for (unsigned int i = 0; i < n_species; ++i)
              {
                const double z     = model->species()[i].charge,
                             slope = (model->concentration(up, i) - model->concentration(down, i)) / 2e-11;
                const double of_species =
                  -faraday_constant * chemistry->diffusivity(i) * (slope + z * f * model->concentration(u, i) * gradient[phi]);
                expected += chemistry->stoichiometry(i, component) * of_species;
                largest = std::max(largest, std::abs(chemistry->stoichiometry(i, component) * of_species));
                if (j == 0)
                  {
                    expected_current += z * of_species;
                    size = std::max(size, std::abs(z * of_species));
                  }
              }
            EXPECT_NEAR(flux, expected, 1e-6 * largest) << names[j] << " at pH " << ph;
          }
        EXPECT_NEAR(current, expected_current, 1e-6 * size);
      }
  }

  TEST(AqueousChemistryModel, DerivativesOfCoefficientsAreThoseOfTheLaw)
  {
    const auto         model = model_of(zinc_sulfate(5.));
    const unsigned int n     = model->n_fields();
    const Properties   p     = model->properties(0, {});
    for (unsigned int seed = 0; seed + 1 < n; ++seed)
      {
        double                     up[max_fields], down[max_fields];
        Dual<double>               dual[max_fields];
        Coefficients<double>       a_up, a_down;
        Coefficients<Dual<double>> a;
        const double               step = 1e-5 * model->fields()[seed].scale;
        for (unsigned int g = 0; g < n; ++g)
          {
            const double u = 0.8 * model->bulk_fields(0.)[g];
            dual[g]        = {u, g == seed ? 1. : 0.};
            up[g]          = u + (g == seed ? step : 0.);
            down[g]        = u - (g == seed ? step : 0.);
          }
        model->coefficients(0, p, dual, a);
        model->coefficients(0, p, up, a_up);
        model->coefficients(0, p, down, a_down);
        for (unsigned int r = 0; r < n; ++r)
          for (unsigned int g = 0; g < n; ++g)
            EXPECT_NEAR(a[r][g].derivative * step, 0.5 * (a_up[r][g] - a_down[r][g]),
                        1e-5 * std::abs(a[r][g].derivative * step) + 1e-10 * std::abs(a[r][r].value));
      }
  }

  TEST(HydrogenEvolution, BothPathsRestAtTheSamePotential)
  {
    const auto chemistry = zinc_sulfate(4.);
    // against the zinc reference in the bulk
    const unsigned int zinc   = chemistry->species_index("Zn2+");
    const double       e_zinc = -0.7618 + 0.5 / f * std::log(chemistry->bulk_concentration(zinc) / 1000.);
    for (const double ratio : {1., 1e-3, 1e-8})
      {
        const double rest = -(4. * std::log(10.) - std::log(ratio)) / f - e_zinc;
        for (const double water : {0., 1., 1e6})
          {
            Values keys                                 = hydrogen;
            keys["Exchange current density from water"] = water;
            const auto   r                              = reaction("hydrogen evolution", keys, chemistry);
            const double scale                          = std::abs(current(*r, rest - 0.05, {ratio}));
            EXPECT_NEAR(current(*r, rest, {ratio}), 0., 1e-9 * scale);
            EXPECT_LT(current(*r, rest - 0.01, {ratio}), 0.);
            EXPECT_GT(current(*r, rest + 0.01, {ratio}), 0.);
          }
      }
  }

  TEST(HydrogenEvolution, FollowsTafelsLineAndTheOrdersOfItsPaths)
  {
    const auto chemistry = zinc_sulfate(4.);
    Values     acid = hydrogen, water = hydrogen;
    acid["Exchange current density from water"] = 0.;
    acid["pH of the exchange current density"]  = 0.;
    water["Exchange current density"]           = 1e-40;
    const auto a = reaction("hydrogen evolution", acid, chemistry), w = reaction("hydrogen evolution", water, chemistry);
    EXPECT_NEAR(current(*a, -0.32, {1.}) / current(*a, -0.2, {1.}), 10., 1e-6);
    EXPECT_NEAR(current(*a, -0.2, {0.1}) / current(*a, -0.2, {1.}), 0.1, 1e-6);
    EXPECT_NEAR(current(*w, -0.2, {0.1}) / current(*w, -0.2, {1.}), 1., 1e-6);
    // i0 at pH 0 where E = 0 against SHE
    const unsigned int zinc   = chemistry->species_index("Zn2+");
    const double       e_zinc = -0.7618 + 0.5 / f * std::log(chemistry->bulk_concentration(zinc) / 1000.);
    EXPECT_NEAR(current(*a, -1.2 - e_zinc, {1.}), -1e-3 * 1e-4 * 1e10, 1e-3);
    EXPECT_EQ(a->stoichiometry(), (std::map<std::string, double>{{"H+", 2.}}));
  }

  TEST(Precipitation, GrowsWithWhatIsBeyondSaturation)
  {
    const auto   chemistry = zinc_sulfate(4.);
    const auto   r = reaction("precipitation", {{"Solid", "ZnO"}, {"Rate constant", 1e-6}, {"Critical saturation", 3.}}, chemistry);
    unsigned int solid = 0;
    while (chemistry->solids()[solid].name != "ZnO")
      ++solid;
    const double bulk = std::pow(10., chemistry->saturation_index(solid, chemistry->bulk_log_free()));
    EXPECT_EQ(r->rate_species(), (std::vector<std::string>{"H+", "Zn2+"}));
    EXPECT_EQ(r->electrons(), 0.);
    const auto at = [&](const double saturation, const double dissolvable = 0.) {
      const std::vector<double> ratios{std::sqrt(bulk / saturation), 1.};
      return r->current_density({0.1, ratios.data(), false, 1., T0, dissolvable});
    };
    EXPECT_NEAR(at(11.), -faraday_constant * 1e-6 * 10., 1e-6);
    EXPECT_EQ(at(2.9), 0.);
    EXPECT_EQ(at(0.5), 0.);
    // where there is some, down to what there is
    EXPECT_NEAR(at(0.5, 1.), faraday_constant * 1e-6 * 0.5, 1e-7);
    EXPECT_NEAR(at(0.5, 2e-7), faraday_constant * 2e-7, 1e-9);
    EXPECT_NEAR(at(0.5, -1e-8), -faraday_constant * 1e-8, 1e-12); // more than there was has been taken: it comes back
    EXPECT_EQ(at(2., 1.), 0.);
    EXPECT_NEAR(at(11., 1.), at(11.), 1e-12);
    const auto row = model_of(chemistry);
    EXPECT_EQ(row->row_weight(row->potential(), *r), 0.);
  }
} // namespace zincfield::aqueous_chemistry_unit_tests
