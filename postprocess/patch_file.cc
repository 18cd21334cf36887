#include "postprocess/patch_file.h"

#include "postprocess/hdf_file.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <algorithm>
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

    /** Removes the files of another number of ranks or format: which of them is the field could not be told. */
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
          const bool field = extension == ".vtu" || extension == ".pvtu" || extension == ".pvd" || extension == ".hdf" ||
                             extension == ".vtkhdf" || extension == ".xdmf";
          if (field && (stem == name || piece) && std::find(own.begin(), own.end(), file) == own.end())
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
    names_.push_back(name);
    return names_.size() - 1;
  }

  template <int patch_dim, int dim>
  unsigned int
  PatchFile<patch_dim, dim>::add_vector(const std::string &name)
  {
    const unsigned int first = names_.size();
    for (unsigned int d = 0; d < dim; ++d)
      names_.push_back(name);
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
  std::vector<std::string>
  PatchFile<patch_dim, dim>::get_dataset_names() const
  {
    std::vector<std::string> names;
    for (const std::string &name : names_)
      names.push_back(as_attribute(name));
    return names;
  }

  template <int patch_dim, int dim>
  void
  PatchFile<patch_dim, dim>::mirror(const unsigned int axis, const double position)
  {
    const std::size_t n_patches = patches_.size();
    patches_.reserve(2 * n_patches);
    for (std::size_t p = 0; p < n_patches; ++p)
      {
        auto               image  = patches_[p];
        const unsigned int n_rows = image.data.n_rows(), n_points = image.data.n_cols(), side = image.n_subdivisions + 1;
        image.patch_index = patches_.size();
        for (unsigned int q = 0; q < n_points; ++q)
          {
            // The first direction of the lattice runs backwards: cells keep their orientation.
            const unsigned int from = q - q % side + (side - 1 - q % side);
            for (unsigned int row = 0; row < n_rows; ++row)
              image.data(row, q) = patches_[p].data(row, from);
            float &coordinate = image.data(n_rows - dim + axis, q);
            coordinate        = 2. * position - coordinate;
            for (const auto &range : ranges_)
              image.data(std::get<0>(range) + axis, q) *= -1.f;
          }
        for (unsigned int v = 0; v < GeometryInfo<patch_dim>::vertices_per_cell; ++v)
          {
            image.vertices[v]       = patches_[p].vertices[v ^ 1];
            image.vertices[v][axis] = 2. * position - image.vertices[v][axis];
          }
        patches_.push_back(image);
      }
  }

  template <int patch_dim, int dim>
  bool
  PatchFile<patch_dim, dim>::write_piece(const std::string &directory, const std::string &piece, const FieldFormat &format) const
  {
    std::ofstream         file(directory + "/" + piece);
    DataOutBase::VtkFlags flags;
    flags.write_higher_order_cells = format.higher_order;
    DataOutBase::write_vtu_header(file, flags);
    file << "<FieldData>\n";
    for (const auto &entry : format.names)
      {
        file << "<DataArray type=\"String\" Name=\"" << as_attribute(entry.first) << "\" NumberOfTuples=\"" << entry.second.size()
             << "\" format=\"ascii\">\n";
        for (const std::string &name : entry.second)
          {
            for (const unsigned char c : name)
              file << static_cast<unsigned int>(c) << ' ';
            file << "0\n";
          }
        file << "</DataArray>\n";
      }
    file << "</FieldData>\n";
    DataOutBase::write_vtu_main(patches_, get_dataset_names(), ranges_, flags, file);
    DataOutBase::write_vtu_footer(file);
    return all_written(file);
  }

  template <int patch_dim, int dim>
  Grid
  PatchFile<patch_dim, dim>::grid(const FieldFormat &format) const
  {
    Grid grid;
    grid.n_corners = GeometryInfo<patch_dim>::vertices_per_cell;
    grid.names     = format.names;
    std::vector<unsigned int> rows; // the first of each field
    for (unsigned int row = 0; row < names_.size();)
      {
        const auto range = std::find_if(ranges_.begin(), ranges_.end(), [row](const auto &r) { return std::get<0>(r) == row; });
        grid.fields.push_back({names_[row], range == ranges_.end() ? 1u : 3u, {}});
        rows.push_back(row);
        row += range == ranges_.end() ? 1 : dim;
      }
    const unsigned int corner_of_vtk[] = {0, 1, 3, 2, 4, 5, 7, 6};
    for (const auto &patch : patches_)
      {
        const std::int64_t first    = grid.points.size() / 3;
        const unsigned int n_points = patch.data.n_cols(), n_rows = patch.data.n_rows(), n = patch.n_subdivisions, side = n + 1;
        for (unsigned int q = 0; q < n_points; ++q)
          {
            for (unsigned int d = 0; d < 3; ++d)
              grid.points.push_back(d < dim ? patch.data(n_rows - dim + d, q) : 0.f);
            for (unsigned int f = 0; f < rows.size(); ++f)
              for (unsigned int d = 0; d < grid.fields[f].n_components; ++d)
                grid.fields[f].values.push_back(d == 0 || d < dim ? patch.data(rows[f] + d, q) : 0.f);
          }
        for (unsigned int cell = 0; cell < Utilities::fixed_power<patch_dim>(n); ++cell)
          for (unsigned int v = 0; v < grid.n_corners; ++v)
            {
              const unsigned int corner = corner_of_vtk[v];
              const unsigned int i = cell % n + (corner & 1), j = patch_dim > 1 ? cell / n % n + (corner >> 1 & 1) : 0,
                                 k = patch_dim > 2 ? cell / n / n + (corner >> 2) : 0;
              grid.cells.push_back(first + i + side * (j + side * k));
            }
      }
    return grid;
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
    pieces.insert(pieces.end(), {main_file, name + ".pvd"});
    remove_others(directory, name, pieces);
    std::ofstream file(directory + "/" + name + ".pvd");
    DataOutBase::write_pvd_record(file, {{0., main_file}});
    return all_written(file);
  }

  template <int patch_dim, int dim>
  bool
  PatchFile<patch_dim, dim>::write_vtu_files(const std::string &directory,
                                             const std::string &name,
                                             const MPI_Comm     communicator,
                                             const FieldFormat &format) const
  {
    const unsigned int rank    = Utilities::MPI::this_mpi_process(communicator),
                       n_ranks = Utilities::MPI::n_mpi_processes(communicator);
    const std::string piece =
      name + (n_ranks == 1 ? "" : "_" + Utilities::int_to_string(rank, Utilities::needed_digits(n_ranks))) + ".vtu";
    // A full disk is an exception in some of deal.II's functions and nothing but a bad stream in others.
    bool written = false;
    try
      {
        written = write_piece(directory, piece, format) && (rank > 0 || write_records(directory, name, piece, n_ranks));
      }
    catch (const ExcIO &)
      {}
    return Utilities::MPI::min(written ? 1 : 0, communicator) == 1;
  }

  template <int patch_dim, int dim>
  void
  PatchFile<patch_dim, dim>::write(const std::string &directory,
                                   const std::string &name,
                                   const MPI_Comm     communicator,
                                   const FieldFormat &format)
  {
    for (const auto &plane : format.mirrors)
      mirror(plane.first, plane.second);
    if (format.metres)
      for (auto &patch : patches_)
        for (unsigned int q = 0; q < patch.data.n_cols(); ++q)
          for (unsigned int d = 0; d < dim; ++d)
            patch.data(patch.data.n_rows() - dim + d, q) *= 1e-6f;
    if (format.format == "vtu")
      {
        if (!write_vtu_files(directory, name, communicator, format))
          throw MachineError(not_written(directory + "/" + name + ".pvd"));
        return;
      }
    const bool is_first = Utilities::MPI::this_mpi_process(communicator) == 0;
    if (format.format == "vtkhdf")
      {
        const std::string path = directory + "/" + name + ".hdf";
        if (!write_vtkhdf(path, grid(format), communicator))
          throw MachineError(not_written(path));
        if (is_first)
          remove_others(directory, name, {name + ".hdf"});
        return;
      }
    // One file for all times of a variant, in its folder.
    const std::filesystem::path folder(directory);
    const std::string           last   = folder.filename().string();
    const bool                  is_one = last.rfind("time_", 0) == 0 || last.rfind("cycle_", 0) == 0;
    const std::string           file   = (is_one ? folder.parent_path() : folder).string() + "/fields.h5",
                      group            = (is_one ? last : "last") + "/" + name;
    bool written                       = write_group(file, group, grid(format), communicator);
    if (written && is_first && last.rfind("time_", 0) != 0)
      {
        const std::string xdmf = is_one ? folder.parent_path().string() + "/" + name + "_" + last : directory + "/" + name;
        std::ofstream     stream(xdmf + ".xdmf");
        stream << xdmf_file({xdmf_grid(file, group, 0.)});
        written = all_written(stream);
        if (!is_one)
          remove_others(directory, name, {name + ".xdmf"});
      }
    if (Utilities::MPI::min(written ? 1 : 0, communicator) == 0)
      throw MachineError(not_written(file));
  }

  template class PatchFile<2, 2>;
  template class PatchFile<1, 2>;
  template class PatchFile<3, 3>;
  template class PatchFile<2, 3>;
} // namespace zincfield
