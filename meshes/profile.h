#pragma once

#include <functional>
#include <vector>

namespace zincfield
{
  /** A smooth piece of the metal surface's section, from the axis outward, metal below. Lengths in micrometres. */
  struct ProfileSegment
  {
    struct Point
    {
      double x, z;
      double dx, dz; // derivative with respect to the fraction: the direction of the curve
    };
    std::function<Point(double)> at;
    /** Fractions 0, ..., 1 at which the coarse mesh cuts the segment. */
    std::vector<double> cuts;

    static ProfileSegment
    line(double x0, double z0, double x1, double z1, std::vector<double> cuts);

    /** An arc of a circle about (x, z): from the angle `from` to `to`, measured from the vertical towards +x. */
    static ProfileSegment
    arc(double x, double z, double radius, double from, double to, std::vector<double> cuts);
  };

  /**
   * The section of a metal surface from the axis to the side of the cell, with the offset vectors of its coatings.
   *
   * The coordinate u runs from k to k+1 along segment k. At a corner the offset M is the mitre (n1 + n2)/(1 + n1.n2) of the
   * normals on both sides (the mirrored normal at axis and side); elsewhere M = n + tau t with tau fading from the corner values,
   * so that M.n = 1 everywhere and planar facets are offset exactly.
   */
  class Profile
  {
  public:
    struct Point
    {
      double x, z;
      double offset_x, offset_z;
      double handle;
    };

    Profile() = default;

    /**
     * `gap` is the height of the counter electrode. On an `open_floor` (a flat last segment towards a far side) mitres fade over
     * `fade_length` and lines become longer with the distance from the feature, which lets cells grow.
     */
    Profile(std::vector<ProfileSegment> segments, double gap, bool open_floor, double fade_length);

    Point
    at(double u) const;

    /** The horizontal position on a flat counter electrode at which the line from u ends: even spacing of the coarse lines. */
    double
    top(double u) const;

    /** Lines go straight along their offsets by another factor further. */
    void
    lengthen_lines(double factor);

    /** Cuts of the coarse mesh, all segments. */
    const std::vector<double> &
    cuts() const
    {
      return cuts_;
    }

    double
    half_width() const
    {
      return half_width_;
    }

    /** Length of the smallest coarse cell along the surface. */
    double
    smallest_cell() const;

    /** Bezier parameters of the coarse levels (see SweptGeometry). */
    std::vector<double>
    levels(double growth, bool three_dimensions) const;

  private:
    struct Frame
    {
      double x, z, tx, tz, speed; // unit tangent
    };
    Frame
    frame(unsigned int segment, double fraction) const;

    /** Where the lines from the cuts end on the counter electrode, and how far those of the pit go straight. */
    void
    lead_out_of_pit();

    /** Linear between values at the first cuts. */
    double
    between_cuts(const std::vector<double> &at_cuts, double u) const;

    std::vector<ProfileSegment> segments_;
    std::vector<double>         tau_begin_, tau_end_;   // M.t at both ends of every segment
    std::vector<double>         cuts_, tops_, handles_; // handles in a pit
    double                      gap_ = 0., fade_length_ = 0., half_width_ = 0., handle_ = 0.;
    bool                        open_floor_ = false;
  };
} // namespace zincfield
