#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** Whether a file is one that Gmsh's library has to read: a geometry (.geo, .step, .brep ...) to be meshed, or a mesh that is
   * binary or of another version than 2.2 and 4.1. */
  bool
  needs_gmsh(const std::string &file);

  /** Whether a .geo file defines this number by DefineConstant, so that another can take its place; also true where it includes
   * other files, which are not looked at. */
  bool
  defines_constant(const std::string &file, const std::string &name);

  /**
   * Has Gmsh read a file, mesh it where it is a geometry, and save the mesh in the ASCII format of version 4.1 as `destination`.
   * `numbers`: names and values in turn, of parameters that the geometry defines by DefineConstant.
   *
   * Gmsh works in a process of its own, so that a damaged file that crashes it does no harm. Throws std::runtime_error with what
   * Gmsh says.
   */
  void
  save_by_gmsh(const std::string &file, const std::vector<std::string> &numbers, const std::string &destination);
} // namespace zincfield
