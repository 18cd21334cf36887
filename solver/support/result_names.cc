#include "solver/support/result_names.h"

#include <algorithm>
#include <cctype>

namespace zincfield
{
  std::string
  folder_name(std::string name)
  {
    for (char &c : name)
      if (c == '/' || c == ' ')
        c = '_';
    return name;
  }

  const std::vector<std::string> &
  results_of_a_run()
  {
    static const std::vector<std::string> names = [] {
      std::vector<std::string> list = {"summary.json",
                                       "summary.json.part",
                                       "quantities.csv",
                                       "polarisation.csv",
                                       "caption.txt",
                                       "maps_caption.txt",
                                       "times_caption.txt",
                                       "history_caption.txt",
                                       "impedance_caption.txt",
                                       "report.html",
                                       "surface_caption.txt",
                                       "command.txt",
                                       "movie.mp4",
                                       "movie.gif",
                                       "view_in_paraview.py",
                                       "paraview.png",
                                       "paraview.pvsm",
                                       "growth_caption.txt",
                                       "scaffold_caption.txt",
                                       "growth.csv"};
      for (const std::string figure : {"figure", "maps", "times", "history", "impedance", "surface", "growth", "scaffold"})
        for (const std::string kind : {".png", ".pdf", ".svg"})
          list.push_back(figure + kind);
      return list;
    }();
    return names;
  }

  bool
  is_own_name(std::string name)
  {
    // what a new run leaves there, or writes over
    static const std::vector<std::string> others = {"log.txt",         "mesh.txt", "fits", "checkpoint", "quantities.csv.part",
                                                    ".zincfield.lock", "input.prm"}; // the copy may be the input of this run
    std::transform(name.begin(), name.end(), name.begin(), [](const unsigned char c) { return std::tolower(c); });
    const auto is_in = [&](const std::vector<std::string> &names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    return is_in(results_of_a_run()) || is_in(others);
  }
} // namespace zincfield
