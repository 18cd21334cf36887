#include "solver/impedance/spectrum.h"

#include "solver/impedance/harmonic_system.h"
#include "solver/support/output_file.h"

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  std::vector<double>
  frequencies(const ImpedanceOptions &options)
  {
    std::vector<double> list;
    for (unsigned int k = 0;; ++k)
      {
        const double frequency = options.highest * std::pow(10., -static_cast<double>(k) / options.points_per_decade);
        if (frequency <= options.lowest * (1. + 1e-9))
          break;
        list.push_back(frequency);
      }
    list.push_back(options.lowest);
    return list;
  }

  std::vector<Arc>
  Spectrum::arcs() const
  {
    std::vector<Arc> list;
    for (unsigned int k = 1; k + 1 < points.size(); ++k)
      {
        const double left = -points[k - 1].cell.imag(), middle = -points[k].cell.imag(), right = -points[k + 1].cell.imag();
        if (!(middle > left && middle >= right && middle > 0.))
          continue;
        const double x0 = std::log(points[k - 1].frequency / points[k].frequency),
                     x2 = std::log(points[k + 1].frequency / points[k].frequency);
        // middle + b x + c x^2 through the three
        const double c = ((left - middle) / x0 - (right - middle) / x2) / (x0 - x2), b = (left - middle) / x0 - c * x0,
                     top = -b / (2. * c);
        list.push_back({points[k].frequency * std::exp(top), middle + (b + c * top) * top});
      }
    return list;
  }

  template <int dim>
  Spectrum
  find_spectrum(Operator<dim>                                  &op,
                const StateVector                              &state,
                const double                                    electrode_potential,
                const std::function<void(const std::string &)> &line)
  {
    const CellModel &model = op.model();
    Spectrum         spectrum;
    spectrum.has_counter_electrode = std::any_of(model.boundaries.begin(), model.boundaries.end(),
                                                 [](const BoundaryLaw &b) { return b.condition == Condition::counter_electrode; });
    const double        area       = op.discretization().mesh.footprint();
    const ImplicitStep  before     = op.step();
    HarmonicSystem<dim> system(op, model.data.solver);
    line("  impedance: FGMRES, preconditioner " + system.preconditioner());
    for (const double frequency : frequencies(model.data.impedance))
      {
        const HarmonicResponse r = system.solve(state, electrode_potential, 2. * numbers::PI * frequency);
        ImpedancePoint         point;
        const double           square = std::norm(r.current);
        point.frequency               = frequency;
        point.iterations              = r.iterations;
        point.cell                    = area / r.current;
        point.working_electrode       = area * (std::conj(r.current) - r.working_moment) / square;
        point.counter_electrode       = -area * r.counter_moment / square;
        point.electrolyte             = point.cell - point.working_electrode - point.counter_electrode;
        spectrum.points.push_back(point);
        char text[200];
        std::snprintf(text, sizeof(text), "  %.4g Hz  Z %.6g %+.6gi ohm cm^2  linear iterations %u", frequency,
                      1e4 * point.cell.real(), 1e4 * point.cell.imag(), point.iterations);
        line(text);
      }
    op.set_step(before);
    return spectrum;
  }

  void
  write_spectrum(const std::string &path, const Spectrum &spectrum)
  {
    std::string text = "frequency [Hz],Re Z [ohm cm^2],Im Z [ohm cm^2],|Z| [ohm cm^2],phase [deg],Re Z working electrode [ohm "
                       "cm^2],Im Z working electrode [ohm cm^2],"
                       "Re Z electrolyte [ohm cm^2],Im Z electrolyte [ohm cm^2]";
    if (spectrum.has_counter_electrode)
      text += ",Re Z counter electrode [ohm cm^2],Im Z counter electrode [ohm cm^2]";
    text += ",linear iterations\n";
    const auto add = [&](const double x) {
      char number[40];
      std::snprintf(number, sizeof(number), "%.10g,", x);
      text += number;
    };
    for (const ImpedancePoint &point : spectrum.points)
      {
        add(point.frequency);
        add(1e4 * point.cell.real());
        add(1e4 * point.cell.imag());
        add(1e4 * std::abs(point.cell));
        add(std::arg(point.cell) * 180. / numbers::PI);
        for (const auto &part : {point.working_electrode, point.electrolyte})
          {
            add(1e4 * part.real());
            add(1e4 * part.imag());
          }
        if (spectrum.has_counter_electrode)
          {
            add(1e4 * point.counter_electrode.real());
            add(1e4 * point.counter_electrode.imag());
          }
        text += std::to_string(point.iterations) + "\n";
      }
    write_whole(path, text);
  }

  template Spectrum
  find_spectrum(Operator<2> &, const StateVector &, double, const std::function<void(const std::string &)> &);
  template Spectrum
  find_spectrum(Operator<3> &, const StateVector &, double, const std::function<void(const std::string &)> &);
} // namespace zincfield
