#include "postprocess/patch_file.h"

#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <filesystem>
#include <fstream>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** As XML has it in quotes, which deal.II does not see to: names of species and reactions are the user's. */
    std::string
    as_attribute(const std::string &name)
    {
      std::string result;
      for (const char c : name)
        result += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
      return result;
    }

    /** Removes the files of another number of ranks: which of them is the field could not be told. */
    void
    remove_others(const std::string &directory, const std::string &name, const std::vector<std::string> &own)
    {
      std::error_code                    failed;
      std::vector<std::filesystem::path> others;
      for (std::filesystem::directory_iterator entry(directory, failed), end; !failed && entry != end; entry.increment(failed))
        {
          const std::string file = entry->path().filename().string(), extension = entry->path().extension().string(),
                            stem = entry->path().stem().string();
          const bool piece       = stem.rfind(name + "_", 0) == 0 &&
                             stem.find_first_not_of("0123456789", name.size() + 1) == std::string::npos &&
                             stem.size() > name.size() + 1;
          if ((extension == ".vtu" || extension == ".pvtu") && (stem == name || piece) &&
              std::find(own.begin(), own.end(), file) == own.end())
            others.push_back(entry->path());
        }
      for (const std::filesystem::path &file : others)
        std::filesystem::remove(file, failed);
    }
  } // namespace

  template <int patch_dim, int dim>
  unsigned int
  PatchFile<patch_dim, dim>::add_scalar(const std::string &name)
  {
    names_.push_back(as_attribute(name));
    return names_.size() - 1;
  }

  template <int patch_dim, int dim>
  unsigned int
  PatchFile<patch_dim, dim>::add_vector(const std::string &name)
  {
    const unsigned int first = names_.size();
    for (unsigned int d = 0; d < dim; ++d)
      names_.push_back(as_attribute(name));
    ranges_.emplace_back(first, first + dim - 1, as_attribute(name), DataComponentInterpretation::component_is_part_of_vector);
    return first;
  }

  template <int patch_dim, int dim>
  DataOutBase::Patch<patch_dim, dim> &
  PatchFile<patch_dim, dim>::add_patch(const unsigned int subdivisions)
  {
    patches_.emplace_back();
    auto &patch                = patches_.back();
    patch.patch_index          = patches_.size() - 1;
    patch.n_subdivisions       = subdivisions;
    patch.points_are_available = true;
    patch.reference_cell       = ReferenceCells::get_hypercube<patch_dim>();
    patch.data.reinit(names_.size() + dim, Utilities::fixed_power<patch_dim>(subdivisions + 1));
    return patch;
  }

  template <int patch_dim, int dim>
  void
  PatchFile<patch_dim, dim>::set_point(DataOutBase::Patch<patch_dim, dim> &patch,
                                       const unsigned int                  point,
                                       const Point<dim>                   &position)
  {
    for (unsigned int d = 0; d < dim; ++d)
      patch.data(patch.data.n_rows() - dim + d, point) = position[d];
  }

  template <int patch_dim, int dim>
  bool
  PatchFile<patch_dim, dim>::write_piece(const std::string &directory, const std::string &piece) const
  {
    std::ofstream file(directory + "/" + piece);
    this->write_vtu(file);
    return all_written(file);
  }

  template <int patch_dim, int dim>
  bool
  PatchFile<patch_dim, dim>::write_records(const std::string &directory,
                                           const std::string &name,
                                           const std::string &piece,
                                           const unsigned int n_ranks) const
  {
    std::string              main_file = piece;
    std::vector<std::string> pieces;
    if (n_ranks > 1)
      {
        for (unsigned int r = 0; r < n_ranks; ++r)
          pieces.push_back(name + "_" + Utilities::int_to_string(r, Utilities::needed_digits(n_ranks)) + ".vtu");
        main_file = name + ".pvtu";
        std::ofstream file(directory + "/" + main_file);
        this->write_pvtu_record(file, pieces);
        if (!all_written(file))
          return false;
      }
    pieces.push_back(main_file);
    remove_others(directory, name, pieces);
    std::ofstream file(directory + "/" + name + ".pvd");
    DataOutBase::write_pvd_record(file, {{0., main_file}});
    return all_written(file);
  }

  template <int patch_dim, int dim>
  void
  PatchFile<patch_dim, dim>::write(const std::string &directory, const std::string &name, const MPI_Comm communicator) const
  {
    const unsigned int rank    = Utilities::MPI::this_mpi_process(communicator),
                       n_ranks = Utilities::MPI::n_mpi_processes(communicator);
    const std::string piece =
      name + (n_ranks == 1 ? "" : "_" + Utilities::int_to_string(rank, Utilities::needed_digits(n_ranks))) + ".vtu";
    // A full disk is an exception in some of deal.II's functions and nothing but a bad stream in others.
    bool written = false;
    try
      {
        written = write_piece(directory, piece) && (rank > 0 || write_records(directory, name, piece, n_ranks));
      }
    catch (const ExcIO &)
      {}
    if (Utilities::MPI::min(written ? 1 : 0, communicator) == 0)
      throw MachineError(not_written(directory + "/" + name + ".pvd"));
  }

  template class PatchFile<2, 2>;
  template class PatchFile<1, 2>;
  template class PatchFile<3, 3>;
  template class PatchFile<2, 3>;
} // namespace zincfield
