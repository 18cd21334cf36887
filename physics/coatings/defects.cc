#include "physics/coatings/defects.h"

#include "physics/constants.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    constexpr unsigned int most_pinholes = 2000;

    void
    length_key(Parameters &p, const std::string &key, double &value, const Range &range, const std::string &doc)
    {
      double metres = value * mesh_unit;
      p.quantity(key, metres, "um", range, doc);
      value = in_mesh_units(metres);
    }
  } // namespace

  bool
  Defects::declare(Parameters &p)
  {
    length_key(p, "Crack width", crack_width_, Range::non_negative(), "Width of a straight crack through the whole cell; 0: none.");
    length_key(p, "Crack place", crack_place_, Range::any(), "Where the middle of the crack is, in x (or y, see Crack along).");
    p.choice("Crack along", crack_along_, {"x", "y"}, "Direction of the crack in a cell of three dimensions.");
    length_key(p, "Patch diameter", patch_diameter_, Range::non_negative(),
               "Diameter of a round patch of bare metal (in a planar section: width of a strip); 0: none.");
    length_key(p, "Patch x", patch_x_, Range::any(), "Where its middle is.");
    length_key(p, "Patch y", patch_y_, Range::any(), "Where its middle is, in a cell of three dimensions.");
    p.quantity("Pinhole density", pinhole_density_, "1/m^2", Range::non_negative(),
               "Number of round holes over the area of the cell seen from above, in three dimensions; 0: none.");
    length_key(p, "Pinhole diameter", pinhole_diameter_, Range::non_negative(), "Diameter of the holes.");
    length_key(p, "Pinhole distance", pinhole_distance_, Range::non_negative(),
               "Least distance between the middles of two holes; below twice the diameter that is taken.");
    p.integer("Seed", seed_, 0, 1000000000, "Of the places of the holes.");
    if (p.describing())
      return false;
    if (pinhole_density_ > 0. && pinhole_diameter_ == 0.)
      p.reject("Pinhole diameter", "holes without a diameter", "more than 0");
    return crack_width_ > 0. || patch_diameter_ > 0. || pinhole_density_ > 0.;
  }

  bool
  Defects::is_open(const Location &location) const
  {
    const double x = location.x, y = dimension_ == 3 ? location.y : 0.;
    for (const Opening &hole : openings_)
      {
        if (x < hole.from[0] || x > hole.to[0] || y < hole.from[1] || y > hole.to[1])
          continue;
        const double a = 2. * (x - 0.5 * (hole.from[0] + hole.to[0])) / (hole.to[0] - hole.from[0]),
                     b = 2. * (y - 0.5 * (hole.from[1] + hole.to[1])) / (hole.to[1] - hole.from[1]);
        if (!hole.is_round || a * a + b * b <= 1.)
          return true;
      }
    return false;
  }

  double
  Defects::narrowest() const
  {
    double width = 1e300;
    for (const Opening &hole : openings_)
      for (unsigned int d = 0; d + 1 < dimension_; ++d)
        width = std::min(width, hole.to[d] - hole.from[d]);
    return width;
  }

  void
  Defects::add(const Opening &opening)
  {
    openings_.push_back(opening);
  }

  void
  Defects::add_pinholes(const std::array<double, 2> &low, const std::array<double, 2> &high)
  {
    const double area = (high[0] - low[0]) * (high[1] - low[1]), wanted = pinhole_density_ * area * mesh_unit * mesh_unit,
                 r = 0.5 * pinhole_diameter_, apart = std::max(pinhole_distance_, 2. * pinhole_diameter_);
    const auto n = std::lround(wanted);
    if (n < 1)
      throw std::invalid_argument("Pinhole density: the cell is too small to hold one pinhole (it would hold " +
                                  std::to_string(wanted) + ")");
    if (n > most_pinholes)
      throw std::invalid_argument("Pinhole density: the cell would hold " + std::to_string(n) + " pinholes, more than " +
                                  std::to_string(most_pinholes));
    std::mt19937                       random(seed_);
    std::vector<std::array<double, 2>> middles;
    const auto share = [&] { return random() / 4294967296.; }; // not std::uniform_real_distribution, which differs by compiler
    for (unsigned int tries = 0; middles.size() < static_cast<std::size_t>(n); ++tries)
      {
        if (tries > 1000u * n)
          throw std::invalid_argument("Pinhole distance: only " + std::to_string(middles.size()) + " of " + std::to_string(n) +
                                      " pinholes found a place at this distance");
        std::array<double, 2> middle;
        for (unsigned int d = 0; d < 2; ++d)
          middle[d] = low[d] + r + (high[d] - low[d] - 2. * r) * share();
        if (std::all_of(middles.begin(), middles.end(), [&](const std::array<double, 2> &other) {
              return std::hypot(middle[0] - other[0], middle[1] - other[1]) >= apart;
            }))
          middles.push_back(middle);
      }
    for (const auto &middle : middles)
      add({{{middle[0] - r, middle[1] - r}}, {{middle[0] + r, middle[1] + r}}, true});
  }

  void
  Defects::place(const std::array<double, 2> &low,
                 const std::array<double, 2> &high,
                 const unsigned int           dimension,
                 const bool                   squares)
  {
    constexpr double far = 1e9; // beyond every cell
    dimension_           = dimension;
    openings_.clear();
    if (crack_width_ > 0.)
      {
        const bool across = dimension == 3 && crack_along_ == "x";
        Opening    crack{{{-far, -far}}, {{far, far}}, false};
        crack.from[across ? 1 : 0] = crack_place_ - 0.5 * crack_width_;
        crack.to[across ? 1 : 0]   = crack_place_ + 0.5 * crack_width_;
        add(crack);
      }
    if (patch_diameter_ > 0.)
      {
        const double r = 0.5 * patch_diameter_;
        add({{{patch_x_ - r, dimension == 3 ? patch_y_ - r : -far}},
             {{patch_x_ + r, dimension == 3 ? patch_y_ + r : far}},
             dimension == 3});
      }
    if (pinhole_density_ > 0.)
      {
        if (dimension != 3)
          throw std::invalid_argument("Pinhole density: pinholes need a cell of three dimensions; a patch on the axis of an "
                                      "axisymmetric cell is one pinhole");
        add_pinholes(low, high);
      }
    open_share_ = 0.;
    for (Opening &hole : openings_)
      {
        if (hole.is_round && squares)
          {
            const double shrink = 0.5 * std::sqrt(M_PI); // a square of the circle's area
            for (unsigned int d = 0; d < 2; ++d)
              {
                const double middle = 0.5 * (hole.from[d] + hole.to[d]), half = 0.5 * shrink * (hole.to[d] - hole.from[d]);
                hole.from[d] = middle - half;
                hole.to[d]   = middle + half;
              }
            hole.is_round = false;
          }
        double share = hole.is_round ? 0.25 * M_PI : 1.;
        for (unsigned int d = 0; d + 1 < dimension; ++d)
          share *= std::max(0., std::min(high[d], hole.to[d]) - std::max(low[d], hole.from[d])) / (high[d] - low[d]);
        if (share <= 0.)
          throw std::invalid_argument("Crack place: a defect lies outside the cell");
        open_share_ += share;
      }
    if (open_share_ > 0.999)
      throw std::invalid_argument("Patch diameter: the defects leave nothing of the coating");
  }
} // namespace zincfield
