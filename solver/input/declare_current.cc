#include "solver/input/declare_sections.h"

#include "meshes/extruded_geometry.h"
#include "physics/constants.h"

#include <stdexcept>

namespace zincfield
{
  namespace
  {
    /** Projected area of the working electrode: m in 2-D, m^2 axisymmetric and 3-D. */
    double
    electrode_area(const Geometry &geometry)
    {
      const double unit = geometry.dimension() == 3 || geometry.axisymmetric() ? mesh_unit * mesh_unit : mesh_unit;
      return geometry.footprint() * unit;
    }
  } // namespace

  void
  declare_current(Parameters &p, const std::string &key, double &density, const std::string &doc, const Case &data)
  {
    const std::string total_key  = "Total current";
    const auto        read_total = [&](double &total, const std::string &unit) {
      p.quantity(total_key, total, unit, Range::any(),
                        "In place of " + key +
                          ": the current of the whole working electrode, in A/m of depth in 2-D. "
                                 "It is divided by the electrode's area.");
    };
    if (p.describing())
      {
        double total = 0.;
        p.quantity(key, density, "mA/cm^2", Range::any(), doc);
        read_total(total, "A");
        p.given(total_key); // whose presence has a meaning
        return;
      }
    if (!p.given(total_key))
      return p.quantity(key, density, "mA/cm^2", Range::any(), doc);
    if (p.given(key))
      p.reject(total_key, "the " + key + " is given too, and one follows from the other", "one of the two keys");
    double total = required_value;
    read_total(total, data.geometry->dimension() == 2 && !data.geometry->axisymmetric() ? "A/m" : "A");
    density = total / electrode_area(*data.geometry);
  }

  void
  declare_parts(Parameters &p, const std::string &boundary, Case &data)
  {
    std::vector<std::string> parts;
    p.list("Parts", parts,
           "Of an imported mesh: the boundaries of the file that together are this one, such as the plates of one electrode. "
           "Empty: the one of this name.");
    if (p.describing() || parts.empty())
      return;
    try
      {
        data.geometry->join_boundaries(boundary, parts);
      }
    catch (const std::invalid_argument &error)
      {
        p.reject("Parts", error.what(), "names of boundaries of the mesh, each in one boundary of the input");
      }
  }
} // namespace zincfield
