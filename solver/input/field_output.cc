#include "solver/input/field_output.h"

#include "physics/parameters.h"
#include "solver/input/case.h"

#include <sstream>

namespace zincfield
{
  void
  FieldOutput::declare(Parameters &p)
  {
    p.choice(
      "Format", format, {"vtu", "vtkhdf", "xdmf"},
      "Files of fields. vtu: one a rank and time, compressed; vtkhdf: one a time for all ranks, HDF5 that ParaView 5.11 and VTK "
      "9.1 read; xdmf: one HDF5 file a variant, fields.h5, for all ranks and times.");
    p.boolean("Higher-order cells", higher_order,
              "Whether VTU files have curved Lagrange cells of the degree of the elements in place of linear parts of them.");
    std::string coordinates = metres ? "m" : "um";
    p.choice("Coordinates", coordinates, {"um", "m"}, "Unit of length in files of fields.");
    metres = coordinates == "m";
    p.boolean("Whole cell", whole_cell,
              "Whether files of fields show the mirror images of a cell of which a symmetric part is computed; an axisymmetric one "
              "with both sides of its axis.");
    if (!p.describing() && higher_order && format != "vtu")
      p.reject("Higher-order cells", "files of the format " + format + " have linear cells", "false, or Format = vtu");
  }

  FieldOutput
  field_output(const Case &data)
  {
    const std::map<std::string, std::string> values = used_values(data);
    const auto                               text   = [&](const std::string &key) {
      const auto found = values.find("Output/" + key);
      return found == values.end() ? "" : found->second;
    };
    const auto  is_true = [&](const std::string &key) { return text(key) == "true" || text(key) == "yes"; };
    FieldOutput output;
    if (!text("Format").empty())
      output.format = text("Format");
    output.higher_order = is_true("Higher-order cells");
    output.metres       = text("Coordinates") == "m";
    output.whole_cell   = is_true("Whole cell");
    return output;
  }

  std::map<std::string, std::string>
  used_values(const Case &data)
  {
    std::map<std::string, std::string> values;
    std::string                        path;
    std::istringstream                 text(data.used_input);
    for (std::string line; std::getline(text, line);)
      {
        line.erase(0, line.find_first_not_of(' '));
        if (const std::string opening = "subsection "; line.rfind(opening, 0) == 0)
          path += line.substr(opening.size()) + "/";
        else if (line == "end")
          path.erase(path.size() < 2 ? 0 : path.rfind('/', path.size() - 2) + 1);
        else if (const std::size_t equals = line.find(" = "); line.rfind("set ", 0) == 0 && equals != std::string::npos)
          values[path + line.substr(4, equals - 4)] = line.substr(equals + 3);
      }
    return values;
  }
} // namespace zincfield
