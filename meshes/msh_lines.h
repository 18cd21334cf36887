#pragma once

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace zincfield
{
  /** The lines of a text file, one after the other, taken apart into words. */
  class MshLines
  {
  public:
    /** `name`: what messages call the file. */
    MshLines(const std::string &file, const std::string &name)
      : name_(name)
      , file_(file)
    {
      if (!file_)
        throw std::runtime_error(name + ":1: the file cannot be opened");
    }

    /** Goes on to the next line that is not blank; false at the end of the file. */
    bool
    next()
    {
      while (std::getline(file_, text_))
        {
          ++number_;
          words_.clear();
          for (std::size_t end = 0, begin; (begin = text_.find_first_not_of(blanks, end)) != std::string::npos;)
            {
              end = std::min(text_.find_first_of(blanks, begin), text_.size());
              words_.push_back(std::string_view(text_).substr(begin, end - begin));
            }
          if (!words_.empty())
            return true;
        }
      return false;
    }

    /** The next line of a record, of which `what` says what was expected. */
    void
    require(const std::string &what)
    {
      if (!next())
        fail("the file ends here", what);
      if (words_[0][0] == '$')
        fail("found \"" + shown(words_[0]) + "\"", what);
    }

    const std::string &
    text() const
    {
      return text_;
    }
    const std::vector<std::string_view> &
    words() const
    {
      return words_;
    }
    unsigned int
    number() const
    {
      return number_;
    }

    /** The word at `position` as a whole or real number in a range of its type; `what` it should be. */
    template <typename T>
    T
    value(const std::size_t position, const std::string &what) const
    {
      if (position >= words_.size())
        fail("the line ends too early", what);
      std::string_view word = words_[position];
      if (word.size() > 1 && word[0] == '+')
        word.remove_prefix(1);
      T          number{};
      const auto parsed = std::from_chars(word.data(), word.data() + word.size(), number);
      if (parsed.ec != std::errc() || parsed.ptr != word.data() + word.size() || !(number - number == T()))
        fail("found \"" + shown(words_[position]) + "\"", what);
      return number;
    }

    /** Rejects a line that has not `n` words. */
    void
    require_words(const std::size_t n, const std::string &what) const
    {
      if (words_.size() != n)
        fail("the line has " + std::to_string(words_.size()) + " entries and not " + std::to_string(n), what);
    }

    [[noreturn]] void
    fail(const std::string &problem, const std::string &expected) const
    {
      throw std::runtime_error(name_ + ":" + std::to_string(std::max(number_, 1u)) + ": " + problem + "; expected: " + expected);
    }

    /** A word as messages show it: short, without bytes that are no text. */
    static std::string
    shown(const std::string_view word)
    {
      std::string text(word.substr(0, 30));
      for (char &c : text)
        if (c < ' ' || c > '~')
          c = '?';
      return text + (word.size() > 30 ? "..." : "");
    }

  private:
    static constexpr const char *blanks = " \t\r\v\f";

    const std::string             name_;
    std::ifstream                 file_;
    std::string                   text_;
    std::vector<std::string_view> words_;
    unsigned int                  number_ = 0;
  };
} // namespace zincfield
