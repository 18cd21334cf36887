#include "postprocess/quantities/quantity_kind.h"

#include "physics/constants.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  namespace
  {
    /** A number of the scaffolds of the working electrode; it does not exist without one, or without a current. */
    class ScaffoldQuantity : public QuantityKind
    {
    public:
      ScaffoldQuantity(const unsigned int place, const std::string &unit, const std::string &label)
        : description_{place, unit, label}
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
        return m.scaffold.exists && m.flows() ? reported(value(m.scaffold, m)) : not_defined();
      }

    protected:
      virtual double
      value(const ScaffoldIntegrals &scaffold, const Measurements &m) const = 0;

      /** Mean rate of deposition [A/m^3]. */
      static double
      mean(const ScaffoldIntegrals &s)
      {
        return s.deposition / (s.volume * mesh_unit);
      }

      /** All that deposits, on the metal below too. */
      static double
      all(const ScaffoldIntegrals &s, const Measurements &m)
      {
        return s.deposition + m.electrodes.deposition;
      }

    private:
      QuantityDescription description_;
    };

    class FrontOverMean : public ScaffoldQuantity
    {
    public:
      FrontOverMean()
        : ScaffoldQuantity(300, "1", "rate at the front / mean")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &) const override
      {
        return s.front / mean(s);
      }
    };

    class BackOverMean : public ScaffoldQuantity
    {
    public:
      BackOverMean()
        : ScaffoldQuantity(301, "1", "rate at the back / mean")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &) const override
      {
        return s.back / mean(s);
      }
    };

    class FrontOverBack : public ScaffoldQuantity
    {
    public:
      FrontOverBack()
        : ScaffoldQuantity(302, "1", "rate at the front / at the back")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &) const override
      {
        return s.front / s.back;
      }
    };

    class Nu : public ScaffoldQuantity
    {
    public:
      Nu()
        : ScaffoldQuantity(303, "1", "nu of the scaffold")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &m) const override
      {
        return s.nu(m.electrodes.footprint);
      }
    };

    class PenetrationDepth : public ScaffoldQuantity
    {
    public:
      PenetrationDepth()
        : ScaffoldQuantity(304, "m", "penetration depth")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &m) const override
      {
        return s.thickness(m.electrodes.footprint) / s.nu(m.electrodes.footprint);
      }
    };

    class Utilisation : public ScaffoldQuantity
    {
    public:
      Utilisation()
        : ScaffoldQuantity(305, "1", "utilisation of the scaffold")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &) const override
      {
        return mean(s) / s.largest;
      }
    };

    class FoilShare : public ScaffoldQuantity
    {
    public:
      FoilShare()
        : ScaffoldQuantity(306, "1", "share of the foil")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &m) const override
      {
        return m.electrodes.deposition / all(s, m);
      }
    };

    class TopShare : public ScaffoldQuantity
    {
    public:
      TopShare()
        : ScaffoldQuantity(307, "1", "share of the top half")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &m) const override
      {
        return s.has_depth ? s.outer / all(s, m) : std::numeric_limits<double>::quiet_NaN();
      }
    };

    class BottomShare : public ScaffoldQuantity
    {
    public:
      BottomShare()
        : ScaffoldQuantity(308, "1", "share of the bottom half")
      {}
      double
      value(const ScaffoldIntegrals &s, const Measurements &m) const override
      {
        return s.has_depth ? s.inner / all(s, m) : std::numeric_limits<double>::quiet_NaN();
      }
    };

    class Filled : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {309, "1", "filled share of the pores"};
      }
      bool
      concerns(const Measurements &m) const override
      {
        return m.scaffold.most_filled >= 0.;
      }
      Quantity
      measure(const Measurements &m) const override
      {
        return m.scaffold.most_filled >= 0. ? reported(m.scaffold.filled) : not_defined();
      }
    };

    class MostFilled : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {310, "1", "largest filled share of the pores"};
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
        // deposition fades over the last hundredth
        return reported(s.most_filled, s.most_filled > 0.99 * s.closed ? text("pores are closed at (%.4g, %.4g, %.4g) um",
                                                                              s.fullest[0], s.fullest[1], s.fullest[2])
                                                                       : "");
      }
    };

    const Register<QuantityKind, Filled>
      scaffold_filled("scaffold_filled", "Share of the first volume of the pores that zinc takes.");
    const Register<QuantityKind, MostFilled>
      scaffold_most_filled("scaffold_filled_most", "The largest share of the first volume of the pores that zinc takes.");
    const Register<QuantityKind, FrontOverMean>
      scaffold_front("scaffold_front_over_mean",
                     "Rate of deposition per volume of a scaffold at its face to the solution, over its mean.");
    const Register<QuantityKind, BackOverMean>
      scaffold_back("scaffold_back_over_mean", "Rate of deposition per volume of a scaffold at the metal, over its mean.");
    const Register<QuantityKind, FrontOverBack>
      scaffold_front_back("scaffold_front_over_back",
                          "Rate of deposition per volume of a scaffold at its face to the solution, over that at the metal.");
    const Register<QuantityKind, Nu>
      scaffold_nu("scaffold_nu", "Thickness of a scaffold over its penetration depth: L sqrt(a di/deta (1/sigma + 1/kappa)).");
    const Register<QuantityKind, PenetrationDepth>
      scaffold_penetration("scaffold_penetration_depth",
                           "Depth over which the reaction of a scaffold falls by a factor e in a thick one.");
    const Register<QuantityKind, Utilisation>
      scaffold_utilisation("scaffold_utilisation", "Mean rate of deposition in a scaffold over the largest.");
    const Register<QuantityKind, FoilShare>
      scaffold_foil("scaffold_foil_share", "Share of what deposits that does so on the metal below a scaffold.");
    const Register<QuantityKind, TopShare>
      scaffold_top("scaffold_top_share", "Share of what deposits that does so in the half of a scaffold to the solution.");
    const Register<QuantityKind, BottomShare>
      scaffold_bottom("scaffold_bottom_share", "Share of what deposits that does so in the half of a scaffold to the metal.");
  } // namespace
} // namespace zincfield
