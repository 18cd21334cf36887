#include "solver/checkpoint/sealed_folder.h"

#include "solver/checkpoint/sha256.h"
#include "solver/support/errors.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace zincfield
{
  namespace
  {
    const std::string manifest = "manifest";

    [[noreturn]] void
    fail(const std::string &path)
    {
      throw MachineError("Cannot write the checkpoint file " + path + ": " + std::strerror(errno) +
                         ". Earlier checkpoints are as they were.");
    }

    /** Closes a file however the block is left. */
    struct Descriptor
    {
      const int number;
      ~Descriptor()
      {
        if (number >= 0)
          close(number);
      }
    };

    void
    force_folder_to_disk(const std::string &folder)
    {
      const Descriptor directory{open(folder.c_str(), O_RDONLY | O_DIRECTORY)};
      // Some file systems do not synchronise folders, and say so with EINVAL.
      if (directory.number < 0 || (fsync(directory.number) != 0 && errno != EINVAL))
        fail(folder);
    }

    std::string
    megabytes(const std::uint64_t bytes)
    {
      std::ostringstream text;
      text.precision(3);
      text << 1e-6 * bytes << " MB";
      return text.str();
    }
  } // namespace

  std::string
  unsealed(const std::string &folder)
  {
    return folder + ".part";
  }

  SealedFile
  write_sealed_file(const std::string &folder, const std::string &name, const std::string &contents)
  {
    const std::string path = folder + "/" + name;
    const Descriptor  file{open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0666)};
    if (file.number < 0)
      fail(path);
    for (std::size_t done = 0; done < contents.size();)
      {
        const ssize_t taken = write(file.number, contents.data() + done, contents.size() - done);
        if (taken < 0 && errno == EINTR)
          continue;
        if (taken <= 0)
          fail(path);
        done += taken;
      }
    if (fsync(file.number) != 0)
      fail(path);
    std::error_code failed;
    if (std::filesystem::file_size(path, failed) != contents.size() || failed)
      {
        errno = EIO;
        fail(path);
      }
    return {name, sha256(contents), contents.size()};
  }

  void
  seal_folder(const std::string &folder, const std::vector<SealedFile> &files)
  {
    std::ostringstream text;
    for (const SealedFile &file : files)
      text << file.sha256 << "  " << file.size << "  " << file.name << '\n';
    text << sha256(text.str()) << "  " << manifest << '\n';
    write_sealed_file(unsealed(folder), manifest, text.str());
    force_folder_to_disk(unsealed(folder));
    if (std::rename(unsealed(folder).c_str(), folder.c_str()) != 0)
      fail(folder);
    force_folder_to_disk(std::filesystem::path(folder).parent_path().string());
  }

  std::vector<SealedFile>
  read_manifest(const std::string &folder)
  {
    std::ifstream      stream(folder + "/" + manifest, std::ios::binary);
    std::ostringstream all;
    all << stream.rdbuf();
    const std::string text = all.str();
    if (!stream || text.empty())
      throw std::runtime_error(manifest + " is missing or empty");
    const std::size_t last  = text.size() < 2 ? std::string::npos : text.rfind('\n', text.size() - 2);
    const std::string lines = last == std::string::npos ? "" : text.substr(0, last + 1);
    if (text.substr(lines.size()) != sha256(lines) + "  " + manifest + "\n")
      throw std::runtime_error(manifest + " is not as it was written");
    std::vector<SealedFile> files;
    std::istringstream      rows(lines);
    for (SealedFile file; rows >> file.sha256 >> file.size >> file.name;)
      files.push_back(file);
    return files;
  }

  std::string
  damage(const std::string &folder, const SealedFile &file)
  {
    std::error_code      failed;
    const std::string    path = folder + "/" + file.name;
    const std::uintmax_t size = std::filesystem::file_size(path, failed);
    if (failed)
      return file.name + " is missing";
    if (size != file.size)
      return file.name + " has " + std::to_string(size) + " bytes instead of " + std::to_string(file.size);
    return sha256_of_file(path) == file.sha256 ? "" : file.name + " is not as it was written (SHA-256)";
  }

  void
  require_disk_space(const std::string &folder, const std::uint64_t size)
  {
    struct statvfs disk;
    if (statvfs(folder.c_str(), &disk) != 0)
      return; // the writing will tell
    const std::uint64_t room = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
    // as much again for the blocks and entries that the file system needs itself
    const std::uint64_t needed = size + size / 64 + 16 * disk.f_frsize;
    if (room < needed)
      throw MachineError("Not enough room for a checkpoint in " + folder + ": it takes " + megabytes(needed) + ", the disk has " +
                         megabytes(room) + " left. Earlier checkpoints are as they were.");
  }
} // namespace zincfield
