#pragma once

#include "solver/assembly/face_tables.h"
#include "solver/assembly/film_states.h"
#include "solver/assembly/term.h"

#include <deque>

namespace zincfield
{
  /** Electrodes and charged walls: reactions in series with films without a mesh, their double layers, and what the films hold. */
  template <int dim>
  class SurfaceTerms : public Term<dim>
  {
  public:
    explicit SurfaceTerms(const AssemblyContext<dim> &context)
      : context_(context)
    {}

    void
    reinit() override;

    /** Adds the faces to the Jacobian's table. */
    void
    tabulate_faces(JacobianTable<dim> &table);

    bool
    add_residual(Residual<dim> &residual, const StateVector &state, double electrode_potential) override;

    void
    add_accumulation(Accumulation &accumulation, const StateVector &state, double electrode_potential, bool known) const override;

    bool
    tabulate(JacobianTable<dim> &table, const StateVector &state, double electrode_potential) override;

    const std::vector<FaceTable> &
    tables() const
    {
      return tables_;
    }

    /** Entries of Accumulation::films or film_states, with their cells and faces; empty where no film lacks a mesh. */
    FilmValues
    film_values(const std::vector<double> &entries) const;

    /** The reverse, for the cells of this rank; on another mesh they are interpolated. Throws std::runtime_error where `values`
     * lacks a face. */
    std::vector<double>
    film_entries(const FilmValues &values) const;

    /** The same of Accumulation::solids. */
    FilmValues
    solid_values(const std::vector<double> &entries) const;
    std::vector<double>
    solid_entries(const FilmValues &values) const;

    /** Makes ready for the step of the context: what there is of solids limits how fast they dissolve. */
    void
    begin_step();

    /** Takes these states below films without a mesh as those of the last evaluation. */
    void
    set_film_states(const FilmValues &values) const;

    /** Leaves no starting guess behind from earlier evaluations. */
    void
    forget();

    /**
     * Adds to the rows what `surplus` [A/m^2] in the equations of films without a mesh makes of them in this step, at the last
     * residual. Returns what it makes of the current into the electrode `boundary`, on all ranks.
     */
    double
    add_film_surplus(StateVector               &rows,
                     const std::vector<double> &surplus,
                     const StateVector         &state,
                     double                     electrode_potential,
                     unsigned int               boundary) const;

    /**
     * Largest change, on all ranks, of what the surfaces of electrodes hold in this step: of the drop over each double layer in
     * RT/F, and of the states below films without a mesh in the scales of the fields in `counted` (bits). It follows from changes
     * of the fields and of the electrode potential and from `surplus` [A/m^2] in the films' own equations.
     */
    double
    change(const StateVector         &change,
           double                     electrode_change,
           const std::vector<double> &surplus,
           const StateVector         &state,
           double                     electrode_potential,
           unsigned int               counted) const;

    double
    memory_consumption() const;

  private:
    using Number = dealii::VectorizedArray<double>;
    using Faces  = typename AssemblyContext<dim>::Faces;

    /** What the film at a point of a face does in this step. */
    FilmStep
    film_step(const FaceTable &table, unsigned int point) const;

    /** Capacitance [F/m^2] whose charging current is part of the potential's row at an electrode; 0 where double layers are
     * resolved. */
    double
    charging_capacitance(const BoundaryLaw &boundary) const
    {
      return context_.transport.traits().resolves_charge ? 0. : boundary.double_layer_capacitance;
    }

    /** Derivatives of the fluxes at a point of an electrode, charging currents of the step included. */
    void
    add_charging(
      const BoundaryLaw &boundary, const SurfacePoint &point, const double *u, double electrode_potential, SurfaceFlux &flux) const;

    using FaceAction = std::function<void(std::deque<Faces> &, const FaceTable &)>;

    enum class FacesOf
    {
      all,
      films, // without a mesh
    };

    /** Calls what(evaluators of the fields, table) for these tables of faces. */
    void
    over(FacesOf which, const StateVector &state, const FaceAction &what) const;

    /** What the double layers of bare metal hold. */
    void
    add_double_layers(Accumulation &accumulation, const StateVector &state, double electrode_potential) const;

    /** What films without a mesh and the metals below them hold. */
    void
    add_films(Accumulation &accumulation, const StateVector &state, double electrode_potential, bool known) const;

    /** What of the solid there is after the step, by the rates of the last evaluation. */
    void
    add_solids(Accumulation &accumulation) const;

    /** First entry of a table of faces and their number at a point. */
    using Entries = std::function<std::pair<std::size_t, std::size_t>(const FaceTable &)>;

    FilmValues
    values_of(const std::vector<double> &entries, const Entries &of) const;
    std::vector<double>
    entries_of(const FilmValues &values, std::size_t size, const Entries &of) const;

    const AssemblyContext<dim>                        &context_;
    std::vector<FaceTable>                             tables_;
    std::map<unsigned int, dealii::FullMatrix<double>> shapes_; // by number of the face in its cell: point, node of the face
    std::size_t                                        n_film_entries_ = 0, n_solids_ = 0;
  };
} // namespace zincfield
