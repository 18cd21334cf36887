#include "tests/errors/running.h"

#include "physics/constants.h"

// What a run says of a felt whose pores close, and what stands in its fields.

namespace zincfield::scaffold_runs_tests
{
  namespace
  {
    /** A perfectly conducting felt of 100 um on foil that does not react; so slow that it fills evenly. */
    std::string
    felt(const std::string &electrolyte)
    {
      return "subsection Geometry\n  set Type = flat cell\n  set Gap = 300 um\n  set Width = 20 um\nend\nsubsection Electrolyte\n" +
             electrolyte + R"(end
subsection Reactions
  subsection zinc
    set Type = Butler-Volmer
    set Exchange current density = 1e-4 A/m^2
    set Anodic transfer coefficient = 1
    set Cathodic transfer coefficient = 1
  end
end
subsection Materials
  subsection felt
    set Porosity = 0.6
    subsection Scaffold
      set Specific area = 1e5 1/m
      set Perfect conductor = true
      set Reactions = zinc
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
      set Thickness = 100 um
    end
  end
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Programme
  subsection Steps
    subsection plate
      set Drive = galvanostatic
      set Current density = 1 mA/cm^2
      set Duration = 115500 s
    end
  end
end
)";
    }
  } // namespace

  TEST(ScaffoldRuns, ClosingSaysAfterWhichCapacity)
  {
    // Evenly from the porosity 0.6 to 0.05: 0.55 L zF/V_m.
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", felt("  set Transport model = secondary\n  set Conductivity = 500 S/m\n"));
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
    ASSERT_EQ(ended.status, 0) << ended.error;
    const std::string said = "the first pores of a scaffold are closed, at (";
    const auto        at   = ended.out.find(said);
    ASSERT_NE(at, std::string::npos) << ended.out;
    const std::string line     = ended.out.substr(at, ended.out.find('\n', at) - at);
    const double      capacity = std::stod(line.substr(line.find("s and ") + 6)),
                 expected      = 0.55 * 100e-6 * 2. * faraday_constant / 9.157e-6 / 3.6e4; // [mAh/cm^2]
    EXPECT_NEAR(capacity / expected, 1., 0.01) << line;                                    // rates fade just before
    const std::string fields = contents(scratch / "results/base/volume.vtu");
    for (const char *const name : {"electronic potential [V]", "electronic current density [A/m^2]",
                                   "deposition per volume [A/m^3]", "deposition per true area [A/m^2]", "filled fraction"})
      EXPECT_NE(fields.find(name), std::string::npos) << name;
  }

  TEST(ScaffoldRuns, FillingOfChargedPoresIsRefused)
  {
    const Scratch scratch;
    std::string   input = felt("  set Transport model = dilute ions\n  set Data set = none\n");
    input.insert(input.find("    set Porosity = 0.6"), "    set Fixed charge = -1 mol/L\n");
    const Ended ended = run_program(scratch, {scratch.write("case.prm", input), "--check"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_NE(ended.error.find("Materials/felt/Scaffold/Fills"), std::string::npos) << ended.error;
  }
} // namespace zincfield::scaffold_runs_tests
