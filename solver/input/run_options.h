#pragma once

#include <limits>
#include <string>
#include <vector>

namespace zincfield
{
  /** What the command line asks of a run, beside the input. */
  struct RunOptions
  {
    std::string input_file;
    /** Folder that results go to; empty: results/<name of the input file>. */
    std::string output_directory;
    /** Stop after writing the mesh. */
    bool mesh_only = false;
    /** Go on from the checkpoints in the folder of the results; variants that were finished are not run again. */
    bool resume = false;
    /** Run nothing: write summary, table and figures of what has been run. */
    bool collect = false;
    /** Run one case only, counted from 1, beside others that run at the same time; 0: all. */
    unsigned int only_case = 0;
    /** Cases that run at the same time, as processes of their own, and MPI ranks of each of these. */
    unsigned int jobs = 1, ranks = 1;
    /** After so long the run stops where it can go on later [s]. */
    double max_time = std::numeric_limits<double>::infinity();
    /** Every Newton step in the log, not only every mesh. */
    bool verbose = false;
    /** Draw figures at the end (in addition to what the input says). */
    bool figures = true;
    /** The variant to be run; empty: all. Fits may need others. */
    std::string variant;
    /** Options handed to PETSc as they are: "-snes_monitor -ksp_view". */
    std::string petsc_options;
    /** The overrides "Section/Key = value" of the command line, for the record; they are already in the cases. */
    std::vector<std::string> overrides;
  };

  /** Folder that the results go to. */
  std::string
  results_directory(const RunOptions &options);
} // namespace zincfield
