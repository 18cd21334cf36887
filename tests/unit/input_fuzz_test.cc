#include "solver/input/plain_text.h"
#include "solver/input/prm_reader.h"
#include "solver/input/read_cases.h"
#include "tests/support/damaged_inputs.h"

#include <gtest/gtest.h>

#include <chrono>

// Inputs that are damaged at random: each is read, or refused with a message of one paragraph.

namespace zincfield::input_fuzz_tests
{

  namespace
  {
    using namespace damaged_inputs;

    /** What reading ends with: nothing, or the message of an InputError; anything else is a failure of the test. */
    std::string
    outcome(const std::string &text, const std::string &file)
    {
      try
        {
          read_cases(read_prm_text(text, file));
        }
      catch (const InputError &error)
        {
          return error.what();
        }
      return "";
    }
  } // namespace

  TEST(InputFuzz, DamagedInputsAreReadOrRefused)
  {
    const auto   inputs = shipped();
    Mutations    mutations(asked("ZINCFIELD_SEED", 1));
    unsigned int n_read = 0, n = asked("ZINCFIELD_FUZZ", 300);
    ASSERT_GT(inputs.size(), 10u);
    for (unsigned int i = 0; i < n; ++i)
      {
        const auto       &input = inputs[mutations.below(inputs.size())];
        const std::string text  = mutations.spoilt(input.second, inputs[mutations.below(inputs.size())].second);
        const auto        begin = std::chrono::steady_clock::now();
        std::string       message;
        ASSERT_NO_THROW(message = outcome(text, input.first)) << "number " << i << ":\n" << text;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        EXPECT_LT(seconds, 20.) << "number " << i << ":\n" << text;
        n_read += message.empty();
        if (message.empty())
          continue;
        EXPECT_TRUE(find_fault(message).why.empty() && message.find('\n') == std::string::npos && message.size() < 6000)
          << "number " << i << ": " << message;
        if (std::getenv("ZINCFIELD_FUZZ_SHOW"))
          std::cout << seconds << "  " << i << "  " << message << std::endl;
      }
    EXPECT_GT(n_read, n / 20);
    EXPECT_LT(n_read, n - n / 5);
  }

  TEST(InputFuzz, EveryTextSurvivesTheUsedInput)
  {
    // Any title that an input can hold, whatever bytes it is made of, is that of used.prm as well; so is any name.
    const auto inputs = shipped();
    const auto first  = std::find_if(inputs.begin(), inputs.end(),
                                     [](const auto &input) { return input.first.find("first_run.prm") != std::string::npos; });
    ASSERT_NE(first, inputs.end());
    Mutations                      random(asked("ZINCFIELD_SEED", 1));
    const std::vector<std::string> pieces  = {"\\",
                                              "\\\\",
                                              " ",
                                              "#",
                                              "=",
                                              "\t",
                                              "\"",
                                              "set",
                                              "end",
                                              "{",
                                              "/",
                                              "\xC3\xA9",
                                              "\xF0\x9F\x94\x8B",
                                              "\xEF\xBB\xBF",
                                              "a",
                                              "subsection",
                                              "\\\n",
                                              "include x",
                                              "%s",
                                              "\x01",
                                              "\xFF"};
    unsigned int                   n_taken = 0, n_trailing = 0;
    for (unsigned int i = 0; i < 60; ++i)
      {
        std::string title;
        for (std::size_t n = random.below(6); n > 0; --n)
          title += pieces[random.below(pieces.size())];
        std::string       text = first->second;
        const std::size_t line = text.find("set Title");
        ASSERT_NE(line, std::string::npos);
        text.replace(line, text.find('\n', line) - line, "set Title = " + title + "\n\n");
        for (const std::vector<std::string> &overrides : {std::vector<std::string>(), std::vector<std::string>{"Title = " + title}})
          try
            {
              const Case data =
                read_cases(read_prm_text(overrides.empty() ? text : first->second, first->first), overrides).front();
              std::ostringstream used;
              write_used_input(used, data);
              const Case again = read_cases(read_prm_text(used.str(), "used.prm")).front();
              EXPECT_EQ(again.title, data.title) << used.str().substr(0, 300);
              EXPECT_EQ(again.used_input, data.used_input);
              ++n_taken;
              n_trailing += !data.title.empty() && data.title.back() == '\\';
            }
          catch (const InputError &)
            {}
      }
    EXPECT_GT(n_taken, 30u);
    EXPECT_GT(n_trailing, 3u);
  }
} // namespace zincfield::input_fuzz_tests
