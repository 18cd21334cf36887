#include "solver/support/memory.h"

#include "solver/support/printf_text.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include <sys/resource.h>

namespace zincfield
{
  namespace
  {
    constexpr double infinite = std::numeric_limits<double>::infinity();

    /** The number of a file that holds nothing else; infinite: none, or "max". */
    double
    number_in(const std::string &path)
    {
      std::ifstream file(path);
      double        value = infinite;
      return file >> value ? value : infinite;
    }

    /** The number [bytes] after a word of a file that says kB or nothing; infinite: not there. */
    double
    after(const std::string &path, const std::string &word)
    {
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);)
        {
          std::istringstream words(line);
          std::string        first, unit;
          double             value = 0.;
          if (words >> first >> value && first == word)
            return words >> unit ? 1024. * value : value;
        }
      return infinite;
    }

    /** Of the control groups that this process is in, of either version: what the tightest leaves. Pages of files, which the system
     * can drop, count as free. */
    double
    left_in_control_groups()
    {
      std::ifstream list("/proc/self/cgroup");
      double        least = infinite;
      for (std::string line; std::getline(list, line);)
        {
          const bool        second = line.rfind("0::/", 0) == 0;
          const std::size_t first  = line.find(":memory:/");
          if (!second && first == std::string::npos)
            continue;
          const std::string root = second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
          for (std::string path = second ? line.substr(3) : line.substr(first + 8); !path.empty(); path.erase(path.rfind('/')))
            {
              const std::string folder = root + path;
              const double      most   = number_in(folder + (second ? "/memory.max" : "/memory.limit_in_bytes")),
                           used        = number_in(folder + (second ? "/memory.current" : "/memory.usage_in_bytes")),
                           files       = after(folder + "/memory.stat", second ? "inactive_file" : "total_inactive_file");
              if (most < infinite && used < infinite)
                least = std::min(least, most - used + (files < infinite ? files : 0.));
            }
        }
      return least;
    }

    /** What ulimit -v leaves to this process. */
    double
    left_of_address_space()
    {
      struct rlimit limit;
      const double  used = after("/proc/self/status", "VmSize:");
      return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && used < infinite
               ? std::max(0., limit.rlim_cur - used)
               : infinite;
    }
  } // namespace

  double
  available_memory()
  {
    return std::max(0., std::min(after("/proc/meminfo", "MemAvailable:"), left_in_control_groups()));
  }

  std::string
  describe(const Memory &memory)
  {
    return text("about %.3g GB of memory", 1e-9 * memory.needed) + text(", and %.3g GB are left", 1e-9 * memory.left);
  }

  Memory
  memory_for(const double n_unknowns, const MPI_Comm communicator)
  {
    MPI_Comm beside;
    int      n_ranks = 1, n_beside = 1;
    MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &beside);
    MPI_Comm_size(communicator, &n_ranks);
    MPI_Comm_size(beside, &n_beside);
    MPI_Comm_free(&beside);
    const double needed = bytes_per_unknown * n_unknowns * n_beside / n_ranks;
    double       least  = std::min(available_memory(), n_beside * left_of_address_space()) / needed; // on this machine, as a share
    MPI_Allreduce(MPI_IN_PLACE, &least, 1, MPI_DOUBLE, MPI_MIN, communicator);
    return {needed, least * needed};
  }
} // namespace zincfield
