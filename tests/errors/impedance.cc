#include "tests/support/base_input.h"

// Frequencies of an impedance, found by --check.

namespace zincfield::impedance_tests
{

  namespace
  {
    /** The message for a section Impedance with these lines, from its place on. */
    std::string
    message(const std::string &lines, const std::string &more = "")
    {
      const std::string whole = base_input::message({{"", "subsection Impedance\n" + lines + "end\n" + more}});
      const auto        place = whole.find("Impedance/");
      return place == std::string::npos ? whole : whole.substr(place);
    }
  } // namespace

  TEST(BadImpedance, AValidOne)
  {
    EXPECT_EQ(message("  set Lowest frequency = 10 mHz\n  set Highest frequency = 1 MHz\n"), "no error");
    EXPECT_EQ(message(""), "no error");
  }

  TEST(BadImpedance, OneFrequencyOnly)
  {
    EXPECT_EQ(message("  set Lowest frequency = 10 mHz\n"),
              "Impedance/Highest frequency: a value must be given. Allowed: a rate > 0, for example \"10 Hz\".");
  }

  TEST(BadImpedance, WrongOrder)
  {
    EXPECT_EQ(message("  set Lowest frequency = 1 kHz\n  set Highest frequency = 1 Hz\n"),
              "Impedance/Highest frequency = 1 Hz: the spectrum ends below where it begins. Allowed: a frequency from that of "
              "Lowest frequency on.");
  }

  TEST(BadImpedance, NoFrequency)
  {
    EXPECT_EQ(message("  set Lowest frequency = 0 Hz\n  set Highest frequency = 1 Hz\n"),
              "Impedance/Lowest frequency = 0 Hz: the value is out of range. Allowed: a rate > 0, for example \"10 Hz\".");
  }

  TEST(BadImpedance, LengthForAFrequency)
  {
    EXPECT_EQ(message("  set Lowest frequency = 1 um\n  set Highest frequency = 1 Hz\n"),
              "Impedance/Lowest frequency = 1 um: the unit um is that of a length, not of a rate. Allowed: a rate > 0, for example "
              "\"10 Hz\".");
  }

  TEST(BadImpedance, OfACellDrivenInTime)
  {
    EXPECT_EQ(
      base_input::message({{"subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\nend\n",
                            "subsection Programme\n  subsection Steps\n    subsection charge\n      set Drive = galvanostatic\n    "
                            "  set Current density = 5 mA/cm^2\n      set Duration = 1 s\n    end\n  end\nend\n"
                            "subsection Impedance\n  set Lowest frequency = 1 Hz\n  set Highest frequency = 1 kHz\nend\n"}}),
      "test.prm:57: Impedance/Lowest frequency = 1 Hz: an impedance is that of a steady state, and the Programme drives this cell "
      "in time. Allowed: no section Impedance, or no Programme.");
  }
} // namespace zincfield::impedance_tests
