#include "solver/input/template_parts.h"

#include "meshes/geometry.h"
#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "solver/input/input_error.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    /** Values that a geometry needs, in micrometres' size. */
    const std::map<std::string, std::string> geometry_parts = {
      {"flat cell", "set Gap = 100 um\nset Width = 20 um\n"},
      {"gmsh", "set File = my_mesh.msh\nset Length unit = um\n"},
      {"height map",
       "set File = my_heights.csv\nset Length unit = um\nset Width = 40 um\nset Gap = 100 um\nset Shortest wavelength = 8 um\n"},
      {"nuclei", "set Width = 20 um\nset Gap = 30 um\nset Radius = 1 um\nset Density = 0.01 1/um^2\nset Minimum distance = 3 um\n"},
      {"pit", "set Shape = spherical cap\nset Radius = 10 um\nset Depth = 5 um\nset Cell half-width = 30 um\nset Gap = 60 um\n"},
      {"profile", "set File = my_line.csv\nset Unit = 1 um\nset Contour = open\nset Tolerance = 50 nm\nset Gap = 60 um\n"},
      {"protrusion",
       "set Shape = Gaussian\nset Height = 5 um\nset Standard deviation = 2 um\nset Cell half-width = 20 um\nset Gap = 50 um\n"},
      {"pyramid array",
       "set Base = hexagon\nset Width = 8 um\nset Height = 5 um\nset Pitch = 10 um\nset Tip radius = 0.5 um\nset Gap = 50 um\n"},
      {"pyramid section", "set Width = 8 um\nset Height = 5 um\nset Pitch = 10 um\nset Tip radius = 0.5 um\nset Gap = 50 um\n"},
      {"random surface",
       "set Roughness = 1 um\nset Correlation length = 5 um\nset Spectrum = Gaussian\nset Width = 60 um\nset Gap = 60 um\n"},
      {"rod array", "set Radius = 100 nm\nset Height = 1 um\nset Pitch = 500 nm\nset Gap = 20 um\n"},
      {"sinusoidal", "set Amplitude = 2 um\nset Wavelength = 20 um\nset Gap = 60 um\n"}};

    const std::string two_ions = "subsection Species\nsubsection Zn2+\nset Charge = 2\nset Diffusivity = 7.03e-10 m^2/s\nset Bulk "
                                 "concentration = 0.1 mol/L\nend\nsubsection SO4 2-\nset Charge = -2\nset Diffusivity = 1.065e-9 "
                                 "m^2/s\nset Bulk concentration = 0.1 mol/L\nend\nend\n";

    const std::map<std::string, std::string> electrolyte_parts = {
      {"primary", "set Conductivity = 5 S/m\n"},
      {"secondary", "set Conductivity = 5 S/m\n"},
      {"binary salt", "set Data set = ZnSO4 2 M\n"},
      {"dilute ions", two_ions},
      {"Poisson-Nernst-Planck", two_ions},
      {"aqueous chemistry", "subsection Chemistry\nset Data sets = ZnSO4 + H2SO4\nset pH = 4\nsubsection Components\nsubsection "
                            "Zn2+\nset Bulk concentration = 0.1 mol/L\nend\nend\nend\n"}};

    template <typename Base>
    std::vector<std::string>
    names_of()
    {
      std::vector<std::string> names;
      for (const auto &entry : Registry<Base>::entries())
        names.push_back(entry.first);
      return names;
    }

    bool
    is_one_of(const std::string &name, const std::vector<std::string> &names)
    {
      return std::find(names.begin(), names.end(), name) != names.end();
    }

    /** Of a kind that has no part here (a new one): nothing but its name. */
    std::string
    part(const std::map<std::string, std::string> &parts, const std::string &name)
    {
      const auto found = parts.find(name);
      return found == parts.end() ? "" : found->second;
    }

    std::string
    films(const std::string &model)
    {
      if (model == "primary" || model == "aqueous chemistry" || model == "Poisson-Nernst-Planck")
        return ""; // without kinetics, or with properties of each ion
      const std::string diffusivity = model == "secondary" ? "" : "set Diffusivity = 1e-11 m^2/s\n";
      return "subsection Materials\nsubsection film\n" + std::string(model == "dilute ions" ? "" : "set Conductivity = 1 mS/cm\n") +
             diffusivity +
             "end\nend\nsubsection Coatings\nsubsection coating\nset Surface = working electrode\nset Layers = inner\nsubsection "
             "inner\nset Material = film\nset Profile = uniform\nset Thickness = 300 nm\nend\nend\nend\n";
    }
  } // namespace

  std::string
  input_of(const std::vector<std::string> &kinds)
  {
    const std::vector<std::string> geometries = names_of<Geometry>(), models = names_of<TransportModel>();
    std::string                    geometry = "protrusion", model = "binary salt";
    for (const std::string &kind : kinds)
      {
        std::vector<std::string> all = geometries;
        all.insert(all.end(), models.begin(), models.end());
        if (is_one_of(kind, geometries))
          geometry = kind;
        else if (is_one_of(kind, models))
          model = kind;
        else
          throw std::invalid_argument("\"" + kind + "\" is neither a geometry nor a transport model. " +
                                      (did_you_mean(kind, all).empty() ? "" : did_you_mean(kind, all) + " ") +
                                      "Allowed: " + join_alternatives(all) + ".");
      }
    const bool  kinetics = model != "primary", resolved = model == "Poisson-Nernst-Planck";
    std::string text = "set Title = " + geometry + ", " + model + "\nsubsection Geometry\nset Type = " + geometry + "\n" +
                       part(geometry_parts, geometry) + "end\nsubsection Electrolyte\nset Transport model = " + model + "\n" +
                       part(electrolyte_parts, model) + "end\n";
    if (kinetics)
      text += "subsection Reactions\nsubsection zinc deposition\nset Type = Butler-Volmer\nset Exchange current density = 7.36 "
              "mA/cm^2\nset Anodic transfer coefficient = 1\nset Cathodic transfer coefficient = 1\nend\nend\n";
    text += films(model) + "subsection Boundaries\nsubsection working electrode\nset Condition = electrode\n" +
            (kinetics ? "set Reactions = zinc deposition\n" : "") + (resolved ? "set Stern capacitance = 20 uF/cm^2\n" : "") +
            "end\nsubsection counter\nset Condition = bulk\nend\nsubsection sides\nset Condition = insulating\nend\nend\n" +
            "subsection Control\nset Mode = galvanostatic\nset Applied current density = 5 mA/cm^2\nend\n" +
            "subsection Discretization\nset Accuracy = 1 %\nend\n";
    return text;
  }
} // namespace zincfield
