#include "solver/linear/line_smoother.h"

#include <map>

extern "C" {
// LAPACK: factorise a band matrix with row exchanges; solve with its factors
void
sgbtrf_(const int *m, const int *n, const int *below, const int *above, float *band, const int *leading, int *exchanged, int *info);
void
sgbtrs_(const char  *transposed,
        const int   *n,
        const int   *below,
        const int   *above,
        const int   *n_right,
        const float *band,
        const int   *leading,
        const int   *exchanged,
        float       *right,
        const int   *leading_right,
        int         *info);
}

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of its diagonal that a pivot must keep, against rounding. */
    constexpr double least_pivot = 1e-3;
  } // namespace

  template <int dim>
  StrongLines<dim>::StrongLines(const JacobianTable<dim> &table, const double strong_ratio)
  {
    const auto         &numbering = table.numbering();
    const unsigned int  n         = table.nodes_in_one_direction();
    ScalarVector<float> shape;
    numbering.initialize(shape);
    const unsigned int n_owned = shape.locally_owned_size();
    std::vector<bool>  taken(n_owned, false);
    width_ = n - 1;

    // the unknowns of a cell along one of its edges or parallel to it, by the first of them
    std::map<unsigned int, std::vector<unsigned int>> segments;
    std::vector<bool>                                 follows(n_owned, false);
    for (unsigned int cell = 0; cell < numbering.n_batches() * cells_at_once; ++cell)
      {
        const unsigned int axis = table.strong_axis(cell, strong_ratio);
        if (axis == dim)
          continue;
        const unsigned int stride = Utilities::pow(n, axis);
        for (unsigned int first = 0; first < Utilities::pow(n, dim); ++first)
          {
            if (first / stride % n != 0)
              continue;
            // what cannot be a member splits the line
            std::vector<unsigned int> segment;
            for (unsigned int k = 0; k <= n; ++k)
              {
                const unsigned int i = k < n ? numbering.unknown(cell, first + k * stride) : nowhere;
                if (i < n_owned && !numbering.is_constrained(i))
                  segment.push_back(i);
                else
                  {
                    if (segment.size() > 1 && segments.emplace(segment.front(), segment).second)
                      follows[segment.back()] = true;
                    segment.clear();
                  }
              }
          }
      }

    // chain them, from those that follow no other; then what is left of rings
    for (const bool any : {false, true})
      for (const auto &head : segments)
        {
          if (!any && follows[head.first])
            continue;
          for (auto segment = segments.find(head.first); segment != segments.end(); segment = segments.find(segment->second.back()))
            {
              const bool joined = unknowns.size() > start.back();
              if (std::any_of(segment->second.begin() + joined, segment->second.end(),
                              [&](const unsigned int i) { return taken[i]; }))
                break;
              for (unsigned int k = joined; k < segment->second.size(); ++k)
                {
                  taken[segment->second[k]] = true;
                  unknowns.push_back(segment->second[k]);
                }
            }
          if (unknowns.size() > start.back())
            start.push_back(unknowns.size());
        }
    any_ = Utilities::MPI::max(static_cast<unsigned int>(unknowns.size()), shape.get_mpi_communicator()) > 0;
    if (any_)
      tabulate_previous(table);

    axes.assign(numbering.n_batches(), 0);
    dependent.assign(numbering.n_batches(), false);
    for (unsigned int cell = 0; cell < numbering.n_batches() * cells_at_once; ++cell)
      for (unsigned int a = 0; a < Utilities::pow(n, dim); ++a)
        {
          if (numbering.is_constrained(numbering.unknown(cell, a)))
            dependent[cell / cells_at_once] = true;
          for (unsigned int axis = 0, stride = 1; axis < dim; ++axis, stride *= n)
            if (a / stride % n + 1 < n && joined(numbering.unknown(cell, a), numbering.unknown(cell, a + stride)))
              axes[cell / cells_at_once] |= 1u << axis;
        }
  }

  template <int dim>
  void
  StrongLines<dim>::tabulate_previous(const JacobianTable<dim> &table)
  {
    ScalarVector<double> index; // of the unknown before, in the numbering of all ranks: exact as a floating-point number
    table.numbering().initialize(index);
    const auto &partitioner = *index.get_partitioner();
    previous_.assign((partitioner.locally_owned_size() + partitioner.n_ghost_indices()) * width_, nowhere);
    for (unsigned int d = 1; d <= width_; ++d)
      {
        index = -1.;
        for (unsigned int k = 0; k + 1 < start.size(); ++k)
          for (unsigned int i = start[k] + d; i < start[k + 1]; ++i)
            index.local_element(unknowns[i]) = partitioner.local_to_global(unknowns[i - d]);
        index.update_ghost_values();
        for (unsigned int i = 0; i < previous_.size() / width_; ++i)
          if (index.local_element(i) >= 0.)
            {
              const auto before = static_cast<types::global_dof_index>(index.local_element(i));
              if (partitioner.in_local_range(before) || partitioner.is_ghost_entry(before))
                previous_[i * width_ + d - 1] = partitioner.global_to_local(before);
            }
        index.zero_out_ghost_values();
      }
  }

  template <int dim>
  LineSmoother<dim>::LineSmoother(const Operator<dim> &op, const StrongLines<dim> &lines, const unsigned int field)
    : op_(op)
    , lines_(lines)
    , field_(field)
    , width_(op.table().nodes_in_one_direction() - 1)
  {
    const unsigned int n = op.discretization().dof_handler.n_locally_owned_dofs();
    free_.assign(n, true);
    for (unsigned int i = 0; i < n; ++i)
      free_[i] = !op.table().numbering().is_constrained(i);
    for (const unsigned int i : op.prescribed_of(field))
      free_[i] = false;
    inverse_diagonal_.resize(n);
  }

  template <int dim>
  void
  LineSmoother<dim>::setup(const bool advective)
  {
    advective_                     = advective;
    const auto          &table     = op_.table();
    const auto          &numbering = table.numbering();
    ScalarVector<double> diagonal;
    numbering.initialize(diagonal);
    // couplings with the unknowns before on the line, and of those with it where these differ
    std::vector<ScalarVector<double>> before(lines_.any() ? width_ : 0, diagonal), after(advective_ ? before.size() : 0, diagonal);
    const auto                        add = [&](const unsigned int i, const unsigned int j, const double value) {
      if (i == j)
        diagonal.local_element(i) += value;
      else if (const unsigned int d = lines_.distance(i, j); d > 0)
        before[d - 1].local_element(i) += value;
      else if (!advective_)
        return;
      else if (const unsigned int d = lines_.distance(j, i); d > 0)
        after[d - 1].local_element(j) += value;
    };
    // a matrix with the unknowns of a cell or face, which may depend on others
    std::vector<std::vector<std::pair<unsigned int, double>>> on;
    const auto add_matrix = [&](const std::vector<unsigned int> &unknowns, const FullMatrix<double> &matrix) {
      on.clear();
      if (std::any_of(unknowns.begin(), unknowns.end(), [&](const unsigned int i) { return numbering.is_constrained(i); }))
        for (const unsigned int i : unknowns)
          on.push_back(numbering.depends_on(i));
      for (unsigned int a = 0; a < unknowns.size(); ++a)
        for (unsigned int b = 0; b < unknowns.size(); ++b)
          if (const double value = advective_ ? matrix(a, b) : 0.5 * (matrix(a, b) + matrix(b, a)); on.empty())
            add(unknowns[a], unknowns[b], value);
          else
            for (const auto &[i, weight_i] : on[a])
              for (const auto &[j, weight_j] : on[b])
                add(i, j, weight_i * weight_j * value);
    };

    // whole matrices only where an unknown depends on others, or where they are not symmetric
    const unsigned int              n = table.nodes_in_one_direction(), n_nodes = Utilities::pow(n, dim);
    std::vector<FullMatrix<double>> matrices;
    std::vector<unsigned int>       unknowns(n_nodes);
    std::vector<double>             entries;
    for (unsigned int batch = 0; batch < numbering.n_batches(); ++batch)
      if (lines_.dependent[batch] || (advective_ && lines_.axes[batch] != 0))
        {
          table.cell_matrices(batch, field_, field_, matrices);
          for (unsigned int l = 0; l < cells_at_once; ++l)
            {
              for (unsigned int a = 0; a < n_nodes; ++a)
                unknowns[a] = numbering.unknown(batch * cells_at_once + l, a);
              add_matrix(unknowns, matrices[l]);
            }
        }
      else
        for (unsigned int axis = 0, stride = 1; axis < dim; ++axis, stride *= n)
          for (unsigned int offset = axis == 0 ? 0 : 1; offset < n; ++offset)
            if (offset == 0 || (lines_.axes[batch] >> axis & 1u))
              {
                table.cell_diagonals(batch, field_, axis, offset, entries);
                for (unsigned int a = 0; a < n_nodes; ++a)
                  if (a / stride % n + offset < n)
                    for (unsigned int l = 0; l < cells_at_once; ++l)
                      {
                        const unsigned int cell = batch * cells_at_once + l, i = numbering.unknown(cell, a),
                                           j = numbering.unknown(cell, a + offset * stride);
                        add(i, j, entries[a * cells_at_once + l]);
                        if (offset > 0)
                          add(j, i, entries[a * cells_at_once + l]);
                      }
              }
    for (const auto &face : table.faces)
      add_matrix(face.unknowns, table.face_matrix(face, field_, field_));
    invert(before, after, diagonal);
  }

  template <int dim>
  void
  LineSmoother<dim>::invert(std::vector<ScalarVector<double>> &before,
                            std::vector<ScalarVector<double>> &after,
                            ScalarVector<double>              &diagonal)
  {
    diagonal.compress(VectorOperation::add);
    for (auto &vector : before)
      vector.compress(VectorOperation::add);
    for (auto &vector : after)
      vector.compress(VectorOperation::add);

    for (unsigned int i = 0; i < inverse_diagonal_.size(); ++i)
      {
        const double value   = diagonal.local_element(i);
        inverse_diagonal_[i] = free_[i] && (value > 0. || (advective_ && value < 0.)) ? 1. / value : 0.;
      }
    if (advective_)
      factorise_advection(before, after, diagonal);
    else
      factorise(before, diagonal);
  }

  template <int dim>
  void
  LineSmoother<dim>::factorise(const std::vector<ScalarVector<double>> &before, const ScalarVector<double> &diagonal)
  {
    const double       *of = diagonal.begin();
    std::vector<double> pivot(lines_.unknowns.size()), lower(lines_.unknowns.size() * width_, 0.);
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      for (unsigned int i = lines_.start[k]; i < lines_.start[k + 1]; ++i)
        for (unsigned int d = 1; d <= width_ && d <= i - lines_.start[k]; ++d)
          if (free_[lines_.unknowns[i]] && free_[lines_.unknowns[i - d]])
            lower[i * width_ + d - 1] = before[d - 1].local_element(lines_.unknowns[i]);
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      for (unsigned int i = lines_.start[k]; i < lines_.start[k + 1]; ++i)
        {
          const unsigned int first   = std::max<int>(lines_.start[k], static_cast<int>(i) - static_cast<int>(width_)),
                             unknown = lines_.unknowns[i];
          const auto place           = [&](const unsigned int later, const unsigned int earlier) {
            return later * width_ + later - earlier - 1;
          };
          pivot[i] = of[unknown];
          for (unsigned int j = first; j < i; ++j)
            {
              double sum = lower[place(i, j)];
              for (unsigned int m = first; m < j; ++m)
                if (j - m <= width_)
                  sum -= lower[place(i, m)] * pivot[m] * lower[place(j, m)];
              lower[place(i, j)] = pivot[j] > 0. ? sum / pivot[j] : 0.;
            }
          for (unsigned int j = first; j < i; ++j)
            pivot[i] -= lower[place(i, j)] * lower[place(i, j)] * pivot[j];
          pivot[i]                   = std::max(pivot[i], least_pivot * of[unknown]);
          inverse_diagonal_[unknown] = free_[unknown] && pivot[i] > 0. ? 1. / pivot[i] : 0.;
        }
    lower_.assign(lower.begin(), lower.end());
  }

  template <int dim>
  void
  LineSmoother<dim>::factorise_advection(const std::vector<ScalarVector<double>> &before,
                                         const std::vector<ScalarVector<double>> &after,
                                         const ScalarVector<double>              &diagonal)
  {
    const int width = width_, leading = 3 * width + 1; // entry (i, j) of a line stands at place j leading + 2 width + i - j
    bands_.assign(lines_.unknowns.size() * leading, 0.f);
    exchanged_.assign(lines_.unknowns.size(), 0);
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      {
        const unsigned int *member = lines_.unknowns.data() + lines_.start[k];
        float              *band   = bands_.data() + lines_.start[k] * leading;
        const int           n      = lines_.start[k + 1] - lines_.start[k];
        for (int i = 0; i < n; ++i)
          {
            band[i * leading + 2 * width] = free_[member[i]] ? diagonal.local_element(member[i]) : 1.;
            for (int d = 1; d <= width && d <= i; ++d)
              if (free_[member[i]] && free_[member[i - d]])
                {
                  band[(i - d) * leading + 2 * width + d] = before[d - 1].local_element(member[i]);
                  band[i * leading + 2 * width - d]       = after[d - 1].local_element(member[i]);
                }
          }
        int info;
        sgbtrf_(&n, &n, &width, &width, band, &leading, exchanged_.data() + lines_.start[k], &info);
        for (int i = 0; i < n; ++i)
          if (band[i * leading + 2 * width] == 0.f) // singular: any number will do
            band[i * leading + 2 * width] = 1.f;
      }
  }

  template <int dim>
  void
  LineSmoother<dim>::solve_advection(ScalarVector<float> &solution, const ScalarVector<float> &right_side) const
  {
    const int          width = width_, leading = 3 * width + 1, one = 1;
    std::vector<float> line;
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      {
        const unsigned int begin = lines_.start[k];
        const int          n     = lines_.start[k + 1] - begin;
        line.resize(n);
        for (int i = 0; i < n; ++i)
          line[i] = free_[lines_.unknowns[begin + i]] ? right_side.local_element(lines_.unknowns[begin + i]) : 0.f;
        int info;
        sgbtrs_("N", &n, &width, &width, &one, bands_.data() + begin * leading, &leading, exchanged_.data() + begin, line.data(),
                &n, &info);
        for (int i = 0; i < n; ++i)
          solution.local_element(lines_.unknowns[begin + i]) = line[i];
      }
  }

  template <int dim>
  void
  LineSmoother<dim>::apply(ScalarVector<float> &destination, const ScalarVector<float> &source) const
  {
    const float *r = source.begin();
    float       *z = destination.begin();
    for (unsigned int i = 0; i < inverse_diagonal_.size(); ++i)
      z[i] = inverse_diagonal_[i] * r[i];
    if (advective_)
      return solve_advection(destination, source);
    const unsigned int *member = lines_.unknowns.data();
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      {
        const unsigned int begin = lines_.start[k], end = lines_.start[k + 1];
        for (unsigned int i = begin; i < end; ++i)
          {
            float sum = free_[member[i]] ? r[member[i]] : 0.f;
            for (unsigned int d = 1; d <= width_ && d <= i - begin; ++d)
              sum -= lower_[i * width_ + d - 1] * z[member[i - d]];
            z[member[i]] = sum;
          }
        for (unsigned int i = begin; i < end; ++i)
          z[member[i]] *= inverse_diagonal_[member[i]];
        for (unsigned int i = end; i-- > begin;)
          for (unsigned int d = 1; d <= width_ && i + d < end; ++d)
            z[member[i]] -= lower_[(i + d) * width_ + d - 1] * z[member[i + d]];
      }
  }

  template class StrongLines<2>;
  template class StrongLines<3>;
  template class LineSmoother<2>;
  template class LineSmoother<3>;
} // namespace zincfield
