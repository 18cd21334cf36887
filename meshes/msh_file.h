#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

namespace zincfield
{
  /** What the program needs to know of a Gmsh file (ASCII, versions 2.2 and 4.1) before deal.II reads the mesh in it. */
  struct MshFile
  {
    struct Group
    {
      unsigned int dimension;
      int          tag;
      std::string  name;
    };
    std::vector<Group>    groups; // physical groups with names
    std::set<int>         element_types;
    std::array<double, 3> lowest{{1e300, 1e300, 1e300}}, highest{{-1e300, -1e300, -1e300}}; // of the nodes, in the file's unit

    /** Throws std::runtime_error with the reason if the file cannot be read. */
    explicit MshFile(const std::string &name);

    unsigned int
    dimension() const;

  private:
    void
    read_nodes(std::istream &file, bool version_4);
    void
    read_elements(std::istream &file, bool version_4);
  };
} // namespace zincfield
