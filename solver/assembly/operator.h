#pragma once

#include "solver/assembly/conserved_amounts.h"
#include "solver/assembly/film_states.h"
#include "solver/assembly/jacobian_table.h"
#include "solver/assembly/loads.h"
#include "solver/discretization/discretization.h"

#include <deal.II/base/aligned_vector.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/matrix_free/fe_evaluation.h>

#include <deque>

namespace zincfield
{
  /** An unknown whose own equation gives way to another: a value, the potential of the working electrode, or an amount in the whole cell. */
  struct PrescribedUnknown
  {
    enum class Source
    {
      value,
      electrode_potential,
      amount
    };
    unsigned int field, local_index;
    Source       source;
    unsigned int boundary;    // of a value or the electrode potential; invalid where the value holds inside
    double       value  = 0.; // as the solution vector holds it
    unsigned int amount = 0;  // index in amounts()
  };

  /** What a state holds, tested like the rows [C/m^2 times mesh units], and the charge of the metal by boundary id [C/m^2 times area in mesh units]. */
  struct Stored
  {
    StateVector         rows;
    std::vector<double> metal_charge;
    /** Of films without a mesh on this rank, by point: what counts in their own equations [C/m^2], and the fields below their slabs. */
    std::vector<double> films, film_states;
  };

  /** An implicit step in time: rate [1/s] times what a state holds beyond `before` joins its rows. Without a rate the state is steady. */
  struct ImplicitStep
  {
    double        rate   = 0.;
    const Stored *before = nullptr;
    double        least_current = 1e-6; // [A/m^2] that a residual is measured against where less flows
    /** [1/s]. K + i omega M about a steady state is linearised instead: its real part, or with rate = omega the sum of its real and imaginary parts. */
    double angular_frequency = 0.;
    /** On a coarser level of a preconditioner: films are taken as steady (`before` is of another mesh, see FilmStep), resting ions conduct as in the mean of a cell. */
    bool on_coarser_level = false;
  };

  /**
   * The discrete equations of one case: residual, Jacobian action and matrices, all from the same pointwise laws.
   *
   * Row f of the residual tests with w: int (sum_g A_fg grad u_g).grad w dV + int (n.flux_f) w dS, in A/m^2 times mesh units;
   * in a step in time, rate (int stored_f w dV - int q w dS - before) is added, with q the charge of the metal's double layer;
   * rows of prescribed and constrained unknowns hold value minus prescription, those of conserved amounts the surplus over the bulk
   * composition. Electrode potentials are in V.
   */
  template <int dim>
  class Operator
  {
  public:
    /** `loads`: additions to the equations; without any they cost nothing. */
    Operator(const Discretization<dim> &discretization, const CellModel &model, Loads<dim> loads = {});

    /** Tabulate what depends on the mesh. */
    void
    reinit();

    /** What the following residuals and linearisations are a step of; the levels of a multigrid method take it from the finest. */
    void
    set_step(const ImplicitStep &step)
    {
      step_ = step;
    }
    const ImplicitStep &
    step() const
    {
      return step_;
    }

    /** What the state holds. */
    void
    store(Stored &stored, const StateVector &state, double electrode_potential) const
    {
      store(stored, state, electrode_potential, false);
    }

    /** What the state holds with these states below films without a mesh, given on this mesh or another one made from the same coarse cells. */
    void
    store(Stored &stored, const StateVector &state, double electrode_potential, const FilmValues &film_states) const;

    /** Entries of Stored::films or film_states, with their cells and faces; empty where no film lacks a mesh. */
    FilmValues
    film_values(const std::vector<double> &entries) const;

    /** The reverse, for the cells of this rank; on another mesh they are interpolated. Throws std::runtime_error where `values` lacks a face. */
    std::vector<double>
    film_entries(const FilmValues &values) const;

    /** Adds to the rows what `surplus` [A/m^2] in the equations of films without a mesh makes of them in this step, at the last residual(). Returns what it makes of the current into the working electrode. */
    double
    add_film_surplus(StateVector &rows, const std::vector<double> &surplus, const StateVector &state, double electrode_potential) const;

    /**
     * Largest change, on all ranks, of what the surfaces of electrodes hold in this step: of the drop over each double layer in RT/F, and of the states below films without a mesh in the scales of
     * the fields in `counted` (bits). It follows from changes of the fields and of the electrode potential and from `surplus` [A/m^2] in the films' own equations.
     */
    double
    surface_change(const StateVector &change, double electrode_change, const std::vector<double> &surplus, const StateVector &state, double electrode_potential, unsigned int counted) const;

    /** Leave no guess behind from earlier evaluations, see Newton::forget(). */
    void
    forget()
    {
      for (FaceTable &table : electrode_faces_)
        for (SurfaceFlux &state : table.states)
          state.below.clear();
    }

    /** Residual at `state`. Returns false where a film's own equations have no solution (on all ranks alike). */
    bool
    residual(StateVector &destination, const StateVector &state, double electrode_potential);

    /** Tabulate the Jacobian at `state`. */
    bool
    linearize(const StateVector &state, double electrode_potential);

    /** Jacobian action on a change of the fields and of the electrode potential. */
    void
    jacobian(StateVector &destination, const StateVector &change, double electrode_change);

    /** Transposed action of the rows of free unknowns on free unknowns; the others keep their entries. */
    void
    transposed_jacobian(StateVector &destination, const StateVector &source);

    /** Id of its boundary. */
    unsigned int
    working_electrode() const
    {
      return working_;
    }

    /** n.i over the working electrode [A/m^2 times mesh units] of the last residual(). */
    double
    working_current() const
    {
      return current(working_);
    }
    /** Its change in the last jacobian(). */
    double
    working_current_change() const
    {
      return current_change_;
    }

    /** n.i over a boundary in the last residual(), displacement current included [A/m^2 times mesh units]. */
    double
    current(const unsigned int boundary) const
    {
      return transport_.current(boundary_flux_[boundary]) + displacement_current_[boundary];
    }

    /** int n.flux_f dS over each boundary id of the last residual() [A/m^2 times mesh units]; the residual sums where prescribed. */
    const std::vector<std::array<double, max_fields>> &
    boundary_flux() const
    {
      return boundary_flux_;
    }

    /** Integral of n.i over an electrode [A/m^2 times mesh units] times the potential in `weight` [V], of a change of the fields and the electrode potential. */
    double
    current_moment(unsigned int boundary, const StateVector &change, double electrode_change, const StateVector &weight);

    /** Amounts in the solution that no reaction changes (closed cells). */
    const std::vector<ConservedAmount> &
    amounts() const
    {
      return amounts_;
    }

    /** Surplus of each conserved amount over the bulk composition, weighted like a row [A/m^2 times mesh units]; evaluated on all ranks. */
    std::vector<double>
    surplus(const StateVector &state) const;

    /** Its change with a change of the fields at the last linearize(). */
    std::vector<double>
    surplus_change(const StateVector &change) const;

    /** Entries of the pinned unknowns, by amount, on all ranks. */
    std::vector<double>
    pinned(const StateVector &vector) const;

    /** Set the entries of the pinned unknowns. */
    void
    pin(StateVector &vector, const std::vector<double> &values) const;

    /** Norm of int |i| w dS with i the mean current density: what a residual is measured against. */
    double
    residual_scale() const;

    /** Norm of a residual in which only the rounding of what a step in time holds is left; 0 at steady state. */
    double
    rounding_noise() const
    {
      return step_.rate > 0. ? 1e-15 * step_.rate * (step_.before->rows.l2_norm() + displacement_terms_) : 0.;
    }

    /** Norm of int w dS over the working electrode. */
    double
    surface_norm() const
    {
      return surface_norm_;
    }

    /** Entries of block (row, column) of the Jacobian at the last linearize(): calls add(rows, columns, cell matrix), numbered as in the scalar space. */
    void
    assemble(unsigned int                                                                                                                row,
             unsigned int                                                                                                                column,
             const std::function<void(const std::vector<dealii::types::global_dof_index> &, const dealii::FullMatrix<double> &)> &add) const;

    const std::vector<PrescribedUnknown> &
    prescribed() const
    {
      return prescribed_;
    }

    /** Set prescribed unknowns of `state` to their values. */
    void
    prescribe(StateVector &state, double electrode_potential) const;

    /** Copy the prescribed and constrained unknowns, whose rows are those of the identity. */
    void
    keep_rows(StateVector &destination, const StateVector &source) const;

    const Discretization<dim> &
    discretization() const
    {
      return discretization_;
    }
    const CellModel &
    model() const
    {
      return model_;
    }
    bool has_loads() const { return loads_.volume || loads_.surface; } // of a manufactured solution: what flows in need not flow out
    unsigned int
    n_fields() const
    {
      return n_;
    }

    /** The Jacobian of the last linearize(), for the preconditioners. */
    const JacobianTable<dim> &
    table() const
    {
      return table_;
    }

    /** Evaluations of the operator (residual or Jacobian action) so far, those for smoothing included: parts of the Jacobian and coarser meshes count by their shares. */
    double
    n_evaluations() const
    {
      return n_residuals_ + table_.n_applications() + n_evaluations_below_;
    }

    /** Count what multigrid does on coarser meshes. */
    void
    count_evaluations_below(const double n)
    {
      n_evaluations_below_ += n;
    }

    double
    memory_consumption() const;

  private:
    using Number       = dealii::VectorizedArray<double>;
    using Cells        = dealii::FEEvaluation<dim, -1, 0, 1, double>;
    using Faces        = dealii::FEFaceEvaluation<dim, -1, 0, 1, double>;
    using FluxGradient = std::array<dealii::Tensor<1, dim, Number>, max_fields>;

    /** At quadrature point q: 1, or 2 pi r in axisymmetric cells. */
    template <typename Evaluator>
    Number
    weight(const Evaluator &cell_or_face, const unsigned int q) const
    {
      return discretization_.axisymmetric ? Number(2. * dealii::numbers::PI) * cell_or_face.quadrature_point(q)[0] : Number(1.);
    }

    /** Properties of the cells of a batch at quadrature point q and lane v. */
    const Properties &
    properties(unsigned int batch, unsigned int q, unsigned int v) const;

    /** A_fg at the fields u, and its derivative with respect to field `seed`. */
    void
    coefficients(unsigned int batch, unsigned int q, const Number *u, Coefficients<Number> &a) const;
    void
    coefficient_derivatives(unsigned int batch, unsigned int q, const Number *u, unsigned int seed, Coefficients<Number> &derivative) const;

    /**
     * Conduction of the ions that rest in the cells of a batch, the mean over their nodes; 0 of those that move, whose electrochemical potential changes by RT or more. `cells` hold unknowns.
     *
     * Between large cells concentrations of resting ions fall by orders of magnitude: at the few points of quadrature of a coarse cell they are far below what finer cells have near its sides,
     * and a correction from there would be as much too large.
     */
    std::array<Number, max_fields>
    resting_conduction(unsigned int batch, const std::deque<Cells> &cells) const;

    /** Sources of the rows, and their derivatives into the table. */
    std::array<Number, max_fields>
    sources(unsigned int batch, unsigned int q, const Number *u) const;
    void
    tabulate_reaction(unsigned int batch, unsigned int q, const Number *u, const Number &weight);

    /** Of what is stored at a point, times the rate, into the table; added to the derivatives of the sources there. */
    void
    tabulate_storage(unsigned int batch, unsigned int q, const Number *u, const Number &weight);

    /** Derivatives of the fluxes at a point of an electrode, charging currents of the step included. */
    void
    charge_surface(const BoundaryLaw &boundary, const SurfacePoint &point, const double *u, double electrode_potential, SurfaceFlux &flux) const;

    /** eps_0 eps_r [F/m] of the cells of a batch at quadrature point q. */
    Number
    permittivity(unsigned int batch, unsigned int q) const;

    /** eps grad phi tested with grad w, in the potential's row of what is stored, and the size of the terms that cancel in it; `state` with ghosts. */
    void
    store_displacement(Stored &stored, const StateVector &state) const;

    /** rate eps into the conduction of the potential's row: displacement current of an electroneutral medium in a harmonic perturbation, and in a step that counts it. */
    void
    add_displacement(unsigned int batch, unsigned int q, Coefficients<Number> &a) const;

    /** Capacitance [F/m^2] whose charging current is part of the potential's row at an electrode; 0 where double layers are resolved. */
    double
    charging_capacitance(const BoundaryLaw &boundary) const
    {
      return transport_.displacement_rate() > 0. ? 0. : boundary.double_layer_capacitance;
    }

    /** Tangential gradient scaled by the anisotropy of the layer. */
    void
    stretch(unsigned int batch, unsigned int q, dealii::Tensor<1, dim, Number> &gradient) const;

    /** Faces of the table: nodes, and shape functions at the points of quadrature. */
    void
    tabulate_faces();

    /** Metric of all cells. */
    void
    tabulate_metric();

    struct FaceTable
    {
      unsigned int                              face, boundary;
      std::vector<SurfacePoint>                 points; // q, lane
      mutable std::vector<SurfaceFlux>          states; // of the last evaluation: the starting guess of the next
      unsigned int                              first;  // face of the table that its first lane is
      std::size_t                               first_entry = 0, n_entries = 0; // among those of films; at a point
      std::vector<std::vector<unsigned int>>    order;  // by lane and q: number of the point in the order of FEFaceValues
    };

    /** Whether a film without a mesh covers the face. */
    static bool
    has_film(const FaceTable &table)
    {
      return table.n_entries > 0;
    }

    /** What the film at a point of a face does in this step. */
    FilmStep
    film_step(const FaceTable &table, unsigned int point) const;

    /** Physical fields at point q and lane v of a face. */
    void
    fields_at(std::deque<Faces> &faces, unsigned int q, unsigned int v, double *u) const;

    /** Calls what(evaluators of the fields, face) for faces under films without a mesh; `state` with ghosts. */
    void
    over_films(const StateVector &state, const std::function<void(std::deque<Faces> &, const FaceTable &)> &what) const;

    /** What films without a mesh and the metals below them hold; `known`: the states below them are those of the last residual(). */
    void
    store_films(Stored &stored, const StateVector &state, double electrode_potential, bool known) const;

    void
    store(Stored &stored, const StateVector &state, double electrode_potential, bool known) const;

    /** Integrals of the loads and values of prescribed unknowns. */
    void
    tabulate_loads();

    /** The built-in polarisation's part of the loads. */
    void
    tabulate_polarisation();

    /** Prescribe 0 for the unknowns of ions that touch only materials which no ion enters: their rows are empty. */
    void
    hold_absent_ions();

    /** Unknowns that hold the conserved amounts, and what a surplus weighs. */
    void
    tabulate_amounts();

    /** d surplus/d u at a state (with ghosts). */
    void
    tabulate_surplus(const StateVector &state);

    /** Calls what(batch), or what(fields of the state on it, number of cells), for every batch of cells of the solution. */
    void
    over_solution(const std::function<void(unsigned int)> &what) const;
    void
    over_solution(const StateVector &state, const std::function<void(std::deque<Cells> &, unsigned int)> &what) const;

    void
    finish_rows(StateVector &destination, const StateVector &state, double electrode_value, bool homogeneous);

    const Discretization<dim> &discretization_;
    const CellModel           &model_;
    const TransportModel      &transport_;
    const unsigned int         n_, potential_;
    const std::array<double, max_fields> current_weights_;
    unsigned int               working_ = 0; // boundary id
    const unsigned int         stored_rows_; // bits; 0 in a steady run
    const bool                 displaces_;   // in a step in time, with an electroneutral model
    mutable double             displacement_terms_ = 0.; // norm of eps phi/h over the cells at the last state stored, as rows
    ImplicitStep               step_;
    const Loads<dim>           loads_;
    StateVector                load_; // part of the residual that does not depend on the state; empty without loads

    unsigned int                                   n_cell_points_ = 0, n_face_points_ = 0;
    std::vector<unsigned int>                      batch_material_;
    std::vector<std::vector<Properties>>           varying_properties_; // by batch; empty where uniform
    std::vector<Properties>                        uniform_properties_; // by material
    std::vector<std::vector<dealii::Tensor<1, dim, Number>>> layer_normals_; // by batch; empty where isotropic

    JacobianTable<dim>                table_;
    std::vector<ScalarVector<double>> change_, product_; // numbered as the table

    std::vector<FaceTable>                        electrode_faces_;
    std::size_t                                   n_film_entries_ = 0;
    std::map<unsigned int, dealii::FullMatrix<double>> face_shapes_; // by number of the face in its cell: point, node of the face

    std::vector<PrescribedUnknown>                prescribed_;
    std::vector<ConservedAmount>                  amounts_;
    std::vector<double>                           amount_weight_;   // of a surplus [mol/m^3]
    std::vector<StateVector>                      surplus_gradient_; // by amount
    double                                        solution_volume_ = 0.;
    std::vector<unsigned int>                     constrained_; // local indices of constrained owned unknowns
    std::vector<std::array<double, max_fields>>   boundary_flux_;
    std::vector<double>                           displacement_current_; // by boundary id; resolved double layers
    double                                        current_change_ = 0.;
    double                                        surface_norm_ = 0., surface_area_ = 0.;
    double                                        n_residuals_ = 0., n_evaluations_below_ = 0.;
  };
} // namespace zincfield
