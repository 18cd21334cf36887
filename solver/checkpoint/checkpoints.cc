#include "solver/checkpoint/checkpoints.h"

#include "solver/checkpoint/identity.h"
#include "solver/checkpoint/sealed_folder.h"
#include "solver/checkpoint/sha256.h"
#include "solver/input/input_error.h"
#include "solver/support/errors.h"
#include "version.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

namespace zincfield
{
  using namespace dealii;
  namespace fs = std::filesystem;

  namespace
  {
    constexpr int     format      = 4;
    const std::string header_file = "header.json", array_file = "arrays.bin";

    std::string
    part_file(const unsigned int rank)
    {
      char name[40];
      std::snprintf(name, sizeof(name), "part_%05u.bin", rank);
      return name;
    }

    /** Numbers of the checkpoints in a folder, newest first. */
    std::vector<unsigned long>
    numbers(const std::string &folder)
    {
      std::vector<unsigned long> found;
      std::error_code            failed;
      for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
        if (const std::string name = entry->path().filename().string();
            name.size() >= 6 && name.size() < 10 &&
            std::all_of(name.begin(), name.end(), [](const char c) { return c >= '0' && c <= '9'; }))
          found.push_back(std::stoul(name));
      std::sort(found.rbegin(), found.rend());
      return found;
    }

    std::string
    numbered(const std::string &folder, const unsigned long number)
    {
      char name[40];
      std::snprintf(name, sizeof(name), "/%06lu", number);
      return folder + name;
    }

    /** Does something on this rank; what a rank complains of is thrown on all. */
    void
    on_all_ranks(const MPI_Comm communicator, const std::function<void()> &action)
    {
      std::string problem;
      try
        {
          action();
        }
      catch (const std::exception &error)
        {
          problem = error.what();
        }
      for (const std::string &text : Utilities::MPI::all_gather(communicator, problem))
        if (!text.empty())
          throw MachineError(text);
    }

    /** What is wrong with the checkpoint, found by all ranks together; empty: nothing. */
    std::string
    damage_of_all(const std::string &folder, const MPI_Comm communicator)
    {
      const unsigned int rank    = Utilities::MPI::this_mpi_process(communicator),
                         n_ranks = Utilities::MPI::n_mpi_processes(communicator);
      std::vector<SealedFile> files;
      std::string             problem;
      try
        {
          files = read_manifest(folder);
        }
      catch (const std::runtime_error &error)
        {
          problem = error.what();
        }
      for (std::size_t i = rank; i < files.size() && problem.empty(); i += n_ranks)
        problem = damage(folder, files[i]);
      for (const std::string &text : Utilities::MPI::all_gather(communicator, problem))
        if (!text.empty())
          return text;
      return "";
    }

    std::vector<std::string>
    parts_in(const std::string &folder)
    {
      std::vector<std::string> parts;
      for (const SealedFile &file : read_manifest(folder))
        if (file.name.rfind("part_", 0) == 0)
          parts.push_back(folder + "/" + file.name);
      return parts;
    }

    /** Null where it cannot be read. */
    nlohmann::json
    read_header(const std::string &folder)
    {
      std::ostringstream text;
      text << std::ifstream(folder + "/" + header_file).rdbuf();
      const nlohmann::json header = nlohmann::json::parse(text.str(), nullptr, false);
      return header.is_discarded() ? nlohmann::json() : header;
    }

    /** What is wrong with a header beside what a checkpoint's own reader finds; empty: nothing. Sealed as it may be, it need not be
     * this program's. */
    std::string
    damage_of_header(const nlohmann::json &header)
    {
      const std::string strange = header_file + " is not as this program writes it";
      if (!header.is_object() || !header.contains("format"))
        return strange;
      if (header["format"] != format)
        return ""; // has a message of its own
      const nlohmann::json input = header.value("input", nlohmann::json()), scalars = header.value("scalars", nlohmann::json());
      const bool texts = std::all_of(input.begin(), input.end(), [](const nlohmann::json &value) { return value.is_string(); });
      return input.is_object() && texts && scalars.is_object() ? "" : strange;
    }

    std::string
    version_of(const nlohmann::json &header)
    {
      const nlohmann::json program = header.value("program", nlohmann::json()),
                           number  = program.is_object() ? program.value("version", nlohmann::json()) : program;
      return number.is_string() ? number.get<std::string>() : "of another version";
    }
  } // namespace

  StoredCheckpoint::StoredCheckpoint(const std::string &folder, nlohmann::json header, const std::vector<std::string> &parts)
    : folder_(folder)
    , header_(std::move(header))
    , parts_(parts)
  {}

  std::vector<double>
  StoredCheckpoint::array(const std::string &name)
  {
    return BlockReader(folder_ + "/" + array_file).read<double>(name);
  }

  void
  StoredCheckpoint::complain() const
  {
    const auto is_own = [](const std::exception &error) {
      return dynamic_cast<const InputError *>(&error) || dynamic_cast<const MachineError *>(&error) ||
             dynamic_cast<const SolverError *>(&error) || dynamic_cast<const Stopped *>(&error);
    };
    try
      {
        throw;
      }
    catch (const std::exception &error)
      {
        if (is_own(error))
          throw;
        throw InputError("The checkpoint " + folder_ + " is whole, but not as this program writes it: " + error.what() +
                         ". Allowed: to begin anew, without --resume.");
      }
  }

  template <int dim>
  void
  StoredCheckpoint::restore_mesh(MeshHistory<dim> &mesh)
  {
    const bool same = read([&](const nlohmann::json &) { return mesh.coarse_mesh() == header_.at("coarse mesh"); });
    if (same)
      read([&](const nlohmann::json &) { parts_.restore_mesh(mesh); });
    if (!same || header_.value("cells", nlohmann::json()) != mesh.mesh().triangulation().n_global_active_cells())
      throw InputError(
        "The checkpoint " + folder_ +
        " was written on another mesh than this program makes of the input. Allowed: to begin anew, without --resume.");
  }

  Checkpoints::Checkpoints(const std::string                              &folder,
                           const nlohmann::json                           &identity,
                           const double                                    interval,
                           const MPI_Comm                                  communicator,
                           const std::function<void(const std::string &)> &warn)
    : folder_(folder)
    , identity_(identity)
    , interval_(interval)
    , communicator_(communicator)
    , warn_(warn)
  {}

  bool
  Checkpoints::due() const
  {
    const bool passed = std::chrono::duration<double>(Clock::now() - last_).count() >= interval_;
    return enabled() && Utilities::MPI::broadcast(communicator_, passed); // clocks of ranks may differ
  }

  template <int dim>
  void
  Checkpoints::write(const Snapshot<dim> &snapshot)
  {
    if (!enabled())
      return;
    const std::string part   = local_part(snapshot);
    nlohmann::json    header = {{"scalars", snapshot.scalars},
                                {"coarse mesh", snapshot.mesh->coarse_mesh()},
                                {"cells", snapshot.mesh->mesh().triangulation().n_global_active_cells()}};
    write(header, snapshot.arrays, &part);
    keep(2);
  }

  void
  Checkpoints::write_last(const nlohmann::json &scalars)
  {
    if (!enabled())
      return;
    write({{"scalars", scalars}}, {}, nullptr);
    keep(1);
  }

  void
  Checkpoints::write(nlohmann::json header, const std::map<std::string, std::vector<double>> &arrays, const std::string *const part)
  {
    const unsigned int rank    = Utilities::MPI::this_mpi_process(communicator_),
                       n_ranks = Utilities::MPI::n_mpi_processes(communicator_);
    header["format"]           = format;
    header["program"]          = {{"version", version}, {"git", git_revision}, {"dealii", DEAL_II_PACKAGE_VERSION}};
    header["ranks"]            = n_ranks;
    header["input"]            = identity_;
    header["input sha256"]     = sha256(identity_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    BlockWriter array_blocks;
    for (const auto &[name, values] : arrays)
      array_blocks.add(name, values);
    const std::string header_text = header.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";

    std::uint64_t size = part ? part->size() : 0;
    size = Utilities::MPI::sum(size, communicator_) + header_text.size() + array_blocks.bytes().size() + 200 * (n_ranks + 3);
    std::string folder;
    on_all_ranks(communicator_, [&]() {
      if (rank != 0)
        return;
      const std::vector<unsigned long> there = numbers(folder_);
      folder                                 = numbered(folder_, there.empty() ? 1 : there.front() + 1);
      std::error_code failed;
      fs::create_directories(folder_, failed);
      require_disk_space(folder_, size);
      fs::remove_all(unsealed(folder), failed);
      if (!fs::create_directory(unsealed(folder), failed) || failed)
        throw MachineError("Cannot make the folder " + unsealed(folder) + ": " + failed.message() + ".");
    });
    folder = Utilities::MPI::broadcast(communicator_, folder);

    std::vector<SealedFile> files;
    try
      {
        SealedFile own;
        on_all_ranks(communicator_, [&]() {
          if (part)
            own = write_sealed_file(unsealed(folder), part_file(rank), *part);
        });
        const auto names = Utilities::MPI::gather(communicator_, own.name);
        const auto sums  = Utilities::MPI::gather(communicator_, own.sha256);
        const auto sizes = Utilities::MPI::gather(communicator_, own.size);
        on_all_ranks(communicator_, [&]() {
          if (rank != 0)
            return;
          for (std::size_t r = 0; r < names.size() && part; ++r)
            files.push_back({names[r], sums[r], sizes[r]});
          files.push_back(write_sealed_file(unsealed(folder), header_file, header_text));
          files.push_back(write_sealed_file(unsealed(folder), array_file, array_blocks.bytes()));
          seal_folder(folder, files);
        });
      }
    catch (const MachineError &)
      {
        std::error_code ignored;
        if (rank == 0)
          fs::remove_all(unsealed(folder), ignored);
        throw;
      }
    last_ = Clock::now();
  }

  void
  Checkpoints::keep(const unsigned int n) const
  {
    if (Utilities::MPI::this_mpi_process(communicator_) != 0)
      return;
    std::error_code                  ignored;
    const std::vector<unsigned long> there = numbers(folder_);
    for (std::size_t i = n; i < there.size(); ++i)
      fs::remove_all(numbered(folder_, there[i]), ignored);
    for (fs::directory_iterator entry(folder_, ignored), end; !ignored && entry != end; entry.increment(ignored))
      if (const std::string extension = entry->path().extension().string(); extension == ".part" || extension == ".damaged")
        {
          std::error_code failed;
          fs::remove_all(entry->path(), failed);
        }
  }

  std::unique_ptr<StoredCheckpoint>
  Checkpoints::newest()
  {
    if (!enabled())
      return nullptr;
    for (const unsigned long number : Utilities::MPI::broadcast(communicator_, numbers(folder_)))
      {
        const std::string    folder  = numbered(folder_, number);
        std::string          problem = damage_of_all(folder, communicator_);
        const nlohmann::json header  = problem.empty() ? read_header(folder) : nlohmann::json();
        if (problem.empty())
          problem = damage_of_header(header);
        if (!problem.empty())
          {
            warn_("warning: the checkpoint " + folder + " is damaged: " + problem +
                  ". It is set aside, and the one before is used if there is one.");
            std::error_code ignored;
            if (Utilities::MPI::this_mpi_process(communicator_) == 0)
              fs::rename(folder, folder + ".damaged", ignored);
            continue;
          }
        if (header.at("format") != format)
          throw InputError("The checkpoint " + folder + " was written by zincfield " + version_of(header) +
                           ", in another format. Allowed: to go on with that version, or to begin anew, without --resume.");
        if (const std::string changes = differences(header.at("input"), identity_); !changes.empty())
          throw InputError("The checkpoint " + folder + " was written for another input: " + changes +
                           ". Allowed: the input of before; to begin anew, without --resume; or another folder, with --output.");
        return std::make_unique<StoredCheckpoint>(folder, header, parts_in(folder));
      }
    return nullptr;
  }

  void
  Checkpoints::clear()
  {
    if (enabled())
      keep(0);
  }

  template void
  StoredCheckpoint::restore_mesh(MeshHistory<2> &);
  template void
  StoredCheckpoint::restore_mesh(MeshHistory<3> &);
  template void
  Checkpoints::write(const Snapshot<2> &);
  template void
  Checkpoints::write(const Snapshot<3> &);
} // namespace zincfield
