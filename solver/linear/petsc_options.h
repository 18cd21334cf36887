#pragma once

#include <petscsys.h>

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Hands options to PETSc: a text such as "-snes_monitor -ksp_view", and the lines of a file (empty: none). Throws InputError
   * where PETSc would skip a word without a sound.
   */
  void
  set_petsc_options(const std::string &text, const std::string &file);

  /** Those of the options set that nothing has asked for yet: misspelt, or for a part of PETSc that the run has not used. */
  std::vector<std::string>
  unused_petsc_options();

  /** From now on PETSc keeps what it has to say about an error, instead of printing its call stack. */
  void
  keep_petsc_errors();

  /**
   * Throws what a function that PETSc called has thrown, see call_back(); else InputError where a PETSc call failed on an option's
   * value, MachineError where it failed otherwise.
   */
  void
  check(PetscErrorCode code);

  /** Keeps the exception that is being handled until check() throws it again; returns the error that leads PETSc back to there. */
  PetscErrorCode
  keep_exception() noexcept;

  /** Carries out what a function that PETSc calls is to do. An exception must not pass through the C functions of PETSc, which
   * would leave them half done. */
  template <typename Action>
  PetscErrorCode
  call_back(const Action &action) noexcept
  {
    try
      {
        action();
        return 0;
      }
    catch (...)
      {
        return keep_exception();
      }
  }
} // namespace zincfield
