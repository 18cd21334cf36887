#include "meshes/msh_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  MshFile::MshFile(const std::string &name)
  {
    std::ifstream file(name);
    if (!file)
      throw std::runtime_error("the file cannot be opened");
    double      version = 0.;
    int         binary  = 0;
    std::string line;
    while (std::getline(file, line))
    {
      line.erase(line.find_last_not_of(" \r") + 1);
      if (line == "$MeshFormat")
      {
        file >> version >> binary;
        if (binary != 0 || !(version == 2.2 || version == 4.1))
          throw std::runtime_error("only ASCII files of version 2.2 and 4.1 can be read");
      }
      else if (line == "$PhysicalNames")
      {
        unsigned int n = 0;
        file >> n;
        for (unsigned int i = 0; i < n && file; ++i)
        {
          Group group;
          file >> group.dimension >> group.tag;
          std::getline(file, line);
          const auto first = line.find('"'), last = line.rfind('"');
          if (first == std::string::npos || last == first)
            throw std::runtime_error("a physical group has no name");
          group.name = line.substr(first + 1, last - first - 1);
          groups.push_back(group);
        }
      }
      else if (line == "$Nodes")
        read_nodes(file, version > 4.);
      else if (line == "$Elements")
        read_elements(file, version > 4.);
    }
    if (version == 0.)
      throw std::runtime_error("the file is not a Gmsh mesh: it has no $MeshFormat");
    if (element_types.empty())
      throw std::runtime_error("the file holds no elements");
  }

  unsigned int
  MshFile::dimension() const
  {
    unsigned int largest = 0;
    for (const auto &group : groups)
      largest = std::max(largest, group.dimension);
    return largest;
  }

  void
  MshFile::read_nodes(std::istream &file, const bool version_4)
  {
    const auto read_point = [&]()
    {
      for (unsigned int d = 0; d < 3; ++d)
      {
        double x = 0.;
        file >> x;
        lowest[d]  = std::min(lowest[d], x);
        highest[d] = std::max(highest[d], x);
      }
    };
    long n_blocks = 1, n = 0, ignored;
    if (version_4)
      file >> n_blocks >> ignored >> ignored >> ignored;
    for (long b = 0; b < n_blocks && file; ++b)
    {
      if (version_4)
        file >> ignored >> ignored >> ignored;
      file >> n;
      for (long i = 0; version_4 && i < n && file; ++i)
        file >> ignored;
      for (long i = 0; i < n && file; ++i)
      {
        if (!version_4)
          file >> ignored;
        read_point();
      }
    }
  }

  void
  MshFile::read_elements(std::istream &file, const bool version_4)
  {
    long        n_blocks = 1, n = 0, ignored;
    int         type = 0;
    std::string line;
    if (version_4)
      file >> n_blocks >> ignored >> ignored >> ignored;
    for (long b = 0; b < n_blocks && file; ++b)
    {
      if (version_4)
      {
        file >> ignored >> ignored >> type;
        element_types.insert(type);
      }
      file >> n;
      std::getline(file, line);
      for (long i = 0; i < n && std::getline(file, line); ++i)
        if (!version_4 && std::istringstream(line) >> ignored >> type)
          element_types.insert(type);
    }
  }
} // namespace zincfield
