#include "solver/linear/lines.h"

#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Above it a point smoother damps the weak directions too slowly. */
    constexpr double strong_ratio = 3.;

    /** Share of its diagonal that a pivot must keep, against rounding. */
    constexpr double least_pivot = 1e-3;
  } // namespace

  template <int dim>
  Lines<dim>::Lines(const JacobianTable<dim> &table)
  {
    const auto            &numbering = table.numbering();
    const unsigned int     n         = table.nodes_in_one_direction();
    ScalarVector<float>    shape;
    numbering.initialize(shape);
    const unsigned int n_owned = shape.locally_owned_size();
    place.assign(n_owned, nowhere);

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
              const bool joined = members.size() > start.back();
              if (std::any_of(segment->second.begin() + joined, segment->second.end(), [&](const unsigned int i) { return place[i] != nowhere; }))
                break;
              for (unsigned int k = joined; k < segment->second.size(); ++k)
                {
                  place[segment->second[k]] = members.size();
                  members.push_back(segment->second[k]);
                }
            }
          if (members.size() > start.back())
            start.push_back(members.size());
        }
    line.resize(members.size());
    for (unsigned int k = 0; k + 1 < start.size(); ++k)
      std::fill(line.begin() + start[k], line.begin() + start[k + 1], k);

    needs_matrices.assign(numbering.n_batches(), false);
    for (unsigned int cell = 0; cell < numbering.n_batches() * cells_at_once; ++cell)
      for (unsigned int a = 0; a < Utilities::pow(n, dim); ++a)
        {
          const unsigned int i = numbering.unknown(cell, a);
          if (numbering.is_constrained(i) || (i < n_owned && place[i] != nowhere))
            needs_matrices[cell / cells_at_once] = true;
        }
  }

  template <int dim>
  bool
  Lines<dim>::joins(const unsigned int i, const unsigned int j, const unsigned int width) const
  {
    if (i >= place.size() || j >= place.size())
      return false;
    const unsigned int a = place[i], b = place[j];
    return a != nowhere && b != nowhere && a > b && a - b <= width && line[a] == line[b];
  }

  template <int dim>
  LineInverse<dim>::LineInverse(const Operator<dim> &op, const Lines<dim> &lines, const unsigned int field)
    : op_(op)
    , lines_(lines)
    , field_(field)
    , width_(op.table().nodes_in_one_direction() - 1)
  {
    const unsigned int n = lines.place.size();
    free_.assign(n, true);
    for (unsigned int i = 0; i < n; ++i)
      free_[i] = !op.table().numbering().is_constrained(i);
    for (const PrescribedUnknown &p : op.prescribed())
      if (p.field == field)
        free_[p.local_index] = false;
    inverse_diagonal_.resize(n);
    lower_.resize(lines.members.size() * width_);
  }

  template <int dim>
  void
  LineInverse<dim>::setup()
  {
    const auto          &table     = op_.table();
    const auto          &numbering = table.numbering();
    ScalarVector<double> diagonal;
    numbering.initialize(diagonal);
    std::vector<double> band(lines_.members.size() * width_, 0.);
    const auto          add = [&](const unsigned int a, const unsigned int b, const double value) {
      if (!numbering.is_constrained(a) && !numbering.is_constrained(b))
        {
          if (a == b)
            diagonal.local_element(a) += value;
          else if (lines_.joins(a, b, width_) && free_[a] && free_[b])
            band[lines_.place[a] * width_ + lines_.place[a] - lines_.place[b] - 1] += value;
          return;
        }
      for (const auto &[i, weight_i] : numbering.depends_on(a))
        for (const auto &[j, weight_j] : numbering.depends_on(b))
          if (i == j)
            diagonal.local_element(i) += weight_i * weight_j * value;
          else if (lines_.joins(i, j, width_) && free_[i] && free_[j])
            band[lines_.place[i] * width_ + lines_.place[i] - lines_.place[j] - 1] += weight_i * weight_j * value;
    };

    // whole matrices only where a line passes or an unknown depends on others
    const unsigned int              n_nodes = Utilities::pow(table.nodes_in_one_direction(), dim);
    std::vector<FullMatrix<double>> matrices;
    for (unsigned int batch = 0; batch < numbering.n_batches(); ++batch)
      if (!lines_.needs_matrices[batch])
        table.add_cell_diagonals(batch, field_, diagonal);
      else
        {
          table.cell_matrices(batch, field_, field_, matrices);
          for (unsigned int l = 0; l < cells_at_once; ++l)
            for (unsigned int a = 0; a < n_nodes; ++a)
              for (unsigned int b = 0; b < n_nodes; ++b)
                add(numbering.unknown(batch * cells_at_once + l, a), numbering.unknown(batch * cells_at_once + l, b), 0.5 * (matrices[l](a, b) + matrices[l](b, a)));
        }
    for (const auto &face : table.faces)
      for (unsigned int a = 0; a < face.unknowns.size(); ++a)
        for (unsigned int b = 0; b < face.unknowns.size(); ++b)
          add(face.unknowns[a], face.unknowns[b], face.blocks[field_ * (op_.n_fields() + 1) + field_](a, b));
    diagonal.compress(VectorOperation::add);

    std::vector<double> values(lines_.place.size());
    for (unsigned int i = 0; i < values.size(); ++i)
      values[i] = diagonal.local_element(i);
    factorise(band, values);
  }

  template <int dim>
  void
  LineInverse<dim>::factorise(std::vector<double> &band, const std::vector<double> &diagonal)
  {
    for (unsigned int i = 0; i < diagonal.size(); ++i)
      inverse_diagonal_[i] = free_[i] && diagonal[i] > 0. ? 1. / diagonal[i] : 0.;
    std::vector<double> pivot(lines_.members.size());
    for (unsigned int k = 0; k + 1 < lines_.start.size(); ++k)
      for (unsigned int i = lines_.start[k]; i < lines_.start[k + 1]; ++i)
        {
          const unsigned int first = std::max<int>(lines_.start[k], static_cast<int>(i) - static_cast<int>(width_)), unknown = lines_.members[i];
          const auto         entry = [&](const unsigned int row, const unsigned int column) -> double & { return band[row * width_ + row - column - 1]; };
          pivot[i]                 = diagonal[unknown];
          for (unsigned int j = first; j < i; ++j)
            {
              double sum = entry(i, j);
              for (unsigned int m = first; m < j; ++m)
                if (j - m <= width_)
                  sum -= entry(i, m) * pivot[m] * entry(j, m);
              entry(i, j) = pivot[j] > 0. ? sum / pivot[j] : 0.;
            }
          for (unsigned int j = first; j < i; ++j)
            pivot[i] -= entry(i, j) * entry(i, j) * pivot[j];
          pivot[i]                   = std::max(pivot[i], least_pivot * diagonal[unknown]);
          inverse_diagonal_[unknown] = free_[unknown] && pivot[i] > 0. ? 1. / pivot[i] : 0.;
        }
    std::copy(band.begin(), band.end(), lower_.begin());
  }

  template <int dim>
  void
  LineInverse<dim>::apply(ScalarVector<float> &destination, const ScalarVector<float> &source) const
  {
    const float *r = source.begin();
    float       *z = destination.begin();
    for (unsigned int i = 0; i < inverse_diagonal_.size(); ++i)
      z[i] = inverse_diagonal_[i] * r[i];
    const unsigned int *member = lines_.members.data();
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

  template class Lines<2>;
  template class Lines<3>;
  template class LineInverse<2>;
  template class LineInverse<3>;
} // namespace zincfield
