#include "physics/constants.h"
#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "solver/assembly/evaluators.h"
#include "solver/nonlinear/initial_state.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// A transport model, a field that lives in one material only, and a term, all added in this file alone.

namespace zincfield::toy_model_tests
{
  namespace
  {
    constexpr double kappa = 2., leak = 3e9, diffusivity = 4., decay = 5e11; // [S/m], [S/m^3], [A/m], [A/m^3]
    constexpr double rest = 0.3;                                             // the marker at which its source vanishes

    /** Constant coefficients, and a source -decay (m^2 - rest^2) of a marker m that lives in the film. */
    class Toy : public ChargeLaw<Toy>
    {
    public:
      Toy()
      {
        traits_.detail            = 9;
        traits_.uses_conductivity = traits_.is_primary = true;
      }

      void
      setup(const TransportSetup &setup) override
      {
        setup_ = setup;
        set_fields({{"potential", "V", 0.025, 0., FieldRole::ionic_potential},
                    {"marker", "1", 0.5, 1., FieldRole::electrochemical_potential}});
      }

      bool
      lives_in(const unsigned int f, const unsigned int material) const override
      {
        return f == 0 || this->material(material);
      }

      unsigned int
      fields_in_coefficients() const override
      {
        return 0;
      }

      unsigned int
      rows_with_sources() const override
      {
        return 1u << 1;
      }

      void
      sources(const unsigned int material, const Properties &, const double *u, Sources<double> &s) const override
      {
        s[1] = this->material(material) ? -decay * (u[1] * u[1] - rest * rest) : 0.;
      }
      void
      sources(const unsigned int material, const Properties &, const Dual<double> *u, Sources<Dual<double>> &s) const override
      {
        s[1] = this->material(material) ? Dual<double>(-decay) * (u[1] * u[1] - Dual<double>(rest * rest)) : Dual<double>(0.);
      }

      template <typename Number>
      void
      evaluate(const unsigned int material, const Properties &, const Number *, Coefficients<Number> &a) const
      {
        a[0][0] = Number(kappa);
        a[1][1] = Number(lives_in(1, material) ? diffusivity : 0.);
        a[0][1] = a[1][0] = Number(0.);
      }

      bool
      uniform(const unsigned int) const override
      {
        return true;
      }
      Properties
      properties(const unsigned int, const Location &) const override
      {
        return {};
      }
      Properties
      slab_properties(const unsigned int, const std::vector<LayerPart> &) const override
      {
        return {};
      }
    };

    const Register<TransportModel, Toy> toy("toy", "A model of a test");

    /** div i = -leak phi: a conductor that loses current everywhere. */
    template <int dim>
    class Leak : public Term<dim>
    {
    public:
      explicit Leak(const AssemblyContext<dim> &context)
        : context_(context)
      {}

      static std::unique_ptr<Term<dim>>
      make(const AssemblyContext<dim> &context)
      {
        return context.model.data.transport == "toy" ? std::make_unique<Leak<dim>>(context) : nullptr;
      }

      TableNeeds
      needs() const override
      {
        return {0, 1u << context_.potential};
      }

      bool
      add_residual(Residual<dim> &residual, const StateVector &state, double) override
      {
        auto  cells = evaluators<typename AssemblyContext<dim>::Cells>(context_.n_fields, context_.discretization.matrix_free);
        auto &cell  = cells[context_.potential];
        for (unsigned int batch = 0; batch < context_.discretization.matrix_free.n_cell_batches(); ++batch)
          {
            context_.read(cells, batch, state, dealii::EvaluationFlags::values);
            for (unsigned int q = 0; q < context_.n_cell_points; ++q)
              cell.submit_value(context_.transport.fields()[context_.potential].value(cell.get_value(q)) *
                                  context_.weight(cell, q) * (mesh_unit * leak),
                                q);
            cell.integrate(dealii::EvaluationFlags::values);
            cell.distribute_local_to_global(residual.rows.block(context_.potential));
          }
        return true;
      }

      bool
      tabulate(JacobianTable<dim> &table, const StateVector &, double) override
      {
        const unsigned int                   f = context_.potential;
        typename AssemblyContext<dim>::Cells cell(context_.discretization.matrix_free);
        constexpr unsigned int               lanes = dealii::VectorizedArray<double>::size();
        for (unsigned int batch = 0; batch < context_.discretization.matrix_free.n_cell_batches(); ++batch)
          {
            cell.reinit(batch);
            for (unsigned int q = 0; q < context_.n_cell_points; ++q)
              for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
                table.add_reaction(f, f, batch * lanes + v, q,
                                   mesh_unit * leak * context_.transport.fields()[f].scale *
                                     (context_.weight(cell, q) * cell.JxW(q))[v]);
          }
        return true;
      }

    private:
      const AssemblyContext<dim> &context_;
    };

    const RegisterTerm<Leak> leak_term;

    Lines
    coated_plate()
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 40 um",
                                    "Geometry/Width = 10 um",
                                    "Geometry/Cells across feature = 2",
                                    "Electrolyte/Transport model = toy",
                                    "Electrolyte/Conductivity = 2 S/m",
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = -20 mV",
                                    "Discretization/Degree = 3",
                                    "Materials/film/Conductivity = 2 S/m",
                                    "Coatings/film/Surface = working electrode",
                                    "Coatings/film/Layers = only",
                                    "Coatings/film/only/Material = film",
                                    "Coatings/film/only/Profile = uniform",
                                    "Coatings/film/only/Thickness = 10 um",
                                    "Coatings/film/Representation = resolved"};
    }
  } // namespace

  TEST(ToyModel, TheJacobianOfConstantCoefficientsHasTheSources)
  {
    Solved<2>   cell(coated_plate(), 0);
    Operator<2> op(*cell.discretization, cell.model);
    StateVector state, change, right, left, product;
    double      potential = -0.02;
    for (StateVector *vector : {&state, &change, &right, &left, &product})
      cell.discretization->initialize(*vector, op.n_fields());
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      for (unsigned int i = 0; i < state.block(f).locally_owned_size(); ++i)
        {
          state.block(f).local_element(i)  = std::sin(7. * i + f);
          change.block(f).local_element(i) = std::cos(5. * i + f);
        }
    op.prescribe(state, potential);
    for (const PrescribedUnknown &p : op.prescribed())
      change.block(p.field).local_element(p.local_index) = 0.;
    op.linearize(state, potential);
    op.jacobian(product, change, 0.);
    const double step = 1e-4;
    StateVector  moved(state);
    moved.add(step, change);
    op.residual(right, moved, potential);
    moved.add(-2. * step, change);
    op.residual(left, moved, potential);
    right -= left;
    right /= 2. * step;
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      {
        const double size = right.block(f).l2_norm();
        right.block(f) -= product.block(f);
        EXPECT_GT(size, 0.);
        EXPECT_LT(right.block(f).l2_norm(), 1e-6 * size) << "row " << f;
      }
  }

  TEST(ToyModel, ATermAndAFieldOfOneMaterialAreSolved)
  {
    Solved<2> cell(coated_plate(), 3);
    cell.op = std::make_unique<Operator<2>>(*cell.discretization, cell.model);
    initial_state(*cell.op, cell.state, cell.electrode_potential);
    Newton<2> newton(*cell.op, cell.data.solver, false, nullptr); // by itself: a state that loses charge is no solution of a cell
    ASSERT_TRUE(newton.solve(cell.state, cell.electrode_potential, -0.02).converged);
    // phi'' = m^2 phi between phi = E at the metal and 0 at the bulk
    const double m = std::sqrt(leak / kappa), gap = 40e-6, potential = -0.02;
    EXPECT_NEAR(cell.flux("working electrode", 0) / cell.flux("counter", 0), -std::cosh(m * gap), 1e-5 * std::cosh(m * gap));
    const double into_metal = -kappa * m * potential / std::tanh(m * gap);
    EXPECT_NEAR(cell.flux("working electrode", 0) / cell.mesh.footprint(), into_metal, 1e-5 * into_metal);
    // Nothing flows into the film: the marker settles where its source vanishes. Outside it keeps its bulk value.
    std::map<dealii::types::global_dof_index, dealii::Point<2>> positions;
    dealii::DoFTools::map_dofs_to_support_points(cell.discretization->mapping(), cell.discretization->dof_handler, positions);
    const Field &marker  = cell.model.transport->fields()[1];
    unsigned int outside = 0, inside = 0;
    for (const auto &[dof, x] : positions)
      if (x[1] > 10. + 1e-9)
        {
          ++outside;
          EXPECT_EQ(marker.value(cell.state.block(1)(dof)), 1.);
        }
      else
        {
          ++inside;
          EXPECT_NEAR(marker.value(cell.state.block(1)(dof)), rest, 1e-8);
        }
    EXPECT_GT(outside, 0u);
    EXPECT_GT(inside, 0u);
  }
} // namespace zincfield::toy_model_tests
