#include "solver/support/folder_lock.h"

#include "solver/support/errors.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace zincfield
{
  FolderLock::FolderLock(const std::string &folder, const bool shared)
    : folder_(folder)
    , file_(open((folder + "/.zincfield.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666))
  {
    if (file_ < 0 || set(shared ? F_RDLCK : F_WRLCK))
      return; // a folder that cannot be written shows itself
    struct flock other = {};
    other.l_type       = F_WRLCK;
    other.l_whence     = SEEK_SET;
    const bool known   = fcntl(file_, F_GETLK, &other) == 0 && other.l_type != F_UNLCK && other.l_pid > 0;
    close(file_);
    throw MachineError("Another run is writing into " + folder + (known ? " (process " + std::to_string(other.l_pid) + ")" : "") +
                       ". Wait for it, end it, or choose another folder with --output.");
  }

  FolderLock::~FolderLock()
  {
    if (file_ >= 0)
      close(file_);
  }

  bool
  FolderLock::set(const short type) const
  {
    struct flock lock = {};
    lock.l_type       = type;
    lock.l_whence     = SEEK_SET;
    return fcntl(file_, F_SETLK, &lock) == 0 || (errno != EACCES && errno != EAGAIN);
  }

  void
  FolderLock::share()
  {
    if (file_ >= 0)
      set(F_RDLCK);
  }
} // namespace zincfield
