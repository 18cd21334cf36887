#pragma once

namespace zincfield
{
  /** Filled in by CMake. */
  extern const char *const program_version;
  extern const char *const git_revision;
  extern const char *const source_directory;
} // namespace zincfield
