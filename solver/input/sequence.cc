#include "solver/input/sequence.h"

#include "solver/input/input_error.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** Recursive descent: list = item {"," item}; item = [count "*"] (name | "(" list ")"). */
    class Reader
    {
    public:
      Reader(const std::string &text, const std::vector<std::string> &names)
        : text_(text)
        , names_(names)
      {}

      std::vector<unsigned int>
      whole()
      {
        const auto steps = list();
        if (position_ < text_.size())
          throw SequenceError(std::string("there is a \"") + text_[position_] + "\" that closes nothing");
        return steps;
      }

    private:
      std::vector<unsigned int>
      list()
      {
        std::vector<unsigned int> steps = item();
        while (position_ < text_.size() && text_[position_] == ',')
          {
            ++position_;
            const auto more = item();
            append(steps, more, 1);
          }
        return steps;
      }

      std::vector<unsigned int>
      item()
      {
        unsigned int count = 1;
        std::string  word  = read_word();
        if (position_ < text_.size() && text_[position_] == '*')
          {
            if (word.empty() || word.size() > 8 || word.find_first_not_of("0123456789") != std::string::npos ||
                std::stoul(word) == 0)
              throw SequenceError("\"" + word + "\" before * is no positive whole number");
            count = std::stoul(word);
            ++position_;
            word = read_word();
          }
        std::vector<unsigned int> once, steps;
        if (word.empty() && position_ < text_.size() && text_[position_] == '(')
          {
            if (++depth_ > deepest_sequence)
              throw SequenceError("brackets are nested more than " + std::to_string(deepest_sequence) + " deep");
            ++position_;
            once = list();
            --depth_;
            if (position_ >= text_.size() || text_[position_] != ')')
              throw SequenceError("a bracket is not closed");
            ++position_;
            if (!read_word().empty())
              throw SequenceError("a comma is missing after a bracket");
          }
        else if (word.empty())
          throw SequenceError("a step is missing");
        else
          {
            const auto found = std::find(names_.begin(), names_.end(), word);
            if (found == names_.end())
              {
                const std::string hint = did_you_mean(word, names_);
                throw SequenceError("there is no step \"" + word + "\"" + (hint.empty() ? "" : ". " + hint));
              }
            once = {static_cast<unsigned int>(found - names_.begin())};
          }
        append(steps, once, count);
        return steps;
      }

      /** Up to the next sign, without blanks around. */
      std::string
      read_word()
      {
        const std::size_t end  = std::min(text_.find_first_of(",*()", position_), text_.size());
        std::string       word = text_.substr(position_, end - position_);
        position_              = end;
        word.erase(0, word.find_first_not_of(" \t"));
        word.erase(word.find_last_not_of(" \t") + 1);
        return word;
      }

      void
      append(std::vector<unsigned int> &steps, const std::vector<unsigned int> &more, const unsigned int count) const
      {
        if (steps.size() + static_cast<double>(count) * more.size() > longest_sequence)
          throw SequenceError("it has more than " + std::to_string(longest_sequence) + " steps");
        for (unsigned int k = 0; k < count; ++k)
          steps.insert(steps.end(), more.begin(), more.end());
      }

      const std::string              &text_;
      const std::vector<std::string> &names_;
      std::size_t                     position_ = 0;
      unsigned int                    depth_    = 0;
    };
  } // namespace

  std::vector<unsigned int>
  read_sequence(const std::string &text, const std::vector<std::string> &names)
  {
    return Reader(text, names).whole();
  }
} // namespace zincfield
