#include "solver/growth/growth_step.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the third order, with stages at 0, 1/2 and 3/4 of the step; and those less the weights of the midpoint rule, which has
     * the second order and the same stages. */
    constexpr std::array<double, 3> weights = {2. / 9., 1. / 3., 4. / 9.}, error_weights = {2. / 9., -2. / 3., 4. / 9.};

    template <int dim>
    double
    largest_length(const FieldVector &vector, const MPI_Comm communicator)
    {
      double largest = 0.;
      for (unsigned int i = 0; i < vector.locally_owned_size(); i += dim)
        {
          double square = 0.;
          for (unsigned int d = 0; d < dim; ++d)
            square += vector.local_element(i + d) * vector.local_element(i + d);
          largest = std::max(largest, square);
        }
      return std::sqrt(Utilities::MPI::max(largest, communicator));
    }

    /** sum_k weights_k vectors_k, with ghosts. */
    FieldVector
    combination(const std::array<double, 3> &factors, const std::array<const FieldVector *, 3> &vectors)
    {
      FieldVector sum(*vectors[0]);
      sum.zero_out_ghost_values();
      sum = 0.;
      for (unsigned int k = 0; k < 3; ++k)
        if (factors[k] != 0.)
          sum.add(factors[k], *vectors[k]);
      sum.update_ghost_values();
      return sum;
    }
  } // namespace

  template <int dim>
  std::optional<GrowthStep<dim>>
  grow(const FieldVector      &displacement,
       const FieldVector      &thickness,
       const SurfaceRate<dim> &rate,
       const double            dt,
       const RateAt<dim>      &rate_at)
  {
    const auto at = [&](const double share, const SurfaceRate<dim> &by) {
      const auto moved = [&](const FieldVector &from, const FieldVector &velocity) {
        FieldVector where(from);
        where.zero_out_ghost_values();
        where.add(share * dt, velocity);
        where.update_ghost_values();
        return where;
      };
      return rate_at(moved(displacement, by.velocity), moved(thickness, by.thickening));
    };
    const std::optional<SurfaceRate<dim>> second = at(0.5, rate);
    if (!second)
      return {};
    const std::optional<SurfaceRate<dim>> third = at(0.75, *second);
    if (!third)
      return {};
    const auto sum = [&](const std::array<double, 3> &factors, const auto member) {
      return dt * (factors[0] * (rate.*member) + factors[1] * ((*second).*member) + factors[2] * ((*third).*member));
    };
    const auto field = [&](const std::array<double, 3> &factors, const auto member) {
      FieldVector result = combination(factors, {&(rate.*member), &((*second).*member), &((*third).*member)});
      result *= dt;
      result.update_ghost_values();
      return result;
    };
    using Rate = SurfaceRate<dim>;
    GrowthStep<dim> step;
    step.change     = field(weights, &Rate::velocity);
    step.thickness  = field(weights, &Rate::thickening);
    step.zinc       = sum(weights, &Rate::zinc);
    step.magnitude  = sum(weights, &Rate::magnitude);
    step.total      = sum(weights, &Rate::total);
    const auto comm = displacement.get_mpi_communicator();
    step.largest    = largest_length<dim>(step.change, comm);
    step.error      = step.largest > 0. ? largest_length<dim>(field(error_weights, &Rate::velocity), comm) / step.largest : 0.;
    return step;
  }

  template <int dim>
  double
  conserve_volume(GrowthStep<dim> &step, const MetalFaces<dim> &before, const FieldVector &normals, const double volume_of_charge)
  {
    const MPI_Comm communicator = step.change.get_mpi_communicator();
    const auto  swept = [&](const FieldVector &change) { return Utilities::MPI::sum(before.swept_volume(change), communicator); };
    FieldVector outward(step.change);
    outward.zero_out_ghost_values();
    for (unsigned int i = 0; i < outward.locally_owned_size(); i += dim)
      {
        double square = 0.;
        for (unsigned int d = 0; d < dim; ++d)
          square += step.change.local_element(i + d) * step.change.local_element(i + d);
        for (unsigned int d = 0; d < dim; ++d)
          outward.local_element(i + d) = std::sqrt(square) * normals.local_element(i + d);
      }
    before.nodes().constraints().distribute(outward);
    outward.update_ghost_values();
    const double wanted = volume_of_charge * step.zinc, moved = volume_of_charge * step.magnitude;
    double       left = swept(step.change) - wanted, slope = swept(outward);
    for (unsigned int k = 0; k < 6 && std::abs(left) > 1e-15 * moved && slope > 0.; ++k)
      {
        const double share = -left / slope;
        step.change.zero_out_ghost_values();
        step.change.add(share, outward);
        step.change.update_ghost_values();
        const double now = swept(step.change) - wanted;
        if (const double secant = (now - left) / share; std::abs(now) > 1e-13 * moved && secant > 0.)
          slope = secant;
        left = now;
      }
    return moved > 0. ? left / moved : 0.;
  }

  template std::optional<GrowthStep<2>>
  grow(const FieldVector &, const FieldVector &, const SurfaceRate<2> &, double, const RateAt<2> &);
  template std::optional<GrowthStep<3>>
  grow(const FieldVector &, const FieldVector &, const SurfaceRate<3> &, double, const RateAt<3> &);
  template double
  conserve_volume(GrowthStep<2> &, const MetalFaces<2> &, const FieldVector &, double);
  template double
  conserve_volume(GrowthStep<3> &, const MetalFaces<3> &, const FieldVector &, double);
} // namespace zincfield
