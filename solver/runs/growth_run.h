#pragma once

#include "solver/growth/growth_step.h"
#include "solver/growth/surface_profile.h"
#include "solver/nonlinear/newton.h"
#include "solver/results/case_result.h"
#include "solver/results/field_series.h"
#include "solver/results/growth_history.h"
#include "solver/results/run_log.h"
#include "solver/runs/checkpoint_context.h"
#include "solver/runs/grown_shape.h"
#include "solver/runs/growth_ends.h"
#include "solver/runs/transient_step.h"

#include <deal.II/base/timer.h>

namespace zincfield
{
  /**
   * Lets the deposit grow until one of the ends that the input names: from the steady state of the shape of the start,
   * quasi-steady from shape to shape, or transient from rest (see TransientStep).
   *
   * Quasi-steady, only the shape has a past. A growth step of the third order takes three steady states, each from the one before;
   * the deposited volume is made that of the charge of zinc, and the error of the step controls its length.
   */
  template <int dim>
  class GrowthRun
  {
  public:
    /** As SteadyRun; `data`: the case that `model` is of, whose Control follows the protocol. `shape`: the mesh is a new one of
     * this grown metal. */
    GrowthRun(Discretization<dim>          &discretization,
              CellModel                    &model,
              Operator<dim>                &op,
              Case                         &data,
              const std::string            &directory,
              RunLog                       &log,
              std::function<void(double)>   progress,
              const CheckpointContext<dim> &context,
              const dealii::Timer          &timer,
              StateVector                  &state,
              double                       &electrode_potential,
              CaseResult                   &result,
              std::optional<GrownShape>     shape = {});

    /** Throws Stopped, after a checkpoint, where it was asked to stop. */
    void
    run();

    /** After run(): the grown metal where the run is to go on with a new mesh; none where it has ended. */
    std::optional<GrownShape> &
    shape_for_new_mesh()
    {
      return next_shape_;
    }

  private:
    /** The shape with what has led to it. */
    struct Grown
    {
      FieldVector  displacement, thickness; // of all nodes, and of the deposit on the metal [mesh units]
      FieldVector  film;                    // thickness of an uneven film where nodes slide along it [mesh units]
      FieldVector  stretch;                 // largest that ever was at the metal's nodes, under a film that tears
      StateVector  fields;
      double       electrode_potential = 0.;
      double       time                = 0.;               // [s]
      double       charge = 0., zinc = 0., magnitude = 0.; // [C/m^2 times mesh units], see GrowthStep
      double       begun = 0., charge_begun = 0.;          // of the step of the programme
      unsigned int steps = 0;
    };

    /** The steady state of the start. */
    void
    find_start();

    void
    carry_out_protocol();

    /** Growth steps until one of `ends`; returns why it ended. Empty: a failure, which the result has. */
    std::string
    march(const GrowthEnds &ends);

    /** A transient run: rest, at the beginning. */
    void
    begin_at_rest();

    /** The first step after a switch, of implicit Euler: short against all that follows. */
    double
    switching_step(const GrowthEnds &ends) const;

    /** The report of the present state. */
    void
    measure_fields();

    /** What the fields lack of what has passed, by species, over the charge that has moved, for the report. */
    void
    add_amount_balances();

    /** The state of the present step of the programme, or of Control, that growth begins or goes on from; false, with a failure
     * that begins with `what`, where there is none. */
    bool
    find_state(const std::string &what);

    /** What measurements need beside the fields: n.flux over the boundaries, and what lies below films with a past. */
    const TimeState::Fluxes &
    fluxes() const;
    FilmValues
    film_states() const;

    /** Passes the time of a step without current. */
    void
    rest(const ProtocolStep &step);

    /** One growth step of length `dt`; false where it is to be tried again with the length that `dt` has then. */
    bool
    take_step(const GrowthEnds &ends, double &dt);

    void
    count(const NewtonResult &solved);

    /** Solves on the mesh as it is; none where there is no state, for a reason that is kept. */
    std::optional<SurfaceRate<dim>>
    solve(const FieldVector &thickness);

    /** Back to the shape and the state at the beginning of the step. */
    void
    go_back();

    /** What ends look at. */
    GrowthReadings
    readings(const Grown &grown, const SurfaceRate<dim> &rate, const SurfaceProfile &profile) const;

    double
    longest_step(const GrowthEnds &ends) const;

    void
    publish(const GrowthEnds &ends, const GrowthStep<dim> &step, double dt);

    void
    measure_shape();

    /** Volume that the metal has gained since the start, and on this mesh; that of what has passed in either direction. Mesh units,
     * 2 pi r included. */
    double
    deposited_volume() const;
    double
    swept_volume() const;
    double
    moved_volume() const;

    /** Ends the march where the mesh is so distorted that a new one is due and can be made. */
    void
    look_for_new_mesh();

    /** Faces of the metal, on all ranks. */
    double
    n_faces() const;

    /** To which a new mesh fills valleys [mesh units]. */
    double
    valley_radius() const;

    /** The metal as a new mesh takes it; none where the mesh is not distorted and no valley is sharp. Without outline and heights
     * where no mesh can be made of it. */
    std::optional<GrownShape>
    shape_of_metal(double radius, bool distorted);

    /** Begins on the new mesh of a grown shape. */
    void
    take_over_shape();

    /** What a new mesh needs of a transient run. */
    FieldsInTransit
    fields_in_transit() const;

    /** After take_over_shape(): fields and amounts of a transient run. */
    void
    take_over_fields();

    /** Remembers how far the film has stretched; whether more of it is torn now. */
    bool
    tear();

    /** After it: the state where the torn film no longer resists, or, where fields have a past, what its torn part held beyond the
     * bulk left to the solution beside it. `held`: the states below the film before. */
    void
    let_go(const FilmValues &held);

    void
    write_fields_now();

    void
    finish();

    /** Says so where a film has made short waves grow. */
    void
    look_for_waves_under_film();

    /** What a step without a state may mean. */
    std::string
    advice() const;

    std::string
    advice_on_film() const;

    void
    add_growth_note(const std::string &note);

    /** A checkpoint where one is due or the run is to stop; then it throws Stopped. */
    void
    keep();
    void
    save();
    void
    restore();

    /** The state of a transient run, on the mesh where it is. */
    void
    restore_instant();

    /** What both a checkpoint and a new mesh take over. */
    nlohmann::json
    past();
    void
    take_past(const nlohmann::json &past);

    std::optional<double>
    applied() const;

    Discretization<dim>                &discretization_;
    CellModel                          &model_;
    Operator<dim>                      &op_;
    Case                               &data_;
    const GrowthOptions                &options_;
    const std::string                   directory_;
    RunLog                             &log_;
    const std::function<void(double)>   progress_;
    const CheckpointContext<dim>        context_;
    const dealii::Timer                &timer_;
    StateVector                        &state_;
    double                             &electrode_potential_;
    CaseResult                         &result_;
    GrowthHistory                       history_;
    FieldSeries                         series_;
    const bool                          spreads_; // nodes along the metal
    std::unique_ptr<MovingMesh<dim>>    mesh_;
    std::unique_ptr<MetalFaces<dim>>    faces_at_start_;
    std::unique_ptr<TransientStep<dim>> transient_;         // null: quasi-steady
    TimeState                           instant_;           // of now_, transient
    std::array<double, max_fields>      stored_at_begin_{}; // likewise, beyond the bulk: in double layers that are resolved
    bool                                switches_ = false;  // the next step is the first of its drive
    Grown                               now_;
    SurfaceRate<dim>                    rate_; // of now_
    SurfaceProfile                      profile_, profile_at_start_;
    std::string                         trouble_;         // why the last stage has no state
    double                              next_step_  = 0.; // [s]
    double                              next_share_ = 0.; // done, at which fields are written
    unsigned int                        position_   = 0;  // in the programme
    bool                                resumed_    = false;
    std::optional<GrownShape>           shape_, next_shape_;
    double                              deposited_before_ = 0.;   // on earlier meshes, mesh units
    double                              moved_at_start_   = 0.;   // volume, when this mesh began
    unsigned int                        steps_at_start_   = 0;    // of this mesh
    bool                                may_renew_        = true; // the mesh
    double                              step_seconds_ = 0., earlier_seconds_ = 0.;
    unsigned int                        newton_steps_ = 0, linear_iterations_ = 0; // of the step
  };
} // namespace zincfield
