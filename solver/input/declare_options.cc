#include "solver/input/declare_sections.h"
#include "solver/input/field_output.h"
#include "solver/input/growth_control.h"

namespace zincfield
{
  void
  declare_control(Parameters &p, Case &data)
  {
    Control &control = data.control;
    if (data.has_protocol())
      {
        for (const char *const key : {"Mode", "Applied current density", "Total current", "Electrode potential", "Cell voltage"})
          if (p.given(key))
            p.reject(key, "the Programme drives this cell", "no section Control, or no Programme");
        control.applied_current_density = 0.;
        if (!data.growth_protocol.steps.empty())
          control = control_of(data.growth_protocol.steps[data.growth_protocol.sequence.front()], data);
        return;
      }
    const std::vector<std::string> modes = {"galvanostatic", "potentiostatic", "cell voltage", "open circuit"};
    std::string                    mode  = modes[static_cast<unsigned int>(control.mode)];
    p.choice("Mode", mode, modes,
             "What is prescribed; only the value of this mode is used. open circuit: no current, so that the electrode has the "
             "potential at which its reactions balance.");
    const bool open = mode == "open circuit";
    control.mode    = mode == "galvanostatic" || open ? ControlMode::galvanostatic
                      : mode == "potentiostatic"      ? ControlMode::potentiostatic
                                                      : ControlMode::cell_voltage;

    // Values of the other modes may stand in the file: a variant can choose another mode.
    const auto value =
      [&](const std::string &key, double &number, const ControlMode needed_by, const std::string &unit, const std::string &doc) {
      if (p.describing() || p.given(key) || (control.mode == needed_by && !open))
        p.quantity(key, number, unit, Range::any(), doc);
    };
    if (p.describing() || p.given("Applied current density") || p.given("Total current") ||
        (control.mode == ControlMode::galvanostatic && !open))
      declare_current(
        p, "Applied current density", control.applied_current_density,
        "Galvanostatic: deposition current over the projected area of the working electrode; positive: zinc deposits.", data);
    value("Electrode potential", control.electrode_potential, ControlMode::potentiostatic, "V",
          "Potentiostatic: against a zinc reference in the bulk; negative: zinc deposits.");
    value("Cell voltage", control.cell_voltage, ControlMode::cell_voltage, "V",
          "Cell voltage: working minus counter electrode; negative: zinc deposits.");
    if (open)
      control.applied_current_density = 0.;
  }

  void
  declare_discretization(Parameters &p, DiscretizationOptions &o)
  {
    p.integer("Degree", o.degree, 1, 6, "Polynomial degree of the finite elements.");
    p.quantity(
      "Accuracy", o.accuracy, "1", {1e-10, 1., true, false},
      "Relative error of the mean current density (or electrode potential) and of the uniformity at which refinement stops.");
    p.integer("Minimum cycles", o.minimum_cycles, 1, 30, "Fewest meshes: the error is estimated from one to the next.");
    p.integer("Maximum cycles", o.maximum_cycles, 1, 30, "Most meshes.");
    p.integer("Initial refinements", o.initial_refinements, 0, 10,
              "Refinements of the whole coarse mesh before the first solution.");
    p.integer("Maximum unknowns", o.maximum_unknowns, 100, 2000000000, "Refinement stops before this number of unknowns.");
    p.quantity("Refinement fraction", o.refinement_fraction, "1", {0., 1., false, true},
               "Share of the estimated error on the cells that are refined.");
    if (!p.describing() && o.maximum_cycles < o.minimum_cycles)
      p.reject("Maximum cycles", "fewer than Minimum cycles", "a whole number from " + std::to_string(o.minimum_cycles) + " to 30");
  }

  void
  declare_solver(Parameters &p, SolverOptions &o)
  {
    p.choice("Linear solver", o.linear_solver, {"automatic", "multigrid", "block", "direct"},
             "multigrid: Krylov with geometric multigrid on each field; block: the same with hypre's algebraic multigrid; direct: "
             "factorisation; automatic: multigrid, direct for small plane problems.");
    p.quantity("Newton tolerance", o.newton_tolerance, "1", {0., 1., false, false},
               "Relative residual at which Newton's method stops.");
    p.integer("Newton steps", o.newton_steps, 1, 1000, "Most steps before the load is cut.");
    p.quantity("Linear tolerance", o.linear_tolerance, "1", {0., 1., false, false},
               "Largest relative residual of the linear solver; Newton steps near the solution go below it.");
    p.integer("Linear iterations", o.linear_iterations, 1, 100000, "Most iterations of the linear solver.");
    p.integer("Direct solver limit", o.direct_solver_limit, 0, 100000000, "Unknowns up to which automatic factorises in 2-D.");
    p.boolean("Compare representations", o.compare_representations,
              "Whether the other representations of the coating are computed too and the difference is reported.");
    p.file("PETSc options file", o.petsc_options_file, "File of PETSc options; empty: none.");
  }

  void
  declare_output(Parameters &p, OutputOptions &o)
  {
    p.boolean("Volume", o.volume, "Whether fields in the volume are written.");
    p.boolean("Surface", o.surface, "Whether fields on the surfaces are written.");
    p.boolean("Figures", o.figures, "Whether figures are drawn at the end.");
    p.quantity("Patch", o.tip_region, "1", {0., 1., false, true},
               "Radius of the regions about tips and valleys whose mean currents are compared, relative to the feature size.");
    p.boolean("Every cycle", o.every_cycle, "Whether the solution on every mesh is written, not only the last.");
    FieldOutput().declare(p); // read by field_output()
    p.quantity("Checkpoint interval", o.checkpoint_interval, "min", Range::non_negative(),
               "Time between checkpoints, from which --resume goes on; one is also written when a batch system ends the run.");
  }
} // namespace zincfield
