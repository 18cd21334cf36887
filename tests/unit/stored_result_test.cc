#include "solver/results/record.h"
#include "solver/results/stored_result.h"

#include <gtest/gtest.h>

#include <random>

// What a checkpoint keeps of a result is all of it: that a new member is not forgotten is seen to by the compiler, see record.h.

namespace zincfield::stored_result_tests
{

  namespace
  {
    constexpr double NaN = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();

    /** Equal, also where both are NaN. */
    void
    expect_equal(const double a, const double b)
    {
      EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << a << " and " << b;
    }

    Report
    some_report()
    {
      Report report;
      report.order         = {"mean_current_density", "a \"name\" with \\ and \xCE\xBC"};
      report.quantities    = {{report.order[0], {1. / 3., "A/m^2", 1e-300, 5e-324, infinite, 0.7, "a note"}},
                              {report.order[1], {-0., "", NaN, -infinite, 4., NaN, ""}}};
      report.voltage_split = {{"ohmic", {0.1, "V", 0.2, 0.3, 0.4, 0.5, "n"}}};
      report.balance       = {{"charge", 1e-17}, {"Zn2+", NaN}};
      return report;
    }

    /** Every member has a value that it does not begin with, and no other has. */
    CaseResult
    some_result()
    {
      CaseResult result;
      result.name                 = "a, b";
      result.report               = some_report();
      result.cells                = 1.;
      result.unknowns             = 1e15 + 1.;
      result.cycles               = 3;
      result.newton_steps         = 4;
      result.linear_iterations    = 4294967295u;
      result.operator_evaluations = 6.5;
      result.setup_s              = 0.1;
      result.solve_s              = 0.2;
      result.peak_bytes           = 1e12;
      result.wall_time_s          = 0.7;
      result.preconditioner       = "direct";
      result.protocol             = {{"plate", "its time is over", Drive::sweep, 1., 2., 3., 3.5, NaN, 0.97, -4., NaN},
                                     {"rest", "failed", Drive::galvanostatic, 5., 6., 7., 7.5, -1., NaN, 8., 9.}};
      result.time_steps           = 10;
      result.rejected_steps       = 11;
      for (unsigned int k = 0; k < result.steps_by_order.size(); ++k)
        result.steps_by_order[k] = 20 + k;
      result.growth = {
        {{"deposit_thickness", {1e-6, "m", NaN, 0.2, 0.3, 0.4, "n"}}}, "its capacity is reached", 13., 1e-16, 14, 15, 16, 0.8, 0.9};
      result.impedance.points                = {{1e5, {1., -2.}, {3., -4.}, {5., -6.}, {NaN, infinite}, 12}};
      result.impedance.has_counter_electrode = true;
      result.label                           = "a label";
      result.notes                           = {"one", "two"};
      result.failure                         = "it did not converge";
      return result;
    }

    nlohmann::json
    through_a_file(const nlohmann::json &json)
    {
      return nlohmann::json::parse(json.dump(1));
    }
  } // namespace

  TEST(Record, MembersAreCounted)
  {
    struct Three
    {
      double                      a = 1.;
      std::string                 b;
      std::array<unsigned int, 4> c{};
    };
    EXPECT_EQ(record::n_members<Three>(), 3u);
    EXPECT_EQ(record::n_members<Quantity>(), 7u);
  }

  TEST(StoredResult, IsTheSameToTheLastDigit)
  {
    const CaseResult a = some_result(), b = result(through_a_file(stored(a)));
    EXPECT_EQ(stored(a), stored(b));
    // not by the lists that both directions use
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.failure, b.failure);
    EXPECT_EQ(a.label, b.label);
    EXPECT_EQ(a.notes, b.notes);
    EXPECT_EQ(a.preconditioner, b.preconditioner);
    EXPECT_EQ(a.steps_by_order, b.steps_by_order);
    EXPECT_EQ(std::tie(a.cells, a.unknowns, a.cycles, a.newton_steps, a.linear_iterations, a.operator_evaluations, a.setup_s,
                       a.solve_s, a.peak_bytes, a.wall_time_s, a.time_steps, a.rejected_steps),
              std::tie(b.cells, b.unknowns, b.cycles, b.newton_steps, b.linear_iterations, b.operator_evaluations, b.setup_s,
                       b.solve_s, b.peak_bytes, b.wall_time_s, b.time_steps, b.rejected_steps));
    ASSERT_EQ(b.protocol.size(), 2u);
    EXPECT_EQ(b.protocol[0].drive, Drive::sweep);
    EXPECT_EQ(b.protocol[1].reason, "failed");
    expect_equal(b.protocol[0].transition_time, NaN);
    expect_equal(b.protocol[1].transition_time, 9.);
    EXPECT_EQ(b.growth.reason, a.growth.reason);
    EXPECT_EQ(b.growth.quantities.at("deposit_thickness").value, 1e-6);
    EXPECT_EQ(std::tie(b.growth.time, b.growth.volume_error, b.growth.steps, b.growth.rejected_steps, b.growth.solves,
                       b.growth.start_s, b.growth.step_s),
              std::tie(a.growth.time, a.growth.volume_error, a.growth.steps, a.growth.rejected_steps, a.growth.solves,
                       a.growth.start_s, a.growth.step_s));
    ASSERT_EQ(b.impedance.points.size(), 1u);
    EXPECT_EQ(b.impedance.points[0].electrolyte, std::complex<double>(5., -6.));
    expect_equal(b.impedance.points[0].counter_electrode.imag(), infinite);
    EXPECT_EQ(b.impedance.points[0].iterations, 12u);
    EXPECT_TRUE(b.impedance.has_counter_electrode);
    EXPECT_EQ(a.report.order, b.report.order);
    for (const auto &[name, quantity] : a.report.quantities)
      {
        const Quantity &other = b.report.quantities.at(name);
        for (const auto &[x, y] : {std::make_pair(quantity.value, other.value), std::make_pair(quantity.error, other.error),
                                   std::make_pair(quantity.bound, other.bound), std::make_pair(quantity.jump, other.jump),
                                   std::make_pair(quantity.representation, other.representation)})
          expect_equal(x, y);
        EXPECT_EQ(quantity.unit, other.unit);
        EXPECT_EQ(quantity.note, other.note);
      }
    EXPECT_TRUE(std::signbit(b.report.quantities.at(a.report.order[1]).value));
    EXPECT_EQ(b.report.voltage_split.at("ohmic").jump, 0.4);
    expect_equal(b.report.balance.at("Zn2+"), NaN);
    EXPECT_EQ(b.report.balance.at("charge"), 1e-17);
  }

  TEST(StoredResult, NoMemberBeginsWithTheValueThatTheTestGives)
  {
    const nlohmann::json some = stored(some_result()), none = stored(CaseResult());
    ASSERT_EQ(some.size(), none.size());
    for (std::size_t i = 0; i < some.size(); ++i)
      {
        EXPECT_NE(some[i], none[i]) << "member " << i << " of the list; add it to some_result()";
        for (std::size_t j = 0; j < i; ++j)
          EXPECT_NE(some[i], some[j]) << "members " << j << " and " << i;
      }
  }

  TEST(StoredResult, OfATransientRunAndOfAFit)
  {
    ProtocolResult a;
    a.steps               = some_result().protocol;
    a.report              = some_report();
    a.electrode_potential = 1.5;
    a.film_states         = {{dealii::CellId("3_2:01"), {1., NaN}}, {dealii::CellId("0_0:"), std::vector<double>()}};
    a.most_crowded        = 2.5;
    std::tie(a.time_steps, a.rejected_steps, a.newton_steps, a.linear_iterations, a.mesh_changes) = std::make_tuple(1, 2, 3, 4, 5);
    a.steps_by_order[1]                                                                           = 6;
    a.sum_of_unknowns                                                                             = 7.;
    a.failure                                                                                     = "why";
    const ProtocolResult b = protocol_result(through_a_file(stored(a)));
    EXPECT_EQ(stored(a), stored(b));
    EXPECT_EQ(b.film_states.at(dealii::CellId("3_2:01"))[0], 1.);
    EXPECT_EQ(b.failure, "why");
    EXPECT_EQ(b.mesh_changes, 5u);

    const std::vector<FitResult> fitted =
      fits(through_a_file(stored(std::vector<FitResult>{{{"fit", {{"A/B", 2., "nm"}}, {"x", "y"}, {"z"}}, infinite, 9}})));
    ASSERT_EQ(fitted.size(), 1u);
    EXPECT_EQ(fitted[0].fit.name, "fit");
    EXPECT_EQ(fitted[0].fit.parameters.at(0).key, "A/B");
    EXPECT_EQ(fitted[0].fit.parameters.at(0).value, 2.);
    EXPECT_EQ(fitted[0].fit.parameters.at(0).unit, "nm");
    EXPECT_EQ(fitted[0].fit.variants, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(fitted[0].fit.applies_to, std::vector<std::string>{"z"});
    expect_equal(fitted[0].rms, infinite);
    EXPECT_EQ(fitted[0].evaluations, 9u);
  }

  TEST(StoredResult, DamageIsAClearError)
  {
    const auto message = [](const nlohmann::json &json) -> std::string {
      try
        {
          result(json);
        }
      catch (const std::runtime_error &error)
        {
          return error.what();
        }
      return "no error";
    };
    EXPECT_EQ(message(nullptr), "a list of the 22 members of a record is expected in place of null");
    nlohmann::json json = stored(some_result());
    json[4]             = -1;
    EXPECT_EQ(message(json), "a whole number is expected in place of -1");

    // Any value in the place of any other: read, or refused as that.
    const std::vector<nlohmann::json> values = {
      nullptr, true, -1, 4294967296u, 1.5, "inf", "text", nlohmann::json::array(), nlohmann::json::object(), {1, 2}, {{"a", 1}}};
    std::mt19937 generator(7);
    unsigned int refused = 0;
    for (unsigned int trial = 0; trial < 2000; ++trial)
      {
        nlohmann::json  spoilt = stored(some_result());
        nlohmann::json *place  = &spoilt;
        while (place->is_array() && !place->empty() && generator() % 4 != 0)
          place = &(*place)[generator() % place->size()];
        *place = values[generator() % values.size()];
        refused += message(spoilt) != "no error";
      }
    EXPECT_GT(refused, 1000u);
  }
} // namespace zincfield::stored_result_tests
