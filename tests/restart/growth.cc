#include "tests/restart/interrupted.h"

// A deposit that grows: stopped and resumed it goes on to the last digit; three ranks give what one gives. By multigrid, whose
// levels move.

namespace zincfield::growth_restart_tests
{
  namespace
  {
    std::string
    growing(const std::string &capacity, const std::string &new_mesh_below = "0")
    {
      return base_input::replaced(adaptive_input,
                                  {{"set Minimum cycles = 7", "set Minimum cycles = 3"},
                                   {"set Maximum cycles = 7", "set Maximum cycles = 3"},
                                   {"", "subsection Growth\n  set Mode = quasi-steady\n  set Until capacity = " + capacity +
                                          "\n  set New mesh below = " + new_mesh_below +
                                          "\n  set Largest step = 0.05\n  set Field interval = 0.02 mAh/cm^2\nend\n"}});
    }
  } // namespace

  TEST(RestartOfGrowth, ToTheLastDigit)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", growing("0.2 mAh/cm^2"));
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    ASSERT_EQ(whole.run().status, 0);
    const Ended stopped = broken.run_until("low/time_00003", SIGUSR1);
    EXPECT_EQ(stopped.status, 75) << stopped.error;
    const Ended killed = broken.run_until("high/time_00003", SIGKILL, {"--resume"});
    EXPECT_EQ(killed.status, 128 + SIGKILL) << killed.error;
    ASSERT_EQ(broken.run({"--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
    const nlohmann::json a = summary(scratch / "whole")["variants"], b = summary(scratch / "broken")["variants"];
    for (const std::string variant : {"low", "high"})
      {
        EXPECT_EQ(a[variant]["growth"]["quantities"], b[variant]["growth"]["quantities"]);
        EXPECT_LT(a[variant]["growth"]["volume_against_charge"].get<double>(), 1e-10);
        EXPECT_NEAR(a[variant]["growth"]["quantities"]["charge"]["value"].get<double>(), 7200., 1e-6); // [C/m^2]
      }
  }

  TEST(RestartOfGrowth, OnThreeRanks)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", growing("0.1 mAh/cm^2"));
    const Runs        one{scratch, input, scratch / "one"}, three{scratch, input, scratch / "three", 3};
    ASSERT_EQ(one.run({"--variant", "low"}).status, 0);
    const Ended ended = three.run({"--variant", "low"});
    ASSERT_EQ(ended.status, 0) << ended.error;
    expect_nearly_the_same(scratch / "one", scratch / "three", 1e-7);
    const nlohmann::json a = summary(scratch / "one")["variants"]["low"]["growth"]["quantities"],
                         b = summary(scratch / "three")["variants"]["low"]["growth"]["quantities"];
    for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
      {
        const double value = a[name]["value"];
        EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-7 * std::abs(value)) << name;
      }
  }

  TEST(RestartOfGrowth, AcrossNewMeshes)
  {
    const Scratch     scratch;
    const std::string input = scratch.write(
      "case.prm", base_input::replaced(growing("0.4 mAh/cm^2", "0.999"),
                                       {{"set Minimum cycles = 3", "set Initial refinements = 1\n  set Minimum cycles = 1"},
                                        {"set Maximum cycles = 3", "set Maximum cycles = 1"}}));
    const Runs whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"},
      three{scratch, input, scratch / "three", 3};
    ASSERT_EQ(whole.run({"--variant", "low"}).status, 0);
    const Ended stopped = broken.run_until("low/time_00006", SIGUSR1, {"--variant", "low"});
    EXPECT_EQ(stopped.status, 75) << stopped.error;
    ASSERT_EQ(broken.run({"--variant", "low", "--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
    ASSERT_EQ(three.run({"--variant", "low"}).status, 0);
    const auto shape = [&](const char *results) { return summary(scratch / results)["variants"]["low"]["growth"]["quantities"]; };
    const nlohmann::json a = shape("whole"), b = shape("three");
    EXPECT_EQ(a, shape("broken"));
    EXPECT_GE(a["new_meshes"]["value"].get<double>(), 1.);
    for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
      {
        const double value = a[name]["value"];
        EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-6 * std::abs(value)) << name;
      }
  }

  TEST(RestartOfGrowth, WithConcentrationsThatHaveAPast)
  {
    const Scratch     scratch;
    const std::string input = scratch.write(
      "case.prm", base_input::replaced(growing("0.05 mAh/cm^2"),
                                       {{"Mode = quasi-steady", "Mode = transient"},
                                        {"set Minimum cycles = 3\n  set Maximum cycles = 3", "set Initial refinements = 1"},
                                        {"Field interval = 0.02", "Field interval = 0.005"}}));
    const Runs whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"},
      three{scratch, input, scratch / "three", 3};
    const Ended one = whole.run({"--variant", "low"});
    ASSERT_EQ(one.status, 0) << one.error;
    const Ended stopped = broken.run_until("low/time_00003", SIGUSR1, {"--variant", "low"});
    EXPECT_EQ(stopped.status, 75) << stopped.error;
    ASSERT_EQ(broken.run({"--variant", "low", "--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
    ASSERT_EQ(three.run({"--variant", "low"}).status, 0);
    const auto shape = [&](const char *results) { return summary(scratch / results)["variants"]["low"]["growth"]["quantities"]; };
    const nlohmann::json a = shape("whole"), b = shape("three");
    EXPECT_EQ(a, shape("broken"));
    for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
      {
        const double value = a[name]["value"];
        EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-6 * std::abs(value)) << name;
      }
  }
} // namespace zincfield::growth_restart_tests
