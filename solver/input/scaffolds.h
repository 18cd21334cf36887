#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** The material of this name where it conducts electrons in a scaffold; null: none does. */
  const CoatingMaterial *
  scaffold_named(const Case &data, const std::string &name);

  /** Materials with a scaffold over a boundary: layers of its enabled coating, and regions of the mesh, which may touch any. */
  std::vector<const CoatingMaterial *>
  scaffolds_over(const Case &data, const Boundary &boundary);

  /** Whether the case has a scaffold anywhere. */
  bool
  has_scaffold(const Case &data);

  /** The reactions of a boundary and of the scaffolds over it, each once. */
  std::vector<std::string>
  reactions_over(const Case &data, const Boundary &boundary);

  /** Scaffolds: what they name exists, they meet a metal, and the rest of the case can have them. */
  void
  check_scaffolds(const Parameters &parameters, const Case &data);
} // namespace zincfield
