#include "solver/assembly/electronic_reference.h"

#include "solver/assembly/scaffold_contacts.h"

namespace zincfield
{
  template <int dim>
  ElectronicReference
  electronic_reference(const Discretization<dim> &discretization, const CellModel &model)
  {
    ElectronicReference result;
    const auto         &fields = model.transport->fields();
    for (unsigned int f = 0; f < fields.size(); ++f)
      if (fields[f].role == FieldRole::electronic_potential)
        {
          result.field = f;
          for (const auto &metals : collectors(discretization, model, f))
            result.follows.push_back(metals.size() == 1 && model.boundaries[*metals.begin()].condition == Condition::electrode);
        }
    return result;
  }

  template ElectronicReference
  electronic_reference(const Discretization<2> &, const CellModel &);
  template ElectronicReference
  electronic_reference(const Discretization<3> &, const CellModel &);
} // namespace zincfield
