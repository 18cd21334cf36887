#include "solver/input/command_line.h"
#include "version.h"

#include "physics/data_sets.h"
#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"
#include "physics/transport/transport_model.h"

#include <deal.II/base/config.h>
#include <deal.II/base/mpi.h>
#include <deal.II/base/vectorization.h>

#include <muParser.h>
#include <p4est_config.h>
#include <petscversion.h>

#include <algorithm>
#include <filesystem>

namespace zincfield
{
  namespace
  {
    namespace fs = std::filesystem;

    /** Beside the installed program, or in the source tree it was built from. */
    fs::path
    inputs_folder()
    {
      std::error_code error;
      const fs::path  installed =
        fs::read_symlink("/proc/self/exe", error).parent_path().parent_path() / "share" / "zincfield" / "inputs";
      return fs::is_directory(installed, error) ? installed : fs::path(source_directory) / "inputs";
    }

    std::string
    list_entry(const std::string &name, const std::string &doc)
    {
      return "  " + name + (doc.empty() ? "" : ": " + doc) + "\n";
    }

    template <typename Base>
    std::string
    registered(const std::string &title)
    {
      std::string text = title + "\n";
      for (const auto &entry : Registry<Base>::entries())
        text += list_entry(entry.first, entry.second.doc);
      return text + "\n";
    }
    template <typename Record>
    std::string
    data_sets(const std::string &title)
    {
      std::string text = title + "\n";
      for (const std::string &name : DataSet<Record>::names())
        if (name != no_data_set)
          text += list_entry(name, DataSet<Record>::get(name).source);
      return text + "\n";
    }
  } // namespace

  std::vector<std::string>
  shipped_inputs()
  {
    std::vector<std::string> names;
    std::error_code          error;
    const fs::path           folder = inputs_folder();
    for (fs::recursive_directory_iterator file(folder, error), end; !error && file != end; file.increment(error))
      if (file->path().extension() == ".prm")
        names.push_back(fs::relative(file->path(), folder, error).generic_string());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string
  list_of_kinds()
  {
    std::string text = registered<Geometry>("Geometries (Geometry/Type)");
    text += registered<TransportModel>("Transport models (Electrolyte/Transport model)");
    text += registered<Reaction>("Kinetics (Reactions/NAME/Type)");
    text += data_sets<ZincKinetics>("Kinetic data of zinc (Reactions/NAME/Data set, Type = Butler-Volmer)");
    text += data_sets<HydrogenKinetics>("Kinetic data of hydrogen (Reactions/NAME/Data set, Type = Tafel)");
    text += registered<ThicknessProfile>("Coating profiles (Coatings/NAME/LAYER/Profile)");
    text += registered<Salt>("Electrolyte data sets (Electrolyte/Data set)");
    text += data_sets<CoatingMaterial>("Coating materials (Materials/NAME/Data set)");
    text += "Inputs (under inputs/)\n";
    for (const std::string &input : shipped_inputs())
      text += list_entry(input, "");
    return text;
  }

  std::string
  version_text()
  {
    std::string mpi = "unknown";
#ifdef MPI_VERSION
    char library[MPI_MAX_LIBRARY_VERSION_STRING];
    int  length = 0;
    if (MPI_Get_library_version(library, &length) == MPI_SUCCESS)
      mpi = std::string(library).substr(0, std::string(library).find_first_of(",\n"));
#endif
    return std::string("zincfield ") + version + " (" + (git_revision[0] == '\0' ? "no git revision" : git_revision) + ", " +
           build_type + ")\n" + "deal.II " + DEAL_II_PACKAGE_VERSION + ", " +
           std::to_string(dealii::VectorizedArray<double>::size()) + " SIMD lane(s)\n" + "PETSc " +
           std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
           std::to_string(PETSC_VERSION_SUBMINOR) + "\np4est " + P4EST_VERSION + "\nmuParser " +
           mu::Parser().GetVersion(mu::pviBRIEF) + "\n" + mpi + "\n";
  }
} // namespace zincfield
