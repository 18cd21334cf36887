#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

#include <set>

namespace zincfield
{
  /** An unknown of an electronic potential that a metal prescribes. */
  struct Contact
  {
    unsigned int local_index, boundary; // of this rank; id of the electrode
    bool         is_reference;          // whether the state counts the unknown from the potential of that metal
  };

  /** By material: the electrodes that electrons reach from it through scaffolds, where field f is their potential. The same on all
   * ranks. */
  template <int dim>
  std::vector<std::set<unsigned int>>
  collectors(const Discretization<dim> &discretization, const CellModel &model, unsigned int f);

  /**
   * The unknowns of the electronic potential f that have the potential of a metal, free of constraints: those where its scaffolds
   * meet an electrode, and all of a perfect conductor. Throws InputError, on all ranks, where a scaffold is cut off from every
   * metal, or a perfect conductor touches two.
   */
  template <int dim>
  std::vector<Contact>
  contacts(const Discretization<dim> &discretization, const CellModel &model, unsigned int f);
} // namespace zincfield
