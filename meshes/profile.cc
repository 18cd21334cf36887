#include "meshes/profile.h"

#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  ProfileSegment
  ProfileSegment::line(const double x0, const double z0, const double x1, const double z1, std::vector<double> cuts)
  {
    return {[=](const double f) { return Point{x0 + f * (x1 - x0), z0 + f * (z1 - z0), x1 - x0, z1 - z0}; }, std::move(cuts)};
  }

  ProfileSegment
  ProfileSegment::arc(
    const double x, const double z, const double radius, const double from, const double to, std::vector<double> cuts)
  {
    return {[=](const double f) {
      const double angle = from + f * (to - from);
      return Point{x + radius * std::sin(angle), z + radius * std::cos(angle), radius * (to - from) * std::cos(angle),
                   -radius * (to - from) * std::sin(angle)};
            },
            std::move(cuts)};
  }

  Profile::Profile(std::vector<ProfileSegment> segments, const double gap, const bool open_floor, const double fade_length)
    : segments_(std::move(segments))
    , tau_begin_(segments_.size())
    , tau_end_(segments_.size())
    , gap_(gap)
    , fade_length_(fade_length)
    , open_floor_(open_floor)
  {
    const unsigned int n = segments_.size();
    half_width_          = segments_.back().at(1.).x;

    for (unsigned int k = 0; k <= n; ++k)
      {
        // The normals are n = (-tz, tx); the mirrored normal turns (tx, tz) into (tx, -tz).
        Frame left  = k > 0 ? frame(k - 1, 1.) : frame(0, 0.);
        Frame right = k < n ? frame(k, 0.) : frame(n - 1, 1.);
        if (k == 0)
          left.tz *= -1.;
        if (k == n)
          right.tz *= -1.;
        const double cosine = left.tx * right.tx + left.tz * right.tz;
        const double mx = -(left.tz + right.tz) / (1. + cosine), mz = (left.tx + right.tx) / (1. + cosine);
        if (k > 0)
          tau_end_[k - 1] = mx * left.tx + mz * left.tz;
        if (k < n)
          tau_begin_[k] = mx * right.tx + mz * right.tz;
      }

    for (unsigned int k = 0; k < n; ++k)
      for (unsigned int i = (k == 0 ? 0 : 1); i < segments_[k].cuts.size(); ++i)
        cuts_.push_back(k + segments_[k].cuts[i]);

    // Lines may go straight along M only as far as neighbours do not meet: (P + handle M)' . t > 0, with more than half of it to
    // spare.
    double             shortest = 1e300, highest = -1e300, longest = 0.;
    const unsigned int n_samples = 200;
    for (unsigned int k = 0; k < n; ++k)
      for (unsigned int i = 0; i < n_samples; ++i)
        {
          const double u = k + (i + 0.5) / n_samples, du = 1e-4 / n_samples;
          const Frame  here = frame(k, u - k);
          const Point  a = at(u - du), b = at(u + du);
          const double closing =
            -((b.offset_x - a.offset_x) * here.tx + (b.offset_z - a.offset_z) * here.tz) / (2. * du * here.speed);
          if (closing > 0.)
            shortest = std::min(shortest, 1. / closing);
          highest = std::max(highest, here.z);
          longest = std::max(longest, (k + 1 < n || !open_floor_) ? here.x : 0.);
        }
    handle_ = std::min({0.4 * shortest, 0.4 * (gap_ - highest), std::max(longest, highest)});

    if (open_floor_ && at(n - 1.).offset_x < 0.)
      lead_out_of_pit();
    else
      {
        // Even spacing, over the floor as far as no line is more oblique than 35 degrees.
        const auto placed = [&](const unsigned int i) {
          const double x = at(cuts_[i]).x;
          return std::max(x - 0.7 * gap_, std::min(x + 0.7 * gap_, half_width_ * i / (cuts_.size() - 1.)));
        };
        const unsigned foot =
          open_floor_ ? std::count_if(cuts_.begin(), cuts_.end(), [&](const double u) { return u < n - 1; }) : 0;
        for (unsigned int i = 0; i < cuts_.size(); ++i)
          tops_.push_back(i < foot ? placed(foot) * i / foot : placed(i));
      }
  }

  void
  Profile::lengthen_lines(const double factor)
  {
    handle_ *= factor;
    for (double &handle : handles_)
      handle *= factor;
  }

  void
  Profile::lead_out_of_pit()
  {
    const Point    rim    = at(segments_.size() - 1);
    const unsigned in_pit = std::count_if(cuts_.begin(), cuts_.end(), [&](const double u) { return u < segments_.size() - 1; });
    handle_               = std::min(0.25 * rim.x, 0.4 * gap_);
    // The line from the rim leans inward, and those of the pit go up inside it.
    const double edge = rim.x + handle_ * rim.offset_x, longest = std::min(rim.x, 0.45 * gap_);
    for (unsigned int i = 0; i < cuts_.size(); ++i)
      if (i < in_pit)
        tops_.push_back(edge * std::pow(double(i) / in_pit, 1.5));
      else
        tops_.push_back(edge + (at(cuts_[i]).x - rim.x) * (half_width_ - edge) / (half_width_ - rim.x));
    // Lines that turned upward at once would crowd beside a steep wall: each goes along M until it stands below its end.
    std::vector<double> handles;
    for (unsigned int i = 0; i < in_pit; ++i)
      {
        const double u     = i > 0 ? cuts_[i] : 1e-3 * cuts_[1]; // on the axis itself both are 0
        const Point  point = at(u);
        handles.push_back(std::min(longest, (top(u) - point.x) / point.offset_x));
      }
    handles.push_back(handle_);
    handles_ = handles;
  }

  Profile::Frame
  Profile::frame(const unsigned int segment, const double fraction) const
  {
    const auto   p     = segments_[segment].at(fraction);
    const double speed = std::hypot(p.dx, p.dz);
    return {p.x, p.z, p.dx / speed, p.dz / speed, speed};
  }

  Profile::Point
  Profile::at(const double u) const
  {
    const unsigned int k = std::min<unsigned int>(std::max(u, 0.), segments_.size() - 1);
    const double       f = u - k;
    const Frame        p = frame(k, f);
    double             tau, handle = handle_;
    if (open_floor_ && k + 1 == segments_.size())
      {
        const double distance = p.speed * f;
        tau                   = tau_begin_[k] * (1. - f * f) / std::pow(1. + distance / fade_length_, 2) + tau_end_[k] * f * f;
        handle                = std::min(handle_ + 0.5 * distance, std::max(handle_, 0.45 * gap_));
      }
    else
      {
        tau = tau_begin_[k] * (1. - f) * (1. - f) + tau_end_[k] * f * f;
        if (!handles_.empty())
          handle = between_cuts(handles_, u);
      }
    return {p.x, p.z, -p.tz + tau * p.tx, p.tx + tau * p.tz, handle};
  }

  double
  Profile::between_cuts(const std::vector<double> &at_cuts, const double u) const
  {
    const auto         after = std::upper_bound(cuts_.begin() + 1, cuts_.begin() + (at_cuts.size() - 1), u);
    const unsigned int i     = after - cuts_.begin();
    return at_cuts[i - 1] + (at_cuts[i] - at_cuts[i - 1]) * (u - cuts_[i - 1]) / (cuts_[i] - cuts_[i - 1]);
  }

  double
  Profile::top(const double u) const
  {
    return between_cuts(tops_, u);
  }

  double
  Profile::smallest_cell() const
  {
    double smallest = 1e300;
    for (unsigned int i = 0; i + 1 < cuts_.size(); ++i)
      {
        const Point a = at(cuts_[i]), b = at(cuts_[i + 1]);
        smallest = std::min(smallest, std::hypot(b.x - a.x, b.z - a.z));
      }
    return smallest;
  }

  std::vector<double>
  Profile::levels(const double growth, const bool three_dimensions) const
  {
    const double width = (at(cuts_.back()).x - at(cuts_.front()).x) / (cuts_.size() - 1);
    return graded_levels(gap_, handle_, smallest_cell(), growth, three_dimensions ? tallest_cell(gap_, width) : gap_);
  }
} // namespace zincfield
