#include "solver/assembly/film_slabs.h"

#include "physics/constants.h"

#include <algorithm>
#include <numeric>

namespace zincfield
{
  namespace
  {
    /** Share of the resistance up to which it is integrated, how far it may change within a part (more is a jump, which two rules
     * may agree to miss), and the most halvings of a part. */
    constexpr double       accuracy = 1e-7, largest_spread = 1.5;
    constexpr unsigned int most_halvings = 24;

    /** A film that fills a pit has no area left at its outer face. */
    constexpr double least_area = 0.05;

    /** Parts in which the resistance is tabulated to place the slabs. */
    constexpr unsigned int n_table = 64;

    /** Of what a row of equations resists with, in the coarse mesh; and where that jumps. */
    constexpr double       most_change_in_a_cell = 3.;
    constexpr unsigned int most_cells_across     = 16;

    constexpr unsigned int n_gauss               = 3;
    const double           gauss_points[n_gauss] = {0.5 - std::sqrt(0.15), 0.5, 0.5 + std::sqrt(0.15)},
                 gauss_weights[n_gauss]          = {5. / 18., 8. / 18., 5. / 18.};

    /** A layer as a function of the depth: 0 on the metal side, 1 on that of the solution. */
    class Profile
    {
    public:
      Profile(const TransportModel &transport, const LayerAtPoint &layer)
        : transport_(transport)
        , layer_(layer)
        , bulk_(transport.bulk_fields(0.))
        , uniform_(transport.uniform(layer.material) &&
                   !(transport.material(layer.material) && transport.material(layer.material)->relative_permittivity))
      {
        if (uniform_)
          constant_ = transport.properties(layer.material, layer.location);
      }

      /** Whether every slab of the layer is like every other. */
      bool
      is_even() const
      {
        return uniform_ && layer_.location.curvature[0] == 0. && layer_.location.curvature[1] == 0.;
      }

      LayerPart
      part(const double depth, const double share) const
      {
        return {share, area_over_film(layer_.location, layer_.beneath + depth * layer_.thickness), depth,
                uniform_ ? constant_ : transport_.properties(layer_.material, at(depth))};
      }

      Location
      at(const double depth) const
      {
        Location inside = layer_.location;
        inside.depth    = depth;
        return inside;
      }

      /** What a part resists with: over the coefficients of all rows in the bulk's solution, relative to those of `like`. */
      double
      resistance(const LayerPart &part, const std::array<double, max_fields> &like) const
      {
        const auto here = coefficients(part.properties);
        double     sum  = 0.;
        for (unsigned int f = 0; f < transport_.n_fields(); ++f)
          if (here[f] > 0. && like[f] > 0.)
            sum += like[f] / (here[f] * part.area);
        return sum;
      }

      std::array<double, max_fields>
      coefficients(const Properties &properties) const
      {
        Coefficients<double>           a;
        std::array<double, max_fields> diagonal{};
        transport_.coefficients(layer_.material, properties, bulk_.data(), a);
        for (unsigned int f = 0; f < transport_.n_fields(); ++f)
          diagonal[f] = a[f][f];
        return diagonal;
      }

      /** Adds the Gauss points between two depths, as shares of the slab's `whole` extent in depth, in halves until their
       * resistance does not change. */
      void
      add_parts(const double            from,
                const double            to,
                const double            whole,
                std::vector<LayerPart> &parts,
                const unsigned int      halvings = 0) const
      {
        const auto whole_part = points(from, to, whole);
        if (!is_even() && halvings < most_halvings)
          {
            const double middle = 0.5 * (from + to);
            const auto   lower = points(from, middle, whole), upper = points(middle, to, whole);
            const auto   like    = coefficients(lower[1].properties);
            const double at_once = integral(whole_part, like), in_halves = integral(lower, like) + integral(upper, like);
            if (std::abs(at_once - in_halves) > accuracy * in_halves ||
                spread({part(from, 1.), lower[0], lower[2], whole_part[1], upper[0], upper[2], part(to, 1.)}, like) >
                  largest_spread)
              {
                add_parts(from, middle, whole, parts, halvings + 1);
                add_parts(middle, to, whole, parts, halvings + 1);
                return;
              }
          }
        parts.insert(parts.end(), whole_part.begin(), whole_part.end());
      }

    private:
      std::array<LayerPart, n_gauss>
      points(const double from, const double to, const double whole) const
      {
        std::array<LayerPart, n_gauss> result;
        for (unsigned int q = 0; q < n_gauss; ++q)
          result[q] = part(from + gauss_points[q] * (to - from), gauss_weights[q] * (to - from) / whole);
        return result;
      }

      /** Largest over smallest resistance at these places. */
      double
      spread(const std::vector<LayerPart> &parts, const std::array<double, max_fields> &like) const
      {
        double smallest = std::numeric_limits<double>::infinity(), largest = 0.;
        for (const LayerPart &part : parts)
          {
            smallest = std::min(smallest, resistance(part, like));
            largest  = std::max(largest, resistance(part, like));
          }
        return largest / smallest;
      }

      double
      integral(const std::array<LayerPart, n_gauss> &parts, const std::array<double, max_fields> &like) const
      {
        double sum = 0.;
        for (const LayerPart &part : parts)
          sum += part.share * resistance(part, like);
        return sum;
      }

      const TransportModel                &transport_;
      const LayerAtPoint                  &layer_;
      const std::array<double, max_fields> bulk_;
      const bool                           uniform_;
      Properties                           constant_{};
    };

    FilmSlab
    slab_between(
      const TransportModel &transport, const LayerAtPoint &layer, const Profile &profile, const double from, const double to)
    {
      std::vector<LayerPart> parts;
      profile.add_parts(from, to, to - from, parts);
      FilmSlab slab{layer.material, (to - from) * layer.thickness, transport.slab_properties(layer.material, parts), 0., 0.};

      // eps dphi/ds = P - D/area, with the same D through all of the slab
      const CoatingMaterial *const film      = transport.material(layer.material);
      double                       resisting = 0., built_in = 0.;
      for (const LayerPart &part : parts)
        {
          const double eps = transport.permittivity(layer.material, profile.at(part.depth));
          resisting += part.share / (eps * part.area);
          if (film && transport.traits().resolves_charge)
            built_in += part.share * film->normal_polarisation(profile.at(part.depth)) / eps;
        }
      slab.permittivity = 1. / resisting;
      slab.polarisation = built_in * slab.permittivity;
      return slab;
    }

    std::vector<FilmSlab>
    cut(const TransportModel &transport, const LayerAtPoint &layer, const Profile &profile, const std::vector<double> &shares)
    {
      std::vector<FilmSlab> slabs;
      double                depth = 1.; // outside first
      for (unsigned int s = 0; s < shares.size(); ++s)
        {
          const double below = s + 1 == shares.size() ? 0. : depth - shares[s];
          slabs.push_back(slab_between(transport, layer, profile, below, depth));
          depth = below;
        }
      return slabs;
    }

    /** What n_table equal parts of a layer, from outside, resist with: row by row, as shares of the layer's resistance. It says
     * where slabs and cells end, not what they amount to, and need not be exact. Rows that nothing resists are left out. */
    std::vector<std::vector<double>>
    resistances(const Profile &profile, const unsigned int n_rows)
    {
      std::vector<std::vector<double>> rows(n_rows, std::vector<double>(n_table));
      for (unsigned int i = 0; i < n_table; ++i)
        {
          const LayerPart part   = profile.part(1. - (i + 0.5) / n_table, 1.);
          const auto      across = profile.coefficients(part.properties);
          for (unsigned int f = 0; f < n_rows; ++f)
            rows[f][i] = 1. / (across[f] * part.area);
        }
      for (auto row = rows.begin(); row != rows.end();)
        {
          const double total = std::accumulate(row->begin(), row->end(), 0.);
          for (double &part : *row)
            part /= total;
          row = std::isfinite(total) && total > 0. ? row + 1 : rows.erase(row);
        }
      return rows;
    }

    /** Shares of a layer's thickness, from outside, that each have the same share of its resistance and thickness (mean of both).
     */
    std::vector<double>
    even_shares(const std::vector<std::vector<double>> &rows, const unsigned int n_shares)
    {
      std::vector<double> sum = {0.}, shares;
      for (unsigned int i = 0; i < n_table; ++i)
        {
          sum.push_back(sum.back() + (rows.empty() ? 1. : 0.5) / n_table);
          for (const auto &row : rows)
            sum.back() += 0.5 * row[i] / rows.size();
        }
      double before = 0.;
      for (unsigned int s = 1, i = 0; s <= n_shares; ++s)
        {
          const double wanted = static_cast<double>(s) / n_shares;
          while (i + 1 < n_table && sum[i + 1] < wanted)
            ++i;
          const double end = s == n_shares ? 1. : (i + (wanted - sum[i]) / (sum[i + 1] - sum[i])) / n_table;
          shares.push_back(end - before);
          before = end;
        }
      return shares;
    }
  } // namespace

  double
  area_over_film(const Location &metal, const double s)
  {
    const double height = s / mesh_unit;
    return std::max(least_area, (1. + metal.curvature[0] * height) * (1. + metal.curvature[1] * height));
  }

  std::vector<FilmSlab>
  slabs_of_layer(const TransportModel &transport, const LayerAtPoint &layer, const std::vector<double> &shares)
  {
    return cut(transport, layer, Profile(transport, layer), shares);
  }

  std::vector<FilmSlab>
  slabs_of_layer(const TransportModel &transport, const LayerAtPoint &layer, const unsigned int n_slabs)
  {
    const Profile profile(transport, layer);
    if (n_slabs == 1 || profile.is_even())
      return cut(transport, layer, profile, std::vector<double>(n_slabs, 1. / n_slabs));
    return cut(transport, layer, profile, even_shares(resistances(profile, transport.n_fields()), n_slabs));
  }

  std::vector<double>
  cuts_of_meshed_layer(const TransportModel &transport, const LayerAtPoint &layer, const unsigned int n_cells)
  {
    const auto rows   = resistances(Profile(transport, layer), transport.n_fields());
    double     change = 0.; // of the logarithm, up and down, of all rows
    for (const auto &row : rows)
      for (unsigned int i = 1; i < n_table; ++i)
        change += std::abs(std::log(row[i] / row[i - 1]));
    const double needed = std::min<double>(most_cells_across, std::ceil(change / std::log(most_change_in_a_cell) - 1e-6));
    auto         shares = even_shares(rows, std::max<unsigned int>(n_cells, needed));
    std::reverse(shares.begin(), shares.end());
    std::vector<double> cuts;
    for (const double share : shares)
      cuts.push_back(share + (cuts.empty() ? 0. : cuts.back()));
    cuts.back() = 1.;
    return cuts;
  }
} // namespace zincfield
