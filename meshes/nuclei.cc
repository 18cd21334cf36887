#include "meshes/box_cells.h"
#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "meshes/half_spheres.h"
#include "meshes/made_by_gmsh.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <random>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  /**
   * Hemispheres of metal at random places of a flat electrode, all of one radius (in 2-D half cylinders on a line). Gmsh makes the
   * coarse mesh, in 3-D that of the plane between them (see half_spheres.h), and second-order cells follow the spheres.
   */
  class Nuclei : public MadeByGmsh
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      size_.declare(parameters, {"2", "3"});
      length(parameters, "Width", width_, Range::positive(), "Width of the cell between its sides; in 3-D along x and along y");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the plane of the electrode");
      length(parameters, "Radius", radius_, Range::positive(), "Radius of the nuclei");
      parameters.quantity("Density", density_, "1/m^2", Range::positive(),
                          "Number of nuclei over area; in 2-D this many times the width of the cell squared stand on the line");
      length(parameters, "Minimum distance", apart_, Range::non_negative(),
             "Least distance between the middles of two nuclei; 2.6 radii are the least that is taken");
      parameters.integer("Seed", seed_, 0, 1000000000, "Of the places of the nuclei");
      parameters.integer("Cells per right angle", cells_, 1, 20,
                         "Coarse cells along a nucleus to a turn by 90 degrees, before they are divided");
      if (!parameters.describing())
        make(parameters);
    }

    double
    feature_size() const override
    {
      return radius_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    bool
    has_edges() const override
    {
      return true; // the foot
    }
    double
    footprint() const override
    {
      return size_.dim() == 3 ? width_ * width_ : width_;
    }
    unsigned int
    dimension() const override
    {
      return size_.dim();
    }

    Middles
    middles() const override
    {
      return spheres_ ? spheres_->middles : MadeByGmsh::middles();
    }
    using MadeByGmsh::create;
    void
    create(parallel::distributed::Triangulation<3> &triangulation) const override
    {
      fill_box(spheres_->vertices, spheres_->cells, gap_, triangulation);
    }

    std::vector<std::string>
    notes() const override
    {
      std::ostringstream text;
      text << places_.size() << " nuclei cover " << std::setprecision(3)
           << 100. * places_.size() * (size_.dim() == 3 ? M_PI * radius_ * radius_ : 2. * radius_) / footprint()
           << " % of the electrode";
      return {text.str()};
    }

  private:
    void
    make(const Parameters &parameters)
    {
      if (gap_ < 1.5 * radius_)
        parameters.reject("Gap", "the nuclei reach the counter electrode or nearly", "at least 1.5 times the radius");
      const double wanted = density_ * width_ * width_ * 1e-12;
      const auto   n      = std::lround(wanted);
      if (n < 1 || n > 200)
        parameters.reject("Density", "the cell would hold " + std::to_string(wanted) + " nuclei", "1 to 200");
      const double apart = std::max(apart_, 2.6 * radius_), beside = 1.4 * radius_;
      if (width_ <= 2. * beside)
        parameters.reject("Width", "a nucleus does not fit into the cell", "more than 2.8 times the radius");
      std::mt19937 random(seed_);
      for (unsigned int tries = 0; places_.size() < static_cast<std::size_t>(n); ++tries)
        {
          if (tries > 2000u * n)
            parameters.reject("Density",
                              "only " + std::to_string(places_.size()) + " of " + std::to_string(n) +
                                " nuclei found a place at this distance from each other",
                              "fewer or smaller ones, or a shorter minimum distance");
          const auto   share = [&] { return random() / 4294967296.; }; // alike with every compiler
          const double x     = beside + (width_ - 2. * beside) * share(),
                       y     = size_.dim() == 3 ? beside + (width_ - 2. * beside) * share() : 0.;
          const Point<2> place(x, y);
          if (std::all_of(places_.begin(), places_.end(), [&](const Point<2> &other) { return other.distance(place) >= apart; }))
            places_.push_back(place);
        }
      try
        {
          if (size_.dim() == 3)
            {
              // Where the room is narrow, finer cells are less oblique.
              for (unsigned int more = 0; more < 8 && (!spheres_ || spheres_->smallest_scaled_jacobian() < 0.12); more += 2)
                {
                  spheres_ =
                    std::make_shared<HalfSpheres>(places_, HalfSpheres::Sizes{width_, gap_, radius_, apart, beside, cells_, more});
                  mesh_by_gmsh(spheres_->plan_description());
                  spheres_->build(*mesh_);
                }
            }
          else
            mesh_by_gmsh(description());
          tips_.clear();
          for (const Point<2> &place : places_)
            tips_.push_back(size_.dim() == 3 ? Point<3>(place[0], place[1], radius_) : Point<3>(place[0], radius_, 0.));
        }
      catch (const TooManyCells &)
        {
          throw;
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("Density", std::string("Gmsh cannot mesh the nuclei: ") + error.what(), "nuclei farther apart");
        }
    }

    /** Of the section in 2-D, in Gmsh's language. */
    std::string
    description() const
    {
      std::ostringstream text;
      text << std::setprecision(15) << "SetFactory(\"OpenCASCADE\");\nW = " << width_ << "; G = " << gap_ << "; R = " << radius_
           << "; e = " << 1e-4 * radius_ << ";\nRectangle(1) = {0, 0, 0, W, G};\n";
      for (std::size_t i = 0; i < places_.size(); ++i)
        text << "Disk(" << 10 + i << ") = {" << places_[i][0] << ", 0, 0, R};\n";
      text << "BooleanDifference(1000) = { Surface{1}; Delete; }{ Surface{10:" << 9 + places_.size()
           << "}; Delete; };\nmetal() = Curve In BoundingBox{-e, -e, -e, W+e, R+e, e};\n"
              "counter() = Curve In BoundingBox{-e, G-e, -e, W+e, G+e, e};\n"
              "sides() = Curve In BoundingBox{-e, -e, -e, e, G+e, e};\n"
              "sides() += Curve In BoundingBox{W-e, -e, -e, W+e, G+e, e};\n"
              "Physical Curve(\"working electrode\") = {metal()};\nPhysical Curve(\"counter\") = {counter()};\n"
              "Physical Curve(\"sides\") = {sides()};\nPhysical Surface(\"electrolyte\") = {1000};\n"
           << size_near("metal()", M_PI_2 * radius_ / cells_, 0.25 * std::max(width_, gap_))
           << "Mesh.MeshSizeFromCurvature = " << 4 * cells_ << ";\nMesh.MeshSizeMax = " << 0.25 * std::max(width_, gap_)
           << ";\nMesh.MeshSizeMin = " << 0.5 * radius_ / cells_ << ";\nMesh.Optimize = 1;\n";
      return text.str();
    }

    CellDimension size_;
    double        width_ = required_value, gap_ = required_value, radius_ = required_value, density_ = required_value, apart_ = 0.;
    unsigned int  seed_ = 1, cells_ = 4;
    std::vector<Point<2>>        places_;
    std::shared_ptr<HalfSpheres> spheres_; // in 3-D
  };

  static const Register<Geometry, Nuclei> nuclei("nuclei", "Hemispheres at random places of a flat electrode");
} // namespace zincfield
