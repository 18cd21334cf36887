#include "solver/linear/field_multigrid.h"

#include "solver/linear/lanczos.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Steps of smoothing, all of them after the coarser level: half the work of as many before and after, for a few more
     * iterations. */
    constexpr unsigned int smoothing_steps = 7;

    /** Steps of Lanczos' method on a new mesh, and where the last eigenvector is known; what they miss. Where double layers are
     * resolved the eigenvector moves as space charge grows: always the first. */
    constexpr unsigned int first_steps = 10, further_steps = 2;
    constexpr double       safety = 1.12;
  } // namespace

  template <int dim>
  std::vector<CycleVectors>
  make_cycle_vectors(Levels<dim> &levels)
  {
    std::vector<CycleVectors> vectors(levels.n());
    for (unsigned int level = 0; level < levels.n(); ++level)
      {
        const auto   &numbering = levels.op(level).table().numbering();
        CycleVectors &d         = vectors[level];
        if (level + 1 < levels.n())
          for (ScalarVector<float> *vector : {&d.solution, &d.right_side})
            numbering.initialize(*vector);
        if (level > 0)
          for (ScalarVector<float> *vector : {&d.direction, &d.residual, &d.product})
            numbering.initialize(*vector);
      }
    return vectors;
  }

  template <int dim>
  FieldMultigrid<dim>::FieldMultigrid(Levels<dim> &levels, std::vector<CycleVectors> &vectors, const unsigned int field)
    : levels_(levels)
    , vectors_(vectors)
    , field_(field)
    , data_(levels.n())
    , coarse_(levels.op(0), field)
  {
    for (unsigned int level = 1; level < levels.n(); ++level)
      {
        data_[level].inverse = std::make_unique<LineSmoother<dim>>(levels.op(level), levels.lines(level), field);
        levels.op(level).table().numbering().initialize(data_[level].eigenvector);
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::setup()
  {
    coarse_.setup();
    for (unsigned int level = 1; level < levels_.n(); ++level)
      {
        data_[level].inverse->setup(levels_.advective(level, field_));
        if (!levels_.advective(level, field_))
          estimate_eigenvalue(level);
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::forget()
  {
    for (unsigned int level = 1; level < levels_.n(); ++level)
      data_[level].eigenvector = 0.f;
  }

  template <int dim>
  void
  FieldMultigrid<dim>::estimate_eigenvalue(const unsigned int level)
  {
    Level       &d     = data_[level];
    const bool   moves = levels_.op(level).model().transport->traits().resolves_charge;
    const double found = largest_eigenvalue(levels_.op(level).table(), field_, *d.inverse,
                                            moves || d.eigenvector.l2_norm() == 0.f ? first_steps : further_steps, d.eigenvector);
    if (found > 0.) // else, after an iteration that failed, the last one stays
      d.largest_eigenvalue = static_cast<float>(safety * found);
  }

  template <int dim>
  void
  FieldMultigrid<dim>::smooth(const unsigned int level, ScalarVector<float> &x)
  {
    CycleVectors            &d       = vectors_[level];
    const LineSmoother<dim> &inverse = *data_[level].inverse;
    const float              largest = data_[level].largest_eigenvalue;
    const auto              &table   = levels_.op(level).table();
    const unsigned int       n       = x.locally_owned_size();
    float                   *xs = x.begin(), *z = d.direction.begin(), *r = d.residual.begin();
    const float             *product = d.product.begin();
    for (unsigned int k = 1; k <= smoothing_steps; ++k)
      {
        const float keep = (2.f * k - 3.f) / (2.f * k + 1.f), step = (8.f * k - 4.f) / ((2.f * k + 1.f) * largest);
        inverse.apply(d.product, d.residual);
        for (unsigned int i = 0; i < n; ++i)
          {
            z[i] = (k == 1 ? 0.f : keep * z[i]) + step * product[i]; // an iteration that failed may have left NaN
            xs[i] += z[i];
          }
        if (k == smoothing_steps)
          break;
        table.apply_block(d.product, d.direction, field_);
        d.direction.zero_out_ghost_values();
        for (unsigned int i = 0; i < n; ++i)
          r[i] -= product[i];
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::smooth_by_least_residuals(const unsigned int level, ScalarVector<float> &x)
  {
    CycleVectors            &d            = vectors_[level];
    const LineSmoother<dim> &inverse      = *data_[level].inverse;
    const unsigned int       n            = x.locally_owned_size();
    const MPI_Comm           communicator = x.get_mpi_communicator();
    const auto               subtract     = [n](ScalarVector<float> &a, const float factor, const ScalarVector<float> &b) {
      for (unsigned int i = 0; i < n; ++i)
        a.begin()[i] -= factor * b.begin()[i];
    };
    if (d.directions.empty())
      {
        d.directions.assign(smoothing_steps, d.direction);
        d.images.assign(smoothing_steps, d.direction);
      }

    ScalarVector<float> &residual = d.direction; // B r
    inverse.apply(residual, d.residual);
    for (unsigned int k = 0; k < smoothing_steps; ++k)
      {
        ScalarVector<float> &direction = d.directions[k], &image = d.images[k];
        std::copy_n(residual.begin(), n, direction.begin());
        levels_.op(level).table().apply_block(d.product, direction, field_);
        direction.zero_out_ghost_values();
        inverse.apply(image, d.product);

        std::vector<double> shares(k);
        for (unsigned int j = 0; j < k; ++j)
          shares[j] = dot(image, d.images[j]);
        Utilities::MPI::sum(shares, communicator, shares);
        for (unsigned int j = 0; j < k; ++j)
          {
            subtract(image, shares[j], d.images[j]);
            subtract(direction, shares[j], d.directions[j]);
          }
        std::vector<double> sums{dot(image, image), dot(residual, image)};
        Utilities::MPI::sum(sums, communicator, sums);
        if (!(sums[0] > 0.))
          return;
        const float length = std::sqrt(sums[0]), step = sums[1] / length;
        image *= 1.f / length;
        direction *= 1.f / length;
        subtract(x, -step, direction);
        subtract(residual, step, image);
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::cycle(const unsigned int level, ScalarVector<float> &x, const ScalarVector<float> &b)
  {
    if (level == 0)
      return coarse_.apply(x, b);
    CycleVectors &d = vectors_[level], &below = vectors_[level - 1];
    below.right_side = 0.f;
    levels_.transfer(level).restrict_and_add(below.right_side, b);
    cycle(level - 1, below.solution, below.right_side);
    x = 0.f;
    levels_.transfer(level).prolongate_and_add(x, below.solution);

    levels_.op(level).table().apply_block(d.product, x, field_);
    x.zero_out_ghost_values();
    for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
      d.residual.local_element(i) = b.local_element(i) - d.product.local_element(i);
    if (levels_.advective(level, field_))
      smooth_by_least_residuals(level, x);
    else
      smooth(level, x);
  }

  template <int dim>
  void
  FieldMultigrid<dim>::apply(ScalarVector<float> &x, const ScalarVector<float> &b)
  {
    cycle(levels_.n() - 1, x, b);
  }

  template std::vector<CycleVectors>
  make_cycle_vectors(Levels<2> &);
  template std::vector<CycleVectors>
  make_cycle_vectors(Levels<3> &);
  template class FieldMultigrid<2>;
  template class FieldMultigrid<3>;
} // namespace zincfield
