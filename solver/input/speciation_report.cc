#include "solver/input/speciation_report.h"

#include "physics/chemistry/chemistry.h"
#include "solver/input/input_error.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  namespace
  {
    std::string
    padded(std::string text, const std::size_t width)
    {
      text.resize(std::max(width, text.size()), ' ');
      return text;
    }

    std::string
    report_of(const Chemistry &chemistry)
    {
      std::string out = padded("species", 16) + padded("mol/L", 14) + padded("gamma", 10) + padded("log K", 10) +
                        padded("D/(m^2/s)", 12) + "source\n";
      for (unsigned int i = 0; i < chemistry.species().size(); ++i)
        {
          const ChemicalSpecies &species = chemistry.species()[i];
          const bool             primary = i < chemistry.components().size();
          out += padded(species.name, 16) + padded(text("%.6e", 1e-3 * chemistry.bulk_concentration(i)), 14) +
                 padded(text("%.4g", chemistry.activity_coefficient(i)), 10) +
                 padded(primary ? "" : text("%.3f", chemistry.log_k(i)), 10) + padded(text("%.3e", chemistry.diffusivity(i)), 12) +
                 species.source + "\n";
        }
      out += "\n" + padded("component", 16) + "total/(mol/L)\n";
      for (const Component &component : chemistry.components())
        out += padded(component.name, 16) + text("%.6e", 1e-3 * component.total) + "\n";
      const double *y = chemistry.bulk_log_free();
      out += "\n" + padded("solid", 16) + padded("saturation index", 18) + padded("log K", 10) + "source\n";
      for (unsigned int s = 0; s < chemistry.solids().size(); ++s)
        out += padded(chemistry.solids()[s].name, 16) + padded(text("%.3f", chemistry.saturation_index(s, y)), 18) +
               padded(text("%.3f", chemistry.solids()[s].log_k), 10) + chemistry.solids()[s].source + "\n";
      out += "\npH " + text("%.3f", chemistry.ph(y)) + ", ionic strength " + text("%.4g", chemistry.ionic_strength()) +
             " mol/L, log Kw " + text("%.3f", chemistry.log_kw()) + "\n";
      out += "conductivity " + text("%.4g", chemistry.bulk_conductivity()) + " S/m";
      if (const MeasuredTransport *measured = chemistry.measured())
        out += ", measured " + text("%.4g", measured->conductivity) + " S/m";
      for (const std::string &note : chemistry.notes())
        out += "\n" + note;
      return out + "\n";
    }
  } // namespace

  std::string
  speciation_report(const std::vector<Case> &cases)
  {
    std::string out;
    for (const Case &data : cases)
      {
        if (!data.chemistry)
          throw InputError({data.input_file, 0, "Electrolyte/Transport model", data.transport},
                           "there is nothing to speciate: the transport model knows no equilibria", "aqueous chemistry");
        const std::string one = report_of(*data.chemistry);
        if (cases.size() > 1)
          out += (out.empty() ? "" : "\n") + data.variant + ":\n";
        out += one;
      }
    return out;
  }
} // namespace zincfield
