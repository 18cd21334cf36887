#include "postprocess/quantities/quantity_kind.h"

#include "physics/constants.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  namespace
  {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    /** Mean rate of deposition [A/m^3]. */
    double
    mean(const ScaffoldIntegrals &s)
    {
      return s.deposition / (s.volume * mesh_unit);
    }

    /** All that deposits, on the metal below too. */
    double
    all(const Measurements &m)
    {
      return m.scaffold.deposition + m.electrodes.deposition;
    }

    /** A number of the scaffolds of the working electrode; it does not exist without one, or without a current. */
    class ScaffoldQuantity : public QuantityKind
    {
    public:
      using Value = double (*)(const Measurements &);

      ScaffoldQuantity(const unsigned int place, const std::string &unit, const std::string &label, const Value value)
        : description_{place, unit, label}
        , value_(value)
      {}

      QuantityDescription
      description() const override
      {
        return description_;
      }

      bool
      concerns(const Measurements &m) const override
      {
        return m.scaffold.exists;
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return m.scaffold.exists && m.flows() ? reported(value_(m)) : not_defined();
      }

    private:
      const QuantityDescription description_;
      const Value               value_;
    };

    struct Row
    {
      const char             *name, *doc, *unit, *label;
      ScaffoldQuantity::Value value;
    };

    /** In the order of the report. */
    const Row rows[] = {
      {"scaffold_front_over_mean", "Rate of deposition per volume of a scaffold at its face to the solution, over its mean.", "1",
       "rate at the front / mean", [](const Measurements &m) { return m.scaffold.front / mean(m.scaffold); }},
      {"scaffold_back_over_mean", "Rate of deposition per volume of a scaffold at the metal, over its mean.", "1",
       "rate at the back / mean", [](const Measurements &m) { return m.scaffold.back / mean(m.scaffold); }},
      {"scaffold_front_over_back",
       "Rate of deposition per volume of a scaffold at its face to the solution, over that at the metal.", "1",
       "rate at the front / at the back", [](const Measurements &m) { return m.scaffold.front / m.scaffold.back; }},
      {"scaffold_nu", "Thickness of a scaffold over its penetration depth: L sqrt(a di/deta (1/sigma + 1/kappa)).", "1",
       "nu of the scaffold", [](const Measurements &m) { return m.scaffold.nu(m.electrodes.footprint); }},
      {"scaffold_penetration_depth", "Depth over which the reaction of a scaffold falls by a factor e in a thick one.", "m",
       "penetration depth",
       [](const Measurements &m) { return m.scaffold.thickness(m.electrodes.footprint) / m.scaffold.nu(m.electrodes.footprint); }},
      {"scaffold_utilisation", "Mean rate of deposition in a scaffold over the largest.", "1", "utilisation of the scaffold",
       [](const Measurements &m) { return mean(m.scaffold) / m.scaffold.largest; }},
      {"scaffold_foil_share", "Share of what deposits that does so on the metal below a scaffold.", "1", "share of the foil",
       [](const Measurements &m) { return m.electrodes.deposition / all(m); }},
      {"scaffold_top_share", "Share of what deposits that does so in the half of a scaffold to the solution.", "1",
       "share of the top half", [](const Measurements &m) { return m.scaffold.has_depth ? m.scaffold.outer / all(m) : nan; }},
      {"scaffold_bottom_share", "Share of what deposits that does so in the half of a scaffold to the metal.", "1",
       "share of the bottom half", [](const Measurements &m) { return m.scaffold.has_depth ? m.scaffold.inner / all(m) : nan; }}};

    [[maybe_unused]] const bool scaffold_rows_are_registered = [] {
      unsigned int place = 300;
      for (const Row &row : rows)
        {
          const unsigned int here                     = place++;
          Registry<QuantityKind>::entries()[row.name] = {
            row.doc, [&row, here] { return std::make_unique<ScaffoldQuantity>(here, row.unit, row.label, row.value); }};
        }
      return true;
    }();

    /** The share of the first pore volume that zinc takes: its mean, or the largest. */
    template <bool largest>
    class Filled : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return largest ? QuantityDescription{310, "1", "largest filled share of the pores"}
                       : QuantityDescription{309, "1", "filled share of the pores"};
      }
      bool
      concerns(const Measurements &m) const override
      {
        return m.scaffold.most_filled >= 0.;
      }
      Quantity
      measure(const Measurements &m) const override
      {
        const ScaffoldIntegrals &s = m.scaffold;
        if (!(s.most_filled >= 0.))
          return not_defined();
        if (!largest)
          return reported(s.filled);
        // deposition fades over the last hundredth
        return reported(s.most_filled, s.most_filled > 0.99 * s.closed ? text("pores are closed at (%.4g, %.4g, %.4g) um",
                                                                              s.fullest[0], s.fullest[1], s.fullest[2])
                                                                       : "");
      }
    };

    const Register<QuantityKind, Filled<false>>
      scaffold_filled("scaffold_filled",
                      "Share of the first volume of the pores that zinc takes, or the solid that precipitates in them.");
    const Register<QuantityKind, Filled<true>>
      scaffold_most_filled("scaffold_filled_most", "The largest share of the first volume of the pores that is filled.");
  } // namespace
} // namespace zincfield
