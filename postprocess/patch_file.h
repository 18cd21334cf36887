#pragma once

#include <deal.II/base/data_out_base.h>
#include <deal.II/base/mpi.h>

#include <string>
#include <utility>
#include <vector>

namespace zincfield
{
  struct Grid;

  /** In which form fields are written. */
  struct FieldFormat
  {
    std::string format       = "vtu"; // vtu | vtkhdf | xdmf
    bool        higher_order = false; // Lagrange cells, vtu
    bool        metres       = false; // coordinates; else micrometres

    /** Planes about which the patches are mirrored: axis, position [um]. */
    std::vector<std::pair<unsigned int, double>> mirrors;

    /** What the numbers of fields stand for: {"boundary", {"working electrode", ...}}. */
    std::vector<std::pair<std::string, std::vector<std::string>>> names;
  };

  /** Fields on a set of curved patches, written as one file of all ranks, or as a parallel VTU. Each patch carries its own points.
   */
  template <int patch_dim, int dim>
  class PatchFile : public dealii::DataOutInterface<patch_dim, dim>
  {
  public:
    /** Declare a scalar field; returns its first row in a patch's data. */
    unsigned int
    add_scalar(const std::string &name);

    unsigned int
    add_vector(const std::string &name);

    unsigned int
    n_rows() const
    {
      return names_.size();
    }

    /** A new patch of (subdivisions + 1)^patch_dim points; rows are the declared fields, the coordinates are set by set_point(). */
    dealii::DataOutBase::Patch<patch_dim, dim> &
    add_patch(unsigned int subdivisions);

    static void
    set_point(dealii::DataOutBase::Patch<patch_dim, dim> &patch, unsigned int point, const dealii::Point<dim> &position);

    /**
     * Write directory/name.pvd, name.pvtu and the pieces, or name.vtkhdf, or name.xdmf and a group of fields.h5: of the folder
     * above where this one is that of a time or a cycle. Throws MachineError if a file is not as long as it should be.
     */
    void
    write(const std::string &directory, const std::string &name, MPI_Comm communicator, const FieldFormat &format = {});

  private:
    /** Adds the image of every patch; vectors change the sign of one component. */
    void
    mirror(unsigned int axis, double position);

    bool
    write_vtu_files(const std::string &directory, const std::string &name, MPI_Comm communicator, const FieldFormat &format) const;

    /** The patches as one grid, in linear cells. */
    Grid
    grid(const FieldFormat &format) const;

    /** The file of this rank; whether all of it was written. */
    bool
    write_piece(const std::string &directory, const std::string &piece, const FieldFormat &format) const;

    /** The files that name those of the ranks; whether all of them were written. */
    bool
    write_records(const std::string &directory, const std::string &name, const std::string &piece, unsigned int n_ranks) const;

    const std::vector<dealii::DataOutBase::Patch<patch_dim, dim>> &
    get_patches() const override
    {
      return patches_;
    }
    std::vector<std::string>
    get_dataset_names() const override;
    std::vector<
      std::tuple<unsigned int, unsigned int, std::string, dealii::DataComponentInterpretation::DataComponentInterpretation>>
    get_nonscalar_data_ranges() const override
    {
      return ranges_;
    }

    std::vector<dealii::DataOutBase::Patch<patch_dim, dim>> patches_;
    std::vector<std::string>                                names_;
    std::vector<
      std::tuple<unsigned int, unsigned int, std::string, dealii::DataComponentInterpretation::DataComponentInterpretation>>
      ranges_;
  };
} // namespace zincfield
