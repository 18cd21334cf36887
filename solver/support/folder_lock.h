#pragma once

#include <string>

namespace zincfield
{
  /**
   * Keeps two runs from writing into one folder: a lock of the system on a file in it, which ends with the process however that
   * ends. Cases of an array share it. Where a file system knows no locks there is none. For one rank.
   */
  class FolderLock
  {
  public:
    /** The folder is there. Throws MachineError where another run has it: any other, or one that does not share it either. */
    FolderLock(const std::string &folder, bool shared);
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;

    /** From now on others that share it may come. */
    void
    share();

  private:
    bool
    set(short type) const;

    const std::string folder_;
    const int         file_;
  };
} // namespace zincfield
