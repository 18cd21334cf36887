#pragma once

#include "solver/checkpoint/blocks.h"
#include "solver/checkpoint/mesh_history.h"
#include "solver/discretization/discretization.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace zincfield
{
  /** Numbers that belong to cells, such as those of points of their faces; on each rank those of the cells that it owns. */
  using CellValues = std::map<dealii::CellId, std::vector<double>>;

  /** What a run needs to go on from where it is. Written from here; what is pointed at stays the run's. */
  template <int dim>
  struct Snapshot
  {
    const MeshHistory<dim>                    *mesh           = nullptr;
    const Discretization<dim>                 *discretization = nullptr; // of the vectors, on this mesh
    std::map<std::string, const StateVector *> vectors;                  // by a name of the run's choice, any number
    std::map<std::string, const CellValues *>  cell_values;
    std::map<std::string, std::vector<double>> arrays;                             // the same on all ranks, any length
    nlohmann::json                             scalars = nlohmann::json::object(); // the same on all ranks
  };

  /** The part of a snapshot that lies on this rank, as bytes of a file. */
  template <int dim>
  std::string
  local_part(const Snapshot<dim> &snapshot);

  /** The files with the parts of all ranks of a run that was perhaps on another number of them. */
  class Parts
  {
  public:
    explicit Parts(const std::vector<std::string> &files);

    /** Refines the mesh, coarse still, to what it was. */
    template <int dim>
    void
    restore_mesh(MeshHistory<dim> &mesh);

    /** Fills a vector that was made for the same discretization. Throws std::runtime_error where the file does not hold it. */
    template <int dim>
    void
    restore(const Discretization<dim> &discretization, const std::string &name, StateVector &vector);

    /** The numbers of the cells that this rank owns. */
    template <int dim>
    CellValues
    cell_values(const dealii::Triangulation<dim> &triangulation, const std::string &name);

  private:
    std::vector<BlockReader> files_;
  };
} // namespace zincfield
