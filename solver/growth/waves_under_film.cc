#include "solver/growth/waves_under_film.h"

#include "postprocess/conductance.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  WavesUnderFilm
  waves_under_film(const Discretization<dim> &discretization,
                   const CellModel           &model,
                   const StateVector         &state,
                   const double               electrode_potential,
                   const FilmValues          &film_states)
  {
    const GrowthOptions &growth = model.data.growth;
    WavesUnderFilm       fastest;
    const StateVector    ghosted = with_ghosts(discretization, state);
    const Sampler<dim>   sampler(discretization, model, ghosted, electrode_potential, film_states);
    sampler.surface(discretization.face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      for (const SurfaceSample<dim> &s : samples)
        {
          const BoundaryLaw &boundary = model.boundaries[s.boundary];
          if (!boundary.coating || boundary.representation == Representation::resolved || !(s.film_thickness > 0.) ||
              !(s.deposition_current > 0.) || boundary.coating->under_growth == UnderGrowth::stays)
            continue;
          const double both    = std::abs(conductance(*model.transport, s.flux)), // of kinetics and film
            kinetics           = conductance_of_kinetics(model, s, electrode_potential);
          const double of_film = 1. / both - 1. / kinetics; // [ohm m^2]
          if (!(both > 0. && of_film > 0.))
            continue;
          const double holds = 0.5 * s.deposition_current * of_film * s.film_thickness / growth.volume_of_charge(),
                       rate  = (std::cosh(1.) - 1.) / (std::sinh(1.) + std::cosh(1.) / (kinetics * of_film)) / s.film_thickness *
                              (1. - growth.surface_energy / holds);
          if (rate > fastest.rate)
            fastest = {rate, s.film_thickness, holds};
        }
    });
    const MPI_Comm communicator = discretization.dof_handler.get_communicator();
    for (const WavesUnderFilm &other : Utilities::MPI::all_gather(communicator, fastest))
      if (other.rate > fastest.rate)
        fastest = other;
    return fastest;
  }

  template WavesUnderFilm
  waves_under_film(const Discretization<2> &, const CellModel &, const StateVector &, double, const FilmValues &);
  template WavesUnderFilm
  waves_under_film(const Discretization<3> &, const CellModel &, const StateVector &, double, const FilmValues &);
} // namespace zincfield
