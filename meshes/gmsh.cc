#include "meshes/dimension.h"
#include "meshes/imported.h"
#include "meshes/msh_file.h"
#include "physics/registry.h"

#include <deal.II/grid/grid_in.h>
#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/tria.h>

#include <cmath>
#include <fstream>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  /**
   * A mesh of quadrilaterals or hexahedra made with Gmsh. Its named physical groups are the materials (surfaces in 2-D, volumes
   * in 3-D) and the boundaries (curves in 2-D, surfaces in 3-D); every cell and every boundary face must belong to one.
   */
  class Gmsh : public ImportedGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      parameters.file("File", file_, "Gmsh mesh (.msh), ASCII, version 2.2 or 4.1");
      parameters.choice("Length unit", unit_, {"nm", "um", "mm", "m"}, "Unit of the coordinates in the file");
      parameters.boolean("Axisymmetric", axisymmetric_, "The mesh is a section r, z (x and y of the file)");
      length(parameters, "Feature size", feature_size_, Range::non_negative(),
             "Height or width of the surface's features; 0: the cell's height");
      parameters.boolean("Sharp edges", sharp_edges_, "Whether the surface has edges that point into the electrolyte");
      if (!parameters.describing())
        read(parameters);
    }

    unsigned int
    dimension() const override
    {
      return dimension_;
    }
    bool
    axisymmetric() const override
    {
      return axisymmetric_;
    }
    std::vector<std::string>
    boundary_names() const override
    {
      return names_of(dimension_ - 1);
    }
    std::vector<std::string>
    material_names() const override
    {
      return names_of(dimension_);
    }
    std::vector<std::string>
    coatable_boundaries() const override
    {
      return {};
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
    double
    footprint() const override
    {
      return footprint_;
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

  private:
    double
    micrometres() const
    {
      return unit_ == "nm" ? 1e-3 : unit_ == "mm" ? 1e3 : unit_ == "m" ? 1e6 : 1.;
    }

    void
    read(const Parameters &parameters)
    {
      try
      {
        const MshFile file(file_);
        groups_    = file.groups;
        dimension_ = file.dimension();
        for (const int type : file.element_types)
          if (type == 2 || type == 4 || type == 6 || type == 7)
            throw std::runtime_error("the mesh has triangles, tetrahedra, prisms or pyramids");
          else if (type != 1 && type != 3 && type != 5 && type != 15)
            throw std::runtime_error("the mesh has elements of higher order");
        double extent[3];
        for (unsigned int d = 0; d < 3; ++d)
          extent[d] = (file.highest[d] - file.lowest[d]) * micrometres();
        if (dimension_ == 2 || dimension_ == 3)
        {
          const double r = file.highest[0] * micrometres();
          footprint_     = axisymmetric_ ? M_PI * r * r : dimension_ == 3 ? extent[0] * extent[1] : extent[0];
          if (feature_size_ == 0.)
            feature_size_ = extent[dimension_ - 1];
          inside_axis_ = file.lowest[0] < -1e-9 * file.highest[0];
        }
      }
      catch (const std::runtime_error &error)
      {
        parameters.reject("File", error.what(),
                          "an ASCII .msh file of first-order quadrilaterals or hexahedra; in gmsh: Recombine Surface and extrusion "
                          "with Recombine, or "
                          "Mesh.RecombineAll = 1 with Mesh.SubdivisionAlgorithm = 1 (quadrilaterals) or 2 (hexahedra)");
      }
      if (dimension_ < 2 || names_of(dimension_ - 1).empty())
        parameters.reject("File", "the mesh has no named physical groups for materials and boundaries",
                          "Physical Surface(\"electrolyte\") and Physical Curve(\"working electrode\") ... in the .geo file");
      if (axisymmetric_ && dimension_ == 3)
        parameters.reject("Axisymmetric", "the mesh is three-dimensional", "false");
      if (axisymmetric_ && inside_axis_)
        parameters.reject("Axisymmetric", "the mesh has points with r < 0", "a mesh in r >= 0");
    }

    std::vector<std::string>
    names_of(const unsigned int dimension) const
    {
      std::vector<std::string> names;
      for (const auto &group : groups_)
        if (group.dimension == dimension)
          names.push_back(group.name);
      return names;
    }

    /** The position of a physical tag among the groups of its dimension, which is its id in the program. */
    unsigned int
    position(const unsigned int dimension, const int tag, const std::string &what) const
    {
      unsigned int n = 0;
      for (const auto &group : groups_)
        if (group.dimension == dimension)
        {
          if (group.tag == tag)
            return n;
          ++n;
        }
      throw std::runtime_error("The mesh " + file_ + " has " + what + " outside every named physical group" +
                               (tag > 0 ? " (physical tag " + std::to_string(tag) + " has no name)" : "") + ".");
    }

    template <int dim>
    void
    fill(parallel::distributed::Triangulation<dim> &triangulation) const
    {
      Triangulation<dim> serial;
      try
      {
        GridIn<dim>   reader(serial);
        std::ifstream file(file_);
        reader.read_msh(file);
      }
      catch (const std::exception &)
      {
        throw std::runtime_error(
            "The mesh " + file_ +
            " cannot be read: its cells do not fit together, or a curve or surface inside the mesh was given a "
            "physical group (only outer boundaries may have one).");
      }
      for (const auto &cell : serial.active_cell_iterators())
      {
        cell->set_material_id(position(dim, cell->material_id(), "cells"));
        for (const unsigned int f : cell->face_indices())
          if (cell->face(f)->at_boundary())
            cell->face(f)->set_boundary_id(position(dim - 1, cell->face(f)->boundary_id(), "a boundary"));
      }
      serial.reset_all_manifolds();
      GridTools::scale(micrometres(), serial);
      triangulation.copy_triangulation(serial);
    }

    std::string                 file_ = "?", unit_ = "um";
    bool                        axisymmetric_ = false, sharp_edges_ = true, inside_axis_ = false;
    double                      feature_size_ = 0., footprint_ = 0.;
    unsigned int                dimension_ = 2;
    std::vector<MshFile::Group> groups_;
  };

  static const Register<Geometry, Gmsh> gmsh("gmsh", "A mesh from Gmsh with named physical groups");
} // namespace zincfield
