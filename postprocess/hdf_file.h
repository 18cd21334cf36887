#pragma once

#include <mpi.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace zincfield
{
  /** A field on the points of a grid; `values` by point, `n_components` each. */
  struct GridField
  {
    std::string        name;
    unsigned int       n_components = 1;
    std::vector<float> values;
  };

  /** What one rank has of an unstructured grid of cells of one kind. May be nothing. */
  struct Grid
  {
    unsigned int              n_corners = 4; // of a cell, in VTK's order: 2 line, 4 quadrilateral, 8 hexahedron
    std::vector<float>        points;        // three coordinates each
    std::vector<std::int64_t> cells;         // points of this rank
    std::vector<GridField>    fields;        // the same names on all ranks

    /** What numbers in fields stand for: {"boundary", {"working electrode", ...}}. */
    std::vector<std::pair<std::string, std::vector<std::string>>> names;
  };

  /** "electric field [V/m]" as HDF5 takes it, whose names have no strokes: "electric field [V m^-1]". */
  std::string
  name_without_strokes(const std::string &name);

  /**
   * One file for all ranks, as VTKHDF 1.0 has an unstructured grid: a piece for each rank. Read by ParaView 5.11 and VTK 9.1.
   * Collective; returns whether all of it was written.
   */
  bool
  write_vtkhdf(const std::string &path, const Grid &grid, MPI_Comm communicator);

  /**
   * The grid as the group `group` ("time_00003/volume") of a file that holds others, in place of an earlier one of this name; the
   * file is made if need be. Collective; returns whether all of it was written.
   */
  bool
  write_group(const std::string &path, const std::string &group, const Grid &grid, MPI_Comm communicator);

  /** A grid of XDMF that shows a group of a file of the same folder, at a time [s]. Empty where the group is not there. */
  std::string
  xdmf_grid(const std::string &path, const std::string &group, double time);

  /** An XDMF file of such grids: one, or a series in time. */
  std::string
  xdmf_file(const std::vector<std::string> &grids);
} // namespace zincfield
