#include "solver/runs/fit.h"

#include "solver/support/errors.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/householder.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace zincfield
{
  using dealii::FullMatrix;
  using dealii::Vector;

  namespace
  {
    constexpr unsigned int most_steps = 30;

    /** Change of a logarithm for derivatives, largest change in a step, and the change at which the fit has arrived. */
    constexpr double difference = 1e-4, largest_change = 2., arrived = 1e-5;

    /** Share of a parameter's effect that must be its own: less is within the error of the differences. */
    constexpr double indistinguishable = 1e-3;

    /** The cases that a fit rests on, with what was measured. */
    std::vector<Case>
    fitted_cases(const Fit &fit, const std::vector<Case> &cases)
    {
      std::vector<Case> chosen;
      for (const std::string &name : fit.variants)
        for (const Case &data : cases)
          if (data.variant == name)
            chosen.push_back(data);
      return chosen;
    }

    /** The values as texts "Section/Key = value". */
    std::vector<std::string>
    texts(const Fit &fit, const char *format)
    {
      std::vector<std::string> list;
      for (const FittedParameter &parameter : fit.parameters)
        {
          char number[40];
          std::snprintf(number, sizeof(number), format, parameter.value);
          list.push_back(parameter.key + " = " + number + (parameter.unit == "1" ? "" : " " + parameter.unit));
        }
      return list;
    }

    std::string
    values_text(const Fit &fit)
    {
      std::string text;
      for (const std::string &value : texts(fit, "%.5g"))
        text += (text.empty() ? "" : ", ") + value;
      return text;
    }

    /** Computed minus measured numbers over the root mean square of the measured ones, at logarithms of the parameters. */
    class Deviations
    {
    public:
      Deviations(const Fit &fit, const std::vector<Case> &cases, const ComputedNumber &computed)
        : fit_(fit)
        , cases_(cases)
        , computed_(computed)
      {
        for (const Case &data : cases)
          scale_ += data.measurement.value * data.measurement.value / cases.size();
        scale_ = std::sqrt(scale_);
      }

      Fit
      at(const Vector<double> &logarithms) const
      {
        Fit moved = fit_;
        for (unsigned int j = 0; j < logarithms.size(); ++j)
          moved.parameters[j].value = std::exp(logarithms[j]);
        return moved;
      }

      Vector<double>
      operator()(const Vector<double> &logarithms)
      {
        Vector<double> result(cases_.size());
        for (unsigned int i = 0; i < cases_.size(); ++i)
          {
            ++evaluations;
            try
              {
                result[i] = (computed_(cases_[i].with(found_values(at(logarithms)))) - cases_[i].measurement.value) / scale_;
              }
            catch (const SolverError &error)
              {
                throw SolverError("The fit \"" + fit_.name + "\" came to values with which a variant cannot be solved: " +
                                    values_text(at(logarithms)) + ". " + error.what(),
                                  "starting values of the fit with which all of its variants can be solved.");
              }
          }
        return result;
      }

      unsigned int evaluations = 0;

    private:
      const Fit               &fit_;
      const std::vector<Case> &cases_;
      const ComputedNumber    &computed_;
      double                   scale_ = 0.;
    };

    /** The step of Gauss and Newton, with no logarithm changed by more than the largest change. */
    Vector<double>
    gauss_newton_step(Deviations           &deviations,
                      const Vector<double> &logarithms,
                      const Vector<double> &deviation,
                      const std::string    &name)
    {
      FullMatrix<double>          jacobian(deviation.size(), logarithms.size());
      std::vector<Vector<double>> columns; // orthonormal
      for (unsigned int j = 0; j < logarithms.size(); ++j)
        {
          Vector<double> moved(logarithms);
          moved[j] += difference;
          Vector<double> column = deviations(moved);
          column -= deviation;
          if (column.linfty_norm() < 1e-9 * difference)
            throw SolverError("The fit \"" + name + "\" cannot find its parameter number " + std::to_string(j + 1) +
                                ": the computed numbers do not depend on it.",
                              "another parameter, or variants on which it acts.");
          for (unsigned int i = 0; i < deviation.size(); ++i)
            jacobian(i, j) = column[i] / difference;
          columns.push_back(column /= column.l2_norm());
          for (unsigned int k = 0; k < j; ++k)
            columns[j].add(-(columns[j] * columns[k]), columns[k]);
          if (columns[j].l2_norm() < indistinguishable)
            throw SolverError("The fit \"" + name + "\" cannot tell its parameter number " + std::to_string(j + 1) +
                                " from those before it: they change the computed numbers alike.",
                              "one of them only, or measurements on which they act differently.");
          columns[j] /= columns[j].l2_norm();
        }
      Vector<double> step(logarithms.size());
      dealii::Householder<double>(jacobian).least_squares(step, deviation);
      step *= -std::min(1., largest_change / std::max(step.linfty_norm(), 1e-300));
      return step;
    }
  } // namespace

  std::vector<std::string>
  found_values(const Fit &fit)
  {
    return texts(fit, "%.12g"); // derivatives are differences of what these make
  }

  FitResult
  find_parameters(const Fit                                      &fit,
                  const std::vector<Case>                        &cases,
                  const ComputedNumber                           &computed,
                  const std::function<void(const std::string &)> &say)
  {
    const std::vector<Case> measured = fitted_cases(fit, cases);
    Deviations              deviations(fit, measured, computed);
    Vector<double>          logarithms(fit.parameters.size());
    for (unsigned int j = 0; j < logarithms.size(); ++j)
      logarithms[j] = std::log(fit.parameters[j].value);

    const auto     rms       = [](const Vector<double> &v) { return v.l2_norm() / std::sqrt(v.size()); };
    Vector<double> deviation = deviations(logarithms);
    for (unsigned int count = 0; count < most_steps; ++count)
      {
        char share[30];
        std::snprintf(share, sizeof(share), "%.2g %%", 100. * rms(deviation));
        say("fit \"" + fit.name + "\", step " + std::to_string(count) + ": deviation " + share + ", " +
            values_text(deviations.at(logarithms)));
        Vector<double> step = gauss_newton_step(deviations, logarithms, deviation, fit.name);
        while (step.linfty_norm() > arrived)
          {
            Vector<double> moved(logarithms);
            moved += step;
            std::optional<Vector<double>> there;
            try
              {
                there = deviations(moved);
              }
            catch (const SolverError &)
              {
                // no steady state there: a shorter step
              }
            if (there && there->l2_norm() < deviation.l2_norm())
              {
                logarithms = moved;
                deviation  = *there;
                break;
              }
            step *= 0.5;
          }
        if (step.linfty_norm() <= arrived)
          return {deviations.at(logarithms), rms(deviation), deviations.evaluations};
      }
    throw SolverError(
      "The fit \"" + fit.name + "\" did not arrive in " + std::to_string(most_steps) +
        " steps; the last values: " + values_text(deviations.at(logarithms)) + ".",
      rms(deviation) > 1.
        ? "measurements with the sign of what is computed (potentials are negative where zinc deposits), or better starting values."
        : "better starting values, fewer parameters, or more measurements.");
  }
} // namespace zincfield
