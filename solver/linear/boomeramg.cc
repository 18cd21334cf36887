#include "solver/linear/boomeramg.h"

#include "solver/linear/field_matrices.h"

namespace zincfield
{
  namespace
  {
    /** Set an option unless the user has. */
    void
    default_option(const std::string &name, const std::string &value)
    {
      PetscBool set = PETSC_FALSE;
      check(PetscOptionsHasName(nullptr, nullptr, name.c_str(), &set));
      if (!set)
        check(PetscOptionsSetValue(nullptr, name.c_str(), value.c_str()));
    }
  } // namespace

  template <int dim>
  void
  set_boomeramg_defaults(PC preconditioner, const std::string &prefix)
  {
    // aggressive thinning of the coarse levels, long interpolation
    default_option("-" + prefix + "pc_type", "hypre");
    default_option("-" + prefix + "pc_hypre_boomeramg_strong_threshold", dim == 3 ? "0.5" : "0.25");
    default_option("-" + prefix + "pc_hypre_boomeramg_coarsen_type", "HMIS");
    default_option("-" + prefix + "pc_hypre_boomeramg_interp_type", "ext+i");
    default_option("-" + prefix + "pc_hypre_boomeramg_P_max", "4");
    default_option("-" + prefix + "pc_hypre_boomeramg_relax_type_all", "symmetric-SOR/Jacobi");
    check(PCSetOptionsPrefix(preconditioner, prefix.c_str()));
  }

  template void
  set_boomeramg_defaults<2>(PC, const std::string &);
  template void
  set_boomeramg_defaults<3>(PC, const std::string &);
} // namespace zincfield
