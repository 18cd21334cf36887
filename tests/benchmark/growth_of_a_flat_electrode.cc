#include "tests/support/gmsh_file.h"
#include "tests/support/growth_cells.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/householder.h>

#include <gtest/gtest.h>

#include <cmath>

// Shape change of a flat electrode below a counter electrode that bulges towards one of its ends, where the current gathers, and
// the deposit with it. The kind of problem of Subramanian and White, J. Electrochem. Soc. 149 (2002) C498, and their kind of method
// as the reference: a series that is exact in the solution, a method of lines in time. The drop of potential in the deposit, which
// matters under a primary distribution (their point), is left out on both sides: the metal has one potential.

namespace zincfield::growth_of_a_flat_electrode_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** Of the map: its length [um], how uneven it is, and the height of the counter electrode in it. */
    constexpr double unit = 20., uneven = -0.5, counter = 1., width = pi * unit;

    /**
     * (x + i y)/c = w + A sin w makes of the cell a rectangle in w = xi + i eta: its sides xi = 0 and pi are the walls, its lower
     * side is the electrode, which the deposit raises to eta(xi), the upper one the counter electrode. phi = a_0 (eta_c - eta) +
     * sum_n a_n cos(n xi) sinh(n (eta_c - eta)) is exact but for the law of the metal at phi_m = -1, phi - kappa R/s (phi_eta -
     * eta_xi phi_xi)/sqrt(1 + eta_xi^2) = phi_m with the scale s = c |1 + A cos w|, which gives the a_n. All that is even about the
     * walls, so that the series end early. eta_t = (phi_eta - eta_xi phi_xi)/s^2, in units of V_m kappa/(zF).
     */
    class FlatElectrode
    {
    public:
      explicit FlatElectrode(const double resistance)
        : resistance_(resistance)
        , angle_(n_points, 0.)
      {
        for (unsigned int j = 0; j < n_points; ++j)
          place_.push_back(0.5 * pi * (1. - std::cos(pi * j / (n_points - 1))));
      }

      /** Until the deposit has this volume over the area of the start [um]. */
      void
      grow_to(const double thickness)
      {
        double dt = 0.02 * thickness * width / volume(rate(angle_));
        for (double before = 0.; before < thickness * (1. - 1e-10);)
          {
            const std::vector<double> start = angle_, k1 = rate(start), k2 = rate(moved(start, 0.5 * dt, k1)),
                                      k3 = rate(moved(start, 0.5 * dt, k2)), k4 = rate(moved(start, dt, k3));
            for (unsigned int j = 0; j < n_points; ++j)
              angle_[j] = start[j] + dt / 6. * (k1[j] + 2. * k2[j] + 2. * k3[j] + k4[j]);
            const double now = volume(angle_) / width;
            if (now > thickness * (1. + 1e-12))
              {
                dt *= (thickness - before) / (now - before);
                angle_ = start;
              }
            else
              before = now;
          }
      }

      /** Heights of the deposit at the ends [um]. */
      double
      highest() const
      {
        return unit * (angle_.front() + uneven * std::sinh(angle_.front()));
      }
      double
      lowest() const
      {
        return unit * (angle_.back() - uneven * std::sinh(angle_.back()));
      }

      /** The largest i over the mean before anything grows. */
      double
      first_gathering() const
      {
        const std::vector<double> rates = rate(std::vector<double>(n_points, 0.));
        return scale(0, 0.) * rates.front() * width / volume(rates);
      }

    private:
      static constexpr unsigned int n_points = 33, n_modes = 17;

      static std::vector<double>
      moved(std::vector<double> from, const double dt, const std::vector<double> &velocity)
      {
        for (unsigned int j = 0; j < from.size(); ++j)
          from[j] += dt * velocity[j];
        return from;
      }

      /** int int s^2 deta dxi, by the weights of Clenshaw and Curtis [um^2]. */
      double
      volume(const std::vector<double> &angle) const
      {
        double             sum = 0.;
        const unsigned int n   = n_points - 1;
        for (unsigned int j = 0; j <= n; ++j)
          {
            double weight = 1.;
            for (unsigned int k = 1; k <= n / 2; ++k)
              weight -= (k == n / 2 ? 1. : 2.) / (4. * k * k - 1.) * std::cos(2. * pi * k * j / n);
            weight *= (j == 0 || j == n ? 1. : 2.) / n;
            const double eta = angle[j], xi = place_[j];
            sum += 0.5 * pi * weight * unit * unit *
                   (eta + 2. * uneven * std::cos(xi) * std::sinh(eta) +
                    uneven * uneven * (0.25 * std::sinh(2. * eta) + 0.5 * eta * std::cos(2. * xi)));
          }
        return sum;
      }

      /** d/dxi of the polynomial through the points. */
      std::vector<double>
      slope(const std::vector<double> &angle) const
      {
        std::vector<double> result(n_points, 0.);
        const auto          c = [](const unsigned int i) { return (i == 0 || i == n_points - 1 ? 2. : 1.) * (i % 2 ? -1. : 1.); };
        for (unsigned int i = 0; i < n_points; ++i)
          for (unsigned int j = 0; j < n_points; ++j)
            if (i != j)
              result[i] += c(i) / c(j) / (place_[i] - place_[j]) * (angle[j] - angle[i]);
        return result;
      }

      std::vector<double>
      rate(const std::vector<double> &angle) const
      {
        const std::vector<double>  slopes = slope(angle);
        dealii::FullMatrix<double> law(n_points, n_modes), normal(n_points, n_modes);
        dealii::Vector<double>     potential(n_points), factors(n_modes);
        for (unsigned int j = 0; j < n_points; ++j)
          {
            const double resistance = resistance_ / scale(j, angle[j]) / std::sqrt(1. + slopes[j] * slopes[j]);
            for (unsigned int n = 0; n < n_modes; ++n)
              {
                // over exp(n eta_c)/2
                const double k = n, size = std::exp(-k * angle[j]), back = std::exp(-2. * k * (counter - angle[j])),
                             value = n == 0 ? counter - angle[j] : std::cos(k * place_[j]) * size * (1. - back),
                             up    = n == 0 ? -1. : -k * std::cos(k * place_[j]) * size * (1. + back),
                             along = -k * std::sin(k * place_[j]) * size * (1. - back);
                normal(j, n)       = up - slopes[j] * along;
                law(j, n)          = value - resistance * normal(j, n);
              }
            potential(j) = -1.;
          }
        dealii::Householder<double>(law).least_squares(factors, potential);
        dealii::Vector<double> flux(n_points);
        normal.vmult(flux, factors);
        std::vector<double> result(n_points);
        for (unsigned int j = 0; j < n_points; ++j)
          result[j] = flux(j) / std::pow(scale(j, angle[j]), 2);
        return result;
      }

      double
      scale(const unsigned int j, const double eta) const
      {
        return unit * std::hypot(1. + uneven * std::cos(place_[j]) * std::cosh(eta), uneven * std::sin(place_[j]) * std::sinh(eta));
      }

      const double        resistance_; // kappa R [um]
      std::vector<double> place_, angle_;
    };
  } // namespace

  TEST(GrowthOfAFlatElectrode, SecondaryAndPrimary)
  {
    const GmshFile file(gmsh_text({16, 32, 0}, [](const dealii::Point<3> &p) {
      const double xi = pi * p[1], eta = counter * p[0];
      return unit * dealii::Point<3>(xi + uneven * std::sin(xi) * std::cosh(eta), eta + uneven * std::cos(xi) * std::sinh(eta), 0.);
    }));
    const Lines    cell = growth_cells::imported_cell(file.name, "-1 mV") + Lines{"Electrolyte/Conductivity = 5 S/m"};
    // kappa R = 10 um is of the order of the gap. Without a resistance all that is rough grows exponentially, short waves first:
    // less thickness then.
    for (const bool primary : {false, true})
      {
        const double     thickness = primary ? 0.4 : 1.2; // [um]
        const CaseResult result    = grown<2>(
          cell + Lines{"Growth/Until thickness = " + std::to_string(thickness) + " um"} +
            (primary ? Lines{"Electrolyte/Transport model = primary"}
                        : Lines{"Electrolyte/Transport model = secondary", "Reactions/zinc/Type = linear",
                             "Reactions/zinc/Charge transfer resistance = 0.02 ohm cm^2", "Boundaries/metal/Reactions = zinc"}),
          0);
        ASSERT_EQ(result.failure, "");
        FlatElectrode expected(primary ? 0. : 10.);
        const double  unchanged = expected.first_gathering() * thickness;
        expected.grow_to(thickness);
        const double tip = 1e6 * shape(result, "tip_growth"), tolerance = 1.5e-3 * tip;
        EXPECT_NEAR(1e6 * shape(result, "deposit_thickness"), thickness, 1e-8);
        EXPECT_GT(expected.highest() - unchanged, 10. * tolerance); // what the change of shape does to it
        EXPECT_NEAR(tip, expected.highest(), tolerance);
        EXPECT_NEAR(1e6 * shape(result, "base_growth"), expected.lowest(), tolerance);
      }
  }
} // namespace zincfield::growth_of_a_flat_electrode_tests
