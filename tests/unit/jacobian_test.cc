#include "physics/constants.h"
#include "tests/mms/cells.h"
#include "tests/support/transient.h"

// The tabulated Jacobian against differences of the residual, with everything in it at once: hanging nodes, curved cells, a film,
// kinetics.

namespace zincfield::jacobian_tests
{
  namespace
  {
    Lines
    bump(const std::string &dimension, const unsigned int degree)
    {
      return {
        "Geometry/Type = protrusion", "Geometry/Dimension = " + dimension,  "Geometry/Shape = Gaussian",
        "Geometry/Height = 8 um",     "Geometry/Standard deviation = 6 um", "Geometry/Cell half-width = 20 um",
        "Geometry/Gap = 40 um",       "Geometry/Cells across feature = 2",  "Discretization/Degree = " + std::to_string(degree)};
    }

    const Lines anisotropic_film{"Materials/film/Conductivity = 0.1 S/m",
                                 "Materials/film/Diffusivity = 1e-11 m^2/s",
                                 "Materials/film/Anisotropy = 3",
                                 "Coatings/film/Surface = working electrode",
                                 "Coatings/film/Layers = only",
                                 "Coatings/film/only/Material = film",
                                 "Coatings/film/only/Profile = uniform",
                                 "Coatings/film/only/Thickness = 1 um",
                                 "Coatings/film/Representation = resolved"};

    /** Refine every third cell, so that nodes hang. */
    template <int dim>
    void
    refine_here_and_there(Solved<dim> &solved)
    {
      unsigned int k = 0;
      for (const auto &cell : solved.mesh.triangulation().active_cell_iterators())
        if (k++ % 3 == 0)
          cell->set_refine_flag();
      solved.mesh.refine();
      solved.discretization->reinit();
    }

    /** A number in [-1, 1] that looks like chance. */
    double
    chance(const unsigned int i)
    {
      return 2. * ((i * 7919u + 13u) % 1009u) / 1009. - 1.;
    }

    /** `rate`: of a time step; 0: steady. */
    template <int dim>
    void
    check(const Lines &lines, const double rate = 0.)
    {
      Solved<dim> solved(lines, 0);
      refine_here_and_there(solved);
      Operator<dim> op(*solved.discretization, solved.model);
      ASSERT_GT(solved.discretization->constraints.n_constraints(), 0u);

      StateVector state, change, right, left, product;
      double      potential = 0.;
      initial_state(op, state, potential);
      for (StateVector *vector : {&change, &right, &left, &product})
        solved.discretization->initialize(*vector, op.n_fields());
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        for (unsigned int i = 0; i < state.block(f).locally_owned_size(); ++i)
          {
            state.block(f).local_element(i) += 0.2 * chance(3 * i + f);
            change.block(f).local_element(i) = chance(5 * i + f + 1);
          }
      op.prescribe(state, potential);
      Accumulation before;
      op.accumulate(before, state, potential);
      op.set_step({rate, &before});
      for (const PrescribedUnknown &p : op.prescribed())
        change.block(p.field).local_element(p.local_index) = 0.;
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        solved.discretization->constraints.set_zero(change.block(f));

      const double step = 1e-5, potential_change = 0.7e-3;
      op.linearize(state, potential);
      op.jacobian(product, change, potential_change);
      const double current_change = op.working_current_change();
      StateVector  moved(state);
      moved.add(step, change);
      op.residual(right, moved, potential + step * potential_change);
      double current = op.working_current();
      moved.add(-2. * step, change);
      op.residual(left, moved, potential - step * potential_change);
      current = (current - op.working_current()) / (2. * step);
      right -= left;
      right /= 2. * step;
      EXPECT_NEAR(current_change, current, 1e-6 * std::abs(current));
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        {
          const double norm = right.block(f).l2_norm();
          right.block(f) -= product.block(f);
          EXPECT_LT(right.block(f).l2_norm(), 2e-6 * norm) << "field " << f;
        }

      // y.(J x) = (J^T y).x for x and y without prescribed and constrained entries
      StateVector other(change);
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        {
          for (unsigned int i = 0; i < other.block(f).locally_owned_size(); ++i)
            other.block(f).local_element(i) = chance(11 * i + 3 * f + 5);
          solved.discretization->constraints.set_zero(other.block(f));
        }
      for (const PrescribedUnknown &p : op.prescribed())
        other.block(p.field).local_element(p.local_index) = 0.;
      op.jacobian(product, change, 0.);
      const double forward = other * product, scale_of_both = other.l2_norm() * product.l2_norm();
      op.transposed_jacobian(product, other);
      EXPECT_NEAR(change * product, forward, 1e-10 * scale_of_both);

      // the assembled blocks are those of the action: without constraints, cell by cell
      std::vector<double> assembled(product.block(0).size(), 0.), applied(assembled);
      op.assemble(0, 0, [&](const std::vector<dealii::types::global_dof_index> &dofs, const dealii::FullMatrix<double> &matrix) {
        for (unsigned int i = 0; i < dofs.size(); ++i)
          for (unsigned int j = 0; j < dofs.size(); ++j)
            assembled[dofs[i]] += matrix(i, j) * chance(dofs[j]);
      });
      StateVector alone;
      solved.discretization->initialize(alone, op.n_fields());
      for (unsigned int i = 0; i < alone.block(0).locally_owned_size(); ++i)
        alone.block(0).local_element(i) = chance(i);
      // on unknowns that no hanging node is near the two agree
      op.jacobian(product, alone, 0.);
      std::vector<bool>                            comparable(assembled.size(), true);
      std::vector<dealii::types::global_dof_index> dofs(solved.discretization->fe.dofs_per_cell);
      for (const auto &cell : solved.discretization->dof_handler.active_cell_iterators())
        {
          cell->get_dof_indices(dofs);
          if (std::any_of(dofs.begin(), dofs.end(),
                          [&](const auto i) { return solved.discretization->constraints.is_constrained(i); }))
            for (const auto i : dofs)
              comparable[i] = false;
        }
      for (const PrescribedUnknown &p : op.prescribed())
        comparable[p.local_index] = false;
      for (const auto &line : solved.discretization->constraints.get_lines())
        for (const auto &entry : line.entries)
          comparable[entry.first] = false;
      unsigned int n_compared = 0;
      double       scale      = 0.;
      for (unsigned int i = 0; i < assembled.size(); ++i)
        scale = std::max(scale, std::abs(assembled[i]));
      for (unsigned int i = 0; i < assembled.size(); ++i)
        if (comparable[i])
          {
            ++n_compared;
            EXPECT_NEAR(product.block(0).local_element(i), assembled[i], 1e-6 * scale);
          }
      EXPECT_GT(n_compared, 5u);
    }
  } // namespace

  TEST(Jacobian, SecondaryPlane)
  {
    check<2>(bump("2", 3) + secondary_lines());
  }
  TEST(Jacobian, BinarySaltAxisymmetricUnderAnAnisotropicFilm)
  {
    check<2>(bump("axisymmetric", 2) + binary_salt_lines() + anisotropic_film);
  }
  TEST(Jacobian, DiluteIonsPlaneHighDegree)
  {
    check<2>(bump("2", 5) + dilute_ions_lines());
  }
  TEST(Jacobian, DiluteIonsThreeDimensions)
  {
    check<3>(bump("3", 1) + dilute_ions_lines());
  }
  TEST(Jacobian, DoubleLayerPlane)
  {
    check<2>(bump("2", 2) + double_layer_lines());
  }
  TEST(Jacobian, DoubleLayerThreeDimensionsUnderAnAnisotropicFilm)
  {
    check<3>(bump("3", 2) + double_layer_lines() + anisotropic_film);
  }

  // Steps in time: rates at which storage and transport count alike over the size of a cell, and capacitances at which charging
  // counts like kinetics.
  const Lines step{"only/Drive = rest", "only/Duration = 1 s"};
  const Lines capacitance{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"};
  TEST(Jacobian, StepOfTheSecondaryModelChargesTheDoubleLayer)
  {
    check<2>(with_protocol(bump("2", 3) + secondary_lines() + capacitance, step), 1e4);
  }
  TEST(Jacobian, StepOfABinarySaltUnderAnAnisotropicFilm)
  {
    check<2>(with_protocol(bump("axisymmetric", 2) + binary_salt_lines() + anisotropic_film + capacitance, step), 30.);
  }
  TEST(Jacobian, StepOfDiluteIonsUnderAChargedFilm)
  {
    check<2>(with_protocol(bump("2", 2) + dilute_ions_lines() + anisotropic_film +
                             Lines{"Materials/film/Fixed charge = -0.5 mol/L", "Materials/film/Porosity = 0.5"},
                           step),
             30.);
  }
  const Lines without_mesh{"Materials/film/Anisotropy = 1", "Coatings/film/only/Thickness = 300 nm",
                           "Coatings/film/Representation = thin"};
  TEST(Jacobian, StepOfTheDoubleLayerUnderAFilmWithoutAMesh)
  {
    check<2>(with_protocol(bump("2", 3) + secondary_lines() + anisotropic_film + without_mesh + capacitance, step), 1e4);
  }
  TEST(Jacobian, StepOfABinarySaltInAFilmWithoutAMesh)
  {
    for (const char *const representation : {"thin", "lumped"})
      check<2>(with_protocol(bump("axisymmetric", 2) + binary_salt_lines() + anisotropic_film + without_mesh + capacitance +
                               Lines{std::string("Coatings/film/Representation = ") + representation},
                             step),
               30.);
  }
  TEST(Jacobian, StepOfDiluteIonsInAChargedFilmWithoutAMesh)
  {
    check<2>(with_protocol(bump("2", 2) + dilute_ions_lines() + anisotropic_film + without_mesh +
                             Lines{"Materials/film/Fixed charge = -0.5 mol/L", "Materials/film/Porosity = 0.5"},
                           step),
             30.);
  }
  const Lines charged{"Materials/film/Fixed charge = -1e-9 mol/L", "Materials/film/Partition coefficient = 0.5",
                      "Materials/film/Normal polarisation = 1e-9 C/m^2", "Materials/film/Diffusivity = 1e-10 m^2/s"};
  TEST(Jacobian, DoubleLayersAtAFilmWithoutAMesh)
  {
    check<2>(bump("2", 2) + double_layer_lines() + anisotropic_film + without_mesh + charged);
    check<2>(bump("2", 2) + double_layer_lines() + anisotropic_film + without_mesh + charged +
             Lines{"Materials/film/Fixed charge = 0 mol/L", "Coatings/film/Representation = lumped"});
    check<2>(with_protocol(bump("2", 2) + double_layer_lines() + anisotropic_film + without_mesh + charged, step), 1e3);
  }
  TEST(Jacobian, StepOfADoubleLayer)
  {
    check<2>(with_protocol(bump("2", 2) + double_layer_lines(), step), 1e3);
  }
  TEST(Jacobian, DoubleLayerOfIonsThatCrowd)
  {
    check<2>(bump("2", 2) + double_layer_lines() + Lines{"Electrolyte/Ion diameter = 600 nm"});
  } // 0.26 of the bulk
  TEST(Storage, DoubleLayersInPoresHoldTheChargeThatPoissonsEquationSees)
  {
    // div(-eps grad phi) = the porosity times [sum_k z_k F (c_k - c_k,bulk) + the charge that is fixed to the pores]: what the
    // ions' rows store, and the rest as well
    const Solved<2>       solved(bump("2", 1) + double_layer_lines() + anisotropic_film +
                                   Lines{"Materials/film/Porosity = 0.4", "Materials/film/Fixed charge = -2e-10 mol/L"},
                                 0);
    const TransportModel &transport = *solved.model.transport;
    unsigned int          film      = 0;
    while (!transport.material(film))
      ++film;
    const Properties p    = transport.properties(film, Location());
    const double     u[3] = {0.3, -0.2, 0.01}, change[3] = {u[0], u[1], u[2]};
    Sources<double>  accumulation{};
    transport.accumulation(film, p, u, change, accumulation);
    EXPECT_NE(accumulation[0], 0.);
    EXPECT_NEAR(transport.charge_density(film, p, u), 2. * accumulation[0] - 2. * accumulation[1] + 0.4 * faraday_constant * -2e-7,
                1e-9 * std::abs(accumulation[0]));
  }

  TEST(Storage, OfTheBulkKeepsItsDigits)
  {
    // c - c_b = c_b u of an ion whose potential is next to nothing: in a short step its rounding would be a current
    const Solved<2>       solved(bump("2", 1) + double_layer_lines(), 0);
    const TransportModel &transport = *solved.model.transport;
    const Properties      p         = transport.properties(0, Location());
    const auto            stored    = [&](const double potential) {
      const double    u[3] = {potential, 0., 0.};
      Sources<double> accumulation{};
      transport.accumulation(0, p, u, u, accumulation);
      return accumulation[0];
    };
    EXPECT_NEAR(stored(1e-13) / stored(1e-8), 1e-5, 1e-12);
    EXPECT_NEAR(stored(0.9999999) / stored(1.0000001), 1., 1e-6);                                      // the two branches meet
    EXPECT_NEAR((stored(std::log(3.)) - 2. * stored(std::log(2.))) / stored(std::log(2.)), 0., 1e-12); // 3 - 1 = 2 (2 - 1)
  }

  TEST(Jacobian, DoubleLayerBetweenTwoElectrodes)
  {
    check<2>(bump("2", 2) + double_layer_lines() +
             Lines{"Electrolyte/Ion diameter = 600 nm", "Boundaries/counter/Condition = counter electrode",
                   "Boundaries/counter/Reactions = zinc", "Boundaries/counter/Stern capacitance = 0.05 uF/cm^2",
                   "Control/Mode = galvanostatic", "Control/Applied current density = 1 A/m^2"});
  }
  TEST(Jacobian, DiluteIonsBehindAWallLaw)
  {
    check<2>(
      bump("2", 2) + dilute_ions_lines() +
      Lines{"Boundaries/working electrode/Double layer = wall law", "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"});
  }
  TEST(Jacobian, BinarySaltThreeDimensionsUnderAnAnisotropicFilm)
  {
    check<3>(bump("3", 2) + binary_salt_lines() + anisotropic_film);
  }
} // namespace zincfield::jacobian_tests
