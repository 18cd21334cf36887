#include "meshes/contour_cell.h"

#include "meshes/swept_curve.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** How much longer a cell on a side is than one on the metal, over its distance from that. */
    constexpr double growth_rate_of_cells = 0.4;

    Point<2>
    in_plane(const Point<3> &point)
    {
      return {point[0], point[1]};
    }
  } // namespace

  std::vector<std::string>
  ContourCell::boundary_names() const
  {
    return shape_.around ? std::vector<std::string>{"working electrode", "counter"}
                         : std::vector<std::string>{"working electrode", "counter", "sides"};
  }

  void
  ContourCell::make(const TracedCurve &curve, const Shape &shape)
  {
    curve_                 = curve;
    shape_                 = shape;
    low_                   = Point<2>(1e300, 1e300);
    high_                  = Point<2>(-1e300, -1e300);
    double            area = 0.;
    Tensor<1, 2>      moment;
    const std::size_t n = 20000;
    for (std::size_t i = 0; i < n; ++i)
      {
        const auto p = curve.at(curve.length() * i / n), q = curve.at(curve.length() * (i + 1) / n);
        for (unsigned int d = 0; d < 2; ++d)
          {
            low_[d]  = std::min({low_[d], p[d], q[d]});
            high_[d] = std::max({high_[d], p[d], q[d]});
          }
        const double part = 0.5 * (p[0] * q[1] - p[1] * q[0]);
        area += part;
        moment += part / 3. * (p + q - Point<2>());
      }
    middle_             = Point<2>(moment / area);
    const double extent = std::max(high_[0] - low_[0], high_[1] - low_[1]);
    feature_            = curve.is_closed() ? extent : high_[1] - low_[1];
    for (std::size_t i = 0; i < n && curve.is_closed(); ++i)
      radius_ = std::max(radius_, i == 0 ? 0. : curve.at(curve.length() * i / n).distance(middle_) + shape.gap);
    footprint_ = curve.is_closed() ? 0. : shape.axisymmetric ? M_PI * high_[0] * high_[0] : high_[0] - low_[0];
    for (std::size_t i = 0; i < n && curve.is_closed(); ++i)
      footprint_ += curve.at(curve.length() * i / n).distance(curve.at(curve.length() * (i + 1) / n));

    const auto cuts = cuts_of(curve, shape.per_right_angle, [&](const double s) {
      return std::min({0.25 * extent, shape.gap, shape.largest ? shape.largest(s) : extent});
    });
    mesh_by_gmsh(description(cuts));
    follow_curves(cuts);
  }

  std::string
  ContourCell::description(const std::vector<double> &cuts) const
  {
    std::ostringstream text;
    text << std::setprecision(17);
    unsigned int n_points = 0, n_curves = 0;
    const auto   point = [&](const Point<2> &p, const double size) {
      text << "Point(" << ++n_points << ") = {" << p[0] << ", " << p[1] << ", 0, " << size << "};\n";
      return n_points;
    };
    const auto line = [&](const unsigned int a, const unsigned int b) {
      text << "Line(" << ++n_curves << ") = {" << a << ", " << b << "};\n";
      return n_curves;
    };
    const std::size_t         n = curve_.is_closed() ? cuts.size() - 1 : cuts.size();
    std::vector<unsigned int> on_metal, metal, counter, sides, rim; // rim: counter electrode and sides in order
    std::vector<double>       sizes;                                // of cells on the metal
    const auto                at = [&](const std::size_t i) { return curve_.at(cuts[i]); };
    for (std::size_t i = 0; i < n; ++i)
      {
        const double before = i > 0 ? at(i).distance(at(i - 1)) : at(0).distance(at(1));
        const double after  = i + 1 < cuts.size() ? at(i).distance(at(i + 1)) : before;
        sizes.push_back(std::min(before, after));
        on_metal.push_back(point(at(i), sizes.back()));
      }
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
      metal.push_back(line(on_metal[i], on_metal[(i + 1) % n]));
    const auto list = [](const std::vector<unsigned int> &numbers) {
      std::string all;
      for (const unsigned int number : numbers)
        all += (all.empty() ? "" : ", ") + std::to_string(number);
      return all;
    };
    text << "Transfinite Curve {" << list(metal) << "} = 2;\n";
    if (shape_.around)
      {
        const double       size   = 2. * M_PI * radius_ / std::max(12u, 4 * shape_.per_right_angle);
        const unsigned int centre = point(middle_, size);
        unsigned int       quarters[4];
        for (unsigned int k = 0; k < 4; ++k)
          quarters[k] = point(middle_ + radius_ * Tensor<1, 2>({std::cos(k * M_PI_2), std::sin(k * M_PI_2)}), size);
        for (unsigned int k = 0; k < 4; ++k)
          {
            text << "Circle(" << ++n_curves << ") = {" << quarters[k] << ", " << centre << ", " << quarters[(k + 1) % 4] << "};\n";
            counter.push_back(n_curves);
          }
      }
    else
      {
        const double   side = curve_.is_closed() ? shape_.side : 0.;
        const Point<2> from(low_[0] - side, curve_.is_closed() ? low_[1] - side : 0.),
          to(high_[0] + side, curve_.is_closed() ? high_[1] + shape_.gap : shape_.gap);
        const double       size  = 0.25 * std::max(to[1] - low_[1], to[0] - from[0]);
        const unsigned int right = point(to, size), left = point(Point<2>(from[0], to[1]), size);
        if (curve_.is_closed())
          {
            const unsigned int a = point(from, size), b = point(Point<2>(to[0], from[1]), size);
            sides = {line(a, b), line(b, right)};
            counter.push_back(line(right, left));
            sides.push_back(line(left, a));
            rim = {sides[0], sides[1], counter[0], sides[2]};
          }
        else
          {
            // A side that the metal comes near to has cells as small as those there.
            const auto side_above = [&](const std::size_t i) {
              std::vector<unsigned int> points{on_metal[i]};
              for (Point<2> p = at(i);;)
                {
                  double here = size;
                  for (std::size_t k = 0; k < n; ++k)
                    here = std::min(here, sizes[k] + growth_rate_of_cells * p.distance(at(k)));
                  p[1] += here;
                  if (p[1] + 0.5 * here >= to[1])
                    return points;
                  points.push_back(point(p, here));
                }
            };
            std::vector<unsigned int> up = side_above(n - 1), down = side_above(0);
            up.push_back(right);
            down.push_back(left);
            std::reverse(down.begin(), down.end());
            for (std::size_t k = 0; k + 1 < up.size(); ++k)
              sides.push_back(line(up[k], up[k + 1]));
            rim = sides;
            counter.push_back(line(right, left));
            rim.push_back(counter.back());
            for (std::size_t k = 0; k + 1 < down.size(); ++k)
              {
                sides.push_back(line(down[k], down[k + 1]));
                rim.push_back(sides.back());
              }
          }
      }
    if (curve_.is_closed())
      text << "Curve Loop(1) = {" << list(shape_.around ? counter : rim) << "};\nCurve Loop(2) = {" << list(metal)
           << "};\nPlane Surface(1) = {1, 2};\n";
    else
      text << "Curve Loop(1) = {" << list(metal) << ", " << list(rim) << "};\nPlane Surface(1) = {1};\n";
    text << "Physical Curve(\"working electrode\") = {" << list(metal) << "};\nPhysical Curve(\"counter\") = {" << list(counter)
         << "};\n";
    if (!sides.empty())
      text << "Physical Curve(\"sides\") = {" << list(sides) << "};\n";
    text << "Physical Surface(\"electrolyte\") = {1};\n";
    return text.str();
  }

  void
  ContourCell::follow_curves(const std::vector<double> &cuts)
  {
    // On the metal vertices are ends and middles of chords.
    std::vector<std::pair<Point<2>, double>> known;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
      {
        const auto p = curve_.at(cuts[i]), q = curve_.at(cuts[i + 1]);
        known.emplace_back(p, cuts[i]);
        known.emplace_back(p + 0.5 * (q - p), 0.5 * (cuts[i] + cuts[i + 1]));
      }
    if (!curve_.is_closed())
      known.emplace_back(curve_.at(cuts.back()), cuts.back());
    std::map<unsigned int, double> place; // of points on curves: the parameter, or the angle about the middle
    const auto is_metal = [&](const GmshMesh::Face &face) { return mesh_->boundaries[face.boundary] == "working electrode"; };
    const auto is_round = [&](const GmshMesh::Face &face) {
      return shape_.around && mesh_->boundaries[face.boundary] == "counter";
    };
    for (const GmshMesh::Face &face : mesh_->faces)
      for (unsigned int i = 0; i < 2; ++i)
        {
          const Point<2> p = in_plane(mesh_->points[face.nodes[i]]);
          if (is_round(face))
            place[face.nodes[i]] = std::atan2(p[1] - middle_[1], p[0] - middle_[0]);
          if (!is_metal(face))
            continue;
          const auto nearest = std::min_element(
            known.begin(), known.end(), [&](const auto &a, const auto &b) { return a.first.distance(p) < b.first.distance(p); });
          if (nearest->first.distance(p) > 1e-6 * feature_)
            throw std::runtime_error("Gmsh has put vertices on the curve where none were asked for");
          place[face.nodes[i]] = nearest->second;
        }
    const auto on_circle = [middle = middle_, radius = radius_](const double angle) {
      return middle + radius * Tensor<1, 2>({std::cos(angle), std::sin(angle)});
    };
    for (const GmshMesh::Face &face : mesh_->faces)
      if (is_metal(face) || is_round(face))
        {
          const bool   metal  = is_metal(face);
          const double period = metal ? curve_.length() : 2. * M_PI;
          const double from   = place.at(face.nodes[0]);
          double       to     = place.at(face.nodes[1]);
          if (metal && !curve_.is_closed())
            ;
          else if (to - from > 0.5 * period)
            to -= period;
          else if (to - from < -0.5 * period)
            to += period;
          CurvedEdge edge;
          edge.vertices = {{face.nodes[0], face.nodes[1]}};
          if (metal)
            edge.at = [curve = curve_, from, to](const double t) { return curve.at(from + t * (to - from)); };
          else
            edge.at = [on_circle, from, to](const double t) { return on_circle(from + t * (to - from)); };
          for (unsigned int i = 0; i < 2; ++i)
            {
              const Point<2> at            = edge.at(i);
              mesh_->points[face.nodes[i]] = Point<3>(at[0], at[1], 0.);
            }
          edges_.push_back(edge);
        }
  }
} // namespace zincfield
