#include "solver/results/result_folders.h"

#include "solver/input/input_error.h"
#include "solver/input/read_cases.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"
#include "solver/support/result_names.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

namespace zincfield
{
  namespace
  {
    namespace fs = std::filesystem;

    /** A used.prm, say, that is run again with other values into the folder that it came from. */
    void
    refuse_to_write_over_input(const std::string &directory, const std::vector<Case> &cases)
    {
      std::vector<std::string> written = {"log.txt", "mesh.txt"};
      written.insert(written.end(), results_of_a_run().begin(), results_of_a_run().end());
      for (const Case &data : cases)
        for (const char *const file : {"/used.prm", "/history.csv", "/impedance.csv", "/log.txt"})
          written.push_back(folder_name(data.variant) + file);
      std::error_code failed;
      for (const std::string &file : written)
        if (fs::equivalent(directory + "/" + file, cases.front().input_file, failed) && !failed)
          throw InputError({cases.front().input_file, 0, "", ""}, "the run would write over its input",
                           "another folder, with --output");
    }

    bool
    starts_with(const std::string &text, const std::string &start)
    {
      return text.rfind(start, 0) == 0;
    }

    /** Data of curves that a figure of the variant has. */
    bool
    is_table_of_figures(const std::string &name)
    {
      const std::vector<std::string> tables = {"profiles.csv",     "across.csv",   "times.csv",  "cycles.csv",
                                               "polarisation.csv", "outlines.csv", "growth.csv", "efficiency.csv"};
      return std::find(tables.begin(), tables.end(), name) != tables.end();
    }

    /** Field files and tables of an earlier run; on other ranks it may have left files that this run would not write over. */
    void
    remove_earlier_results(const std::string &place)
    {
      std::error_code       failed;
      std::vector<fs::path> files, folders;
      for (fs::directory_iterator entry(place, failed), end; !failed && entry != end; entry.increment(failed))
        {
          const std::string name = entry->path().filename().string(), extension = entry->path().extension().string();
          const bool        field = extension == ".vtu" || extension == ".pvtu" || extension == ".pvd" || extension == ".hdf" ||
                             extension == ".vtkhdf" || extension == ".xdmf" || extension == ".series";
          if ((starts_with(name, "cycle_") || starts_with(name, "time_")) && entry->is_directory(failed))
            folders.push_back(entry->path());
          else if (name == "history.csv" || name == "impedance.csv" || name == "fields.h5" || is_table_of_figures(name) ||
                   (field && (starts_with(name, "volume") || starts_with(name, "surface") || starts_with(name, "mesh_"))))
            files.push_back(entry->path());
        }
      for (const fs::path &file : files)
        fs::remove(file, failed);
      for (const fs::path &folder : folders)
        {
          remove_earlier_results(folder.string());
          fs::remove(folder, failed); // unless it holds something of the user's
        }
    }
  } // namespace

  void
  make_directory(const std::string &path)
  {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (!failed && !fs::is_directory(path, failed))
      failed = std::make_error_code(std::errc::not_a_directory);
    if (failed)
      throw MachineError("Cannot make the folder " + path + ": " + failed.message() + ". Choose another one with --output.");
  }

  void
  make_folders(const std::string &directory, const std::vector<Case> &cases)
  {
    make_directory(directory);
    refuse_to_write_over_input(directory, cases);
    std::map<std::string, std::string> variant_in;
    for (const Case &data : cases)
      {
        const std::string folder = folder_name(data.variant);
        if (const auto other = variant_in.emplace(folder, data.variant); !other.second)
          throw InputError({data.input_file, 0, "Variants/" + data.variant, ""},
                           "its results would go to the same folder as those of \"" + other.first->second + "\"",
                           "names that differ in more than blanks");
        make_directory(directory + "/" + folder);
      }
  }

  void
  prepare_folders(const std::string &directory, const std::vector<Case> &cases)
  {
    make_folders(directory, cases);
    std::error_code ignored;
    for (const std::string &old : results_of_a_run())
      fs::remove(directory + "/" + old, ignored);
    for (const Case &data : cases)
      prepare_folder(directory, data);
  }

  void
  prepare_folder(const std::string &directory, const Case &data)
  {
    remove_earlier_results(directory + "/" + folder_name(data.variant));
    write_used_input(directory, data);
  }

  void
  write_used_input(const std::string &directory, const Case &data)
  {
    std::ostringstream used;
    write_used_input(used, data);
    write_whole(directory + "/" + folder_name(data.variant) + "/used.prm", used.str());
  }
} // namespace zincfield
