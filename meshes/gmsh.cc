#include "meshes/dimension.h"
#include "meshes/electrode_area.h"
#include "meshes/gmsh_library.h"
#include "meshes/gmsh_triangulation.h"
#include "meshes/imported.h"
#include "meshes/mesh_quality.h"
#include "physics/registry.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A file of this process that is gone with the object. */
    struct TemporaryFile
    {
      TemporaryFile()
        : name((std::filesystem::temp_directory_path() / ("zincfield_" + std::to_string(getpid()) + ".msh")).string())
      {}
      ~TemporaryFile()
      {
        std::error_code ignored;
        std::filesystem::remove(name, ignored);
      }
      const std::string name;
    };

    /** What a file says, read directly or with Gmsh's help. */
    MshFile
    read_file(const std::string &file, const std::vector<std::string> &numbers)
    {
      if (!needs_gmsh(file))
        return MshFile(file);
      const TemporaryFile saved;
      save_by_gmsh(file, numbers, saved.name);
      return MshFile(saved.name, file + " as Gmsh saves it");
    }

    /** The mesh of a file, which is read once for all cases that hold it. `numbers`: see save_by_gmsh(). */
    std::shared_ptr<const GmshMesh>
    shared_mesh(const std::string &file, const std::vector<std::string> &numbers)
    {
      struct Read
      {
        std::filesystem::file_time_type written;
        std::weak_ptr<const GmshMesh>   mesh;
      };
      static std::map<std::vector<std::string>, Read> known; // by file and numbers

      std::error_code error;
      const auto      written = std::filesystem::last_write_time(file, error);
      auto            key     = numbers;
      key.push_back(file);
      Read &read = known[key];
      auto  mesh = read.mesh.lock();
      if (!mesh || error || read.written != written)
        {
          mesh = std::make_shared<const GmshMesh>(read_file(file, numbers));
          read = {written, mesh};
        }
      return mesh;
    }

    bool
    contains(const std::vector<std::string> &names, const std::string &name)
    {
      return std::find(names.begin(), names.end(), name) != names.end();
    }
  } // namespace

  /**
   * A mesh made with Gmsh; triangles, tetrahedra and prisms become quadrilaterals and hexahedra. Its named physical groups are the
   * materials (surfaces in 2-D, volumes in 3-D) and the boundaries (curves in 2-D, surfaces in 3-D); every cell and every boundary
   * face must belong to one.
   */
  class Gmsh : public ImportedGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      parameters.file(
        "File", file_,
        "Gmsh's mesh (.msh, any version from 2 on, ASCII or binary) or a geometry that Gmsh is to mesh (.geo, .step, "
        ".brep). Named physical groups are the materials and the boundaries; those that lie inside the mesh or have no "
        "elements are left out. Triangles are divided into quadrilaterals, tetrahedra and prisms into hexahedra; elements "
        "of second order keep their curved edges. A mesh in the xz- or yz-plane is "
        "read with these as x and y");
      parameters.list("Numbers", numbers_, "Numbers of the .geo file that it defines by DefineConstant, as lc = 0.5, radius = 3");
      parameters.choice("Length unit", unit_, {"nm", "um", "mm", "m"}, "Unit of the coordinates in the file");
      parameters.boolean("Axisymmetric", axisymmetric_, "The mesh is a section r, z (x and y of the file)");
      parameters.choice(
        "Electrode area", electrode_area_, {"automatic", "projected", "true"},
        "Area of the working electrode over which current densities, charges and impedances are given. projected: along its mean "
        "normal; true: the whole surface; "
        "automatic: projected where the electrode is flat, or rough with the cell's walls along its mean normal, and true where it "
        "is curved or closed (a cylinder, a sphere, a sector of one, two plates). The log says which");
      length(parameters, "Feature size", feature_size_, Range::non_negative(),
             "Height or width of the surface's features; 0: the cell's height");
      parameters.boolean("Sharp edges", sharp_edges_, "Whether the surface has edges that point into the electrolyte");
      parameters.quantity(
        "Least scaled Jacobian", least_jacobian_, "1", Range::between(0., 1.),
        "How far from rectangular the worst cell with straight edges may be (1: rectangular, 0: flat). The log says how far "
        "the worst cell is");
      if (!parameters.describing())
        read(parameters);
    }

    unsigned int
    dimension() const override
    {
      return mesh_ ? mesh_->dimension : 2;
    }
    bool
    axisymmetric() const override
    {
      return axisymmetric_;
    }
    std::vector<std::string>
    boundary_names() const override
    {
      return names_;
    }
    std::vector<std::string>
    material_names() const override
    {
      return mesh_ ? mesh_->materials : std::vector<std::string>();
    }
    std::vector<std::string>
    coatable_boundaries() const override
    {
      return names_;
    }
    double
    feature_size() const override
    {
      return feature_size_;
    }
    bool
    has_sharp_edges() const override
    {
      return sharp_edges_;
    }

    void
    join_boundaries(const std::string &name, const std::vector<std::string> &parts) override
    {
      for (const std::string &part : parts)
        if (!contains(names_, part) || !contains(mesh_->boundaries, part))
          {
            const std::string reason = why_no_boundary(part);
            throw std::invalid_argument("the mesh has no boundary \"" + part + "\"" + (reason.empty() ? "" : ": it " + reason));
          }
        else if (std::count(parts.begin(), parts.end(), part) > 1)
          throw std::invalid_argument("the boundary \"" + part + "\" stands twice");
      if (contains(names_, name) && !contains(parts, name))
        throw std::invalid_argument("the mesh has a boundary \"" + name + "\" of its own, which is not among these parts");
      const std::string first = parts.front();
      for (unsigned int b = 0; b < ids_.size(); ++b)
        if (contains(parts, mesh_->boundaries[b]))
          part_of_[mesh_->boundaries[b]] = name;
      std::replace(names_.begin(), names_.end(), first, name);
      names_.erase(std::remove_if(names_.begin(), names_.end(),
                                  [&](const std::string &other) { return other != name && contains(parts, other); }),
                   names_.end());
      number_boundaries();
    }

    void
    set_working_electrode(const std::string &boundary) override
    {
      const BoundaryArea area = area_of(boundary);
      const bool project = electrode_area_ == "projected" || (electrode_area_ == "automatic" && (area.is_flat() || area.across));
      if (area.whole <= 0.)
        throw std::invalid_argument("the boundary \"" + boundary + "\" has no area");
      if (project && area.projected <= 1e-6 * area.whole)
        throw std::invalid_argument("seen along its mean normal the working electrode \"" + boundary + "\" has no area");
      const double      unit = area_unit();
      const std::string um   = dimension() == 3 || axisymmetric_ ? " um^2" : " um";
      footprint_             = (project ? area.projected : area.whole) * unit;
      tips_                  = tips_of(*mesh_, chosen(boundary));
      for (Point<3> &tip : tips_)
        tip *= micrometres();
      note_ = "current densities are over " + rounded(footprint_) + um + " of the working electrode \"" + boundary + "\": its " +
              (!project         ? "true area (seen along its mean normal it has " + rounded(area.projected * unit) + um + ")"
               : area.is_flat() ? "area"
                                : "area seen along its mean normal (the true one is " + rounded(area.whole * unit) + um + ")");
    }

    double
    footprint() const override
    {
      return footprint_;
    }

    std::vector<Point<3>>
    tips() const override
    {
      return tips_;
    }

    double
    area(const std::string &boundary) const override
    {
      return area_of(boundary).whole * area_unit();
    }

    std::string
    why_no_boundary(const std::string &name) const override
    {
      if (const auto joined = part_of_.find(name); joined != part_of_.end())
        return "is part of the boundary \"" + joined->second + '"';
      const auto found = mesh_->no_boundaries.find(name);
      return found != mesh_->no_boundaries.end() ? found->second : contains(mesh_->materials, name) ? "is a material" : "";
    }

    std::string
    why_no_material(const std::string &name) const override
    {
      const auto found = mesh_->no_materials.find(name);
      return found != mesh_->no_materials.end() ? found->second : contains(mesh_->boundaries, name) ? "is a boundary" : "";
    }

    std::vector<std::string>
    notes() const override
    {
      std::vector<std::string> notes;
      if (!note_.empty())
        notes.push_back(note_);
      if (dimension() == 2 && mesh_->plane != "xy")
        notes.push_back("the mesh lies in the " + mesh_->plane + "-plane: x and " + (axisymmetric_ ? "y (r and z)" : "y") +
                        " of this cell are " + mesh_->plane[0] + " and " + mesh_->plane[1] + " of the file");
      if (!mesh_->divided.empty())
        notes.push_back("every element of the file is divided, as it has " + mesh_->divided + ": the mesh has " +
                        std::to_string(mesh_->cells.size()) + ' ' + (dimension() == 3 ? "hexahedra" : "quadrilaterals"));
      for (const std::string &overlap : mesh_->overlaps)
        notes.push_back(overlap);
      Point<3> place = quality_.place;
      place *= micrometres();
      notes.push_back("the worst cell of the mesh, of a scaled Jacobian of " + rounded(quality_.scaled_jacobian, 3) + ", is at " +
                      place_of(place) + " um");
      return notes;
    }

    void
    create(parallel::distributed::Triangulation<2> &triangulation) const override
    {
      fill(triangulation);
    }
    void
    create(parallel::distributed::Triangulation<3> &triangulation) const override
    {
      fill(triangulation);
    }

    Middles
    middles() const override
    {
      Middles scaled = mesh_->middles;
      for (auto &middle : scaled)
        middle.second *= micrometres();
      return scaled;
    }

  private:
    double
    micrometres() const
    {
      return unit_ == "nm" ? 1e-3 : unit_ == "mm" ? 1e3 : unit_ == "m" ? in_mesh_units(1.) : 1.;
    }

    /** Of the file's areas, in um or um^2. */
    double
    area_unit() const
    {
      return dimension() == 3 || axisymmetric_ ? micrometres() * micrometres() : micrometres();
    }

    std::string
    place_of(const Point<3> &point) const
    {
      return '(' + rounded(point[0], 4) + ", " + rounded(point[1], 4) + (dimension() == 3 ? ", " + rounded(point[2], 4) : "") + ')';
    }

    static std::string
    rounded(const double value, const int digits = 6)
    {
      char text[40];
      std::snprintf(text, sizeof(text), "%.*g", digits, value);
      return text;
    }

    /** What `Numbers` says. */
    std::vector<std::string>
    names_and_values(const Parameters &parameters) const
    {
      std::vector<std::string> words;
      for (const std::string &number : numbers_)
        {
          std::istringstream in(number.substr(number.find('=') + 1));
          std::string        name, rest;
          double             value;
          std::istringstream(number.substr(0, number.find('='))) >> name;
          if (number.find('=') == std::string::npos || name.empty() || !(in >> value) || in >> rest)
            parameters.reject("Numbers", '"' + number + "\" is not a name and its number", "such as lc = 0.5, radius = 3");
          if (std::filesystem::path(file_).extension() != ".geo")
            parameters.reject("Numbers", "the file is no .geo file", "none");
          if (!std::all_of(name.begin(), name.end(), [](const unsigned char c) { return std::isalnum(c) || c == '_'; }) ||
              !defines_constant(file_, name))
            parameters.reject("Numbers", "the file has no \"" + name + "\" that can be changed",
                              "names that it defines by DefineConstant[ ... ]");
          words.insert(words.end(), {name, rounded(value, 17)});
        }
      return words;
    }

    void
    read(const Parameters &parameters)
    {
      const std::vector<std::string> numbers = names_and_values(parameters);
      try
        {
          mesh_ = shared_mesh(file_, numbers);
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("File", error.what(), "a mesh or geometry of Gmsh with named physical groups");
        }
      names_ = mesh_->boundaries;
      number_boundaries();
      quality_ = quality(*mesh_);
      if (mesh_->middles.empty() && quality_.scaled_jacobian < least_jacobian_) // curved cells: where the mesh is made
        {
          Point<3> place = quality_.place;
          place *= micrometres();
          parameters.reject("File",
                            "the cell at " + place_of(place) + " um has a scaled Jacobian of " +
                              rounded(quality_.scaled_jacobian, 3) + ": it is nearly flat or tangled",
                            "at least " + rounded(least_jacobian_, 3) + " (Least scaled Jacobian)");
        }
      if (axisymmetric_ && dimension() == 3)
        parameters.reject("Axisymmetric", "the mesh is three-dimensional", "false");
      double             lowest[2] = {1e300, 1e300}, highest[2] = {-1e300, -1e300};
      const unsigned int directions[2] = {0, dimension() - 1};
      for (const Point<3> &point : mesh_->points)
        for (unsigned int d = 0; d < 2; ++d)
          {
            lowest[d]  = std::min(lowest[d], point[directions[d]]);
            highest[d] = std::max(highest[d], point[directions[d]]);
          }
      if (axisymmetric_ && lowest[0] < -1e-9 * highest[0])
        parameters.reject("Axisymmetric", "the mesh has points with r < 0", "a mesh in r >= 0");
      if (feature_size_ == 0.)
        feature_size_ = (highest[1] - lowest[1]) * micrometres();
      for (const std::string &name : names_)
        if (footprint_ == 0. && area(name) > 0.)
          set_working_electrode(name);
    }

    void
    number_boundaries()
    {
      ids_.clear();
      for (const std::string &boundary : mesh_->boundaries)
        {
          const auto joined = part_of_.find(boundary);
          ids_.push_back(std::find(names_.begin(), names_.end(), joined == part_of_.end() ? boundary : joined->second) -
                         names_.begin());
        }
    }

    /** Which of the mesh's boundaries make this one. */
    std::vector<bool>
    chosen(const std::string &name) const
    {
      std::vector<bool> chosen;
      for (const unsigned int id : ids_)
        chosen.push_back(names_[id] == name);
      return chosen;
    }

    BoundaryArea
    area_of(const std::string &name) const
    {
      const std::vector<bool> chosen = this->chosen(name);
      BoundaryArea            area   = boundary_area(*mesh_, axisymmetric_, chosen);
      double                  size   = 0.;
      for (const GmshMesh::Face &face : mesh_->faces)
        if (chosen[face.boundary])
          for (unsigned int i = 0; i < mesh_->nodes_per_face(); ++i)
            size = std::max(size, mesh_->points[face.nodes[i]].distance(mesh_->points[face.nodes[0]]));
      if (axisymmetric_ && area.whole <= 1e-9 * size * size) // on the axis
        area = {};
      return area;
    }

    template <int dim>
    void
    fill(parallel::distributed::Triangulation<dim> &triangulation) const
    {
      Triangulation<dim> serial;
      make_triangulation(*mesh_, ids_, micrometres(), serial);
      triangulation.copy_triangulation(serial);
    }

    std::string                        file_ = "?", unit_ = "um", electrode_area_ = "automatic", note_;
    bool                               axisymmetric_ = false, sharp_edges_ = true;
    double                             feature_size_ = 0., footprint_ = 0., least_jacobian_ = 0.01;
    MeshQuality                        quality_;
    std::vector<Point<3>>              tips_; // of the working electrode [um]
    std::vector<std::string>           numbers_;
    std::shared_ptr<const GmshMesh>    mesh_;
    std::vector<std::string>           names_;   // of boundaries, with those that were joined
    std::vector<unsigned int>          ids_;     // of the mesh's boundaries: positions in `names_`
    std::map<std::string, std::string> part_of_; // boundaries that were joined, and to what
  };

  static const Register<Geometry, Gmsh> gmsh("gmsh", "A mesh from Gmsh with named physical groups");
} // namespace zincfield
