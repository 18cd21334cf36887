#include "meshes/dimension.h"
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
   * coarse mesh, and second-order cells follow the spheres.
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
             "Least distance between the middles of two nuclei; 2.2 radii are the least that is taken");
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
      const double apart = std::max(apart_, 2.2 * radius_), beside = 1.1 * radius_;
      if (width_ <= 2. * beside)
        parameters.reject("Width", "a nucleus does not fit into the cell", "more than 2.2 times the radius");
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
          mesh_by_gmsh(description());
          tips_.clear();
          for (const Point<2> &place : places_)
            tips_.push_back(size_.dim() == 3 ? Point<3>(place[0], place[1], radius_) : Point<3>(place[0], radius_, 0.));
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("Density", std::string("Gmsh cannot mesh the nuclei: ") + error.what(), "nuclei farther apart");
        }
    }

    std::string
    description() const
    {
      const bool         solid = size_.dim() == 3;
      const double       e     = 1e-4 * radius_;
      std::ostringstream text;
      text << std::setprecision(15) << "SetFactory(\"OpenCASCADE\");\nW = " << width_ << "; G = " << gap_ << "; R = " << radius_
           << "; e = " << e << ";\n";
      if (solid)
        text << "Box(1) = {0, 0, 0, W, W, G};\n";
      else
        text << "Rectangle(1) = {0, 0, 0, W, G};\n";
      for (std::size_t i = 0; i < places_.size(); ++i)
        if (solid)
          text << "Sphere(" << 10 + i << ") = {" << places_[i][0] << ", " << places_[i][1] << ", 0, R};\n";
        else
          text << "Disk(" << 10 + i << ") = {" << places_[i][0] << ", 0, 0, R};\n";
      const std::string body = solid ? "Volume" : "Surface", side = solid ? "Surface" : "Curve";
      text << "BooleanDifference(1000) = { " << body << "{1}; Delete; }{ " << body << "{10:" << 9 + places_.size()
           << "}; Delete; };\n";
      const auto box = [&](const std::string &x0, const std::string &x1, const std::string &z0, const std::string &z1,
                           const std::string &y0, const std::string &y1) {
        return solid ? side + " In BoundingBox{" + x0 + ", " + y0 + ", " + z0 + ", " + x1 + ", " + y1 + ", " + z1 + "}"
                     : side + " In BoundingBox{" + x0 + ", " + z0 + ", -e, " + x1 + ", " + z1 + ", e}";
      };
      const std::string l = "-e", w = "W+e";
      text << "metal() = " << box(l, w, l, "R+e", l, w) << ";\ncounter() = " << box(l, w, "G-e", "G+e", l, w) << ";\n";
      text << "sides() = " << box(l, "e", l, "G+e", l, w) << ";\nsides() += " << box("W-e", w, l, "G+e", l, w) << ";\n";
      if (solid)
        text << "sides() += " << box(l, w, l, "G+e", l, "e") << ";\nsides() += " << box(l, w, l, "G+e", "W-e", w) << ";\n";
      text << "Physical " << side << "(\"working electrode\") = {metal()};\nPhysical " << side
           << "(\"counter\") = {counter()};\nPhysical " << side << "(\"sides\") = {sides()};\nPhysical " << body
           << "(\"electrolyte\") = {1000};\n";
      text << "Mesh.MeshSizeFromCurvature = " << 4 * cells_ << ";\nMesh.MeshSizeMax = " << 0.25 * std::max(width_, gap_)
           << ";\nMesh.MeshSizeMin = " << 0.5 * radius_ / cells_ << ";\nMesh.Optimize = 1;\n";
      return text.str();
    }

    CellDimension size_;
    double        width_ = required_value, gap_ = required_value, radius_ = required_value, density_ = required_value, apart_ = 0.;
    unsigned int  seed_ = 1, cells_ = 4;
    std::vector<Point<2>> places_;
  };

  static const Register<Geometry, Nuclei> nuclei("nuclei", "Hemispheres at random places of a flat electrode");
} // namespace zincfield
