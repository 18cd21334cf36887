#pragma once

#include <string>
#include <utility>
#include <vector>

namespace zincfield
{
  /** Folders of fields at successive times, and the PVD files that play them in ParaView. */
  class FieldSeries
  {
  public:
    /** `directory`: empty: nothing is written. */
    FieldSeries(std::string directory, bool volume, bool surface, std::string format = "vtu");

    /** Folder for the fields at the next time [s]; call written() once they are there. */
    std::string
    next_folder() const;

    /** Enter the folder into volume_series.pvd and surface_series.pvd. Throws MachineError. */
    void
    written(double time);

    bool
    enabled() const
    {
      return !directory_.empty();
    }

    std::vector<double> times;

    /** By time: of the file with the whole field, ".vtu", ".pvtu", ".vtkhdf" or ".h5". A run may have been continued on another
     * number of ranks, or in another format. */
    std::vector<std::string> endings;

  private:
    std::string
    folder(unsigned int index) const;

    void
    write_series(const std::string &name) const;

    std::string directory_, format_;
    bool        volume_, surface_;
  };
} // namespace zincfield
