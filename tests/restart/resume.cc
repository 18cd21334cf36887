#include "tests/restart/interrupted.h"

// A run that was ended, by whatever, and goes on gives what an uninterrupted one gives.

namespace zincfield::resume_tests
{

  namespace
  {
    /** Kills a run of this test is interrupted by; more on request: ZINCFIELD_KILLS=50. */
    unsigned int
    n_kills()
    {
      const char *const asked = std::getenv("ZINCFIELD_KILLS");
      return asked ? std::atoi(asked) : 4;
    }

    std::string
    stopped_by(const std::string &reason, const std::string &place, const std::string &results)
    {
      return "zincfield: Stopped by " + reason + " in variant " + place + ". The state is kept in " + results +
             "; to go on from there, give the same command with --resume.\n";
    }
  } // namespace

  TEST(Restart, KilledAtAnyTime)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", adaptive_input);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    const auto        begin = std::chrono::steady_clock::now();
    ASSERT_EQ(whole.run().status, 0);
    const double length = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

    std::mt19937                           generator(std::random_device{}());
    std::uniform_real_distribution<double> moment(0., 0.5 * length);
    unsigned int                           killed = 0;
    for (unsigned int start = 0; killed < n_kills(); ++start)
      {
        const double seconds = moment(generator);
        const Ended  ended =
          broken.run(start == 0 ? std::vector<std::string>() : std::vector<std::string>{"--resume"}, [&](const pid_t process) {
            std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
            kill(-process, SIGKILL);
          });
        ASSERT_TRUE(ended.status == 0 || ended.status == 128 + SIGKILL) << ended.status << ended.error;
        // killed at its very start, it leaves OpenMPI's helper process to complain about that
        EXPECT_EQ(std::regex_replace(ended.error, std::regex("\\[[^\n]*ORTE_ERROR_LOG: Broken pipe[^\n]*\n"), ""), "");
        if (ended.status != 0)
          ++killed;
        else // begin anew
          {
            expect_the_same(scratch / "whole", scratch / "broken");
            std::filesystem::remove_all(scratch / "broken");
          }
      }
    ASSERT_EQ(broken.run({"--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
  }

  TEST(Restart, SignalsOfABatchSystem)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", adaptive_input);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    ASSERT_EQ(whole.run().status, 0);
    Ended ended = broken.run_until("low/checkpoint/000003", SIGTERM);
    EXPECT_EQ(ended.status, 75);
    EXPECT_EQ(ended.error, stopped_by("SIGTERM", "\"low\" (1 of 2)", scratch / "broken"));
    EXPECT_EQ(summary(scratch / "broken")["status"], "unfinished");
    EXPECT_EQ(summary(scratch / "broken")["missing"], nlohmann::json::array({"low", "high"}));
    ended = broken.run_until("high/checkpoint/000003", SIGUSR1, {"--resume"});
    EXPECT_EQ(ended.status, 75);
    EXPECT_EQ(ended.error, stopped_by("SIGUSR1", "\"high\" (2 of 2)", scratch / "broken"));
    ended = broken.run({"--resume"});
    EXPECT_EQ(ended.status, 0) << ended.error;
    EXPECT_NE(ended.out.find("  was finished before\n"), std::string::npos);
    EXPECT_NE(ended.out.find("  going on from " + (scratch / "broken/high/checkpoint/0000")), std::string::npos);
    expect_the_same(scratch / "whole", scratch / "broken");

    // All of it was finished: nothing is run.
    ended = broken.run({"--resume"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(count(ended.out, "was finished before"), 2u);
    EXPECT_EQ(count(ended.out, "Newton"), 0u);
    expect_the_same(scratch / "whole", scratch / "broken");
  }

  TEST(Restart, SeveralRanksAndAnotherNumberOfThem)
  {
    const Scratch                  scratch;
    const std::string              input = scratch.write("case.prm", adaptive_input);
    const Runs                     whole{scratch, input, scratch / "whole", 2}, broken{scratch, input, scratch / "broken", 2};
    const std::vector<std::string> short_run = {
      "--variant", "low", "--set", "Discretization/Maximum cycles = 4", "--set", "Discretization/Minimum cycles = 4"};
    auto resume = short_run;
    resume.push_back("--resume");
    ASSERT_EQ(whole.run(short_run).status, 0);
    const Ended ended = broken.run_until("low/checkpoint/000002", SIGUSR1, short_run);
    ASSERT_EQ(ended.status, 75) << ended.error;
    EXPECT_EQ(count(ended.error, "zincfield: Stopped by SIGUSR1"), 1u) << ended.error;
    std::filesystem::copy(scratch / "broken", scratch / "on one", std::filesystem::copy_options::recursive);
    std::filesystem::copy(scratch / "broken", scratch / "on three", std::filesystem::copy_options::recursive);

    ASSERT_EQ(broken.run(resume).status, 0);
    const nlohmann::json a = summary(scratch / "whole")["variants"]["low"], b = summary(scratch / "broken")["variants"]["low"];
    EXPECT_EQ(a["quantities"], b["quantities"]);
    EXPECT_EQ(a["solver"]["linear_iterations"], b["solver"]["linear_iterations"]);
    for (const auto &[folder, ranks] : {std::make_pair("on one", 1u), std::make_pair("on three", 3u)})
      {
        const Runs other{scratch, input, scratch / folder, ranks};
        ASSERT_EQ(other.run(resume).status, 0) << folder;
        expect_nearly_the_same(scratch / "whole", scratch / folder, 1e-10);
      }
  }

  TEST(Restart, TimeIsOver)
  {
    const Scratch scratch;
    const Runs    runs{scratch, scratch.write("case.prm", adaptive_input), scratch / "results"};
    Ended         ended = runs.run({"--max-time", "0.001 s"});
    EXPECT_EQ(ended.status, 75);
    EXPECT_EQ(ended.error, stopped_by("--max-time", "\"low\" (1 of 2)", scratch / "results"));
    EXPECT_TRUE(std::filesystem::exists(scratch / "results/low/checkpoint/000001"));
    ended = runs.run({"--max-time", "1 V"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(
      ended.error,
      "zincfield: --max-time = 1 V: the unit V is that of a potential, not of a time. Allowed: a time > 0, for example \"2 h\".\n");
  }

  TEST(Restart, SideBySide)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", adaptive_input);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    ASSERT_EQ(whole.run().status, 0);
    const Ended ended = broken.run({"--jobs", "2", "--max-time", "0.5 s"});
    EXPECT_EQ(ended.status, 75) << ended.error;
    EXPECT_NE(ended.out.find("Stopped. To go on, give the same command with --resume.\n"), std::string::npos) << ended.out;
    const Ended rest = broken.run({"--jobs", "2", "--resume"});
    EXPECT_EQ(rest.status, 0) << rest.error;
    expect_the_same(scratch / "whole", scratch / "broken");
  }

  TEST(Restart, WithoutACheckpointBeginsFromTheStart)
  {
    const Scratch scratch;
    const Runs    runs{scratch, scratch.write("case.prm", base_input::with({})), scratch / "results"};
    const Ended   ended = runs.run({"--resume"});
    EXPECT_EQ(ended.status, 0) << ended.error;
    EXPECT_NE(ended.out.find("no checkpoint in " + (scratch / "results") + ": beginning from the start\n"), std::string::npos);
  }

  TEST(Restart, AnotherInputIsRefused)
  {
    const Scratch scratch;
    const Runs    runs{scratch, scratch.write("case.prm", base_input::with({})), scratch / "results"};
    ASSERT_EQ(runs.run({"--max-time", "0.001 s"}).status, 75);
    const Ended ended = runs.run({"--resume", "--set", "Discretization/Degree = 3", "--set",
                                  "Control/Applied current density = 6 mA/cm^2", "--set", "Title = other"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.error, "zincfield: The checkpoint " + (scratch / "results/base/checkpoint/000001") +
                             " was written for another input: Control/Applied current density was 5 mA/cm^2 and is 6 mA/cm^2; "
                             "Discretization/Degree was 2 and is 3. "
                             "Allowed: the input of before; to begin anew, without --resume; or another folder, with --output.\n");
  }

  TEST(Restart, AVariantThatWasNotSolvedIsTriedAgain)
  {
    const Scratch     scratch;
    const std::string too_much = "subsection Variants\n  subsection good\n  end\n  subsection bad\n    set Control/Applied current "
                                 "density = 100 A/cm^2\n  end\nend\n";
    const Runs        runs{scratch, scratch.write("case.prm", base_input::with({{"", too_much}})), scratch / "results"};
    const Ended       first = runs.run(), again = runs.run({"--resume"});
    for (const Ended &ended : {first, again})
      {
        EXPECT_EQ(ended.status, 2);
        EXPECT_NE(ended.error.find("1 of 2 variants was not solved. Variant \"bad\""), std::string::npos) << ended.error;
        EXPECT_EQ(summary(scratch / "results")["status"], "not converged");
      }
    EXPECT_EQ(count(again.out, "was finished before"), 1u);
    EXPECT_EQ(first.error, again.error);
  }
} // namespace zincfield::resume_tests
