#include "meshes/half_spheres.h"

#include "meshes/grading.h"

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
    /** Angles from the top, as shares of a right angle: of the square's rim, and of what goes to the cylinder's edge. */
    constexpr double square_share = 0.3, edge_share = 0.55;
  } // namespace

  std::string
  size_near(const std::string &curves, const double fine, const double coarse)
  {
    std::ostringstream text;
    text << std::setprecision(17) << "Field[1] = Distance; Field[1].CurvesList = {" << curves
         << "};\nField[2] = Threshold; Field[2].InField = 1; Field[2].SizeMin = " << fine << "; Field[2].SizeMax = " << coarse
         << "; Field[2].DistMin = " << 0.5 * fine << "; Field[2].DistMax = " << 0.5 * fine + 2. * (coarse - fine)
         << ";\nBackground Field = 2;\n";
    return text.str();
  }

  HalfSpheres::HalfSpheres(const std::vector<Point<2>> &places, const Sizes &sizes)
    : places_(places)
    , sizes_(sizes)
  {
    // Half of the room between spheres is for their shells, and the cells between are as wide as long, or nearly.
    const double room = std::min(0.5 * sizes.apart, sizes.beside) - sizes.radius, shell = std::min(0.5 * room, 0.5 * sizes.radius);
    cylinder_   = sizes.radius + shell;
    height_     = std::min(sizes.radius + 1.5 * shell, 0.5 * (sizes.radius + sizes.gap));
    n_          = std::max<unsigned int>(sizes.cells, std::ceil(M_PI_4 * cylinder_ / (2. * room - 2. * shell)));
    n_          = 2 * ((n_ + sizes.more + 1) / 2);
    top_rings_  = std::max(1u, n_ / 4);
    side_rings_ = n_ / 2;
  }

  std::string
  HalfSpheres::plan_description() const
  {
    std::ostringstream text;
    const double       size = 0.2 * sizes_.width, fine = M_PI * cylinder_ / n_;
    text << std::setprecision(17) << "W = " << sizes_.width << ";\n";
    const char *corners[] = {"0, 0", "W, 0", "W, W", "0, W"};
    for (unsigned int k = 0; k < 4; ++k)
      text << "Point(" << k + 1 << ") = {" << corners[k] << ", 0, " << size << "};\n";
    for (unsigned int k = 0; k < 4; ++k)
      text << "Line(" << k + 1 << ") = {" << k + 1 << ", " << (k + 1) % 4 + 1 << "};\n";
    text << "Curve Loop(1) = {1, 2, 3, 4};\n";
    std::string loops = "1";
    for (std::size_t i = 0; i < places_.size(); ++i)
      {
        const std::size_t first = 10 * (i + 1);
        text << "Point(" << first << ") = {" << places_[i][0] << ", " << places_[i][1] << ", 0, " << fine << "};\n";
        for (unsigned int k = 0; k < 4; ++k)
          text << "Point(" << first + 1 + k << ") = {"
               << places_[i][0] + (k == 0   ? cylinder_
                                   : k == 2 ? -cylinder_
                                            : 0.)
               << ", "
               << places_[i][1] + (k == 1   ? cylinder_
                                   : k == 3 ? -cylinder_
                                            : 0.)
               << ", 0, " << fine << "};\n";
        for (unsigned int k = 0; k < 4; ++k)
          text << "Circle(" << first + k << ") = {" << first + 1 + k << ", " << first << ", " << first + 1 + (k + 1) % 4 << "};\n";
        text << "Transfinite Curve {" << first << ":" << first + 3 << "} = " << n_ / 2 + 1 << ";\nCurve Loop(" << first << ") = {"
             << first << ":" << first + 3 << "};\n";
        loops += ", " + std::to_string(first);
      }
    std::string circles;
    for (std::size_t i = 0; i < places_.size(); ++i)
      circles += (i > 0 ? ", " : "") + std::to_string(10 * (i + 1)) + ":" + std::to_string(10 * (i + 1) + 3);
    text << "Plane Surface(1) = {" << loops << "};\nPhysical Curve(\"rim\") = {1:4};\nPhysical Curve(\"circles\") = {" << circles
         << "};\nPhysical Surface(\"plan\") = {1};\n"
         << size_near(circles, fine, size);
    return text.str();
  }

  HalfSpheres::Disc
  HalfSpheres::disc() const
  {
    Disc                                   disc;
    const unsigned int                     n = n_;
    std::vector<std::vector<unsigned int>> grid(n + 1, std::vector<unsigned int>(n + 1));
    for (unsigned int j = 0; j <= n; ++j)
      for (unsigned int i = 0; i <= n; ++i)
        {
          const double a = 2. * i / n - 1., b = 2. * j / n - 1., bulge = 1. - 0.18 * std::abs(a * b);
          grid[j][i] = disc.points.size();
          // Turned by 45 degrees, so that a corner is at the angle 0, where the circles' points begin.
          disc.points.emplace_back(square_share * bulge * (a - b) * M_SQRT1_2, square_share * bulge * (a + b) * M_SQRT1_2);
        }
    for (unsigned int j = 0; j < n; ++j)
      for (unsigned int i = 0; i < n; ++i)
        disc.cells.push_back({{grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]}});
    disc.rings.emplace_back();
    for (unsigned int k = 0; k < n; ++k) // from the corner a = 1, b = -1 on
      disc.rings[0].push_back(grid[k][n]);
    for (unsigned int k = 0; k < n; ++k)
      disc.rings[0].push_back(grid[n][n - k]);
    for (unsigned int k = 0; k < n; ++k)
      disc.rings[0].push_back(grid[n - k][0]);
    for (unsigned int k = 0; k < n; ++k)
      disc.rings[0].push_back(grid[0][k]);
    for (unsigned int ring = 1; ring <= top_rings_ + side_rings_; ++ring)
      {
        disc.rings.emplace_back();
        for (unsigned int k = 0; k < 4 * n; ++k)
          {
            const double   angle = M_PI_2 * k / n;
            const Point<2> ray(std::cos(angle), std::sin(angle));
            if (ring <= top_rings_)
              {
                const double   share = double(ring) / top_rings_;
                const Point<2> from  = disc.points[disc.rings[0][k]];
                disc.points.push_back(from + share * (edge_share * ray - from));
              }
            else
              disc.points.push_back((edge_share + (1. - edge_share) * (ring - top_rings_) / side_rings_) * ray);
            disc.rings.back().push_back(disc.points.size() - 1);
          }
        for (unsigned int k = 0; k < 4 * n; ++k)
          {
            const unsigned int next = (k + 1) % (4 * n);
            disc.cells.push_back(
              {{disc.rings[ring - 1][k], disc.rings[ring][k], disc.rings[ring][next], disc.rings[ring - 1][next]}});
          }
      }
    return disc;
  }

  std::vector<double>
  HalfSpheres::levels() const
  {
    const double first = height_ / side_rings_, above = sizes_.gap - height_;
    return join(uniform_points(0., height_, side_rings_),
                graded_points(height_, sizes_.gap, std::min(first, above), 1.5, std::max(first, tallest_cell(above, 2. * first))));
  }

  void
  HalfSpheres::add_cell(std::vector<unsigned int> corners)
  {
    const Tensor<1, 3> x = vertices[corners[1]] - vertices[corners[0]], y = vertices[corners[2]] - vertices[corners[0]],
                       z = vertices[corners[4]] - vertices[corners[0]];
    if (cross_product_3d(x, y) * z < 0.)
      {
        std::swap(corners[1], corners[2]);
        std::swap(corners[5], corners[6]);
      }
    cells.push_back(corners);
  }

  double
  HalfSpheres::smallest_scaled_jacobian() const
  {
    double smallest = 1.;
    for (const auto &cell : cells)
      for (unsigned int c = 0; c < 8; ++c)
        {
          Tensor<1, 3> edges[3];
          double       lengths = 1., turn = 1.;
          for (unsigned int d = 0; d < 3; ++d)
            {
              edges[d] = vertices[cell[c ^ (1u << d)]] - vertices[cell[c]];
              lengths *= edges[d].norm();
              turn *= (c >> d & 1u) ? -1. : 1.;
            }
          smallest = std::min(smallest, turn * (cross_product_3d(edges[0], edges[1]) * edges[2]) / lengths);
        }
    return smallest;
  }

  void
  HalfSpheres::add_shell(const Disc &disc, const Point<2> &place, const std::vector<unsigned int> &outer)
  {
    const double       r = sizes_.radius;
    const Point<3>     centre(place[0], place[1], 0.);
    const auto         on_sphere = [&](const Point<3> &p) { return centre + r / (p - centre).norm() * (p - centre); };
    const unsigned int layers    = std::max(1., std::round((cylinder_ - r) / (M_PI_2 * r / n_)));
    std::vector<std::vector<unsigned int>> shells(layers + 1, std::vector<unsigned int>(disc.points.size()));
    shells[layers] = outer;
    for (unsigned int v = 0; v < disc.points.size(); ++v)
      {
        const double   share = disc.points[v].norm(), angle = M_PI_2 * share;
        const Point<2> ray  = share > 1e-9 ? Point<2>(disc.points[v] / share) : Point<2>();
        const bool     foot = share > 1. - 1e-9;
        const Point<3> sphere(place[0] + r * std::sin(angle) * ray[0], place[1] + r * std::sin(angle) * ray[1],
                              foot ? 0. : r * std::cos(angle));
        for (unsigned int l = 0; l < layers; ++l)
          {
            shells[l][v] = vertices.size();
            vertices.push_back(sphere + double(l) / layers * (vertices[outer[v]] - sphere));
          }
      }
    for (const Quadrilateral &cell : disc.cells)
      {
        for (unsigned int l = 0; l < layers; ++l)
          {
            std::vector<unsigned int> corners;
            for (const unsigned int level : {l, l + 1})
              for (const unsigned int c : {0u, 1u, 3u, 2u})
                corners.push_back(shells[level][cell[c]]);
            add_cell(corners);
          }
        std::vector<unsigned int> face;
        Point<3>                  mean;
        for (unsigned int c = 0; c < 4; ++c)
          {
            const unsigned int        a = shells[0][cell[c]], b = shells[0][cell[(c + 1) % 4]];
            std::vector<unsigned int> edge = {std::min(a, b), std::max(a, b)};
            middles[edge]                  = on_sphere(vertices[a] + 0.5 * (vertices[b] - vertices[a]));
            face.push_back(a);
            mean += 0.25 * vertices[a];
          }
        std::sort(face.begin(), face.end());
        middles[face] = on_sphere(mean);
      }
  }

  void
  HalfSpheres::build(const GmshMesh &plan)
  {
    const Disc            disc = this->disc();
    const auto            z    = levels();
    const unsigned int    edge = side_rings_; // the level of the cylinders' tops
    std::vector<Point<2>> points;
    for (const Point<3> &p : plan.points)
      points.emplace_back(p[0], p[1]);
    const std::size_t n_outer = points.size();
    require_few_cells((plan.cells.size() + places_.size() * disc.cells.size()) * static_cast<double>(z.size()), 2e5);

    // The circles' points begin at the angle 0.
    std::vector<std::vector<unsigned int>> in_plan(places_.size(), std::vector<unsigned int>(disc.points.size(), 0));
    for (std::size_t i = 0; i < places_.size(); ++i)
      for (unsigned int v = 0; v < disc.points.size(); ++v)
        {
          const double share = disc.points[v].norm();
          if (share > edge_share * (1. + 1e-9))
            continue; // on the side of the cylinder: see below
          const Point<2> at = places_[i] + cylinder_ / edge_share * disc.points[v];
          if (share > edge_share * (1. - 1e-9))
            {
              std::size_t nearest = 0;
              for (std::size_t p = 1; p < n_outer; ++p)
                if (points[p].distance_square(at) < points[nearest].distance_square(at))
                  nearest = p;
              if (points[nearest].distance(at) > 1e-4 * cylinder_)
                throw std::runtime_error("Gmsh has not put vertices where a circle asks for them");
              in_plan[i][v]   = nearest;
              points[nearest] = at;
            }
          else
            {
              in_plan[i][v] = points.size();
              points.push_back(at);
            }
        }

    std::vector<int> number(points.size() * z.size(), -1);
    const auto       vertex = [&](const unsigned int p, const std::size_t k) {
      int &found = number[k * points.size() + p];
      if (found < 0)
        {
          found = vertices.size();
          vertices.emplace_back(points[p][0], points[p][1], z[k]);
        }
      return static_cast<unsigned int>(found);
    };
    const auto add_column = [&](const Quadrilateral &cell, const std::size_t from) {
      for (std::size_t k = from; k + 1 < z.size(); ++k)
        {
          std::vector<unsigned int> corners;
          for (const std::size_t level : {k, k + 1})
            for (const unsigned int c : {0u, 1u, 3u, 2u})
              corners.push_back(vertex(cell[c], level));
          add_cell(corners);
        }
    };
    for (const GmshMesh::Cell &cell : plan.cells)
      add_column({{cell.nodes[0], cell.nodes[1], cell.nodes[2], cell.nodes[3]}}, 0);
    for (std::size_t i = 0; i < places_.size(); ++i)
      {
        const std::size_t n_top = (n_ * n_ + 4 * n_ * top_rings_);
        for (std::size_t c = 0; c < n_top; ++c)
          {
            Quadrilateral cell = disc.cells[c];
            for (unsigned int &v : cell)
              v = in_plan[i][v];
            add_column(cell, edge);
          }
        std::vector<unsigned int> outer(disc.points.size());
        for (unsigned int v = 0; v < disc.points.size(); ++v)
          if (disc.points[v].norm() <= edge_share * (1. + 1e-9))
            outer[v] = vertex(in_plan[i][v], edge);
        for (unsigned int ring = 1; ring <= side_rings_; ++ring)
          for (unsigned int k = 0; k < 4 * n_; ++k)
            outer[disc.rings[top_rings_ + ring][k]] = vertex(in_plan[i][disc.rings[top_rings_][k]], edge - ring);
        add_shell(disc, places_[i], outer);
      }
  }
} // namespace zincfield
