#pragma once

// Plain types only: the file behind this header is compiled once for each instruction set, and an inline function of a library
// compiled for a newer processor must not end up in the program that starts on an older one.

namespace zincfield
{
  /** Cells are worked on this many at a time, whatever the lanes of the processor. */
  constexpr unsigned int cells_at_once = 8;

  /**
   * What a loop over cells needs to apply a linearised flux, flux_f = sum_g conduction_fg metric grad u_g + advection_fg u_g, and
   * source, sum_g reaction_fg u_g, at the points of quadrature, gradients and fluxes in the coordinates of the unit cell (metric =
   * |J| w J^-1 S J^-T, symmetric, S the anisotropy of the material). Tables run over batches of cells, then points, then
   * components, then the cells of the batch; a batch that is not full repeats its first cell with a metric of zero. Block (f, g) of
   * n x n fields has the index f n + g; null where it vanishes.
   */
  struct CellLoop
  {
    unsigned int  dim, nodes; // nodes of the element, and points of quadrature, in one direction
    unsigned int  n_fields, n_batches;
    const double *values,
      *derivatives;               // [point][node]: shape functions at the points; derivatives of the polynomials through the points
    const unsigned int *unknowns; // [batch][node][cell]
    const float        *metric;   // [batch][point][component][cell], 3 components (xx, xy, yy) or 6 (xx, xy, xz, yy, yz, zz)
    const float        *own_metric; // the same of the field `alone`, which conducts only its own gradient; null: there is none
    unsigned int        alone;
    const float *const *conduction; // by block: [batch][point][cell]
    const float *const *advection;  // by block: [batch][point][axis][cell]
    const float *const *reaction;   // by block: [batch][point][cell], times |J| w
    double             *scratch;    // scratch_size(...) numbers, aligned to 64 bytes
  };

  /** Numbers of scratch that a loop needs. */
  unsigned long
  scratch_size(unsigned int dim, unsigned int nodes, unsigned int n_fields);

  /** destination[f] += sum_g block(f, g) source[g] over the wanted blocks: bit f of `rows`, bit g of `columns`. Transposed: with
   * block(g, f)^T. */
  template <typename Number>
  using ApplyCells =
    void (*)(const CellLoop &, const Number *const *source, Number *const *destination, unsigned int rows, unsigned int columns);

  /** destination [batch][node][cell] = entries of the cells' matrices of `block` between a node and the one `offset` behind it
   * along `axis` (zero where there is none), advection apart; offset 0: the diagonals. */
  using CellDiagonals = void (*)(const CellLoop &, double *destination, unsigned int block, unsigned int axis, unsigned int offset);

  struct CellKernels
  {
    ApplyCells<float>  apply_float, apply_transposed_float;
    ApplyCells<double> apply_double, apply_transposed_double;
    CellDiagonals      diagonal;
    const char        *instruction_set;
  };

  /** The kernels for the processor that the program runs on. */
  const CellKernels &
  cell_kernels();
} // namespace zincfield
