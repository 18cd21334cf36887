#pragma once

#include "tests/integrators/dae.h"

namespace zincfield
{
  inline Lines
  closed_salt_cell(const std::string &gap, const unsigned int cells)
  {
    return common_lines() + Lines{"Geometry/Type = flat cell",
                                  "Geometry/Gap = " + gap,
                                  "Geometry/Width = 10 um",
                                  "Geometry/Cells across feature = " + std::to_string(cells),
                                  "Electrolyte/Transport model = binary salt",
                                  "Electrolyte/Data set = ZnSO4 1 M",
                                  "Reactions/zinc/Type = Butler-Volmer",
                                  "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                  "Reactions/zinc/Anodic transfer coefficient = 1",
                                  "Reactions/zinc/Cathodic transfer coefficient = 1",
                                  "Boundaries/working electrode/Reactions = zinc",
                                  "Boundaries/counter/Condition = counter electrode",
                                  "Boundaries/counter/Reactions = zinc"};
  }

  inline Lines
  nearly_reversible_deposition()
  {
    Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                         "Geometry/Gap = 50 um",
                                         "Geometry/Width = 10 um",
                                         "Geometry/First cell = 0.5 um",
                                         "Geometry/Cells across feature = 4",
                                         "Electrolyte/Transport model = dilute ions",
                                         "Reactions/zinc/Type = Butler-Volmer",
                                         "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                         "Reactions/zinc/Anodic transfer coefficient = 1",
                                         "Reactions/zinc/Cathodic transfer coefficient = 1",
                                         "Boundaries/working electrode/Reactions = zinc"};
    for (const auto &[name, values] : std::map<std::string, std::array<std::string, 3>>{
           {"Zn2+", {"2", "7e-10", "0.002"}}, {"K+", {"1", "1.96e-9", "2"}}, {"Cl-", {"-1", "2.03e-9", "2.004"}}})
      lines = lines + Lines{"Electrolyte/Species/" + name + "/Charge = " + values[0],
                            "Electrolyte/Species/" + name + "/Diffusivity = " + values[1] + " m^2/s",
                            "Electrolyte/Species/" + name + "/Bulk concentration = " + values[2] + " mol/L"};
    return lines;
  }

  /** Three transient runs that are made of what protocols are made of: a jump of the current, a sweep that turns, a train of
   * pulses. */
  inline std::vector<Problem>
  problems()
  {
    const Lines rest{"rest/Drive = rest", "rest/Duration = 1 s"};
    // 1 mol/L ZnSO4 under a current at which its zinc would be used up somewhat later
    const Problem step{"step of the current", with_protocol(closed_salt_cell("200 um", 25), rest), 1, true, {{1500., 0., 4.}}, 1.5};
    // 0.1 V/s from 0 to -0.1 V and back
    const Problem sweep{
      "sweep", with_protocol(nearly_reversible_deposition(), rest), 1, false, {{0., -0.1, 1.}, {-0.1, 0.1, 1.}}, 1e-2, false};
    Problem pulses{"pulses", with_protocol(closed_salt_cell("100 um", 20), rest), 1, true, {}, 0.3};
    for (unsigned int k = 0; k < 10; ++k)
      {
        pulses.segments.push_back({300., 0., 0.05});
        pulses.segments.push_back({0., 0., 0.1});
      }
    return {step, sweep, pulses};
  }
} // namespace zincfield
