#include "solver/growth/field_transfer.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// Fields that a new mesh takes over from the one before, of nearly the same metal: what is constant or linear stays so, all else is
// right to the order of the elements.

namespace zincfield::field_transfer_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    Lines
    wave(const unsigned int cells, const std::string &first_cell)
    {
      return common_lines() + Lines{"Geometry/Type = sinusoidal",
                                    "Geometry/Amplitude = 2 um",
                                    "Geometry/Wavelength = 20 um",
                                    "Geometry/Gap = 15 um",
                                    "Geometry/Cells across feature = " + std::to_string(cells),
                                    "Geometry/First cell = " + first_cell,
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = user salt",
                                    "Electrolyte/Bulk concentration = 1 mol/L",
                                    "Electrolyte/Salt conductivity = 5 S/m",
                                    "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                    "Electrolyte/Cation transference number = 0.3",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Exchange current density = 100 A/m^2",
                                    "Reactions/zinc/Anodic transfer coefficient = 1",
                                    "Reactions/zinc/Cathodic transfer coefficient = 1",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Boundaries/counter/Condition = counter electrode",
                                    "Boundaries/counter/Reactions = zinc",
                                    "Materials/film/Conductivity = 1e-3 S/m",
                                    "Materials/film/Diffusivity = 1e-12 m^2/s",
                                    "Coatings/shield/Surface = working electrode",
                                    "Coatings/shield/Representation = thin",
                                    "Coatings/shield/Layers = inner",
                                    "Coatings/shield/inner/Material = film",
                                    "Coatings/shield/inner/Thickness = 100 nm",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 1000 A/m^2",
                                    "Growth/Mode = transient",
                                    "Growth/Until time = 1 h"};
    }

    using Function = std::function<double(const dealii::Point<2> &)>;

    /** A mesh with its nodes and with the points of its films. */
    struct OnMesh
    {
      OnMesh(const unsigned int cells, const std::string &first_cell, const unsigned int refinements)
        : cell(wave(cells, first_cell), refinements)
        , op(*cell.discretization, cell.model)
      {
        initial_state(op, state, electrode_potential);
        Accumulation held;
        op.accumulate(held, state, electrode_potential);
        films = op.film_values(held.film_states);
      }

      /** All of the fields and of the states below the film are this function. */
      void
      fill(const Function &value)
      {
        std::map<dealii::types::global_dof_index, dealii::Point<2>> places;
        dealii::DoFTools::map_dofs_to_support_points(cell.discretization->mapping(), cell.discretization->dof_handler, places);
        for (const auto &[i, place] : places)
          for (unsigned int f = 0; f < op.n_fields(); ++f)
            state.block(f)(i) = value(place);
        over_films([&](double &entry, const dealii::Point<2> &place) { entry = value(place); });
      }

      /** Calls what(entry, place) for all numbers of films. */
      void
      over_films(const std::function<void(double &, const dealii::Point<2> &)> &what)
      {
        dealii::FEFaceValues<2> values(cell.discretization->mapping(), cell.discretization->fe,
                                       cell.discretization->face_quadrature, dealii::update_quadrature_points);
        for (const auto &active : cell.discretization->dof_handler.active_cell_iterators())
          if (const auto found = films.find(active->id()); found != films.end())
            {
              std::vector<double> &numbers = found->second;
              values.reinit(active, static_cast<unsigned int>(numbers[0]));
              const unsigned int per_point = (numbers.size() - 2) / values.n_quadrature_points;
              for (unsigned int k = 2; k < numbers.size(); ++k)
                what(numbers[k], values.quadrature_point((k - 2) / per_point));
            }
      }

      /** Largest difference of fields and of what films hold from a function. */
      std::pair<double, double>
      difference(const Function &value)
      {
        std::map<dealii::types::global_dof_index, dealii::Point<2>> places;
        dealii::DoFTools::map_dofs_to_support_points(cell.discretization->mapping(), cell.discretization->dof_handler, places);
        double of_fields = 0., of_films = 0.;
        for (const auto &[i, place] : places)
          for (unsigned int f = 0; f < op.n_fields(); ++f)
            of_fields = std::max(of_fields, std::abs(state.block(f)(i) - value(place)));
        over_films([&](const double entry, const dealii::Point<2> &place) {
          of_films = std::max(of_films, std::abs(entry - value(place)));
        });
        return {of_fields, of_films};
      }

      Solved<2>   cell;
      Operator<2> op;
      StateVector state;
      FilmValues  films;
      double      electrode_potential = 0.;
    };

    /** Largest differences after the transfer between two meshes that have no cell in common. */
    std::pair<double, double>
    transferred(const unsigned int refinements, const Function &value)
    {
      OnMesh before(6, "1 um", refinements), after(5, "0.7 um", refinements);
      before.fill(value);
      const FieldTable table = field_table(*before.cell.discretization, before.state, before.films);
      take_fields(table, after.op, 0., after.state);
      after.films = take_film_states(table, *after.cell.discretization, after.films);
      return after.difference(value);
    }
  } // namespace

  TEST(FieldTransfer, AConstantStaysOne)
  {
    const auto [of_fields, of_films] = transferred(1, [](const auto &) { return 0.7; });
    EXPECT_LT(of_fields, 1e-14);
    EXPECT_LT(of_films, 1e-13);
  }

  TEST(FieldTransfer, ALinearProfileIsRightWhereTheMetalIs)
  {
    // Curved elements of the same degree as their maps have the linear functions of the place; the two surfaces are closer than
    // that of the wave to either.
    double before = 0.;
    for (const unsigned int refinements : {1, 2})
      {
        const auto [of_fields, of_films] = transferred(refinements, [](const dealii::Point<2> &p) { return 0.01 * p[1] + 0.2; });
        EXPECT_LT(of_fields, 1e-4);
        if (refinements > 1)
          {
            EXPECT_LT(of_fields, before / 6.); // third order
          }
        before = of_fields;
      }
  }

  TEST(FieldTransfer, ToTheOrderOfTheElements)
  {
    std::pair<double, double> before{};
    for (const unsigned int refinements : {1, 2, 3})
      {
        const auto now = transferred(
          refinements, [](const dealii::Point<2> &p) { return 0.5 * std::cos(pi * p[0] / 10.) * std::exp(-0.2 * p[1]); });
        if (refinements > 1)
          {
            EXPECT_GT(std::log2(before.first / now.first), 2.7);
            EXPECT_GT(std::log2(before.second / now.second), 2.7);
          }
        before = now;
      }
  }

  TEST(FieldTransfer, ThinLayersStayPositive)
  {
    // A layer of a tenth of a cell: polynomials that follow it dip below 0.
    OnMesh before(6, "1 um", 0), after(5, "0.7 um", 1);
    before.fill([](const dealii::Point<2> &p) { return -1. + 1e-6 + (p[1] > 3. ? 1. : 0.); }); // c/c_b - 1
    const FieldTable table = field_table(*before.cell.discretization, before.state, before.films);
    take_fields(table, after.op, 0., after.state);
    const Field &salt = after.op.model().transport->fields()[0];
    for (const double value : after.state.block(0))
      EXPECT_GT(salt.bulk_value + salt.scale * value, 0.);
  }
} // namespace zincfield::field_transfer_tests
