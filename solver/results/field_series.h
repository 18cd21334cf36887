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
    explicit FieldSeries(std::string directory, bool volume, bool surface);

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

    /** By time: of the file with the whole field, ".vtu" or ".pvtu". A run may have been continued on another number of ranks. */
    std::vector<std::string> endings;

  private:
    std::string
    folder(unsigned int index) const;

    std::string directory_;
    bool        volume_, surface_;
  };
} // namespace zincfield
