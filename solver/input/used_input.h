#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** What a reading walk asked for and got, in order: the text of `used.prm`. */
  class UsedInput
  {
  public:
    void
    open(const std::string &section);
    void
    close();
    /** `given`: the user set it; a default otherwise. */
    void
    value(const std::string &path, const std::string &key, const std::string &text, bool given);
    /** The program behaves differently when this key is set at all: its default must not be written as if the user had set it. */
    void
    presence_matters(const std::string &path, const std::string &key);
    /** Everything but the top sections `left_out`. */
    std::string
    text(const std::vector<std::string> &left_out = {}) const;

  private:
    struct Line
    {
      enum
      {
        opening,
        closing,
        setting
      } type;
      std::string path, name, text;
      bool        written = true;
    };
    std::vector<Line>                                lines_;
    std::vector<std::pair<std::string, std::string>> optional_;
  };
} // namespace zincfield
