#pragma once

#include "solver/assembly/cell_model.h"

namespace zincfield
{
  /**
   * A salt of two ions of which one alone crosses the electrodes: the other is at rest, so that i = -g(c) grad c in every material,
   * whatever the potential does. Then int g dc is harmonic in the solution, and concentration follows current along the normal of a
   * film by itself.
   */
  class SaltTransfer
  {
  public:
    explicit SaltTransfer(const CellModel &model);

    /** Whether the model is one of such a salt, and no reaction on an electrode touches the other ion. */
    static bool
    holds(const CellModel &model);

    /** g [A m^2/mol] in a material. */
    double
    conductance(unsigned int material, const Properties &p, double c) const;

    /** Whether g of the solution and of the film does not depend on the concentration. */
    bool
    is_constant(const std::vector<FilmSlab> &slabs) const;

    /** int g dc [A/m] in the solution. */
    double
    between(double from, double to) const;

    /** Concentration at the outer side of a film, and int dx/kappa [ohm m^2] through it. */
    struct Outside
    {
      double concentration, resistance;
    };

    /** Where the concentration is `c` at the metal and `current` [A/m^2] flows into it. */
    Outside
    outside_film(const std::vector<FilmSlab> &slabs, double c, double current) const;

    /**
     * Share of the current that uses up the zinc at a point of an electrode with a film: 1/m, with m the factor of the whole
     * current, in the same distribution, for which the concentration at the metal is 0.
     *
     * @param c at the metal now [mol/m^3]
     */
    double
    share_of_limit(const std::vector<FilmSlab> &slabs, double c, double current) const;

  private:
    const TransportModel &transport_;
    unsigned int          other_ = 1; // species
    Properties            bulk_properties_;
    double                bulk_ = 0.;
  };

  /** Resistance [ohm m^2] along the normal of a film, its slabs from the solution to the metal, with the fields `below` at the
   * metal and `current` [A/m^2] into it. */
  double
  film_resistance(const CellModel &model, const std::vector<FilmSlab> &slabs, const double *below, double current);
} // namespace zincfield
