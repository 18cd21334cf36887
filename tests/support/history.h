#pragma once

#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <filesystem>
#include <sstream>

#include <unistd.h>

namespace zincfield
{
  /** Columns of history.csv, of a run that is made for it in a folder of its own. */
  template <int dim>
  std::map<std::string, std::vector<double>>
  history_of(Transient<dim> &cell)
  {
    const auto folder = std::filesystem::temp_directory_path() / ("zincfield history " + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    {
      RunLog silent("", MPI_COMM_WORLD);
      cell.result = TransientRun<dim>(*cell.discretization, *cell.op, folder.string(), silent, [](double) {
                    }).run(cell.state, cell.electrode_potential);
    }
    std::map<std::string, std::vector<double>> columns;
    std::ifstream                              file(folder / "history.csv");
    std::string                                line;
    std::getline(file, line);
    const auto names = split(line);
    while (std::getline(file, line))
      {
        const auto words = split(line);
        for (unsigned int k = 0; k < names.size() && k < words.size(); ++k)
          columns[names[k]].push_back(names[k] == "step" || words[k].empty() ? std::numeric_limits<double>::quiet_NaN()
                                                                             : std::stod(words[k]));
      }
    std::filesystem::remove_all(folder);
    return columns;
  }
} // namespace zincfield
