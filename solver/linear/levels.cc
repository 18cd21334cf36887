#include "solver/linear/levels.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** How many times better a cell conducts along one axis where lines are smoothed: above it points damp the weak directions too
     * slowly, and in space charge sooner. */
    constexpr double strong_ratio = 3., strong_ratio_of_space_charge = 2.;

    /** Change of an electrochemical potential across a cell [RT] from which its block is one of advection: below 0.8 Chebyshev
     * smoothing was seen to take twice the iterations. */
    constexpr float advective_change = 0.25f;
  } // namespace

  template <int dim>
  bool
  has_levels(const Discretization<dim> &discretization)
  {
    return discretization.degree() > 1 || discretization.dof_handler.get_triangulation().n_global_levels() > 1;
  }

  template <int dim>
  Levels<dim>::Levels(Operator<dim> &finest)
    : finest_(finest)
  {
    const auto &fine    = finest.discretization();
    const auto  coarser = fine.mesh.coarser_meshes();
    const auto  add     = [&](const std::shared_ptr<const Triangulation<dim>> &triangulation, const unsigned int degree) {
      discretizations_.push_back(std::make_unique<Discretization<dim>>(fine.mesh, triangulation, degree, fine.axisymmetric));
      coarse_.push_back(std::make_unique<Operator<dim>>(*discretizations_.back(), finest.model()));
      operators_.push_back(coarse_.back().get());
    };
    if (fine.degree() > 1)
      add(coarser.empty() ? std::shared_ptr<const Triangulation<dim>>(&fine.dof_handler.get_triangulation(), [](const auto *) {})
                          : coarser[0],
          1);
    for (const auto &triangulation : coarser)
      add(triangulation, fine.degree());
    operators_.push_back(&finest);

    for (Operator<dim> *op : operators_)
      lines_.push_back(std::make_unique<StrongLines<dim>>(
        op->table(), finest.model().transport->traits().resolves_charge ? strong_ratio_of_space_charge : strong_ratio));
    transfers_.resize(n());
    advective_.assign(n(), std::vector<bool>(finest.n_fields() + 1, false)); // the last: of the pair, see Operator::pair()
    const auto constraints = [](const Discretization<dim> &discretization) {
      AffineConstraints<float> single;
      single.copy_from(discretization.constraints);
      return single;
    };
    for (unsigned int level = 1; level < n(); ++level)
      {
        const auto &above = operators_[level]->discretization(), &below = operators_[level - 1]->discretization();
        transfers_[level] = std::make_unique<Transfer>();
        transfers_[level]->reinit(above.dof_handler, below.dof_handler, constraints(above), constraints(below));
      }
  }

  template <int dim>
  void
  Levels<dim>::linearize(const StateVector &state, const double electrode_potential)
  {
    const unsigned int               n_fields = finest_.n_fields();
    std::vector<ScalarVector<float>> above(n_fields), below(n_fields);
    for (unsigned int f = 0; f < n_fields; ++f)
      {
        finest_.table().numbering().initialize(above[f]);
        above[f].copy_locally_owned_data_from(state.block(f));
      }
    for (unsigned int level = n() - 1; level > 0; --level)
      {
        Operator<dim> &op = *operators_[level - 1];
        StateVector    coarse;
        op.discretization().initialize(coarse, n_fields);
        for (unsigned int f = 0; f < n_fields; ++f)
          {
            above[f].update_ghost_values();
            operators_[level]->table().numbering().resolve(above[f]);
            advective_[level][f] = is_advective(level, f, above[f]);
            above[f].zero_out_ghost_values();
            op.table().numbering().initialize(below[f]);
            transfers_[level]->interpolate(below[f], above[f]);
            coarse.block(f).copy_locally_owned_data_from(below[f]);
          }
        ImplicitStep step     = finest_.step();
        step.on_coarser_level = true;
        op.set_step(step);
        op.linearize(coarse, electrode_potential);
        std::swap(above, below);
      }
  }

  template <int dim>
  bool
  Levels<dim>::is_advective(const unsigned int level, const unsigned int f, const ScalarVector<float> &field) const
  {
    const TransportModel &transport = *finest_.model().transport;
    const auto           &table     = operators_[level]->table();
    if (!transport.traits().resolves_charge || f == transport.potential())
      return false;
    float largest = 0.f;
    for (unsigned int cell = 0; cell < table.numbering().n_batches() * cells_at_once; ++cell)
      {
        float low = std::numeric_limits<float>::max(), high = -low;
        for (unsigned int a = 0; a < Utilities::pow(table.nodes_in_one_direction(), dim); ++a)
          {
            const float value = field.local_element(table.numbering().unknown(cell, a));
            low               = std::min(low, value);
            high              = std::max(high, value);
          }
        largest = std::max(largest, high - low);
      }
    return Utilities::MPI::max(largest, field.get_mpi_communicator()) > advective_change;
  }

  template <int dim>
  double
  Levels<dim>::n_applications_below() const
  {
    double sum = 0.;
    for (const auto &op : coarse_)
      sum +=
        op->table().n_applications() * op->discretization().dof_handler.n_dofs() / finest_.discretization().dof_handler.n_dofs();
    return sum;
  }

  template <int dim>
  double
  Levels<dim>::memory_consumption() const
  {
    double bytes = 0.;
    for (const auto &op : coarse_)
      bytes += op->memory_consumption();
    for (const auto &transfer : transfers_)
      bytes += transfer ? transfer->memory_consumption() : 0;
    return bytes;
  }

  template class Levels<2>;
  template class Levels<3>;
  template bool
  has_levels(const Discretization<2> &);
  template bool
  has_levels(const Discretization<3> &);
} // namespace zincfield
