#include "meshes/made_by_gmsh.h"

#include "meshes/gmsh_library.h"
#include "meshes/gmsh_triangulation.h"
#include "meshes/mesh_quality.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Two files that are gone with the object. */
    struct WorkingFiles
    {
      WorkingFiles()
        : base((std::filesystem::temp_directory_path() / ("zincfield_made_" + std::to_string(getpid()))).string())
      {}
      ~WorkingFiles()
      {
        std::error_code ignored;
        for (const std::string end : {".geo", ".msh"})
          std::filesystem::remove(base + end, ignored);
      }
      const std::string base;
    };
  } // namespace

  void
  MadeByGmsh::mesh_by_gmsh(const std::string &description)
  {
    const WorkingFiles files;
    std::ofstream(files.base + ".geo") << description;
    save_by_gmsh(files.base + ".geo", {}, files.base + ".msh");
    mesh_ = std::make_shared<GmshMesh>(MshFile(files.base + ".msh", "the coarse mesh that Gmsh makes"));
    std::vector<bool> metal;
    for (const std::string &name : mesh_->boundaries)
      metal.push_back(name == "working electrode");
    tips_ = tips_of(*mesh_, metal);
  }

  template <int dim>
  void
  MadeByGmsh::fill(parallel::distributed::Triangulation<dim> &triangulation) const
  {
    const auto                names = boundary_names();
    std::vector<unsigned int> ids;
    for (const std::string &name : mesh_->boundaries)
      ids.push_back(std::find(names.begin(), names.end(), name) - names.begin());
    Triangulation<dim> serial;
    make_triangulation(*mesh_, ids, 1., serial);
    triangulation.copy_triangulation(serial);
  }

  template void
  MadeByGmsh::fill<2>(parallel::distributed::Triangulation<2> &) const;
  template void
  MadeByGmsh::fill<3>(parallel::distributed::Triangulation<3> &) const;
} // namespace zincfield
