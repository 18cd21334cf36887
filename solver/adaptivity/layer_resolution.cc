#include "solver/adaptivity/layer_resolution.h"

#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  LayerResolution
  resolution_of_layers(const Discretization<dim> &discretization, const CellModel &model)
  {
    const double debye = model.is_electrostatic ? 0. : model.transport->debye_length();
    if (debye == 0.)
      return {};
    const HighestCell highest = highest_at_electrodes(discretization, model);
    LayerResolution   result{text("cells beside electrodes and charged walls are at most %.3g nm high, Debye length %.3g nm",
                                  1e9 * highest.height, 1e9 * debye),
                           ""};
    if (highest.height <= debye * model.data.discretization.degree)
      return result;
    const std::string name = model.boundaries[highest.boundary].name;
    result.advice          = "the double layer on \"" + name + "\" is not resolved: ";
    if (highest.in_film)
      result.advice += "raise \"Cells across\" of its coating's layers, or ";
    else if (const auto condition = model.data.geometry->condition_of_first_cell(name))
      result.advice += text("set \"First cell\" to %.2g nm", 0.5e9 * debye) + *condition + ", or ";
    result.advice += "raise \"Minimum cycles\" or \"Initial refinements\"";
    return result;
  }

  template LayerResolution
  resolution_of_layers(const Discretization<2> &, const CellModel &);
  template LayerResolution
  resolution_of_layers(const Discretization<3> &, const CellModel &);
} // namespace zincfield
