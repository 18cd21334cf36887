#pragma once

#include "postprocess/error_estimates.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

namespace zincfield
{
  /** The reports of a cell on its mesh and on the next finer one, the second with error bars. */
  inline void
  solve_on_two_meshes(Solved<2> &cell, std::vector<Report> &history)
  {
    for (unsigned int mesh = 0; mesh < 2; ++mesh)
      {
        if (mesh > 0)
          {
            cell.mesh.triangulation().set_all_refine_flags();
            cell.mesh.refine();
            cell.discretization->reinit();
          }
        ASSERT_TRUE(cell.solve().converged);
        history.push_back(cell.report());
      }
    estimate_errors(history);
  }
} // namespace zincfield
