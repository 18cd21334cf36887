#include "solver/nonlinear/line_search.h"

#include "solver/linear/field_matrices.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    /** Shortest step, as a share of Newton's. */
    constexpr double shortest_length = 1. / 1024.;

    /** Least decrease of a norm that accepts a step of length l: by the share decrease*l. */
    constexpr double residual_decrease = 1e-4, correction_decrease = 0.25;

    /** How well the corrections are solved for that are compared: the preconditioner's alone may differ more than those. */
    constexpr double       correction_tolerance  = 0.1;
    constexpr unsigned int correction_iterations = 60;

    void
    search(SNESLineSearch line_search)
    {
      SNES snes;
      KSP  ksp;
      PC   pc;
      Vec  x, f, y, moved, residual;
      check(SNESLineSearchGetSNES(line_search, &snes));
      check(SNESGetKSP(snes, &ksp));
      check(KSPGetPC(ksp, &pc));
      check(SNESLineSearchGetVecs(line_search, &x, &f, &y, &moved, &residual));
      check(SNESLineSearchSetReason(line_search, SNES_LINESEARCH_SUCCEEDED));
      PetscBool changed = PETSC_FALSE;
      PetscReal whole, shortened;
      check(VecNorm(y, NORM_2, &whole));
      check(SNESLineSearchPreCheck(line_search, x, y, &changed));
      check(VecNorm(y, NORM_2, &shortened));
      const PetscReal share = whole > 0. ? shortened / whole : 1.; // of Newton's step

      Mat jacobian;
      Vec correction;
      KSP simplified;
      check(VecDuplicate(x, &correction));
      check(SNESGetJacobian(snes, &jacobian, nullptr, nullptr, nullptr));
      check(KSPCreate(PetscObjectComm(reinterpret_cast<PetscObject>(snes)), &simplified));
      check(KSPSetType(simplified, KSPFGMRES));
      check(KSPSetPC(simplified, pc));
      check(KSPSetOperators(simplified, jacobian, jacobian));
      check(KSPSetTolerances(simplified, correction_tolerance, 1e-300, PETSC_DEFAULT, correction_iterations));
      const auto correction_norm = [&](Vec of) {
        PetscReal norm;
        check(KSPSolve(simplified, of, correction));
        check(VecNorm(correction, NORM_2, &norm));
        return norm;
      };
      PetscReal before, after, correction_before = -1.;
      check(VecNorm(f, NORM_2, &before));
      bool accepted = false;
      for (double length = 1.; length >= shortest_length && !accepted; length *= 0.5)
        {
          check(VecWAXPY(moved, -length, y, x));
          check(SNESComputeFunction(snes, moved, residual));
          check(VecNorm(residual, NORM_2, &after));
          accepted = std::isfinite(after) && after <= (1. - residual_decrease * length * share) * before;
          if (!accepted && std::isfinite(after) && after < no_residual)
            {
              if (correction_before < 0.)
                correction_before = correction_norm(f);
              accepted = correction_norm(residual) <= (1. - correction_decrease * length * share) * correction_before;
            }
          if (accepted)
            check(SNESLineSearchSetLambda(line_search, length));
        }
      check(VecDestroy(&correction));
      check(KSPDestroy(&simplified));
      if (!accepted)
        {
          check(SNESLineSearchSetReason(line_search, SNES_LINESEARCH_FAILED_REDUCT));
          return;
        }
      check(VecCopy(moved, x));
      check(VecCopy(residual, f));
      PetscReal x_norm, y_norm;
      check(VecNorm(x, NORM_2, &x_norm));
      check(VecNorm(y, NORM_2, &y_norm));
      check(SNESLineSearchSetNorms(line_search, x_norm, after, y_norm));
    }
  } // namespace

  void
  set_line_search(SNES snes)
  {
    SNESLineSearch line_search;
    check(SNESGetLineSearch(snes, &line_search));
    check(SNESLineSearchSetType(line_search, SNESLINESEARCHSHELL));
    check(SNESLineSearchShellSetUserFunc(
      line_search, [](SNESLineSearch self, void *) { return call_back([&]() { search(self); }); }, nullptr));
  }
} // namespace zincfield
