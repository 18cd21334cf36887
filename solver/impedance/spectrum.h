#pragma once

#include "solver/assembly/operator.h"

#include <complex>
#include <functional>
#include <string>
#include <vector>

namespace zincfield
{
  /** One frequency; impedances times the projected area of the working electrode [ohm m^2], that of a passive cell with a positive
   * real part. */
  struct ImpedancePoint
  {
    double               frequency = 0.; // [Hz]
    std::complex<double> cell, working_electrode, electrolyte, counter_electrode;
    unsigned int         iterations = 0;
  };

  /** A maximum of -Im Z against the logarithm of the frequency. */
  struct Arc
  {
    double frequency = 0.; // [Hz]
    double height    = 0.; // -Im Z there [ohm m^2]
  };

  /** From the highest frequency to the lowest. */
  struct Spectrum
  {
    std::vector<ImpedancePoint> points;
    bool                        has_counter_electrode = false;

    /** Re Z at the highest frequency, and how much it grows from there to the lowest [ohm m^2]. */
    double
    high_frequency_resistance() const
    {
      return points.front().cell.real();
    }
    double
    polarisation_resistance() const
    {
      return points.back().cell.real() - points.front().cell.real();
    }

    /** Maxima of -Im Z inside the spectrum, the highest frequency first; parabolas through three points place them. */
    std::vector<Arc>
    arcs() const;
  };

  /** Evenly spaced in the logarithm, from the highest to the lowest, both included. */
  std::vector<double>
  frequencies(const ImpedanceOptions &options);

  /**
   * The impedance of the cell about a steady state, and its parts: with j the anodic current density and phi the potential of the
   * solution at the electrodes, both of the perturbation, and J = int j dS over the working electrode,
   *
   *   Z_cell = A phi_m/J,   Z_working = A int conj(j) (phi_m - phi) dS/|J|^2,   Z_counter = A int conj(j) (0 - phi) dS/|J|^2
   *
   * and the electrolyte, meshed films included, is what remains; without a counter electrode it reaches to the bulk. `line` takes
   * the lines of the log.
   */
  template <int dim>
  Spectrum
  find_spectrum(Operator<dim>                                  &op,
                const StateVector                              &state,
                double                                          electrode_potential,
                const std::function<void(const std::string &)> &line);

  /** Writes them as columns, in ohm cm^2. */
  void
  write_spectrum(const std::string &path, const Spectrum &spectrum);
} // namespace zincfield
