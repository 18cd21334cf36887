#include "physics/scaffolds/scaffold.h"

namespace zincfield
{
  namespace
  {
    const std::string area_key = "Specific area", fibre_key = "Fibre diameter", pore_key = "Pore diameter",
                      sigma_key = "Electronic conductivity", perfect_key = "Perfect conductor", reactions_key = "Reactions",
                      capacitance_key = "Double-layer capacitance", anisotropy_key = "Electronic anisotropy";

    /** 4 share/d [1/m]: the walls of cylinders of diameter d that take this share of the volume. */
    SpatialValue
    area_of_cylinders(const SpatialValue &share, const double diameter)
    {
      if (share.is_constant())
        return 4. * share({}) / diameter;
      return {"4*(" + share.text() + ")/d", [share, diameter](const Location &x) { return 4. * share(x) / diameter; }};
    }

    SpatialValue
    rest_of(const SpatialValue &porosity)
    {
      if (porosity.is_constant())
        return 1. - porosity({});
      return {"1 - (" + porosity.text() + ")", [porosity](const Location &x) { return 1. - porosity(x); }};
    }

    void
    declare_filling(Parameters &p, Scaffold &scaffold)
    {
      p.boolean(
        "Fills", scaffold.fills,
        "Whether what deposits in a transient run takes the room of the solution in the pores: zinc, 9.157 cm^3/mol of it, or a "
        "solid that precipitates, by its molar volume.");
      scaffold.closing_porosity = 0.05;
      p.quantity("Closing porosity", scaffold.closing_porosity, "1", Range{0., 1., false, false},
                 "Porosity at which pores are closed: deposition ends there, and the run says where and when. Assumed: 0.05.");
      scaffold.area_exponent = 0.5;
      p.quantity("Area exponent", scaffold.area_exponent, "1", Range::any(),
                 "m in a = a_0 (eps/eps_0)^m as pores fill: 1/2 in cylindrical pores, 0: the area stays.");
    }

    void
    require_one_area(const Parameters &p, const Scaffold &scaffold, const SpatialValue &porosity)
    {
      const int n = int(p.given(area_key)) + int(p.given(fibre_key)) + int(p.given(pore_key));
      if (n > 1)
        p.reject(area_key, "the area of the scaffold is given more than once",
                 "one of `" + area_key + "` [1/m], `" + fibre_key + "` and `" + pore_key + "` [um]");
      if (n == 0 && (!scaffold.reactions.empty() || scaffold.capacitance > 0.))
        p.reject(area_key, "the scaffold reacts or charges, and its area is not given",
                 "one of `" + area_key + "` [1/m], `" + fibre_key + "` and `" + pore_key + "` [um]");
      if (p.given(fibre_key) && porosity.is(1.))
        p.reject(fibre_key, "the scaffold has a porosity of 1, which leaves no room for fibres",
                 "a Porosity below 1 of the material");
    }
  } // namespace

  bool
  Scaffold::declare(Parameters &p, const SpatialValue &porosity)
  {
    p.expression(area_key, area, "1/m", Range::non_negative(),
                 "Surface of the solid per volume of the scaffold, a. Or give a diameter.");
    double fibre = 0., pore = 0.;
    p.quantity(fibre_key, fibre, "um", Range::positive(), "Of fibres: a = 4 (1 - porosity)/d.");
    p.quantity(pore_key, pore, "um", Range::positive(), "Of cylindrical pores: a = 4 porosity/d.");
    p.expression(sigma_key, conductivity, "S/m", Range::positive(),
                 "sigma of the scaffold as a whole (not of its solid), for electrons.");
    p.boolean(perfect_key, perfect_conductor,
              "Whether all of the scaffold has the potential of the metal that it touches: sigma without bound, one unknown.");
    p.quantity(anisotropy_key, anisotropy, "1", Range::positive(),
               "Tangential over normal sigma. Without this key: the Anisotropy of the material, which is that of the ions.");
    p.list(reactions_key, reactions, "The electrode reactions on its surface, per true area.");
    p.quantity(capacitance_key, capacitance, "uF/cm^2", Range::non_negative(), "Of the double layer on it, per true area.");
    declare_filling(p, *this);
    if (p.describing())
      return false;
    bool any = false;
    for (const std::string &key :
         {area_key, fibre_key, pore_key, sigma_key, perfect_key, anisotropy_key, reactions_key, capacitance_key})
      any = p.given(key) || any;
    if (!any)
      return false;
    if (!p.given(sigma_key) && !perfect_conductor)
      p.reject(sigma_key, "a scaffold conducts electrons, and how well is not given",
               "`" + sigma_key + "` [S/m] > 0, or `" + perfect_key +
                 " = true`; a separator, which does not conduct, has a Porosity and no Scaffold");
    require_one_area(p, *this, porosity);
    if (fibre > 0.)
      area = area_of_cylinders(rest_of(porosity), fibre);
    if (pore > 0.)
      area = area_of_cylinders(porosity, pore);
    return true;
  }
} // namespace zincfield
