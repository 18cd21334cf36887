#pragma once

#include "physics/transport/transport_model.h"
#include "solver/assembly/cell_kernels.h"
#include "solver/assembly/cell_numbering.h"

#include <deal.II/lac/full_matrix.h>

#include <array>

namespace zincfield
{
  /**
   * The Jacobian of one linearisation, tabulated at the points of quadrature in single precision (7 digits of the coefficients;
   * sums are as precise as the vectors), and its action by the cell kernels:
   *
   * row f: int (sum_g conduction_fg S grad u_g + advection_fg u_g).grad w dV + int (sum_g reaction_fg u_g) w dV + int (sum_g
   * derivative_fg u_g) w dS
   *
   * with u in the scales of the fields and S the anisotropy. Also where the single fields of it are applied: smoothing, couplings.
   */
  template <int dim>
  class JacobianTable
  {
  public:
    /** A face of an electrode: its unknowns and, by f (n+1) + g, the matrix of d flux_f/d u_g; for g = n the vector of d flux_f/d
     * phi_m. */
    struct Face
    {
      unsigned int                            boundary;
      std::vector<unsigned int>               nodes, unknowns;
      std::vector<dealii::FullMatrix<double>> blocks;
    };

    void
    reinit(const Discretization<dim> &discretization, unsigned int n_fields);

    /** Zeros for all coefficients; advection for the fields (bits) that the coefficients depend on, reaction in the rows that have
     * sources. */
    void
    allocate(unsigned int fields_in_coefficients, unsigned int rows_with_sources);

    /** Makes block (n, n), n the number of fields: that of a change that two fields of one scale share, in the sum of their rows.
     * Without this there is none. */
    void
    set_pair(unsigned int first, unsigned int second);

    /** Adds up its coefficients; faces are added where they are used. */
    void
    sum_pair();

    /** Matrix of a face, of the pair's sum for f = g = n. */
    dealii::FullMatrix<double>
    face_matrix(const Face &face, unsigned int f, unsigned int g) const;

    /** Set the metric of the place of a cell (see CellNumbering) at a point: |J| w J^-1 S J^-T. */
    void
    set_metric(const unsigned int cell, const unsigned int point, const dealii::SymmetricTensor<2, dim> &metric)
    {
      set_metric(metric_, cell, point, metric);
    }

    /** That of field f, which conducts nothing but its own gradient. One field may have its own. */
    void
    set_own_metric(unsigned int f, unsigned int cell, unsigned int point, const dealii::SymmetricTensor<2, dim> &metric);

    void
    add_conduction(
      const unsigned int f, const unsigned int g, const unsigned int cell, const unsigned int point, const double value)
    {
      conduction_[f * n_ + g][place(cell, point)] += value;
    }

    /** In the coordinates of the unit cell, times |J| w. */
    void
    add_advection(unsigned int f, unsigned int g, unsigned int cell, unsigned int point, const dealii::Tensor<1, dim> &value);

    /** Times |J| w. */
    void
    add_reaction(const unsigned int f, const unsigned int g, const unsigned int cell, const unsigned int point, const double value)
    {
      reaction_[f * n_ + g][place(cell, point)] += value;
    }

    /**
     * destination_f = sum_g block(f, g) source_g + column f of the electrode potential times its change, over the wanted blocks
     * (bits of `rows`, `columns`). The sources are left with ghosts and with their constrained unknowns set.
     */
    template <typename Number>
    void
    apply(std::vector<ScalarVector<Number>> &destination,
          std::vector<ScalarVector<Number>> &source,
          unsigned int                       rows,
          unsigned int                       columns,
          double                             electrode_change = 0.) const;

    /** destination_f = what the reactions of column g do in the wanted rows for this source. */
    void
    apply_reactions(std::vector<ScalarVector<double>> &destination,
                    std::vector<ScalarVector<double>> &source,
                    unsigned int                       rows,
                    unsigned int                       g) const;

    /** The same with the transposed blocks: destination_g = sum_f block(f, g)^T source_f. */
    template <typename Number>
    void
    apply_transposed(std::vector<ScalarVector<Number>> &destination,
                     std::vector<ScalarVector<Number>> &source,
                     unsigned int                       rows,
                     unsigned int                       columns) const;

    /** Change of the integral of n.flux_f, times `weight` if there is one, over a boundary, this rank's share, for sources as
     * apply() leaves them. */
    double
    flux_change(unsigned int                             boundary,
                unsigned int                             f,
                const std::vector<ScalarVector<double>> &source,
                double                                   electrode_change,
                const ScalarVector<double>              *weight = nullptr) const;

    /** Block (f, f) alone; f = n: of the pair. */
    template <typename Number>
    void
    apply_block(ScalarVector<Number> &destination, ScalarVector<Number> &source, unsigned int f) const;

    /** entries [node][cell] = those of block (f, f) of a batch between a node and the one `offset` behind it along `axis`,
     * advection apart; 0: the diagonals. */
    void
    cell_diagonals(unsigned int batch, unsigned int f, unsigned int axis, unsigned int offset, std::vector<double> &entries) const;

    /** Matrices of the cells of a batch of `cells_at_once`, in lexicographic order; faces apart. */
    void
    cell_matrices(unsigned int batch, unsigned int f, unsigned int g, std::vector<dealii::FullMatrix<double>> &matrices) const;

    /** The axis of a cell along which it conducts more than `ratio` times better than along any other, from node to node; dim if
     * there is none. */
    unsigned int
    strong_axis(unsigned int cell, double ratio) const;

    unsigned int
    nodes_in_one_direction() const
    {
      return n_nodes_1d_;
    }

    const CellNumbering<dim> &
    numbering() const
    {
      return numbering_;
    }

    std::vector<Face> faces;

    /** How often the whole of it has been applied: parts count by the fields that they read and write. */
    double
    n_applications() const
    {
      return n_applications_;
    }

    double
    memory_consumption() const;

  private:
    std::size_t
    place(const unsigned int cell, const unsigned int point) const
    {
      return (std::size_t(cell / cells_at_once) * n_points_ + point) * cells_at_once + cell % cells_at_once;
    }

    void
    set_metric(dealii::AlignedVector<float>          &metrics,
               unsigned int                           cell,
               unsigned int                           point,
               const dealii::SymmetricTensor<2, dim> &metric);

    CellLoop
    loop() const;

    bool
    is_pair(const unsigned int f) const
    {
      return f == n_;
    }

    /** A loop over the pair's block alone, as that of a single field. */
    CellLoop
    loop_of_pair() const;

    /** The destination of the pair's block from its source. */
    template <typename Number>
    void
    add_pair(Number *destination, const Number *source) const;

    /** A loop over one batch, of the pair's block alone for f = n; `tables` hold where its coefficients are. */
    CellLoop
    loop_over(unsigned int batch, unsigned int f, std::vector<const float *> (&tables)[3]) const;

    /** Ghosts and constrained unknowns of the wanted sources, zeros for the wanted destinations; then what `add` adds, and sums
     * over the ranks. */
    template <typename Number, typename Add>
    void
    loop_with_ghosts(std::vector<ScalarVector<Number>> &destination,
                     std::vector<ScalarVector<Number>> &source,
                     unsigned int                       rows,
                     unsigned int                       columns,
                     const Add                         &add) const;

    template <typename Number>
    void
    add_blocks(const std::vector<Number *>       &destination,
               const std::vector<const Number *> &source,
               unsigned int                       rows,
               unsigned int                       columns,
               double                             electrode_change) const;

    void
    count(unsigned int rows, unsigned int columns) const;

    /** Row f at node i of a face. */
    template <typename Number>
    double
    face_row(const Face                        &face,
             unsigned int                       f,
             unsigned int                       i,
             const std::vector<const Number *> &source,
             unsigned int                       columns,
             double                             electrode_change) const;

    unsigned int                              n_ = 0, n_nodes_1d_ = 0, n_points_ = 0;
    CellNumbering<dim>                        numbering_;
    std::vector<double>                       values_, derivatives_;
    dealii::AlignedVector<float>              metric_, own_metric_;
    unsigned int                              alone_ = 0;                         // the field of own_metric_
    std::vector<dealii::AlignedVector<float>> conduction_, advection_, reaction_; // by block
    std::vector<const float *>                conduction_data_, advection_data_, reaction_data_;
    std::array<unsigned int, 2>               pair_{};
    dealii::AlignedVector<float>              conduction_of_pair_, advection_of_pair_, reaction_of_pair_;
    std::array<const float *, 3>              pair_data_{};
    bool                                      has_pair_ = false;
    mutable dealii::AlignedVector<double>     scratch_;
    mutable double                            n_applications_ = 0.;
  };
} // namespace zincfield
