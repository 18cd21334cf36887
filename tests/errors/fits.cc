#include "tests/support/base_input.h"

// Fits that cannot be: found by --check, before anything is computed.

namespace zincfield::fits_tests
{

  namespace
  {
    /** The base with a fit of the film's conductivity; `measured`: a line of the variant "a". */
    std::string
    message(const std::string &parameters, const std::string &variants, const std::string &measured)
    {
      return base_input::message(
        {{"", "subsection Fits\n  subsection film\n    set Parameters = " + parameters + "\n    set Variants = " + variants +
                "\n  end\nend\nsubsection Variants\n  subsection a\n    " + measured +
                "\n  end\n  subsection b\n    set Measurement/Electrode potential = -20 mV\n  end\nend\n"}});
    }

    const std::string film = "Materials/film/Conductivity", measured = "set Measurement/Electrode potential = -10 mV";
    const std::string first =
                        "test.prm:" + std::to_string(1 + std::count(base_input::text.begin(), base_input::text.end(), '\n') + 2),
                      second =
                        "test.prm:" + std::to_string(1 + std::count(base_input::text.begin(), base_input::text.end(), '\n') + 3);
  } // namespace

  TEST(BadFit, AValidOne)
  {
    EXPECT_EQ(message(film, "a, b", measured), "no error");
  }

  TEST(BadFit, UnknownVariant)
  {
    EXPECT_EQ(message(film, "a, c", measured), second + ": Fits/film/Variants = a, c: there is no variant \"c\". Allowed: a or b.");
  }

  TEST(BadFit, NothingMeasured)
  {
    EXPECT_EQ(message(film, "a, b", "set Control/Applied current density = 1 mA/cm^2"),
              second + ": Fits/film/Variants = a, b: nothing was measured on the variant \"a\". Allowed: variants that set "
                       "Measurement/Electrode potential, Cell voltage or Mean current density.");
  }

  TEST(BadFit, FewerMeasurementsThanParameters)
  {
    EXPECT_EQ(message(film + ", Reactions/zinc/Exchange current density", "a", measured),
              second + ": Fits/film/Variants = a: fewer measurements than parameters: no values are determined. Allowed: at least "
                       "as many variants as Parameters.");
  }

  TEST(BadFit, ParameterWithoutANumber)
  {
    EXPECT_EQ(message("Materials/film/Porosity", "a", measured),
              first + ": Fits/film/Parameters = Materials/film/Porosity: the input gives no number for \"Materials/film/Porosity\" "
                      "from which the fit could start. Allowed: keys that the input sets, "
                      "outside of its variants, to a number with a unit.");
  }

  TEST(BadFit, TwoMeasurementsOfOneVariant)
  {
    EXPECT_NE(message(film, "a, b", measured + "\n    set Measurement/Cell voltage = -10 mV")
                .find("one number is compared with a variant, and another one is given too"),
              std::string::npos);
  }

  TEST(BadFit, UnlikeMeasurements)
  {
    EXPECT_EQ(message(film, "a, b", "set Measurement/Mean current density = 10 mA/cm^2"),
              second + ": Fits/film/Variants = a, b: squares of unlike quantities have no sum: measured are mean_current_density "
                       "and electrode_potential. Allowed: variants with measurements of one kind.");
  }

  TEST(BadFit, CellVoltageWithoutCounterElectrode)
  {
    EXPECT_NE(
      message(film, "a", "set Measurement/Cell voltage = -10 mV").find("this cell has no voltage: it has no counter electrode"),
      std::string::npos);
  }

  TEST(BadFit, ParameterTwice)
  {
    EXPECT_EQ(message(film + ", " + film, "a, b", measured), first + ": Fits/film/Parameters = " + film + ", " + film + ": \"" +
                                                               film + "\" stands twice. Allowed: every key once.");
  }

  TEST(BadFit, AVariantSetsWhatIsToBeFound)
  {
    EXPECT_NE(message(film, "a, b", measured + "\n    set Materials/film/Conductivity = 1 S/m")
                .find("Variants/a/Materials/film/Conductivity = 1 S/m: the fit \"film\" finds this value. Allowed: the value from "
                      "which the fit starts, outside of the variants."),
              std::string::npos);
    // a variant without part in the fit may have its own, and the fit starts from the common one
    const auto cases =
      base_input::cases({{"", "subsection Fits\n subsection film\n set Parameters = " + film +
                                "\n set Variants = b\n end\nend\nsubsection Variants\n subsection a\n set " + film +
                                " = 9 S/m\n end\n subsection b\n set Measurement/Electrode potential = -20 mV\n end\nend\n"}});
    EXPECT_EQ(cases.front().fits.front().parameters.front().value, 1.);
    EXPECT_EQ(cases.front().fits.front().applies_to, std::vector<std::string>{"b"});
  }

  TEST(BadFit, TwoFitsOfOneVariant)
  {
    const std::string inner = "Reactions/zinc/Exchange current density";
    const auto        two   = [&](const std::string &parameter, const std::string &more) {
      return message(film, "a\n  end\n  subsection second\n    set Parameters = " + parameter + "\n    set Variants = b" + more,
                              measured);
    };
    EXPECT_EQ(two(inner, ""), "no error");
    EXPECT_EQ(two(film, ""), "no error");
    EXPECT_NE(two(inner, "\n    set Applies to = a")
                .find("the variant \"a\" has been fitted by \"film\", whose values would not fit any more"),
              std::string::npos);
    EXPECT_NE(
      message(film,
              "a\n    set Applies to = b\n  end\n  subsection second\n    set Parameters = " + film + "\n    set Variants = b",
              measured)
        .find("the fit \"film\" finds \"" + film + "\" for the variant \"b\" already"),
      std::string::npos);
  }
} // namespace zincfield::fits_tests
