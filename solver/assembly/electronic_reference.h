#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

namespace zincfield
{
  /**
   * What the state counts the electronic potential from: in scaffolds of the working electrode alone from its potential, which is
   * an unknown itself under galvanostatic control; elsewhere from 0, the potential of the other metals.
   *
   * A potential that is nearly that of the metal everywhere keeps in this way the digits that the current in a good conductor
   * needs, in single precision too.
   */
  struct ElectronicReference
  {
    unsigned int      field = dealii::numbers::invalid_unsigned_int; // phi_s
    std::vector<bool> follows;                                       // by material; empty without scaffolds

    bool
    follows_metal(const unsigned int material) const
    {
      return !follows.empty() && follows[material];
    }

    /** Makes phi_s [V] of what the state holds. */
    template <typename Number>
    void
    complete(const unsigned int material, const double electrode_potential, Number *u) const
    {
      if (follows_metal(material))
        u[field] += Number(electrode_potential);
    }
  };

  /** Together on all ranks. */
  template <int dim>
  ElectronicReference
  electronic_reference(const Discretization<dim> &discretization, const CellModel &model);
} // namespace zincfield
