#include "tests/restart/interrupted.h"

// A run in time that was ended, by whatever, and goes on gives what an uninterrupted one gives: every row of its history, every field.

using namespace zincfield;

namespace
{
  std::string
  replaced(std::string text, const std::string &from, const std::string &to)
  {
    const std::size_t position = text.find(from);
    EXPECT_NE(position, std::string::npos) << from;
    return text.replace(position, from.size(), to);
  }

  /** A current, a rest, and again, with fields in between. */
  std::string
  programme_input()
  {
    std::string text = replaced(adaptive_input, "subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 10 mA/cm^2\nend\n",
                                "subsection Programme\n  set Sequence = 2 * (plate, rest)\n  subsection Steps\n    subsection plate\n      set Drive = galvanostatic\n"
                                "      set Current density = 20 mA/cm^2\n      set Stop at charge = 2e-4 mAh/cm^2\n    end\n    subsection rest\n      set Drive = rest\n"
                                "      set Duration = 0.1 s\n    end\n  end\nend\nsubsection Time\n  set Field interval = 0.05 s\nend\n");
    text = replaced(text, "set Control/Applied", "set Programme/Steps/plate/Current density = 5 mA/cm^2 #");
    text = replaced(text, "set Control/Applied", "set Programme/Steps/plate/Current density = 15 mA/cm^2 #");
    return text;
  }

  /** Runs an input without a stop, and broken off four times at any moment. Returns what the first says. */
  std::string
  expect_the_same_when_killed(const std::string &text)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", text);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    const auto        begin = std::chrono::steady_clock::now();
    const Ended       without_stop = whole.run();
    EXPECT_EQ(without_stop.status, 0);
    const double length = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

    std::mt19937                           generator(std::random_device{}());
    std::uniform_real_distribution<double> moment(0.2 * length, 0.6 * length);
    for (unsigned int start = 0; start < 4; ++start)
      {
        const double seconds = moment(generator);
        const int    signal  = start % 2 == 0 ? SIGKILL : SIGUSR1;
        const Ended  ended   = broken.run(start == 0 ? std::vector<std::string>() : std::vector<std::string>{"--resume"}, [&](const pid_t process) {
          std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
          kill(-process, signal);
        });
        EXPECT_TRUE(ended.status == 0 || ended.status == 75 || ended.status == 128 + SIGKILL) << ended.status << ended.error;
      }
    EXPECT_EQ(broken.run({"--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
    return without_stop.out;
  }
} // namespace

TEST(Restart, ProgrammeKilledAtAnyMoment)
{
  expect_the_same_when_killed(programme_input());
}

TEST(Restart, ProgrammeWhoseMeshChangesKilledAtAnyMoment)
{
  const std::string log = expect_the_same_when_killed(
    replaced(programme_input(), "  set Field interval = 0.05 s\n", "  set Field interval = 0.05 s\n  set Mesh adaptation = true\n  set Steps between meshes = 3\n  set Mesh tolerance = 0.1\n"));
  const std::regex change("mesh of [0-9]+ cells in place of [0-9]+");
  EXPECT_GT(std::distance(std::sregex_iterator(log.begin(), log.end(), change), std::sregex_iterator()), 10) << log;
}

TEST(Restart, ProgrammeUnderAFilmWithoutAMeshKilledAtAnyMoment)
{
  // what the film holds and the charge below it are kept as well
  const std::string film = "subsection Materials\n  subsection film\n    set Conductivity = 10 mS/m\n    set Diffusivity = 1e-11 m^2/s\n  end\nend\nsubsection Coatings\n  subsection film\n"
                           "    set Surface = working electrode\n    set Representation = thin\n    set Layers = only\n    subsection only\n      set Material = film\n      set Profile = uniform\n"
                           "      set Thickness = 200 nm\n    end\n  end\nend\n";
  expect_the_same_when_killed(replaced(programme_input(), "    set Reactions = zinc\n", "    set Reactions = zinc\n    set Double-layer capacitance = 30 uF/cm^2\n") + film);
}
