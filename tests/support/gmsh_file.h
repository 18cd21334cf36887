#pragma once

#include <deal.II/base/mpi.h>
#include <deal.II/base/point.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace zincfield
{
  /** The sides of a unit square (the first four) or cube, and the physical groups that they belong to. */
  struct GmshSides
  {
    std::string left = "metal", right = "bulk", bottom = "walls", top = "walls", front = "walls", back = "walls";
  };

  /** Gmsh's text (2.2) of the unit square, in `n` cells each way, or of the unit cube where n[2] > 0, whose points a map takes to
   * their places. */
  inline std::string
  gmsh_text(const std::array<unsigned int, 3>                               &n,
            const std::function<dealii::Point<3>(const dealii::Point<3> &)> &map,
            const GmshSides                                                 &sides    = GmshSides(),
            const std::string                                               &material = "electrolyte")
  {
    const bool         solid = n[2] > 0;
    std::ostringstream nodes, elements;
    nodes << std::setprecision(17);
    const auto node = [&](const unsigned int i, const unsigned int j, const unsigned int k) {
      return 1 + i + (n[0] + 1) * (j + (n[1] + 1) * k);
    };
    for (unsigned int k = 0; k <= n[2]; ++k)
      for (unsigned int j = 0; j <= n[1]; ++j)
        for (unsigned int i = 0; i <= n[0]; ++i)
          {
            const auto p = map(dealii::Point<3>(double(i) / n[0], double(j) / n[1], solid ? double(k) / n[2] : 0.));
            nodes << node(i, j, k) << ' ' << p[0] << ' ' << p[1] << ' ' << p[2] << '\n';
          }
    unsigned int             n_elements = 0;
    std::vector<std::string> names;
    const auto               add = [&](const std::string &name, const std::vector<unsigned int> &corners) {
      const auto found = std::find(names.begin(), names.end(), name);
      const auto tag   = found - names.begin() + 1;
      if (found == names.end())
        names.push_back(name);
      elements << ++n_elements << ' ' << (corners.size() == 2 ? 1 : 3) << " 2 " << tag << ' ' << tag;
      for (const unsigned int corner : corners)
        elements << ' ' << corner;
      elements << '\n';
    };
    const auto side = [&](const std::string &name, const unsigned int d, const bool far) {
      const unsigned int e = (d + 1) % 3, f = (d + 2) % 3;
      for (unsigned int a = 0; a < std::max(n[e], 1u); ++a)
        for (unsigned int b = 0; b < std::max(n[f], 1u); ++b)
          {
            std::vector<unsigned int> corners;
            for (const auto &step : solid    ? std::vector<std::pair<unsigned int, unsigned int>>{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
                                    : e == 2 ? std::vector<std::pair<unsigned int, unsigned int>>{{0, 0}, {0, 1}}
                                             : std::vector<std::pair<unsigned int, unsigned int>>{{0, 0}, {1, 0}})
              {
                std::array<unsigned int, 3> at;
                at[d] = far ? n[d] : 0;
                at[e] = a + step.first;
                at[f] = b + step.second;
                corners.push_back(node(at[0], at[1], at[2]));
              }
            add(name, corners);
          }
    };
    side(sides.left, 0, false);
    side(sides.right, 0, true);
    side(solid ? sides.front : sides.bottom, 1, false);
    side(solid ? sides.back : sides.top, 1, true);
    if (solid)
      {
        side(sides.bottom, 2, false);
        side(sides.top, 2, true);
      }
    for (unsigned int k = 0; k < std::max(n[2], 1u); ++k)
      for (unsigned int j = 0; j < n[1]; ++j)
        for (unsigned int i = 0; i < n[0]; ++i)
          {
            elements << ++n_elements << (solid ? " 5" : " 3") << " 2 100 1";
            for (unsigned int z = 0; z <= (solid ? 1u : 0u); ++z)
              elements << ' ' << node(i, j, k + z) << ' ' << node(i + 1, j, k + z) << ' ' << node(i + 1, j + 1, k + z) << ' '
                       << node(i, j + 1, k + z);
            elements << '\n';
          }
    std::ostringstream text;
    text << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n" << names.size() + 1 << '\n';
    for (unsigned int i = 0; i < names.size(); ++i)
      text << (solid ? 2 : 1) << ' ' << i + 1 << " \"" << names[i] << "\"\n";
    text << (solid ? 3 : 2) << " 100 \"" << material << "\"\n$EndPhysicalNames\n$Nodes\n"
         << (n[0] + 1) * (n[1] + 1) * (n[2] + 1) << '\n'
         << nodes.str() << "$EndNodes\n$Elements\n"
         << n_elements << '\n'
         << elements.str() << "$EndElements\n";
    return text.str();
  }

  /** A file of this process with a text, gone when it ends. */
  class GmshFile
  {
  public:
    explicit GmshFile(const std::string &text)
      : name((std::filesystem::temp_directory_path() /
              ("zincfield_mesh_" + std::to_string(getpid()) + "_" + std::to_string(++count()) + ".msh"))
               .string())
    {
      std::ofstream(name) << text;
    }
    ~GmshFile()
    {
      std::filesystem::remove(name);
    }
    GmshFile(const GmshFile &) = delete;

    const std::string name;

  private:
    static unsigned int &
    count()
    {
      static unsigned int n = 0;
      return n;
    }
  };
} // namespace zincfield
