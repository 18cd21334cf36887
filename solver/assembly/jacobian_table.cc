#include "solver/assembly/jacobian_table.h"

#include <deal.II/base/polynomial.h>
#include <deal.II/base/quadrature_lib.h>

#include <bitset>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    void
    call(const CellLoop     &loop,
         const float *const *source,
         float *const       *destination,
         const unsigned int  rows,
         const unsigned int  columns,
         const bool          transposed = false)
    {
      (transposed ? cell_kernels().apply_transposed_float : cell_kernels().apply_float)(loop, source, destination, rows, columns);
    }
    void
    call(const CellLoop      &loop,
         const double *const *source,
         double *const       *destination,
         const unsigned int   rows,
         const unsigned int   columns,
         const bool           transposed = false)
    {
      (transposed ? cell_kernels().apply_transposed_double : cell_kernels().apply_double)(loop, source, destination, rows, columns);
    }
  } // namespace

  template <int dim>
  void
  JacobianTable<dim>::reinit(const Discretization<dim> &discretization, const unsigned int n_fields)
  {
    n_          = n_fields;
    n_nodes_1d_ = discretization.degree() + 1;
    n_points_   = Utilities::pow(n_nodes_1d_, dim);
    numbering_.reinit(discretization);

    const QGauss<1>           quadrature(n_nodes_1d_);
    const FE_Q<1>             element(discretization.degree());
    const auto                collocation   = Polynomials::generate_complete_Lagrange_basis(quadrature.get_points());
    std::vector<unsigned int> lexicographic = discretization.degree() == 0
                                                ? std::vector<unsigned int>{0}
                                                : FETools::lexicographic_to_hierarchic_numbering<1>(discretization.degree());
    values_.resize(n_nodes_1d_ * n_nodes_1d_);
    derivatives_.resize(n_nodes_1d_ * n_nodes_1d_);
    for (unsigned int q = 0; q < n_nodes_1d_; ++q)
      for (unsigned int i = 0; i < n_nodes_1d_; ++i)
        {
          std::vector<double> value(2);
          collocation[i].value(quadrature.point(q)[0], value);
          derivatives_[q * n_nodes_1d_ + i] = value[1];
          values_[q * n_nodes_1d_ + i]      = element.shape_value(lexicographic[i], quadrature.point(q));
        }
    metric_.resize(std::size_t(numbering_.n_batches()) * n_points_ * (dim * (dim + 1) / 2) * cells_at_once);
    metric_.fill(0.f);
    own_metric_.clear();
    scratch_.resize_fast(scratch_size(dim, n_nodes_1d_, n_));
    conduction_.clear();
    advection_.clear();
    reaction_.clear();
  }

  template <int dim>
  void
  JacobianTable<dim>::allocate(const unsigned int fields_in_coefficients, const unsigned int rows_with_sources)
  {
    if (!conduction_.empty())
      {
        for (auto *coefficients : {&conduction_, &advection_, &reaction_})
          for (AlignedVector<float> &block : *coefficients)
            if (!block.empty())
              block.fill(0.f);
        return;
      }
    const std::size_t size = std::size_t(numbering_.n_batches()) * n_points_ * cells_at_once;
    conduction_.resize(n_ * n_);
    advection_.resize(n_ * n_);
    reaction_.resize(n_ * n_);
    for (auto *data : {&conduction_data_, &advection_data_, &reaction_data_})
      data->assign(n_ * n_, nullptr);
    for (unsigned int block = 0; block < n_ * n_; ++block)
      {
        conduction_[block].resize(size);
        conduction_data_[block] = conduction_[block].data();
        if (fields_in_coefficients >> (block % n_) & 1u)
          {
            advection_[block].resize(size * dim);
            advection_data_[block] = advection_[block].data();
          }
        if (rows_with_sources >> (block / n_) & 1u)
          {
            reaction_[block].resize(size);
            reaction_data_[block] = reaction_[block].data();
          }
      }
  }

  template <int dim>
  void
  JacobianTable<dim>::set_pair(const unsigned int first, const unsigned int second)
  {
    pair_     = {{first, second}};
    has_pair_ = true;
  }

  template <int dim>
  void
  JacobianTable<dim>::sum_pair()
  {
    if (!has_pair_)
      return;
    const auto sum = [&](const std::vector<AlignedVector<float>> &blocks, AlignedVector<float> &result) -> const float * {
      bool any = false;
      for (const unsigned int f : pair_)
        for (const unsigned int g : pair_)
          if (const AlignedVector<float> &block = blocks[f * n_ + g]; !block.empty())
            {
              if (!any)
                {
                  result.resize_fast(block.size());
                  result.fill(0.f);
                }
              any = true;
              for (std::size_t i = 0; i < block.size(); ++i)
                result[i] += block[i];
            }
      return any ? result.data() : nullptr;
    };
    pair_data_ = {{sum(conduction_, conduction_of_pair_), sum(advection_, advection_of_pair_), sum(reaction_, reaction_of_pair_)}};
  }

  template <int dim>
  FullMatrix<double>
  JacobianTable<dim>::face_matrix(const Face &face, const unsigned int f, const unsigned int g) const
  {
    if (!is_pair(f))
      return face.blocks[f * (n_ + 1) + g];
    FullMatrix<double> sum(face.unknowns.size(), face.unknowns.size());
    for (const unsigned int a : pair_)
      for (const unsigned int b : pair_)
        sum.add(1., face.blocks[a * (n_ + 1) + b]);
    return sum;
  }

  template <int dim>
  CellLoop
  JacobianTable<dim>::loop_of_pair() const
  {
    CellLoop one   = loop();
    one.n_fields   = 1;
    one.own_metric = nullptr;
    one.conduction = &pair_data_[0];
    one.advection  = &pair_data_[1];
    one.reaction   = &pair_data_[2];
    return one;
  }

  template <int dim>
  template <typename Number>
  void
  JacobianTable<dim>::add_pair(Number *destination, const Number *source) const
  {
    call(loop_of_pair(), &source, &destination, 1u, 1u);
    count(1u, 1u);
    for (const Face &face : faces)
      {
        const FullMatrix<double> matrix = face_matrix(face, n_, n_);
        for (unsigned int i = 0; i < face.unknowns.size(); ++i)
          for (unsigned int j = 0; j < face.unknowns.size(); ++j)
            destination[face.unknowns[i]] += matrix(i, j) * source[face.unknowns[j]];
      }
  }

  template <int dim>
  void
  JacobianTable<dim>::set_own_metric(const unsigned int             f,
                                     const unsigned int             cell,
                                     const unsigned int             point,
                                     const SymmetricTensor<2, dim> &metric)
  {
    if (own_metric_.empty())
      {
        own_metric_.resize(metric_.size());
        own_metric_.fill(0.f);
      }
    alone_ = f;
    set_metric(own_metric_, cell, point, metric);
  }

  template <int dim>
  void
  JacobianTable<dim>::set_metric(AlignedVector<float>          &metrics,
                                 const unsigned int             cell,
                                 const unsigned int             point,
                                 const SymmetricTensor<2, dim> &metric)
  {
    constexpr unsigned int n_components = dim * (dim + 1) / 2;
    for (unsigned int d = 0, c = 0; d < dim; ++d)
      for (unsigned int e = d; e < dim; ++e, ++c)
        metrics[((std::size_t(cell / cells_at_once) * n_points_ + point) * n_components + c) * cells_at_once +
                cell % cells_at_once] = metric[d][e];
  }

  template <int dim>
  void
  JacobianTable<dim>::add_advection(
    const unsigned int f, const unsigned int g, const unsigned int cell, const unsigned int point, const Tensor<1, dim> &value)
  {
    for (unsigned int d = 0; d < dim; ++d)
      advection_[f * n_ + g][((std::size_t(cell / cells_at_once) * n_points_ + point) * dim + d) * cells_at_once +
                             cell % cells_at_once] += value[d];
  }

  template <int dim>
  CellLoop
  JacobianTable<dim>::loop() const
  {
    return {dim,
            n_nodes_1d_,
            n_,
            numbering_.n_batches(),
            values_.data(),
            derivatives_.data(),
            numbering_.unknowns(),
            metric_.data(),
            own_metric_.empty() ? nullptr : own_metric_.data(),
            alone_,
            conduction_data_.data(),
            advection_data_.data(),
            reaction_data_.data(),
            scratch_.data()};
  }

  template <int dim>
  void
  JacobianTable<dim>::count(const unsigned int rows, const unsigned int columns) const
  {
    n_applications_ +=
      static_cast<double>(std::bitset<max_fields>(rows).count() + std::bitset<max_fields>(columns).count()) / (2. * n_);
  }

  template <int dim>
  template <typename Number>
  double
  JacobianTable<dim>::face_row(const Face                        &face,
                               const unsigned int                 f,
                               const unsigned int                 i,
                               const std::vector<const Number *> &source,
                               const unsigned int                 columns,
                               const double                       electrode_change) const
  {
    double sum = electrode_change == 0. ? 0. : electrode_change * face.blocks[f * (n_ + 1) + n_](i, 0);
    for (unsigned int g = 0; g < n_; ++g)
      if (columns >> g & 1u)
        for (unsigned int j = 0; j < face.unknowns.size(); ++j)
          sum += face.blocks[f * (n_ + 1) + g](i, j) * source[g][face.unknowns[j]];
    return sum;
  }

  template <int dim>
  template <typename Number>
  void
  JacobianTable<dim>::add_blocks(const std::vector<Number *>       &destination,
                                 const std::vector<const Number *> &source,
                                 const unsigned int                 rows,
                                 const unsigned int                 columns,
                                 const double                       electrode_change) const
  {
    call(loop(), source.data(), destination.data(), rows, columns);
    count(rows, columns);
    for (const Face &face : faces)
      for (unsigned int f = 0; f < n_; ++f)
        if (rows >> f & 1u)
          for (unsigned int i = 0; i < face.unknowns.size(); ++i)
            destination[f][face.unknowns[i]] += face_row(face, f, i, source, columns, electrode_change);
  }

  template <int dim>
  template <typename Number, typename Add>
  void
  JacobianTable<dim>::loop_with_ghosts(std::vector<ScalarVector<Number>> &destination,
                                       std::vector<ScalarVector<Number>> &source,
                                       const unsigned int                 rows,
                                       const unsigned int                 columns,
                                       const Add                         &add) const
  {
    std::vector<Number *>       to(n_);
    std::vector<const Number *> from(n_);
    for (unsigned int g = 0; g < n_; ++g)
      if (columns >> g & 1u)
        {
          source[g].update_ghost_values();
          numbering_.resolve(source[g]);
          from[g] = source[g].begin();
        }
    for (unsigned int f = 0; f < n_; ++f)
      if (rows >> f & 1u)
        {
          destination[f] = 0.;
          to[f]          = destination[f].begin();
        }
    add(to, from);
    for (unsigned int f = 0; f < n_; ++f)
      if (rows >> f & 1u)
        {
          numbering_.condense(destination[f]);
          destination[f].compress(VectorOperation::add);
        }
  }

  template <int dim>
  template <typename Number>
  void
  JacobianTable<dim>::apply(std::vector<ScalarVector<Number>> &destination,
                            std::vector<ScalarVector<Number>> &source,
                            const unsigned int                 rows,
                            const unsigned int                 columns,
                            const double                       electrode_change) const
  {
    loop_with_ghosts(destination, source, rows, columns,
                     [&](const std::vector<Number *> &to, const std::vector<const Number *> &from) {
      add_blocks(to, from, rows, columns, electrode_change);
    });
  }

  template <int dim>
  void
  JacobianTable<dim>::apply_reactions(std::vector<ScalarVector<double>> &destination,
                                      std::vector<ScalarVector<double>> &source,
                                      const unsigned int                 rows,
                                      const unsigned int                 g) const
  {
    const std::vector<const float *> none(n_ * n_, nullptr);
    CellLoop                         reactions = loop();
    reactions.conduction = reactions.advection = none.data();
    loop_with_ghosts(destination, source, rows, 1u << g,
                     [&](const std::vector<double *> &to, const std::vector<const double *> &from) {
      call(reactions, from.data(), to.data(), rows, 1u << g);
    });
  }

  template <int dim>
  template <typename Number>
  void
  JacobianTable<dim>::apply_transposed(std::vector<ScalarVector<Number>> &destination,
                                       std::vector<ScalarVector<Number>> &source,
                                       const unsigned int                 rows,
                                       const unsigned int                 columns) const
  {
    loop_with_ghosts(destination, source, rows, columns,
                     [&](const std::vector<Number *> &to, const std::vector<const Number *> &from) {
      call(loop(), from.data(), to.data(), rows, columns, true);
      count(rows, columns);
      for (const Face &face : faces)
        for (unsigned int g = 0; g < n_; ++g)
          if (rows >> g & 1u)
            for (unsigned int f = 0; f < n_; ++f)
              if (columns >> f & 1u)
                for (unsigned int i = 0; i < face.unknowns.size(); ++i)
                  for (unsigned int j = 0; j < face.unknowns.size(); ++j)
                    to[g][face.unknowns[j]] += face.blocks[f * (n_ + 1) + g](i, j) * from[f][face.unknowns[i]];
    });
  }

  template <int dim>
  double
  JacobianTable<dim>::flux_change(const unsigned int                       boundary,
                                  const unsigned int                       f,
                                  const std::vector<ScalarVector<double>> &source,
                                  const double                             electrode_change,
                                  const ScalarVector<double>              *weight) const
  {
    // the shape functions sum to one: the integral is the sum of the rows
    std::vector<const double *> from;
    for (const auto &vector : source)
      from.push_back(vector.begin());
    double sum = 0.;
    for (const Face &face : faces)
      if (face.boundary == boundary)
        for (unsigned int i = 0; i < face.unknowns.size(); ++i)
          sum += face_row(face, f, i, from, (1u << n_) - 1, electrode_change) * (weight ? weight->begin()[face.unknowns[i]] : 1.);
    return sum;
  }

  template <int dim>
  template <typename Number>
  void
  JacobianTable<dim>::apply_block(ScalarVector<Number> &destination, ScalarVector<Number> &source, const unsigned int f) const
  {
    std::vector<Number *>       to(n_);
    std::vector<const Number *> from(n_);
    source.update_ghost_values();
    numbering_.resolve(source);
    destination = 0.;
    if (is_pair(f))
      add_pair(destination.begin(), static_cast<const Number *>(source.begin()));
    else
      {
        from[f] = source.begin();
        to[f]   = destination.begin();
        add_blocks(to, from, 1u << f, 1u << f, 0.);
      }
    numbering_.condense(destination);
    destination.compress(VectorOperation::add);
  }

  template <int dim>
  CellLoop
  JacobianTable<dim>::loop_over(const unsigned int batch, const unsigned int f, std::vector<const float *> (&tables)[3]) const
  {
    const std::size_t first = std::size_t(batch) * n_points_ * cells_at_once;
    for (auto &table : tables)
      table.resize(n_ * n_);
    for (unsigned int block = 0; block < n_ * n_; ++block)
      {
        tables[0][block] = conduction_data_[block] ? conduction_data_[block] + first : nullptr;
        tables[1][block] = advection_data_[block] ? advection_data_[block] + first * dim : nullptr;
        tables[2][block] = reaction_data_[block] ? reaction_data_[block] + first : nullptr;
      }
    if (is_pair(f))
      for (unsigned int kind = 0; kind < 3; ++kind)
        tables[kind].assign(1, pair_data_[kind] ? pair_data_[kind] + first * (kind == 1 ? dim : 1) : nullptr);
    CellLoop one  = is_pair(f) ? loop_of_pair() : loop();
    one.n_batches = 1;
    one.unknowns  = numbering_.unknowns() + first;
    one.metric    = metric_.data() + first * (dim * (dim + 1) / 2);
    if (one.own_metric)
      one.own_metric += first * (dim * (dim + 1) / 2);
    one.conduction = tables[0].data();
    one.advection  = tables[1].data();
    one.reaction   = tables[2].data();
    return one;
  }

  template <int dim>
  void
  JacobianTable<dim>::cell_diagonals(const unsigned int   batch,
                                     const unsigned int   f,
                                     const unsigned int   axis,
                                     const unsigned int   offset,
                                     std::vector<double> &entries) const
  {
    std::vector<const float *> tables[3];
    entries.resize(n_points_ * cells_at_once);
    cell_kernels().diagonal(loop_over(batch, f, tables), entries.data(), is_pair(f) ? 0 : f * n_ + f, axis, offset);
  }

  template <int dim>
  void
  JacobianTable<dim>::cell_matrices(const unsigned int               batch,
                                    const unsigned int               f,
                                    const unsigned int               g,
                                    std::vector<FullMatrix<double>> &matrices) const
  {
    // the kernel on this batch alone, its unknowns numbered within it, one unit vector after the other
    constexpr unsigned int     L = cells_at_once;
    std::vector<const float *> tables[3];
    CellLoop                   one = loop_over(batch, f, tables);
    std::vector<unsigned int>  own(n_points_ * L);
    for (unsigned int i = 0; i < own.size(); ++i)
      own[i] = i;
    one.unknowns = own.data();
    std::vector<double>         unit(own.size(), 0.), column(own.size());
    const unsigned int          row = is_pair(f) ? 0 : f, of = is_pair(f) ? 0 : g;
    std::vector<const double *> source(n_);
    std::vector<double *>       destination(n_);
    source[of]       = unit.data();
    destination[row] = column.data();
    matrices.resize(L, FullMatrix<double>(n_points_, n_points_));
    for (unsigned int j = 0; j < n_points_; ++j)
      {
        std::fill(unit.begin() + j * L, unit.begin() + (j + 1) * L, 1.);
        std::fill(column.begin(), column.end(), 0.);
        call(one, source.data(), destination.data(), 1u << row, 1u << of);
        std::fill(unit.begin() + j * L, unit.begin() + (j + 1) * L, 0.);
        for (unsigned int i = 0; i < n_points_; ++i)
          for (unsigned int l = 0; l < L; ++l)
            matrices[l](i, j) = column[i * L + l];
      }
  }

  template <int dim>
  unsigned int
  JacobianTable<dim>::strong_axis(const unsigned int cell, const double ratio) const
  {
    constexpr unsigned int  n_components = dim * (dim + 1) / 2;
    std::array<double, dim> along{};
    for (unsigned int q = 0; q < n_points_; ++q)
      for (unsigned int d = 0, c = 0; d < dim; c += dim - d, ++d)
        along[d] +=
          metric_[((std::size_t(cell / cells_at_once) * n_points_ + q) * n_components + c) * cells_at_once + cell % cells_at_once];
    const unsigned int strongest = std::max_element(along.begin(), along.end()) - along.begin();
    for (unsigned int d = 0; d < dim; ++d)
      if (d != strongest && along[strongest] <= ratio * along[d])
        return dim;
    return along[strongest] > 0. ? strongest : dim;
  }

  template <int dim>
  double
  JacobianTable<dim>::memory_consumption() const
  {
    double bytes = numbering_.memory_consumption() + metric_.memory_consumption() + own_metric_.memory_consumption();
    for (unsigned int block = 0; block < conduction_.size(); ++block)
      bytes +=
        conduction_[block].memory_consumption() + advection_[block].memory_consumption() + reaction_[block].memory_consumption();
    for (const Face &face : faces)
      bytes += 2. * face.unknowns.size() * sizeof(unsigned int) +
               face.blocks.size() * face.unknowns.size() * face.unknowns.size() * sizeof(double);
    return bytes;
  }

  template class JacobianTable<2>;
  template class JacobianTable<3>;
  template void
  JacobianTable<2>::apply(
    std::vector<ScalarVector<double>> &, std::vector<ScalarVector<double>> &, unsigned int, unsigned int, double) const;
  template void
  JacobianTable<3>::apply(
    std::vector<ScalarVector<double>> &, std::vector<ScalarVector<double>> &, unsigned int, unsigned int, double) const;
  template void
  JacobianTable<2>::apply(
    std::vector<ScalarVector<float>> &, std::vector<ScalarVector<float>> &, unsigned int, unsigned int, double) const;
  template void
  JacobianTable<3>::apply(
    std::vector<ScalarVector<float>> &, std::vector<ScalarVector<float>> &, unsigned int, unsigned int, double) const;
  template void
  JacobianTable<2>::apply_block(ScalarVector<float> &, ScalarVector<float> &, unsigned int) const;
  template void
  JacobianTable<3>::apply_block(ScalarVector<float> &, ScalarVector<float> &, unsigned int) const;
  template void
  JacobianTable<2>::apply_transposed(std::vector<ScalarVector<double>> &,
                                     std::vector<ScalarVector<double>> &,
                                     unsigned int,
                                     unsigned int) const;
  template void
  JacobianTable<2>::apply_transposed(std::vector<ScalarVector<float>> &,
                                     std::vector<ScalarVector<float>> &,
                                     unsigned int,
                                     unsigned int) const;
  template void
  JacobianTable<3>::apply_transposed(std::vector<ScalarVector<double>> &,
                                     std::vector<ScalarVector<double>> &,
                                     unsigned int,
                                     unsigned int) const;
  template void
  JacobianTable<3>::apply_transposed(std::vector<ScalarVector<float>> &,
                                     std::vector<ScalarVector<float>> &,
                                     unsigned int,
                                     unsigned int) const;
} // namespace zincfield
