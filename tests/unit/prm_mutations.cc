#include "solver/input/input_error.h"
#include "solver/input/prm_reader.h"
#include "tests/support/damaged_inputs.h"

#include <gtest/gtest.h>

// The reader of inputs alone, on texts that are damaged at random; the same under GCC's sanitizers (readers.sanitized).

namespace zincfield::prm_mutations_tests
{
  TEST(PrmReader, DamagedTextsAreReadOrRefusedWithALine)
  {
    const auto                inputs = damaged_inputs::shipped();
    damaged_inputs::Mutations mutations(damaged_inputs::asked("ZINCFIELD_SEED", 1));
    unsigned int              n_read = 0, n_refused = 0;
    for (unsigned int i = 0, n = damaged_inputs::asked("ZINCFIELD_FUZZ", 2000); i < n; ++i)
      {
        const auto       &input = inputs[mutations.below(inputs.size())];
        const std::string text  = mutations.spoilt(input.second, inputs[mutations.below(inputs.size())].second);
        try
          {
            read_prm_text(text, input.first);
            ++n_read;
          }
        catch (const InputError &error)
          {
            EXPECT_NE(std::string(error.what()).find(input.first + ":"), std::string::npos) << error.what();
            ++n_refused;
          }
      }
    EXPECT_GT(n_read, 500u);
    EXPECT_GT(n_refused, 500u);
  }
} // namespace zincfield::prm_mutations_tests
