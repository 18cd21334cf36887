#pragma once

#include "solver/assembly/electronic_reference.h"
#include "solver/assembly/film_states.h"
#include "solver/discretization/discretization.h"

#include <deal.II/base/quadrature.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/full_matrix.h>

#include <map>

namespace zincfield
{
  /** A copy of `state` whose ghosts cover every cell around the owned ones, with hanging and periodic unknowns filled in. */
  template <int dim>
  StateVector
  with_ghosts(const Discretization<dim> &discretization, const StateVector &state);

  /** What a point of the cell shows. SI units; gradients per metre. */
  template <int dim>
  struct VolumeSample
  {
    dealii::Point<dim>                             position;      // [um]
    double                                         weight   = 0.; // share of the volume, mesh units (2 pi r included)
    unsigned int                                   material = 0;
    Properties                                     properties{};
    dealii::Tensor<1, dim>                         layer_normal; // in a layer, across it, out of the metal
    dealii::Tensor<1, dim>                         polarisation; // built-in [C/m^2]
    std::array<double, max_fields>                 u{};
    std::array<dealii::Tensor<1, dim>, max_fields> gradient;           // as computed
    std::array<dealii::Tensor<1, dim>, max_fields> flux;               // by row [A/m^2]
    dealii::Tensor<1, dim>                         current;            // of ions [A/m^2]
    dealii::Tensor<1, dim>                         electronic_current; // in a scaffold [A/m^2]
    dealii::Tensor<1, dim>                         electric_field; // [V/m] -grad of the electrostatic potential inside the material
    Coefficients<double>                           coefficients;
  };

  /** What a point of an electrode shows. SI units. */
  template <int dim>
  struct SurfaceSample
  {
    unsigned int                   boundary = 0;
    Location                       location;
    dealii::Point<dim>             position;    // [um]
    double                         weight = 0.; // share of the surface, mesh units (2 pi r included)
    std::array<double, max_fields> u{};         // on the electrolyte side of an unmeshed film
    SurfaceFlux                    flux;
    double                         deposition_current    = 0.; // [A/m^2], zinc only, positive
    double                         activation            = 0.; // phi_m - phi - E at the reaction plane, of the zinc reaction [V]
    double                         equilibrium           = 0.; // E of that reaction [V]
    double                         film_drop             = 0.; // potential across an unmeshed film, above minus below [V]
    double                         surface_concentration = 0.; // zinc, at the reaction plane [mol/m^3]; 0 without species
    double                         film_thickness = 0., film_resistance = 0.; // [m], [ohm m^2], however represented
    double current_of_gradient = 0.;    // n.i of the gradient in the cell, of an electrode without kinetics [A/m^2]
    bool   dielectric          = false; // what touches the metal: no ions beside it
  };

  /** Evaluates a solution at points of cells and of electrode faces, through the same laws as the equations. */
  template <int dim>
  class Sampler
  {
  public:
    /** `state`: from with_ghosts(). `film_states`: the fields below films without a mesh, where they depend on the past; else they
     * follow from the state. */
    Sampler(const Discretization<dim> &discretization,
            const CellModel           &model,
            const StateVector         &state,
            double                     electrode_potential,
            const FilmValues          &film_states = {});

    using Cell = typename dealii::DoFHandler<dim>::active_cell_iterator;

    /** Calls visit(cell, samples) for every owned cell, at the points of `quadrature`. */
    void
    volume(const dealii::Quadrature<dim>                                                   &quadrature,
           const std::function<void(const Cell &, const std::vector<VolumeSample<dim>> &)> &visit) const;

    /** Calls visit(cell, face, samples) for every owned electrode face. */
    void
    surface(const dealii::Quadrature<dim - 1>                                                              &quadrature,
            const std::function<void(const Cell &, unsigned int, const std::vector<SurfaceSample<dim>> &)> &visit) const;

    /** Index of the zinc ion among the model's species; -1 where it has none. */
    int
    zinc() const;

    const CellModel &
    model() const
    {
      return model_;
    }

  private:
    /** The samples of one face of an electrode; `film_states`: by point, empty where they follow from the state. */
    void
    sample_face(const Cell                             &cell,
                unsigned int                            face,
                const dealii::FEFaceValues<dim>        &values,
                const std::vector<std::vector<double>> &film_states,
                std::vector<SurfaceSample<dim>>        &samples) const;

    /** Reactions and the film above them; `beside_metal`: the fields under the film, where there is one. */
    void
    evaluate_reactions(SurfaceSample<dim>             &sample,
                       const std::vector<double>      &film_states,
                       std::array<double, max_fields> &beside_metal) const;

    /** n.flux in the potential's row at an electrode that prescribes the potential, from the gradient of the potential as computed.
     */
    double
    flux_of_gradient(unsigned int                     material,
                     const SurfaceSample<dim>        &sample,
                     const dealii::Tensor<1, dim>    &gradient,
                     const dealii::FEFaceValues<dim> &values,
                     unsigned int                     q) const;

    /** States of films that depend on the past, taken from the points where they are known by `weights`. */
    std::vector<std::vector<double>>
    film_states_at(const Cell &cell, unsigned int face, const dealii::FullMatrix<double> &weights) const;

    /** The current density into a bare electrode without kinetics; found once. */
    const FieldVector &
    primary_flux(unsigned int boundary) const;

    const Discretization<dim> &discretization_;
    const CellModel           &model_;
    const StateVector         &state_;
    const double               electrode_potential_;
    const FilmValues           film_states_;
    const ElectronicReference  electrons_;

    mutable std::map<unsigned int, FieldVector> primary_fluxes_; // by boundary
  };

  /** What drives the current by Ohm's law alone: i/kappa [V/m], in an anisotropic layer along and across it; 0 where nothing
   * conducts. */
  template <int dim>
  dealii::Tensor<1, dim>
  ohmic_field(const TransportModel &model, const VolumeSample<dim> &sample);

  /** flux_f = -sum_g A_fg K grad u_g, K stretching tangentially where `normal` is given, and the polarisation in Poisson's row.
   * Gradients per metre. */
  template <int dim>
  void
  evaluate_flux(const TransportModel &model, VolumeSample<dim> &sample, const dealii::Tensor<1, dim> *layer_normal);
} // namespace zincfield
