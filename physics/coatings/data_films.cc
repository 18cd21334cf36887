#include "physics/coatings/coating.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /**
     * A film known by its ionic conductivity [S/m] alone. Its diffusivity is reduced as its conductivity is, `D = D_0
     * kappa/kappa_0`, with 2 M ZnSO4 in free solution (kappa_0 = 5.45 S/m, D_0 = 0.43e-9 m^2/s): an assumption, exact for an inert
     * porous film.
     */
    CoatingMaterial
    film(const double conductivity, const std::string &source)
    {
      CoatingMaterial m;
      m.conductivity                  = SpatialValue(conductivity);
      m.diffusivity_over_conductivity = 0.43e-9 / 5.45;
      m.diffusivity                   = SpatialValue(m.diffusivity_over_conductivity * conductivity);
      m.source                        = source + "; diffusivity: assumed, reduced as the conductivity";
      return m;
    }

    /** A solid in which only Zn2+ moves (t+ = 1, assumed). */
    CoatingMaterial
    cation_conductor(const double conductivity, const std::string &source)
    {
      CoatingMaterial m = film(conductivity, source + "; t+ = 1: assumed");
      m.transference    = SpatialValue(1.);
      return m;
    }

    /** Electrolyte in the pores of an inert solid; tortuosity by Bruggeman. */
    CoatingMaterial
    porous(const double porosity, const std::string &source)
    {
      CoatingMaterial m;
      m.porosity   = SpatialValue(porosity);
      m.tortuosity = SpatialValue(1. / std::sqrt(porosity));
      m.source     = source + "; tortuosity: Bruggeman";
      return m;
    }

    const std::string carborane = "Feng et al., ACS Energy Lett. 10 (2025) 6489";
    const std::string review    = "Yuan et al., Nano-Micro Lett. 18 (2026) 120";
    const std::string ail       = "Chen et al., Energy Environ. Mater., doi 10.1002/eem2.70176";

    using Set = DataSet<CoatingMaterial>;

    const Set dense_oxide("zinc oxide, dense", [] {
      return cation_conductor(1e-5, "assumed: dense ZnO, ZnS, ZnF2 lie below 1e-7 to 1e-3 S/m; no handbook value");
    });
    const Set hydrated_oxide("zinc oxide, hydrated",
                             [] { return film(1e-2, "assumed: hydrated or porous films lie at 1e-3 to 1e-1 S/m"); });

    // 287 nm and 19.8 nm over the 0.69 ohm cm^2 that one interface has at most.
    const Set carborane_film("o-carborane film", [] {
      CoatingMaterial m = film(
        4.2e-3, carborane +
                  ": 287 nm (SEM) and a resistance of at most 0.69 ohm cm^2 fitted to fig. 2c: kappa is a lower bound; activation "
                  "energy of the interface 20.74 kJ/mol, measured");
      m.activation_energy = 20.74e3;
      return m;
    });
    const Set carborane_interphase("o-carborane interphase, cycled", [] {
      CoatingMaterial m =
        film(2.9e-4, carborane +
                       ": 19.8 nm and a resistance of at most 0.69 ohm cm^2 fitted to fig. 2c: kappa is a lower bound; activation "
                       "energy of the interface 20.74 kJ/mol, measured");
      m.activation_energy = 20.74e3;
      return m;
    });

    const Set uio66("UiO-66-(COOH)2", [] { return film(0.191, ail + ", section 3.4.2: up to 1.91 mS/cm, measured"); });

    // 10 nm over half of 36.5 mV at 1 mA/cm^2.
    const Set alumina("aluminium oxide", [] {
      return cation_conductor(5.5e-6, review + ", table 1: hysteresis 36.5 mV at 1 mA/cm^2 with 10 nm: kappa is a lower bound");
    });
    const Set phosphate("zinc phosphate", [] {
      return cation_conductor(1e-4, "assumed, between dense and hydrated films; thickness 45 nm measured in " + review);
    });
    const Set zif8("ZIF-8", [] { return film(1e-2, "assumed: hydrated frameworks lie at 1e-3 to 1e-1 S/m"); });
    const Set polymer("polymer, ion-permeable",
                      [] { return film(1e-2, "assumed, PVA, PVB, PA, PAN(Zn): no conductivity printed in " + ail); });

    const Set niobate("zinc niobate", [] {
      CoatingMaterial m = film(1e-2, ail + ", ref. 130: t+ = 0.549, measured; kappa: assumed, pores of 2 to 3 nm");
      m.transference    = SpatialValue(0.549);
      return m;
    });

    const Set carbonate("calcium carbonate, nanoporous",
                        [] { return porous(0.5, "assumed: porosity of " + ail + ", ref. 121 is not printed"); });
    const Set separator("glass fibre separator", [] { return porous(0.9, "assumed: porosity about 0.9 of glass fibre filters"); });
  } // namespace
} // namespace zincfield
