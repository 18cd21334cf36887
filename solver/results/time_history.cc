#include "solver/results/time_history.h"

#include "postprocess/quantities/quantity_kind.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <deal.II/base/mpi.h>

#include <cstdio>
#include <filesystem>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Names and units of the reported numbers that have a column. */
    std::vector<std::pair<std::string, std::string>>
    columns()
    {
      std::vector<std::pair<std::string, std::string>> list;
      for (const auto &[name, kind] : quantity_kinds())
        if (const QuantityDescription of = kind->description(); of.in_history)
          list.emplace_back(name, of.unit);
      return list;
    }
  } // namespace

  TimeHistory::TimeHistory(const std::string &directory, const bool resumes)
    : path_(directory.empty() ? "" : directory + "/history.csv")
  {
    if (!directory.empty() && !resumes && Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      {
        file_.open(path_);
        file_ << "position,step,time [s],time step [s],charge [C/m^2]";
        for (const auto &[name, unit] : columns())
          file_ << ',' << name << " [" << unit << ']';
        file_ << ",Newton steps,linear iterations,step error over tolerance,charge balance,order,deposit [C/m^2]\n" << std::flush;
      }
    require_written();
  }

  void
  TimeHistory::go_on(const std::uint64_t bytes)
  {
    if (!path_.empty() && Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      {
        std::error_code failed;
        std::filesystem::resize_file(path_, bytes, failed);
        file_.open(path_, std::ios::app);
        if (failed)
          file_.setstate(std::ios::failbit);
      }
    require_written();
  }

  void
  TimeHistory::row(const HistoryRow &row, const Report &report)
  {
    if (!file_.is_open())
      return;
    const auto number = [](const double x) {
      char text[40];
      std::snprintf(text, sizeof(text), "%.12g", x);
      return std::string(std::isfinite(x) ? text : "");
    };
    file_ << row.position << ',' << row.step << ',' << number(row.time) << ',' << number(row.time_step) << ','
          << number(row.charge);
    for (const auto &[name, unit] : columns())
      file_ << ',' << number(report.quantities.at(name).value);
    file_ << ',' << row.newton_steps << ',' << row.linear_iterations << ',' << number(row.error) << ',' << number(row.balance)
          << ',' << row.order << ',' << number(row.deposit) << '\n'
          << std::flush;
  }

  void
  TimeHistory::require_written()
  {
    const bool lost = Utilities::MPI::max(file_.is_open() && !file_ ? 1 : 0, MPI_COMM_WORLD) == 1;
    if (lost)
      throw MachineError(not_written(path_));
  }
} // namespace zincfield
