#pragma once

#include "tests/support/mesh_measures.h"

namespace zincfield
{
  /** A shape of every family and dimension, for tests that hold for all of them. Lengths in SI units. */
  struct MeshCase
  {
    std::string                                   title, kind;
    std::map<std::string, FixedParameters::Value> values;
    double                                        coating; // [um] a thickness that it can carry
  };

  inline std::vector<MeshCase>
  mesh_cases()
  {
    using Values = std::map<std::string, FixedParameters::Value>;
    std::vector<MeshCase> cases;
    const auto            add =
      [&](const std::string &title, const std::string &kind, Values values, const double coating, const bool flat = true) {
      for (const std::string dimension : {"2", "axisymmetric", "3"})
        if (flat || dimension == "3")
          {
            Values all = values;
            if (flat)
              all.emplace("Dimension", dimension);
            if (kind != "sinusoidal" || dimension != "axisymmetric")
              cases.push_back({title + " " + dimension, kind, all, coating});
          }
    };
    const Values cell = {{"Cell half-width", 30 * um}, {"Gap", 40 * um}};
    const auto   with = [&](Values values) {
      values.insert(cell.begin(), cell.end());
      return values;
    };
    add("flat", "flat cell", {{"Gap", 20 * um}}, 0.2);
    add("circle", "protrusion", with({{"Height", 10 * um}, {"Half-width", 10 * um}}), 1.);
    add("needle", "protrusion", with({{"Height", 10 * um}, {"Half-width", 2 * um}}), 0.2);
    add("low ellipse", "protrusion", with({{"Height", 2 * um}, {"Half-width", 10 * um}}), 0.2);
    add("cone", "protrusion", with({{"Shape", "cone"}, {"Height", 10 * um}, {"Half-width", 4 * um}, {"Tip radius", 0.5 * um}}),
        0.3);
    add("Gaussian", "protrusion", with({{"Shape", "Gaussian"}, {"Height", 10 * um}, {"Standard deviation", 4 * um}}), 0.3);
    add("far sides", "protrusion", {{"Height", 1 * um}, {"Half-width", 1 * um}, {"Cell half-width", 30 * um}, {"Gap", 30 * um}},
        0.02);
    add("shallow pit", "pit", with({{"Radius", 10 * um}, {"Depth", 5 * um}}), 0.5);
    add("hemispherical pit", "pit", with({{"Radius", 10 * um}, {"Depth", 10 * um}}), 0.5);
    add("deep pit", "pit", with({{"Shape", "ellipsoid"}, {"Radius", 5 * um}, {"Depth", 10 * um}}), 0.3);
    add("waves", "sinusoidal", {{"Amplitude", 3 * um}, {"Wavelength", 20 * um}, {"Gap", 20 * um}}, 0.3);
    cases.push_back({"section",
                     "pyramid section",
                     {{"Width", 4 * um}, {"Height", 4 * um}, {"Pitch", 6 * um}, {"Tip radius", 0.1 * um}, {"Gap", 15 * um}},
                     0.3});
    for (const std::string base : {"hexagon", "square"})
      for (const double pitch : {4., 5.})
        cases.push_back({base + " pyramids",
                         "pyramid array",
                         {{"Base", base},
                          {"Width", 4 * um},
                          {"Height", 3 * um},
                          {"Pitch", pitch * um},
                          {"Tip radius", 0.2 * um},
                          {"Gap", 12 * um}},
                         0.2});
    return cases;
  }
} // namespace zincfield
