#include "solver/input/declare_sections.h"

#include <algorithm>

namespace zincfield
{
  void
  declare_measurement(Parameters &p, Measurement &measurement)
  {
    const auto value = [&](const std::string &key, const std::string &quantity, const std::string &unit, const std::string &doc) {
      double number = 0.;
      p.given(key); // left out of the input in effect where nothing was measured
      p.quantity(key, number, unit, Range::any(), doc + " 0: not measured.");
      if (number == 0.)
        return;
      if (!measurement.quantity.empty())
        p.reject(key, "one number is compared with a variant, and another one is given too", "one of them");
      measurement.quantity = quantity;
      measurement.value    = number;
    };
    value("Electrode potential", "electrode_potential", "mV",
          "Measured potential of the working electrode; negative: zinc deposits.");
    value("Cell voltage", "cell_voltage", "mV", "Measured voltage, working minus counter electrode; negative: zinc deposits.");
    value("Mean current density", "mean_current_density", "mA/cm^2", "Measured deposition current over the projected area.");
    p.text("Source", measurement.source, "Where the number is from.");
  }

  void
  declare_fits(Parameters &p, std::vector<Fit> &fits)
  {
    p.named_sections("Fits", "Parameters to be found from measurements: least squares of computed minus measured.",
                     [&](const std::string &name, Parameters &keys) {
      Fit fit;
      fit.name = name;
      std::vector<std::string> parameters;
      keys.list("Parameters", parameters,
                "Keys to be found, such as Materials/film/Conductivity; they start from their values in the input, must be "
                "positive and change by factors.");
      keys.list("Variants", fit.variants, "Variants whose Measurement is fitted.");
      keys.list("Applies to", fit.applies_to, "Other variants that are computed with the values found, too.");
      if (keys.describing())
        return;
      if (parameters.empty())
        keys.reject("Parameters", "nothing is to be found", "keys of the input, such as Materials/film/Conductivity");
      if (fit.variants.size() < parameters.size())
        keys.reject("Variants", "fewer measurements than parameters: no values are determined",
                    "at least as many variants as Parameters");
      for (const std::string &key : parameters)
        {
          if (std::count(parameters.begin(), parameters.end(), key) > 1)
            keys.reject("Parameters", "\"" + key + "\" stands twice", "every key once");
          fit.parameters.push_back({key, 0., ""});
        }
      for (const std::string &name : fit.variants)
        if (std::find(fit.applies_to.begin(), fit.applies_to.end(), name) == fit.applies_to.end())
          fit.applies_to.push_back(name);
      fits.push_back(fit);
    });
  }
} // namespace zincfield
