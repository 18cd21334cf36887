#include "solver/assembly/evaluators.h"
#include "solver/assembly/materials_of_cell.h"
#include "solver/assembly/term.h"

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /**
     * What a mesh that moves with the velocity v takes along, in the frame of its cells (arbitrary Lagrangian-Eulerian):
     *
     * d/dt int s w dV + int (s v - N).grad w dV + int (N - c v).n w dS + int c_b v.n w dS = 0,   s = c - c_b,
     *
     * for shape functions w that ride on the mesh. What is stored counts from the bulk composition c_b, which is kept to the last
     * digit however the mesh moves; the last integral is what the metal drives out of the room that it takes. (N - c v).n is what
     * reacts, so that every ion which does not react stays in the solution. Velocities are 1e-4 or less of those of diffusion
     * across a cell: Newton's method does without their derivatives.
     *
     * The matrix of a film with a mesh moves with v, and N of its ions is relative to the matrix: there s v is left out. What such
     * a film gains and the solution loses as it takes room is part of what the bulk composition holds there (see room_of_film.h).
     */
    template <int dim>
    class MeshMotionTerms : public Term<dim>
    {
    public:
      explicit MeshMotionTerms(const AssemblyContext<dim> &context)
        : context_(context)
        , film_(riding_film(context.model))
      {}

      static std::unique_ptr<Term<dim>>
      make(const AssemblyContext<dim> &context)
      {
        if (!context.model.data.growth.transient || context.accumulation_rows == 0)
          return nullptr;
        return std::make_unique<MeshMotionTerms>(context);
      }

      bool
      add_residual(Residual<dim> &residual, const StateVector &state, double) override
      {
        const MeshMotion *const motion = context_.step.motion;
        if (!motion || context_.step.rate == 0.)
          return true;
        for (unsigned int f = 0; f < context_.n_fields; ++f)
          for (unsigned int i = 0; i < residual.rows.block(f).locally_owned_size(); ++i)
            residual.rows.block(f).local_element(i) += motion->swept.block(f).local_element(i);

        const auto     &matrix_free = context_.discretization.matrix_free;
        auto            cells       = evaluators<Cells>(context_.n_fields, matrix_free);
        auto            velocity    = evaluators<Cells>(dim, matrix_free);
        double          u[max_fields], change[max_fields];
        Sources<double> amount{};
        for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
          {
            if (std::find(film_.begin(), film_.end(), context_.material(batch)) != film_.end())
              continue;
            context_.read(cells, batch, state, EvaluationFlags::values);
            for (unsigned int d = 0; d < dim; ++d)
              {
                velocity[d].reinit(batch);
                velocity[d].read_dof_values(motion->velocity.block(d));
                velocity[d].evaluate(EvaluationFlags::values);
              }
            for (unsigned int q = 0; q < context_.n_cell_points; ++q)
              {
                Number amounts[max_fields];
                for (unsigned int v = 0; v < Number::size(); ++v)
                  {
                    for (unsigned int g = 0; g < context_.n_fields; ++g)
                      {
                        change[g] = cells[g].get_value(q)[v] * context_.transport.fields()[g].scale;
                        u[g]      = context_.transport.fields()[g].bulk_value + change[g];
                      }
                    context_.transport.accumulation(context_.material(batch), context_.properties(batch, q, v), u, change, amount);
                    for (unsigned int f = 0; f < context_.n_fields; ++f)
                      amounts[f][v] = amount[f];
                  }
                Tensor<1, dim, Number> moved; // [m/s], weighted
                for (unsigned int d = 0; d < dim; ++d)
                  moved[d] = velocity[d].get_value(q) * context_.weight(cells[0], q) * Number(mesh_unit);
                for (unsigned int f = 0; f < context_.n_fields; ++f)
                  if (context_.accumulation_rows >> f & 1u)
                    cells[f].submit_gradient(amounts[f] * moved, q);
              }
            for (unsigned int f = 0; f < context_.n_fields; ++f)
              if (context_.accumulation_rows >> f & 1u)
                {
                  cells[f].integrate(EvaluationFlags::gradients);
                  cells[f].distribute_local_to_global(residual.rows.block(f));
                }
          }
        return true;
      }

    private:
      using Number = VectorizedArray<double>;
      using Cells  = typename AssemblyContext<dim>::Cells;

      const AssemblyContext<dim>     &context_;
      const std::vector<unsigned int> film_;
    };

    const RegisterTerm<MeshMotionTerms> mesh_motion_terms;
  } // namespace
} // namespace zincfield
