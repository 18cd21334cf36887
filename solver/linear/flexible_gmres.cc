#include "solver/linear/flexible_gmres.h"

#include "solver/linear/field_matrices.h"

#include <petsc/private/kspimpl.h> // types of methods can be added only with it

#include <algorithm>
#include <vector>

namespace zincfield
{
  namespace
  {
    constexpr char type_name[] = "compact_fgmres";

    class FlexibleGmres
    {
    public:
      unsigned int restart          = 60;
      bool         single_precision = false;

      ~FlexibleGmres()
      {
        release();
      }

      void
      release()
      {
        for (Vec *vector : {&direction_, &assembled_})
          VecDestroy(vector);
        for (Vec &vector : basis_)
          VecDestroy(&vector);
        basis_.clear();
        single_.clear();
        double_.clear();
      }

      void
      solve(KSP ksp)
      {
        Mat matrix, other;
        check(PCGetOperators(ksp->pc, &matrix, &other));
        if (!direction_)
          check(VecDuplicate(ksp->vec_rhs, &direction_));
        ksp->its    = 0;
        ksp->reason = KSP_CONVERGED_ITERATING;
        start(ksp, matrix);
        while (!ksp->reason)
          {
            while (!ksp->reason && columns_.size() < restart)
              iterate(ksp, matrix);
            add_correction(ksp->vec_sol);
            if (!ksp->reason)
              start(ksp, matrix);
          }
        columns_.clear();
      }

      /** What has been found so far. */
      Vec
      solution(KSP ksp, Vec destination)
      {
        if (!destination)
          {
            if (!assembled_)
              check(VecDuplicate(ksp->vec_sol, &assembled_));
            destination = assembled_;
          }
        check(VecCopy(ksp->vec_sol, destination));
        add_correction(destination);
        return destination;
      }

    private:
      Vec
      basis(KSP ksp, const unsigned int k)
      {
        if (k == basis_.size())
          {
            basis_.push_back(nullptr);
            check(VecDuplicate(ksp->vec_rhs, &basis_.back()));
          }
        return basis_[k];
      }

      void
      report(KSP ksp, const double norm)
      {
        ksp->rnorm = norm;
        check(KSPLogResidualHistory(ksp, norm));
        check(KSPMonitor(ksp, ksp->its, norm));
        check((*ksp->converged)(ksp, ksp->its, norm, &ksp->reason, ksp->cnvP));
        if (!ksp->reason && ksp->its >= ksp->max_it)
          ksp->reason = KSP_DIVERGED_ITS;
      }

      /** Begin with the residual of the solution; the first time, report it. */
      void
      start(KSP ksp, Mat matrix)
      {
        columns_.clear();
        rotations_.clear();
        Vec first = basis(ksp, 0);
        if (ksp->guess_zero && ksp->its == 0)
          check(VecCopy(ksp->vec_rhs, first));
        else
          {
            check(MatMult(matrix, ksp->vec_sol, first));
            check(VecAYPX(first, -1., ksp->vec_rhs));
          }
        PetscReal norm;
        check(VecNorm(first, NORM_2, &norm));
        if (ksp->its == 0)
          report(ksp, norm);
        if (!ksp->reason && norm == 0.)
          ksp->reason = KSP_CONVERGED_ATOL;
        if (!ksp->reason)
          check(VecScale(first, 1. / norm));
        right_side_.assign(1, norm);
      }

      void
      iterate(KSP ksp, Mat matrix)
      {
        const unsigned int k = columns_.size();
        Vec                image = basis(ksp, k + 1);
        check(PCApply(ksp->pc, basis_[k], direction_));
        keep_direction(k);
        check(MatMult(matrix, direction_, image));

        std::vector<PetscScalar> column(k + 2), taken(k + 1);
        check(VecMDot(image, k + 1, basis_.data(), column.data()));
        std::transform(column.begin(), column.end() - 1, taken.begin(), [](const double h) { return -h; });
        check(VecMAXPY(image, k + 1, taken.data(), basis_.data()));
        PetscReal length;
        check(VecNorm(image, NORM_2, &length));
        column[k + 1] = length;
        if (length > 0.)
          check(VecScale(image, 1. / length));

        // Givens' rotations make the columns a triangle
        for (unsigned int j = 0; j < k; ++j)
          rotate(rotations_[j], column[j], column[j + 1]);
        const double radius = std::hypot(column[k], column[k + 1]);
        rotations_.push_back(radius > 0. ? Rotation{column[k] / radius, column[k + 1] / radius} : Rotation{1., 0.});
        rotate(rotations_[k], column[k], column[k + 1]);
        right_side_.push_back(0.);
        rotate(rotations_[k], right_side_[k], right_side_[k + 1]);
        columns_.push_back(column);
        ++ksp->its;
        report(ksp, std::abs(right_side_[k + 1]));
        if (!ksp->reason && length == 0.) // the space holds the solution, or the matrix is singular on it
          ksp->reason = radius > 0. ? KSP_CONVERGED_HAPPY_BREAKDOWN : KSP_DIVERGED_BREAKDOWN;
      }

      struct Rotation
      {
        double cosine, sine;
      };

      static void
      rotate(const Rotation &by, double &a, double &b)
      {
        const double before = a;
        a                   = by.cosine * before + by.sine * b;
        b                   = by.cosine * b - by.sine * before;
      }

      void
      keep_direction(const unsigned int k)
      {
        PetscInt     n;
        PetscScalar *entry = nullptr;
        check(VecGetLocalSize(direction_, &n));
        check(VecGetArray(direction_, &entry));
        if (single_precision)
          {
            single_.resize(std::max<std::size_t>(single_.size(), k + 1));
            single_[k].assign(entry, entry + n);
            std::copy(single_[k].begin(), single_[k].end(), entry);
          }
        else
          {
            double_.resize(std::max<std::size_t>(double_.size(), k + 1));
            double_[k].assign(entry, entry + n);
          }
        check(VecRestoreArray(direction_, &entry));
      }

      template <typename Number>
      static void
      add(const double factor, const std::vector<Number> &direction, PetscScalar *entry)
      {
        for (std::size_t i = 0; i < direction.size(); ++i)
          entry[i] += factor * direction[i];
      }

      /** Add the directions with the factors that make the residual least. */
      void
      add_correction(Vec solution) const
      {
        std::vector<double> factors(right_side_.begin(), right_side_.begin() + columns_.size());
        for (unsigned int k = factors.size(); k-- > 0;)
          {
            factors[k] = columns_[k][k] != 0. ? factors[k] / columns_[k][k] : 0.;
            for (unsigned int j = 0; j < k; ++j)
              factors[j] -= columns_[k][j] * factors[k];
          }
        PetscScalar *entry = nullptr;
        check(VecGetArray(solution, &entry));
        for (unsigned int k = 0; k < factors.size(); ++k)
          if (single_precision)
            add(factors[k], single_[k], entry);
          else
            add(factors[k], double_[k], entry);
        check(VecRestoreArray(solution, &entry));
      }

      Vec                                   direction_ = nullptr, assembled_ = nullptr;
      std::vector<Vec>                      basis_;
      std::vector<std::vector<float>>       single_; // the directions
      std::vector<std::vector<double>>      double_;
      std::vector<std::vector<PetscScalar>> columns_; // of this cycle, a triangle
      std::vector<Rotation>                 rotations_;
      std::vector<double>                   right_side_;
    };

    FlexibleGmres &
    method(KSP ksp)
    {
      return *static_cast<FlexibleGmres *>(ksp->data);
    }

    PetscErrorCode
    set_up(KSP)
    {
      return 0;
    }
    PetscErrorCode
    solve(KSP ksp)
    {
      method(ksp).solve(ksp);
      return 0;
    }
    PetscErrorCode
    reset(KSP ksp)
    {
      method(ksp).release();
      return 0;
    }
    PetscErrorCode
    destroy(KSP ksp)
    {
      delete &method(ksp);
      ksp->data = nullptr;
      return 0;
    }
    PetscErrorCode
    build_solution(KSP ksp, Vec destination, Vec *solution)
    {
      *solution = method(ksp).solution(ksp, destination);
      return 0;
    }
    PetscErrorCode
    view(KSP ksp, PetscViewer viewer)
    {
      check(PetscViewerASCIIPrintf(viewer, "  restart=%u, directions in %s precision\n", method(ksp).restart, method(ksp).single_precision ? "single" : "double"));
      return 0;
    }

    PetscErrorCode
    create(KSP ksp)
    {
      ksp->data               = new FlexibleGmres;
      ksp->ops->setup         = set_up;
      ksp->ops->solve         = solve;
      ksp->ops->reset         = reset;
      ksp->ops->destroy       = destroy;
      ksp->ops->buildsolution = build_solution;
      ksp->ops->buildresidual = KSPBuildResidualDefault;
      ksp->ops->view          = view;
      check(KSPSetSupportedNorm(ksp, KSP_NORM_UNPRECONDITIONED, PC_RIGHT, 3));
      return 0;
    }
  } // namespace

  void
  set_flexible_gmres(KSP ksp, const unsigned int restart, const bool single_precision)
  {
    check(KSPRegister(type_name, create));
    check(KSPSetType(ksp, type_name));
    method(ksp).restart          = restart;
    method(ksp).single_precision = single_precision;
  }

  void
  release_vectors(KSP ksp)
  {
    PetscBool own;
    check(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(ksp), type_name, &own));
    if (own)
      method(ksp).release();
  }
} // namespace zincfield
