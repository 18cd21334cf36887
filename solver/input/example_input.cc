#include "solver/input/describe_input.h"

namespace zincfield
{
  std::string
  example_input()
  {
    return R"(
set Title = Zinc protrusion with a coating in 2 M zinc sulfate

subsection Geometry
  set Type = protrusion
  set Height = 5 um
  set Standard deviation = 2 um
  set Cell half-width = 20 um
  set Gap = 50 um
end

subsection Electrolyte
  set Transport model = binary salt
  set Data set = ZnSO4 2 M
end

subsection Reactions
  subsection zinc deposition
    set Type = Butler-Volmer
    set Exchange current density = 7.36 mA/cm^2
    set Anodic transfer coefficient = 1
    set Cathodic transfer coefficient = 1
  end
end

subsection Materials
  subsection film
    set Conductivity = 1 mS/cm
    set Diffusivity = 1e-11 m^2/s
  end
end

subsection Coatings
  subsection coating
    set Surface = working electrode
    set Layers = inner
    subsection inner
      set Material = film
      set Profile = uniform
      set Thickness = 300 nm
    end
  end
end

subsection Boundaries
  subsection working electrode
    set Condition = electrode
    set Reactions = zinc deposition
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end

subsection Control
  set Mode = galvanostatic
  set Applied current density = 5 mA/cm^2
end
)";
  }
} // namespace zincfield
