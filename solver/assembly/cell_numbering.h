#pragma once

#include "solver/discretization/discretization.h"

#include <deal.II/base/aligned_vector.h>

namespace zincfield
{
  template <typename Number>
  using ScalarVector = dealii::LinearAlgebra::distributed::Vector<Number>;

  /**
   * Where the cells of this rank find their unknowns in vectors of one scalar field, in the batches of the cell kernels.
   *
   * Vectors made by `initialize` also have room for the constrained unknowns of these cells (hanging nodes, periodic sides):
   * `resolve` sets them from those they depend on before a loop over the cells, `condense` hands on what the loop has added to
   * them.
   */
  template <int dim>
  class CellNumbering
  {
  public:
    void
    reinit(const Discretization<dim> &discretization);

    template <typename Number>
    void
    initialize(ScalarVector<Number> &vector) const
    {
      vector.reinit(partitioner_);
    }

    template <typename Number>
    void
    resolve(ScalarVector<Number> &vector) const;

    template <typename Number>
    void
    condense(ScalarVector<Number> &vector) const;

    /** Cells in batches of `cells_at_once`; cell k of MatrixFree (batch times lanes + lane) stands at place k. */
    unsigned int
    n_batches() const
    {
      return n_batches_;
    }

    /** [batch][node][cell], nodes in lexicographic order */
    const unsigned int *
    unknowns() const
    {
      return unknowns_.data();
    }

    unsigned int
    unknown(const unsigned int cell, const unsigned int node) const;

    /** Whether unknown i depends on others. */
    bool
    is_constrained(const unsigned int i) const
    {
      return first_dependence_[i] != unconstrained;
    }

    /** The unknowns that unknown i depends on and their weights: itself if it is free. */
    std::vector<std::pair<unsigned int, double>>
    depends_on(unsigned int i) const;

    double
    memory_consumption() const;

  private:
    struct Dependence
    {
      unsigned int constrained, on;
      double       weight;
    };

    std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner_;
    unsigned int                                               n_batches_ = 0, n_nodes_ = 0;
    dealii::AlignedVector<unsigned int>                        unknowns_;
    std::vector<unsigned int>                                  constrained_;
    static constexpr unsigned int                              unconstrained = dealii::numbers::invalid_unsigned_int;
    std::vector<unsigned int>                                  first_dependence_;
    std::vector<Dependence>                                    dependences_;
  };
} // namespace zincfield
