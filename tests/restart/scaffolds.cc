#include "tests/restart/interrupted.h"

// A felt whose pores fill: a run that was broken off goes on to the last digit.

namespace zincfield::scaffold_restart_tests
{
  namespace
  {
    const std::string felt = R"(set Title = felt
subsection Geometry
  set Type = flat cell
  set Gap = 700 um
  set Width = 50 um
  set Cells across feature = 2
end
subsection Electrolyte
  set Transport model = binary salt
  set Data set = ZnSO4 2 M
end
subsection Reactions
  subsection zinc
    set Type = Butler-Volmer
    set Exchange current density = 10 A/m^2
    set Anodic transfer coefficient = 1
    set Cathodic transfer coefficient = 1
  end
end
subsection Materials
  subsection felt
    set Porosity = 0.6
    subsection Scaffold
      set Fibre diameter = 10 um
      set Electronic conductivity = 10*(1 + 4*depth) [S/m]
      set Reactions = zinc
      set Double-layer capacitance = 20 uF/cm^2
      set Fills = true
    end
  end
end
subsection Coatings
  subsection felt
    set Surface = working electrode
    set Layers = felt
    subsection felt
      set Material = felt
      set Profile = uniform
      set Thickness = 300 um
      set Cells across = 4
    end
  end
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
    set Reactions = zinc
    set Double-layer capacitance = 20 uF/cm^2
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Programme
  set Sequence = 3 * (plate, rest)
  subsection Steps
    subsection plate
      set Drive = galvanostatic
      set Current density = 10 mA/cm^2
      set Duration = 100 s
    end
    subsection rest
      set Drive = rest
      set Duration = 20 s
    end
  end
end
subsection Time
  set Tolerance = 1e-3
end
subsection Discretization
  set Degree = 2
end
subsection Solver
  set Linear solver = multigrid
end
subsection Output
  set Checkpoint interval = 0 min
end
subsection Variants
  subsection felt
    set Materials/felt/Porosity = 0.7
  end
end
)";
  } // namespace

  TEST(Restart, AFeltThatFills)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", felt);
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    const Ended       without_stop = whole.run();
    ASSERT_EQ(without_stop.status, 0) << without_stop.error;
    const Ended ended = broken.run_until("felt/checkpoint/000008", SIGTERM);
    ASSERT_EQ(ended.status, 75) << ended.error;
    const Ended resumed = broken.run({"--resume"});
    ASSERT_EQ(resumed.status, 0) << resumed.error;
    expect_the_same(scratch / "whole", scratch / "broken");
    EXPECT_GT(summary(scratch / "whole")["variants"]["felt"]["quantities"]["scaffold_filled"]["value"].get<double>(), 0.);
  }
} // namespace zincfield::scaffold_restart_tests
