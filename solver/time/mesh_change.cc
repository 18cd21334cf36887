#include "solver/time/mesh_change.h"

#include "solver/assembly/sampling.h"

#include <deal.II/distributed/solution_transfer.h>
#include <deal.II/dofs/dof_tools.h>

#include <cstring>
#include <set>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the steps on a new mesh: their length over that of the next step, and their number. */
    constexpr double       settling_share   = 1e-4;
    constexpr unsigned int n_settling_steps = 2;

    /** Vectors by unknown on a mesh, to be interpolated to the next. */
    template <int dim>
    class FieldTransfer
    {
    public:
      FieldTransfer(const Discretization<dim> &discretization, const std::vector<StateVector *> &states)
        : states_(states)
        , transfer_(discretization.dof_handler)
      {
        std::vector<const FieldVector *> in;
        for (const StateVector *state : states)
          ghosted_.push_back(with_ghosts(discretization, *state));
        for (const StateVector &state : ghosted_)
          state.update_ghost_values(); // which a copy has lost
        for (const StateVector &state : ghosted_)
          for (unsigned int f = 0; f < state.n_blocks(); ++f)
            in.push_back(&state.block(f));
        transfer_.prepare_for_coarsening_and_refinement(in);
      }

      /** Once the unknowns of the new mesh are distributed. */
      void
      finish(const Discretization<dim> &discretization)
      {
        std::vector<FieldVector *> out;
        for (StateVector *state : states_)
          {
            discretization.initialize(*state, state->n_blocks());
            for (unsigned int f = 0; f < state->n_blocks(); ++f)
              out.push_back(&state->block(f));
          }
        transfer_.interpolate(out);
        for (FieldVector *field : out)
          discretization.constraints.set_zero(*field);
      }

    private:
      const std::vector<StateVector *>                          states_;
      std::vector<StateVector>                                  ghosted_;
      parallel::distributed::SolutionTransfer<dim, FieldVector> transfer_;
    };

    template <int dim>
    FieldVector
    relevant_vector(const DoFHandler<dim> &dof_handler)
    {
      IndexSet relevant;
      DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
      return FieldVector(dof_handler.locally_owned_dofs(), relevant, dof_handler.get_communicator());
    }

    /** Rows of what is stored, across a mesh change that only coarsens. Each row is shared out among the cells that have its
     * unknown. */
    template <int dim>
    class RowTransfer
    {
    public:
      RowTransfer(const Discretization<dim> &discretization, StateVector &rows)
        : dof_handler_(discretization.dof_handler)
        , constraints_(discretization.constraints)
        , triangulation_(discretization.mesh.triangulation())
        , rows_(rows)
        , size_(discretization.fe.dofs_per_cell)
        , n_(rows.n_blocks())
      {
        FieldVector                          cells_of = relevant_vector(dof_handler_);
        std::vector<types::global_dof_index> unknowns(size_);
        for (const auto &cell : dof_handler_.active_cell_iterators())
          if (cell->is_locally_owned())
            {
              cell->get_dof_indices(unknowns);
              for (const auto i : unknowns)
                cells_of(i) += 1.;
            }
        cells_of.compress(VectorOperation::add);
        for (unsigned int f = 0; f < n_; ++f)
          {
            shares_.push_back(relevant_vector(dof_handler_));
            for (unsigned int i = 0; i < cells_of.locally_owned_size(); ++i)
              shares_[f].local_element(i) = rows.block(f).local_element(i) / cells_of.local_element(i);
          }
        for (const FieldVector &shares : shares_) // a copy would lose them
          shares.update_ghost_values();
        handle_ =
          triangulation_.register_data_attach([this](const auto &cell, const auto status) { return pack(cell, status); }, false);
      }

      /** Once the unknowns of the new mesh are distributed. */
      void
      finish(const Discretization<dim> &discretization)
      {
        std::vector<FieldVector> sums;
        for (unsigned int f = 0; f < n_; ++f)
          sums.push_back(relevant_vector(dof_handler_));
        std::vector<types::global_dof_index> unknowns(size_);
        Vector<double>                       values(size_);
        triangulation_.notify_ready_to_unpack(handle_, [&](const auto &cell, const auto, const auto &data) {
          on_unknowns(cell)->get_dof_indices(unknowns);
          for (unsigned int f = 0; f < n_; ++f)
            {
              std::memcpy(values.begin(), &*data.begin() + f * size_ * sizeof(double), size_ * sizeof(double));
              constraints_.distribute_local_to_global(values, unknowns, sums[f]);
            }
        });
        discretization.initialize(rows_, n_);
        for (unsigned int f = 0; f < n_; ++f)
          {
            sums[f].compress(VectorOperation::add);
            rows_.block(f).copy_locally_owned_data_from(sums[f]);
          }
      }

    private:
      using Tria   = parallel::distributed::Triangulation<dim>;
      using Status = typename Tria::CellStatus;

      typename DoFHandler<dim>::cell_iterator
      on_unknowns(const typename Tria::cell_iterator &cell) const
      {
        return {&triangulation_, cell->level(), cell->index(), &dof_handler_};
      }

      void
      read(const typename Tria::cell_iterator &cell, const FieldVector &shares, Vector<double> &values) const
      {
        std::vector<types::global_dof_index> unknowns(size_);
        on_unknowns(cell)->get_dof_indices(unknowns);
        for (unsigned int i = 0; i < size_; ++i)
          values(i) = shares(unknowns[i]);
      }

      std::vector<char>
      pack(const typename Tria::cell_iterator &cell, const Status status) const
      {
        Assert(status != Tria::CELL_REFINE, ExcInternalError());
        std::vector<char> data(n_ * size_ * sizeof(double));
        Vector<double>    own(size_), sum(size_);
        for (unsigned int f = 0; f < n_; ++f)
          {
            sum = 0.;
            if (status == Tria::CELL_COARSEN)
              for (unsigned int child = 0; child < cell->n_children(); ++child)
                {
                  read(cell->child(child), shares_[f], own);
                  dof_handler_.get_fe().get_prolongation_matrix(child).Tvmult_add(sum, own);
                }
            else
              read(cell, shares_[f], sum);
            std::memcpy(data.data() + f * size_ * sizeof(double), sum.begin(), size_ * sizeof(double));
          }
        return data;
      }

      const DoFHandler<dim>           &dof_handler_;
      const AffineConstraints<double> &constraints_;
      Tria                            &triangulation_;
      StateVector                     &rows_;
      const unsigned int               size_, n_;
      std::vector<FieldVector>         shares_; // by field
      unsigned int                     handle_;
    };

    template <int dim>
    bool
    marked(const Triangulation<dim> &triangulation, const bool for_refinement)
    {
      bool any = false;
      for (const auto &cell : triangulation.active_cell_iterators())
        any = any || (cell->is_locally_owned() && (for_refinement ? cell->refine_flag_set() : cell->coarsen_flag_set()));
      return Utilities::MPI::max(any ? 1 : 0, triangulation.get_communicator()) == 1;
    }

    using Ids = std::set<CellId::binary_type>;

    /** Take the marks for coarsening away, on all ranks. */
    template <int dim>
    Ids
    take_coarsening(Triangulation<dim> &triangulation)
    {
      std::vector<CellId::binary_type> own;
      for (const auto &cell : triangulation.active_cell_iterators())
        {
          if (cell->is_locally_owned() && cell->coarsen_flag_set())
            own.push_back(cell->id().template to_binary<dim>());
          cell->clear_coarsen_flag();
        }
      Ids all;
      for (const auto &ids :
           Utilities::MPI::all_gather(triangulation.get_communicator(), own)) // cells change ranks when others are refined
        all.insert(ids.begin(), ids.end());
      return all;
    }
  } // namespace

  std::array<double, max_fields>
  totals(const Accumulation &accumulation)
  {
    std::array<double, max_fields> sums{};
    for (unsigned int f = 0; f < accumulation.rows.n_blocks(); ++f)
      sums[f] = accumulation.rows.block(f).mean_value() * accumulation.rows.block(f).size();
    return sums;
  }

  template <int dim>
  std::array<double, max_fields>
  change_mesh(Discretization<dim> &discretization, Operator<dim> &op, TimeState &now, const std::vector<StateVector *> &others)
  {
    auto &triangulation = discretization.mesh.triangulation();
    auto  states        = others;
    auto  gained        = totals(now.accumulation);
    states.push_back(&now.fields);
    triangulation.prepare_coarsening_and_refinement();
    const Ids coarsened = take_coarsening(triangulation);
    if (marked(triangulation, true))
      {
        const FilmValues films = of_all_ranks<dim>(op.film_values(now.accumulation.film_states), triangulation.get_communicator());
        FieldTransfer<dim> fields(discretization, states);
        discretization.mesh.refine();
        discretization.reinit();
        fields.finish(discretization);
        op.reinit();
        op.accumulate(now.accumulation, now.fields, now.electrode_potential, films);
      }
    const auto refined = totals(now.accumulation);
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      gained[f] = refined[f] - gained[f];

    for (const auto &cell : triangulation.active_cell_iterators())
      if (cell->is_locally_owned() && coarsened.count(cell->id().template to_binary<dim>()) > 0)
        cell->set_coarsen_flag();
    triangulation.prepare_coarsening_and_refinement();
    if (marked(triangulation, false))
      {
        const FilmValues films = of_all_ranks<dim>(op.film_values(now.accumulation.film_states), triangulation.get_communicator());
        FieldTransfer<dim> fields(discretization, states);
        RowTransfer<dim>   rows(discretization, now.accumulation.rows);
        discretization.mesh.refine();
        discretization.reinit();
        fields.finish(discretization);
        rows.finish(discretization);
        op.reinit();
        Accumulation of_films; // what films hold themselves has no sums to keep
        op.accumulate(of_films, now.fields, now.electrode_potential, films);
        now.accumulation.films       = of_films.films;
        now.accumulation.film_states = of_films.film_states;
      }
    op.prescribe(now.fields, now.electrode_potential);
    return gained;
  }

  template <int dim>
  StepOutcome
  settle(Integrator<dim> &integrator, Newton<dim> &newton, const Drives &drives, TimeState &now, const double dt)
  {
    const auto  trend = integrator.trend();
    StepOutcome both;
    for (unsigned int k = 0; k < n_settling_steps && both.failure.empty(); ++k)
      {
        TimeState         to  = now;
        const StepOutcome one = integrator.start(newton, drives, now, to, settling_share * dt);
        both.newton_steps += one.newton_steps;
        both.linear_iterations += one.linear_iterations;
        both.failure = one.failure;
        if (both.failure.empty())
          now = std::move(to);
      }
    integrator.set_trend(trend);
    return both;
  }

  template StepOutcome
  settle(Integrator<2> &, Newton<2> &, const Drives &, TimeState &, double);
  template StepOutcome
  settle(Integrator<3> &, Newton<3> &, const Drives &, TimeState &, double);
  template std::array<double, max_fields>
  change_mesh(Discretization<2> &, Operator<2> &, TimeState &, const std::vector<StateVector *> &);
  template std::array<double, max_fields>
  change_mesh(Discretization<3> &, Operator<3> &, TimeState &, const std::vector<StateVector *> &);
} // namespace zincfield
