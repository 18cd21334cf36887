#include "meshes/graph_geometry.h"
#include "physics/registry.h"

#include <cmath>
#include <random>

namespace zincfield
{
  using namespace dealii;

  /**
   * A rough electrode with heights at random: of a Gaussian spectrum, S(q) ~ exp(-q^2 l^2/4), or self-affine, S(q) ~ (1 + q^2 l^2)^
   * -(H + d/2) with d = 1 for a line and 2 for a surface, between the width of the cell and the shortest wavelength. Its root mean
   * square is exactly the one asked for.
   */
  class RandomSurface : public GraphGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      declare_cell(parameters, "a correlation length");
      length(parameters, "Roughness", roughness_, Range::positive(), "Root mean square Rq of the height about the mean plane");
      length(parameters, "Correlation length", correlation_, Range::positive(), "Length over which heights are alike");
      parameters.choice("Spectrum", spectrum_, {"Gaussian", "self-affine"},
                        "Gaussian: smooth hills of one size; self-affine: hills upon hills down to the shortest wavelength");
      if (spectrum_ == "self-affine" || parameters.describing())
        {
          parameters.quantity("Hurst exponent", hurst_, "1", Range::between(0., 1.),
                              "Of a self-affine surface: near 1 smooth, near 0 jagged");
          length(parameters, "Shortest wavelength", shortest_, Range::positive(),
                 "Of a self-affine surface: where its spectrum ends");
        }
      parameters.integer("Seed", seed_, 0, 1000000, "Another one gives another surface of the same kind");
      if (!parameters.describing())
        make(parameters);
    }

  private:
    void
    make(const Parameters &parameters)
    {
      // A Gaussian spectrum has fallen to 1e-4 there.
      const double shortest = spectrum_ == "Gaussian" ? M_PI * correlation_ / std::sqrt(std::log(1e4)) : shortest_;
      const double n        = std::floor(2. * width_ / shortest);
      if (n < 2.)
        parameters.reject("Width", "not two half waves fit into the cell",
                          "more than the correlation length and the shortest wavelength");
      if (n > (dimension() == 3 ? 100. : 2000.))
        parameters.reject("Width", "the cell holds more waves than can be meshed",
                          dimension() == 3 ? "at most 50 of the shortest" : "at most 1000 of the shortest");
      const unsigned int               n_waves = n, n_across = dimension() == 3 ? n_waves : 0;
      std::mt19937_64                  random(seed_);
      std::vector<std::vector<double>> amplitudes(n_across + 1, std::vector<double>(n_waves + 1, 0.));
      for (unsigned int j = 0; j <= n_across; ++j)
        for (unsigned int i = 0; i <= n_waves; ++i)
          {
            const double q = M_PI * std::hypot(i, j) / width_, normal = next_normal(random);
            if (i + j > 0 && 2. * M_PI / q >= shortest)
              amplitudes[j][i] = normal * std::sqrt(spectrum(q));
          }
      const double rms = CosineSurface(width_, width_, amplitudes).rms();
      for (auto &row : amplitudes)
        for (double &amplitude : row)
          amplitude *= roughness_ / rms;
      take(parameters, "Roughness", CosineSurface(width_, width_, amplitudes), correlation_);
    }

    double
    spectrum(const double q) const
    {
      if (spectrum_ == "Gaussian")
        return std::exp(-0.25 * q * q * correlation_ * correlation_);
      return std::pow(1. + q * q * correlation_ * correlation_, -(hurst_ + 0.5 * (dimension() - 1)));
    }

    /** Box and Muller's, the same on every machine. */
    static double
    next_normal(std::mt19937_64 &random)
    {
      const auto   uniform = [&random]() { return (random() >> 11) * 0x1p-53; };
      const double radius  = std::sqrt(-2. * std::log(1. - uniform()));
      return radius * std::cos(2. * M_PI * uniform());
    }

    std::string  spectrum_  = "Gaussian";
    double       roughness_ = required_value, correlation_ = required_value, hurst_ = 0.8, shortest_ = required_value;
    unsigned int seed_ = 1;
  };

  static const Register<Geometry, RandomSurface>
    random_surface("random surface", "A rough electrode with random heights of a given spectrum");
} // namespace zincfield
