#pragma once

#include <map>
#include <string>

namespace zincfield
{
  struct Case;
  class Parameters;

  /** In which form a run writes its fields: of the section Output. */
  struct FieldOutput
  {
    std::string format       = "vtu"; // vtu | vtkhdf | xdmf
    bool        higher_order = false; // Lagrange cells in place of linear ones, vtu
    bool        metres       = false; // coordinates; else micrometres
    bool        whole_cell   = false; // with the mirror images of a symmetric part

    void
    declare(Parameters &parameters);
  };

  /** That of a case, from its input in effect. */
  FieldOutput
  field_output(const Case &data);

  /** The keys of a case by "Section/Key", with their texts in effect. */
  std::map<std::string, std::string>
  used_values(const Case &data);
} // namespace zincfield
