#include "solver/input/case_names.h"

#include "solver/input/plain_text.h"
#include "solver/support/result_names.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** Of one name in a path, on all file systems of today [bytes]. */
    constexpr std::size_t longest_name = 255;
  } // namespace

  void
  CaseNames::add(const std::string &name, const InputPlace &place)
  {
    const std::string folder = folder_name(name),
                      says   = "the results of \"" + printable(name, 100) + "\" go to a folder of this name";
    if (folder.empty() || folder == "." || folder == ".." || !find_fault(folder).why.empty() ||
        folder.find_first_of("\n\r\t") != std::string::npos)
      throw InputError(place, says + ", which a folder cannot have", "a name other than . and .., of letters, digits and signs");
    if (is_own_name(folder))
      throw InputError(place, says + ", which a file of the program has", "another name");
    if (folder.size() > longest_name)
      throw InputError(place, says + ", which has " + std::to_string(folder.size()) + " bytes",
                       "at most " + std::to_string(longest_name) + " bytes");
    std::string key = folder;
    std::transform(key.begin(), key.end(), key.begin(), [](const unsigned char c) { return std::tolower(c); });
    if (const auto other = name_in_.emplace(key, name); !other.second)
      {
        const bool by_blanks = folder_name(other.first->second) == folder;
        throw InputError(place,
                         "its results would go to the same folder as those of \"" + other.first->second + "\"" +
                           (by_blanks ? "" : " where file systems do not tell capitals from small letters"),
                         by_blanks ? "names that differ in more than blanks" : "names that differ in more than capitals");
      }
  }
} // namespace zincfield
