#include "solver/results/field_series.h"

#include "postprocess/hdf_file.h"
#include "solver/results/first_rank.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <deal.II/base/data_out_base.h>
#include <deal.II/base/mpi.h>
#include <deal.II/base/utilities.h>

#include <nlohmann/json.hpp>

#include <sstream>

namespace zincfield
{
  using namespace dealii;

  FieldSeries::FieldSeries(std::string directory, const bool volume, const bool surface, std::string format)
    : directory_(std::move(directory))
    , format_(std::move(format))
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
  FieldSeries::write_series(const std::string &name) const
  {
    std::vector<std::pair<double, std::string>> pieces;   // VTU
    std::vector<std::string>                    grids;    // XDMF
    nlohmann::json                              one_file; // VTKHDF
    one_file["file-series-version"] = "1.0";
    one_file["files"]               = nlohmann::json::array();
    for (unsigned int k = 0; k < times.size(); ++k)
      {
        const std::string file = folder(k) + "/" + name + endings[k];
        if (endings[k] == ".h5")
          grids.push_back(xdmf_grid(directory_ + "/fields.h5", folder(k) + "/" + name, times[k]));
        else if (endings[k] == ".hdf" || endings[k] == ".vtkhdf") // as checkpoints of earlier versions have it
          one_file["files"].push_back({{"name", file}, {"time", times[k]}});
        else
          pieces.emplace_back(times[k], file);
      }
    // A run that went on in another format has a file for each.
    if (!pieces.empty())
      {
        std::ostringstream text;
        DataOutBase::write_pvd_record(text, pieces);
        write_whole(directory_ + "/" + name + "_series.pvd", text.str());
      }
    if (!one_file["files"].empty())
      write_whole(directory_ + "/" + name + "_series.hdf.series", one_file.dump(1) + "\n");
    if (!grids.empty())
      write_whole(directory_ + "/" + name + "_series.xdmf", xdmf_file(grids));
  }

  void
  FieldSeries::written(const double time)
  {
    times.push_back(time);
    endings.push_back(format_ == "vtkhdf"                                   ? ".hdf"
                      : format_ == "xdmf"                                   ? ".h5"
                      : Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1 ? ".pvtu"
                                                                            : ".vtu");
    on_first_rank([&]() {
      if (volume_)
        write_series("volume");
      if (surface_)
        write_series("surface");
    });
  }
} // namespace zincfield
