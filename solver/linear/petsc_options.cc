#include "solver/linear/petsc_options.h"

#include "solver/input/input_error.h"
#include "solver/support/errors.h"

#include <petscviewer.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <fstream>
#include <sstream>
#include <utility>

namespace zincfield
{
  namespace
  {
    const std::string allowed = "options as PETSc takes them: \"-snes_monitor -ksp_type gmres\"";

    std::vector<std::string> names;
    std::string              last_error;
    std::exception_ptr       exception; // of a function that PETSc has called

    bool
    is_option(const std::string &word)
    {
      return word.size() > 1 && word[0] == '-' && (std::isalpha(static_cast<unsigned char>(word[1])) || word[1] == '-');
    }

    /** Notes the names of the options in one text; a value follows its option, so the first word must be one. */
    void
    note(const std::string &text, const InputPlace &place)
    {
      std::istringstream words(text);
      std::string        word;
      for (bool first = true; words >> word; first = false)
        if (is_option(word))
          names.push_back(word);
        else if (first)
          throw InputError(place, "\"" + word + "\" is not an option of PETSc: it does not begin with \"-\"", allowed);
    }

    void
    note_file(const std::string &file)
    {
      std::ifstream stream(file);
      std::string   line;
      for (unsigned int number = 1; std::getline(stream, line); ++number)
        {
          line = line.substr(0, line.find_first_of("#!%"));
          if (line.rfind("alias", 0) != 0)
            note(line, {file, number, "", ""});
        }
      if (stream.bad())
        throw InputError({file, 0, "", ""}, "the options for PETSc cannot be read", "a text file, one option a line");
    }

    PetscErrorCode
    keep(
      MPI_Comm, int, const char *, const char *, const PetscErrorCode code, const PetscErrorType type, const char *message, void *)
    {
      if (type == PETSC_ERROR_INITIAL)
        call_back([&]() { last_error = message == nullptr ? "" : message; });
      return code;
    }
  } // namespace

  void
  set_petsc_options(const std::string &text, const std::string &file)
  {
    note(text, {"--petsc", 0, "", text});
    check(PetscOptionsInsertString(nullptr, text.c_str()));
    if (file.empty())
      return;
    note_file(file);
    check(PetscOptionsInsertFile(MPI_COMM_WORLD, nullptr, file.c_str(), PETSC_TRUE));
  }

  std::vector<std::string>
  unused_petsc_options()
  {
    // PETSc looks for these only when it ends.
    static const std::vector<std::string> at_the_end = {"-log_view",     "-options_left", "-options_view",
                                                        "-objects_dump", "-malloc_dump",  "-malloc_view"};
    std::vector<std::string>              unused;
    for (const std::string &name : names)
      {
        PetscBool used = PETSC_FALSE;
        check(PetscOptionsUsed(nullptr, name.c_str() + 1, &used)); // PETSc keeps names without their dash
        if (used == PETSC_FALSE && std::find(at_the_end.begin(), at_the_end.end(), name) == at_the_end.end())
          unused.push_back(name);
      }
    return unused;
  }

  void
  keep_petsc_errors()
  {
    PetscPushErrorHandler(keep, nullptr);
  }

  void
  check(const PetscErrorCode code)
  {
    if (code == 0)
      return;
    if (exception)
      std::rethrow_exception(std::exchange(exception, nullptr));
    const char *text = nullptr;
    PetscErrorMessage(code, &text, nullptr);
    const std::string problem =
      last_error.empty() ? std::string(text ? text : "unknown error") : last_error.substr(0, last_error.find('\n'));
    if (!names.empty() && (code == PETSC_ERR_ARG_UNKNOWN_TYPE || code == PETSC_ERR_USER || code == PETSC_ERR_ARG_OUTOFRANGE ||
                           code == PETSC_ERR_ARG_WRONG))
      throw InputError({"options for PETSc", 0, "", ""}, problem, "values that PETSc has for its options");
    throw MachineError("PETSc stopped: " + problem + ". Run with fewer unknowns a rank if memory ran out.");
  }

  PetscErrorCode
  keep_exception() noexcept
  {
    exception = std::current_exception();
    return PETSC_ERR_LIB;
  }
} // namespace zincfield
