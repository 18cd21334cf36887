#include "solver/results/growth_history.h"

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
    std::string
    twelve_digits(const double x)
    {
      char text[40];
      std::snprintf(text, sizeof(text), "%.12g", x);
      return std::isfinite(x) ? text : "";
    }
  } // namespace

  GrowthHistory::GrowthHistory(const std::string &directory)
    : path_(directory.empty() || Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) != 0 ? "" : directory + "/history.csv")
  {}

  void
  GrowthHistory::begin()
  {
    if (!path_.empty())
      file_.open(path_);
    require_written();
  }

  void
  GrowthHistory::go_on(const std::uint64_t bytes)
  {
    if (!path_.empty())
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
  GrowthHistory::row(const GrowthRow &row, const std::map<std::string, Quantity> &shape, const Report &report)
  {
    if (!file_.is_open())
      return;
    std::vector<std::pair<std::string, double>> numbers = {{"growth step [s]", row.length}};
    for (const auto &[name, quantity] : shape)
      numbers.emplace_back(name + " [" + quantity.unit + "]", quantity.value);
    for (const auto &[name, kind] : quantity_kinds())
      if (const QuantityDescription of = kind->description(); of.in_history)
        numbers.emplace_back(name + " [" + of.unit + "]", report.quantities.at(name).value);
    numbers.emplace_back("step error over tolerance", row.error);
    numbers.emplace_back("volume against charge", row.volume_error);
    numbers.emplace_back("Newton steps", row.newton_steps);
    numbers.emplace_back("linear iterations", row.linear_iterations);
    if (file_.tellp() == 0)
      {
        file_ << "position,step,time [s]";
        for (const auto &[name, number] : numbers)
          file_ << ',' << name;
        file_ << '\n';
      }
    file_ << row.step << ',' << row.drive << ',' << twelve_digits(row.time);
    for (const auto &[name, number] : numbers)
      file_ << ',' << twelve_digits(number);
    file_ << '\n' << std::flush;
  }

  void
  GrowthHistory::require_written()
  {
    if (Utilities::MPI::max(file_.is_open() && !file_ ? 1 : 0, MPI_COMM_WORLD) == 1)
      throw MachineError(not_written(path_));
  }
} // namespace zincfield
