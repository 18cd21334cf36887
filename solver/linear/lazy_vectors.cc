#include "solver/linear/lazy_vectors.h"

#include "solver/linear/field_matrices.h"

#include <sys/mman.h>

#include <memory>
#include <new>

namespace zincfield
{
  namespace
  {
    /** Zeros, in memory that is given back with it. */
    class Pages
    {
    public:
      Pages(const std::size_t n)
        : bytes_(std::max<std::size_t>(n, 1) * sizeof(PetscScalar))
        , begin_(mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
      {
        if (begin_ == MAP_FAILED)
          throw std::bad_alloc();
      }
      ~Pages()
      {
        munmap(begin_, bytes_);
      }
      Pages(const Pages &) = delete;

      PetscScalar *
      begin() const
      {
        return static_cast<PetscScalar *>(begin_);
      }

    private:
      const std::size_t bytes_;
      void *const       begin_;
    };

    PetscErrorCode
    release(void *pages)
    {
      delete static_cast<Pages *>(pages);
      return 0;
    }

    PetscErrorCode
    duplicate(Vec vector, Vec *copy)
    {
      return call_back([&]() {
        PetscInt local, global;
        MPI_Comm communicator;
        check(VecGetLocalSize(vector, &local));
        check(VecGetSize(vector, &global));
        check(PetscObjectGetComm(reinterpret_cast<PetscObject>(vector), &communicator));
        auto pages = std::make_unique<Pages>(local);
        check(VecCreateMPIWithArray(communicator, 1, local, global, pages->begin(), copy));

        PetscContainer owner;
        check(PetscContainerCreate(PETSC_COMM_SELF, &owner));
        check(PetscContainerSetPointer(owner, pages.release()));
        check(PetscContainerSetUserDestroy(owner, release));
        check(PetscObjectCompose(reinterpret_cast<PetscObject>(*copy), "pages", reinterpret_cast<PetscObject>(owner)));
        check(PetscContainerDestroy(&owner));
        make_duplicates_lazy(*copy);
      });
    }
  } // namespace

  void
  make_duplicates_lazy(Vec vector)
  {
    check(VecSetOperation(vector, VECOP_DUPLICATE, reinterpret_cast<void (*)()>(duplicate)));
  }
} // namespace zincfield
