#pragma once

#include "postprocess/quantities/measure.h"
#include "solver/input/prm_reader.h"
#include "solver/input/read_cases.h"
#include "solver/nonlinear/continuation.h"

namespace zincfield
{
  /** Lines "Section/Key = value"; a later one replaces an earlier one. */
  using Lines = std::vector<std::string>;

  inline Lines
  operator+(Lines lines, const Lines &more)
  {
    lines.insert(lines.end(), more.begin(), more.end());
    return lines;
  }

  /** The case of an input made of such lines. */
  inline Case
  make_case(const Lines &lines)
  {
    InputSection input;
    input.file = "test";
    for (const std::string &line : lines)
      {
        const auto    equals  = line.find('=');
        const auto    parts   = split_path(normalise_blanks(line.substr(0, equals)));
        InputSection *section = &input;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i)
          section = &section->subsection(parts[i], "test", 1);
        InputEntry *entry = section->find_entry(parts.back());
        if (!entry)
          entry = &section->entries.emplace_back();
        entry->key   = parts.back();
        entry->value = normalise_blanks(line.substr(equals + 1));
        entry->file  = "test";
      }
    return read_cases(input).front();
  }

  /** What most cells share: a bulk above, insulating sides, tight Newton iterations. */
  inline Lines
  common_lines()
  {
    return {"Boundaries/working electrode/Condition = electrode", "Boundaries/counter/Condition = bulk",
            "Boundaries/sides/Condition = insulating", "Solver/Newton tolerance = 1e-11"};
  }

  /** A case on one uniform mesh, solved on demand. */
  template <int dim>
  struct Solved
  {
    Solved(const Lines &lines, const unsigned int refinements, const MPI_Comm communicator = MPI_COMM_WORLD)
      : Solved(make_case(lines), refinements, communicator)
    {}
    Solved(const Case &made, const unsigned int refinements, const MPI_Comm communicator = MPI_COMM_WORLD)
      : data(made)
      , model(data)
      , mesh(*data.geometry, model.mesh_layers, data.discretization.degree, communicator)
    {
      for (unsigned int level = 0; level < refinements; ++level)
        {
          mesh.triangulation().set_all_refine_flags();
          mesh.refine();
        }
      discretization = std::make_unique<Discretization<dim>>(mesh, data.discretization.degree, data.geometry->axisymmetric());
    }

    /** Solve; `loads` of a manufactured solution. */
    NewtonResult
    solve(const Loads<dim> &loads = {})
    {
      op = std::make_unique<Operator<dim>>(*discretization, model, loads);
      initial_state(*op, state, electrode_potential);
      Newton<dim> newton(*op, data.solver, data.control.mode == ControlMode::galvanostatic, nullptr);
      const auto  result = solve_with_continuation(*op, newton, state, electrode_potential, [](const std::string &) {});
      ghosted            = with_ghosts(*discretization, state);
      return result;
    }

    Report
    report() const
    {
      return measure(*discretization, model, state, electrode_potential, op->boundary_flux());
    }

    double
    quantity(const std::string &name) const
    {
      return report().quantities.at(name).value;
    }

    unsigned int
    boundary(const std::string &name) const
    {
      const auto &names = mesh.boundary_names();
      return std::find(names.begin(), names.end(), name) - names.begin();
    }

    /** n.flux_f of row f over a boundary [A/m^2 times mesh units]. */
    double
    flux(const std::string &name, const unsigned int f) const
    {
      return op->boundary_flux()[boundary(name)][f];
    }

    Case                                 data;
    CellModel                            model;
    Mesh<dim>                            mesh;
    std::unique_ptr<Discretization<dim>> discretization;
    std::unique_ptr<Operator<dim>>       op;
    StateVector                          state, ghosted;
    double                               electrode_potential = 0.;
  };
} // namespace zincfield
