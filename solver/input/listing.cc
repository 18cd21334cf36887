#include "solver/input/command_line.h"
#include "version.h"

#include "physics/chemistry/chemical_data.h"
#include "physics/data_sets.h"
#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "solver/support/vector_units.h"

#include <deal.II/base/config.h>
#include <deal.II/base/mpi.h>

#include <muParser.h>
#include <p4est_config.h>
#include <petscconf.h>
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
    described(const Record &record)
    {
      return record.source;
    }
    std::string
    described(const ChemistryData &record)
    {
      return record.source + (record.caveat.empty() ? "" : ". Warning: " + record.caveat);
    }

    template <typename Record>
    std::string
    data_sets(const std::string &title)
    {
      std::string text = title + "\n";
      for (const std::string &name : DataSet<Record>::names())
        if (name != no_data_set)
          text += list_entry(name, described(DataSet<Record>::get(name)));
      return text + "\n";
    }

    /** What PETSc was built with, as far as the solver asks for it. */
    std::string
    petsc_options()
    {
      std::string text;
#ifdef PETSC_HAVE_HYPRE
      text += ", hypre";
#else
      text += ", no hypre";
#endif
#ifdef PETSC_HAVE_MUMPS
      text += ", MUMPS";
#else
      text += ", no MUMPS";
#endif
#ifdef PETSC_USE_64BIT_INDICES
      return text + ", 64-bit indices";
#else
      return text + ", 32-bit indices";
#endif
    }

    /** "Open MPI v4.1.4 (MPI 3.1)". */
    std::string
    mpi_library()
    {
      char        text[MPI_MAX_LIBRARY_VERSION_STRING];
      int         length = 0, major = 0, minor = 0;
      std::string name;
      if (MPI_Get_library_version(text, &length) == MPI_SUCCESS)
        name = std::string(text).substr(0, std::string(text).find_first_of(",\r\n"));
      std::replace(name.begin(), name.end(), '\t', ' '); // MPICH's
      if (MPI_Get_version(&major, &minor) == MPI_SUCCESS)
        name +=
          (name.empty() ? "MPI " : " (MPI ") + std::to_string(major) + "." + std::to_string(minor) + (name.empty() ? "" : ")");
      return name;
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
    text += data_sets<HydrogenKinetics>("Kinetic data of hydrogen (Reactions/NAME/Data set, Type = Tafel or hydrogen evolution)");
    text += data_sets<ChemistryData>("Components, species and solids (Electrolyte/Chemistry/Data sets)");
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
    const VectorUnits processor = vector_units();
    std::string text = std::string("zincfield ") + version + " (" + (git_revision[0] == '\0' ? "no git revision" : git_revision) +
                       ", " + build_type + ")\n";
    text += std::string("deal.II ") + DEAL_II_PACKAGE_VERSION + ", " + describe_lanes(lanes_of_dealii());
    if (!processor.name.empty())
      text += "; this processor has " + std::to_string(processor.lanes) + " (" + processor.name + ")";
    text += "\nPETSc " + std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
            std::to_string(PETSC_VERSION_SUBMINOR) + petsc_options() + "\n";
    text += std::string("p4est ") + P4EST_VERSION + "\n";
    text += "muParser " + mu::Parser().GetVersion(mu::pviBRIEF) + "\n";
    return text + mpi_library() + "\n";
  }
} // namespace zincfield
