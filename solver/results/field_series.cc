#include "solver/results/field_series.h"

#include "solver/results/first_rank.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <deal.II/base/data_out_base.h>
#include <deal.II/base/mpi.h>
#include <deal.II/base/utilities.h>

#include <sstream>

namespace zincfield
{
  using namespace dealii;

  FieldSeries::FieldSeries(std::string directory, const bool volume, const bool surface)
    : directory_(std::move(directory))
    , volume_(volume)
    , surface_(surface)
  {}

  std::string
  FieldSeries::folder(const unsigned int index) const
  {
    return "time_" + Utilities::int_to_string(index, 5);
  }

  std::string
  FieldSeries::next_folder() const
  {
    return directory_ + "/" + folder(times.size());
  }

  void
  FieldSeries::written(const double time)
  {
    times.push_back(time);
    endings.push_back(Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1 ? ".pvtu" : ".vtu");
    on_first_rank([&]() {
      for (const auto &[name, wanted] :
           {std::make_pair(std::string("volume"), volume_), std::make_pair(std::string("surface"), surface_)})
        {
          if (!wanted)
            continue;
          std::vector<std::pair<double, std::string>> pieces;
          for (unsigned int k = 0; k < times.size(); ++k)
            pieces.emplace_back(times[k], folder(k) + "/" + name + endings[k]);
          std::ostringstream text;
          DataOutBase::write_pvd_record(text, pieces);
          write_whole(directory_ + "/" + name + "_series.pvd", text.str());
        }
    });
  }
} // namespace zincfield
