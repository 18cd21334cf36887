#include "tests/restart/interrupted.h"

// A transient run that was ended, by whatever, and goes on gives what an uninterrupted one gives: every row of its history, every
// field.

namespace zincfield::protocol_tests
{

  namespace
  {
    /** What the base has in place of a protocol. */
    std::string
    steady_control(const std::string &current_density)
    {
      return "subsection Control\n  set Mode = galvanostatic\n  set Applied current density = " + current_density + "\nend\n";
    }

    /** A current, a rest, and again, with fields in between. */
    std::string
    protocol_input()
    {
      return base_input::replaced(
        adaptive_input, {{steady_control("10 mA/cm^2"),
                          "subsection Programme\n  set Sequence = 2 * (plate, rest)\n  subsection Steps\n    subsection plate\n    "
                          "  set Drive = galvanostatic\n"
                          "      set Current density = 20 mA/cm^2\n      set Stop at charge = 2e-4 mAh/cm^2\n    end\n    "
                          "subsection rest\n      set Drive = rest\n"
                          "      set Duration = 0.1 s\n    end\n  end\nend\nsubsection Time\n  set Field interval = 0.05 s\nend\n"},
                         {"set Control/Applied", "set Programme/Steps/plate/Current density = 5 mA/cm^2 #"},
                         {"set Control/Applied", "set Programme/Steps/plate/Current density = 15 mA/cm^2 #"}});
    }

    /** Runs an input without a stop, and broken off four times at any moment. Returns what the first says. */
    std::string
    expect_the_same_when_killed(const std::string &text)
    {
      const Scratch     scratch;
      const std::string input = scratch.write("case.prm", text);
      const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
      const auto        begin        = std::chrono::steady_clock::now();
      const Ended       without_stop = whole.run();
      EXPECT_EQ(without_stop.status, 0);
      const double length = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

      std::mt19937                           generator(std::random_device{}());
      std::uniform_real_distribution<double> moment(0.2 * length, 0.6 * length);
      for (unsigned int start = 0; start < 4; ++start)
        {
          const double seconds = moment(generator);
          const int    signal  = start % 2 == 0 ? SIGKILL : SIGUSR1;
          const Ended  ended =
            broken.run(start == 0 ? std::vector<std::string>() : std::vector<std::string>{"--resume"}, [&](const pid_t process) {
              std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
              // no program can be asked to stop before it has begun
              EXPECT_TRUE(signal == SIGKILL || within(60., [&] { return catches(process, SIGUSR1); }));
              kill(signal == SIGKILL ? -process : process, signal);
            });
          EXPECT_TRUE(ended.status == 0 || ended.status == 75 || ended.status == 128 + SIGKILL) << ended.status << ended.error;
        }
      EXPECT_EQ(broken.run({"--resume"}).status, 0);
      expect_the_same(scratch / "whole", scratch / "broken");
      return without_stop.out;
    }
  } // namespace

  TEST(Restart, ProtocolKilledAtAnyTime)
  {
    expect_the_same_when_killed(protocol_input());
  }

  TEST(Restart, ProtocolWhoseMeshChangesKilledAtAnyTime)
  {
    const std::string log = expect_the_same_when_killed(base_input::replaced(
      protocol_input(), {{"  set Field interval = 0.05 s\n", "  set Field interval = 0.05 s\n  set Mesh adaptation = true\n  set "
                                                             "Steps between meshes = 3\n  set Mesh tolerance = 0.1\n"}}));
    const std::regex  change("mesh of [0-9]+ cells in place of [0-9]+");
    EXPECT_GT(std::distance(std::sregex_iterator(log.begin(), log.end(), change), std::sregex_iterator()), 10) << log;
  }

  TEST(Restart, ProtocolUnderAFilmWithoutAMeshKilledAtAnyTime)
  {
    // what the film holds and the charge below it are kept as well
    const std::string film = "subsection Materials\n  subsection film\n    set Conductivity = 10 mS/m\n    set Diffusivity = 1e-11 "
                             "m^2/s\n  end\nend\nsubsection Coatings\n  subsection film\n"
                             "    set Surface = working electrode\n    set Representation = thin\n    set Layers = only\n    "
                             "subsection only\n      set Material = film\n      set Profile = uniform\n"
                             "      set Thickness = 200 nm\n    end\n  end\nend\n";
    expect_the_same_when_killed(
      base_input::replaced(protocol_input(), {{"    set Reactions = zinc\n",
                                               "    set Reactions = zinc\n    set Double-layer capacitance = 30 uF/cm^2\n"}}) +
      film);
  }

  namespace
  {
    /** Hydrogen, beside which zinc hydroxide sulfate precipitates. */
    const std::string precipitating_input = R"(set Title = restart
subsection Geometry
  set Type = flat cell
  set Gap = 40 um
  set Width = 40 um
  set Cells across feature = 4
end
subsection Electrolyte
  set Transport model = aqueous chemistry
  subsection Chemistry
    set Data sets = ZnSO4 + H2SO4
    set pH = 4
    subsection Components
      subsection Zn2+
        set Bulk concentration = 2 mol/L
      end
    end
  end
end
subsection Reactions
  subsection hydrogen
    set Type = hydrogen evolution
    set Exchange current density = 1e-30 A/m^2
    set Exchange current density from water = 0.1 A/m^2
    set Tafel slope = 0.12 V
  end
  subsection ZHS
    set Type = precipitation
    set Solid = ZHS
    set Rate constant = 1e-6 mol/m^2/s
  end
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
    set Reactions = hydrogen, ZHS
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Programme
  set Sequence = on
  subsection Steps
    subsection on
      set Drive = galvanostatic
      set Current density = 20 A/m^2
      set Duration = 10 s
    end
  end
end
subsection Time
  set Field interval = 5 s
end
subsection Solver
  set Linear solver = multigrid
end
subsection Output
  set Checkpoint interval = 0 min
end
)";
  } // namespace

  TEST(Restart, ProtocolOfASolidThatPrecipitatesKilledAtAnyTime)
  {
    expect_the_same_when_killed(precipitating_input);
  }

  TEST(Restart, ProtocolOfALayerThatGrowsAndDissolvesKilledAtAnyTime)
  {
    expect_the_same_when_killed(base_input::replaced(
      precipitating_input,
      {{"  set Width = 40 um\n  set Cells across feature = 4\n", "  set Width = 4 um\n  set Cells across feature = 1\n"},
       {"    set pH = 4\n", "    set pH = 4\n    set Ion pairs = false\n"},
       {"subsection Programme\n  set Sequence = on\n", "subsection Programme\n  set Sequence = on, off\n"},
       {"      set Duration = 10 s\n    end\n",
        "      set Duration = 3 s\n    end\n    subsection off\n      set Drive = rest\n      set Duration = 3 s\n    end\n"},
       {"set Field interval = 5 s", "set Field interval = 2 s\n  set Tolerance = 1e-2"},
       {"",
        "subsection Materials\n  subsection by-products\n    set Porosity = 0.5\n  end\nend\nsubsection Coatings\n  subsection "
        "by-products\n    set Surface = working electrode\n    set Representation = thin\n    set Layers = only\n    subsection "
        "only\n      set Material = by-products\n      set Thickness = 200 nm\n      set Grown by = ZHS\n    end\n  end\nend\n"}}));
  }

  TEST(Restart, ProtocolStoppedAfterEveryTimeStep)
  {
    // Every state that a checkpoint can hold is read back, also those at the very end of a step of the protocol: depletion of bare
    // metal with its transition time, and a film with its salt and the charge below it on meshes that change.
    const std::string text =
      base_input::with({{"base", "all that a checkpoint keeps"},
                        {base_input::flat_cell, base_input::flat_cell + "  set Width = 20 um\n  set Cells across feature = 5\n"},
                        {"ZnSO4 2 M", "user salt\n  set Bulk concentration = 1 mol/L\n  set Salt conductivity = 5 S/m\n  set "
                                      "Diffusivity = 4e-10 m^2/s\n  set Cation transference number = 0.4"},
                        {"density = 7.36 mA/cm^2", "density = 5 mA/cm^2"},
                        {"Conductivity = 1 mS/cm", "Conductivity = 0.1 S/m"},
                        {"1e-11 m^2/s", "1e-10 m^2/s"},
                        {"subsection shield\n", "subsection film\n    set Representation = thin\n"},
                        {"300 nm", "200 nm"},
                        {"    set Reactions = zinc\n", "    set Reactions = zinc\n    set Double-layer capacitance = 30 uF/cm^2\n"},
                        {steady_control("5 mA/cm^2"), R"(subsection Programme
  set Sequence = plate, rest, strip, sweep
  subsection Steps
    subsection plate
      set Drive = galvanostatic
      set Current density = 100 mA/cm^2
      set Duration = 0.05 s
      set Stop at surface concentration = 0 mol/L
    end
    subsection rest
      set Drive = rest
      set Duration = 0.1 s
    end
    subsection strip
      set Drive = galvanostatic
      set Current density = -100 mA/cm^2
      set Stop at charge = 0.001 mAh/cm^2
    end
    subsection sweep
      set Drive = sweep
      set Potential = 0 V
      set End potential = -50 mV
      set Sweep rate = 1 V/s
    end
  end
end
subsection Time
  set Tolerance = 1e-2
  set First step = 1 ms
  set Field interval = 0.05 s
  set Mesh adaptation = true
  set Steps between meshes = 3
  set Mesh tolerance = 0.2
  set Mesh levels = 2
end
subsection Output
  set Checkpoint interval = 0 min
end
subsection Variants
  subsection depleted
    set Coatings/film/Enabled = false
    set Time/Mesh adaptation = false
    set Geometry/Cells across feature = 10
    set Programme/Steps/plate/Current density = 1000 mA/cm^2
    set Programme/Steps/plate/Duration = 10 s
  end
  subsection film
    set Coatings/film/Enabled = true
  end
end
)"}});
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", text);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    ASSERT_EQ(whole.run().status, 0);
    EXPECT_TRUE(summary(scratch / "whole")["variants"]["depleted"]["programme"][0].contains("transition_time_s"));
    unsigned int starts = 0;
    for (int status = 75; status == 75; ++starts)
      {
        const Ended ended = broken.run({"--resume", "--max-time", "1 us"});
        status            = ended.status;
        ASSERT_TRUE(status == 75 || status == 0) << status << ended.error;
        ASSERT_LT(starts, 200u);
      }
    EXPECT_GT(starts, 40u); // as many as there are rows of history
    expect_the_same(scratch / "whole", scratch / "broken");
  }
} // namespace zincfield::protocol_tests
