#include "solver/checkpoint/snapshot.h"

#include <deal.II/dofs/dof_tools.h>

#include <set>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    using Id = CellId::binary_type;

    std::string
    step_name(const std::size_t step, const char *what)
    {
      return "step " + std::to_string(step) + " " + what;
    }

    /** By cell, field and unknown of the cell. */
    template <int dim>
    std::vector<double>
    values_by_cell(const DoFHandler<dim> &dof_handler, const StateVector &vector)
    {
      // Unknowns of owned cells may belong to other ranks. Hanging ones are kept as they are. A copy of such a vector would lose
      // its ghosts.
      std::vector<FieldVector> fields(vector.n_blocks());
      IndexSet                 relevant;
      DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
      for (unsigned int f = 0; f < vector.n_blocks(); ++f)
        {
          fields[f].reinit(dof_handler.locally_owned_dofs(), relevant, dof_handler.get_communicator());
          fields[f].copy_locally_owned_data_from(vector.block(f));
          fields[f].update_ghost_values();
        }
      std::vector<types::global_dof_index> unknowns(dof_handler.get_fe().dofs_per_cell);
      std::vector<double>                  values;
      for (const auto &cell : dof_handler.active_cell_iterators())
        if (cell->is_locally_owned())
          {
            cell->get_dof_indices(unknowns);
            for (const FieldVector &field : fields)
              for (const auto i : unknowns)
                values.push_back(field(i));
          }
      return values;
    }

    template <int dim>
    std::vector<Id>
    ids_of_owned_cells(const Triangulation<dim> &triangulation)
    {
      std::vector<Id> ids;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned())
          ids.push_back(cell->id().template to_binary<dim>());
      return ids;
    }
  } // namespace

  template <int dim>
  std::string
  local_part(const Snapshot<dim> &snapshot)
  {
    BlockWriter   file;
    std::uint64_t n_steps = 0;
    if (snapshot.mesh)
      for (const RefinementStep &step : snapshot.mesh->steps())
        {
          file.add(step_name(n_steps, "refined"), step.refined);
          file.add(step_name(n_steps, "coarsened"), step.coarsened);
          ++n_steps;
        }
    file.add("steps", std::vector<std::uint64_t>{n_steps});
    if (snapshot.mesh)
      file.add("cells", ids_of_owned_cells(snapshot.mesh->mesh().triangulation()));
    for (const auto &[name, vector] : snapshot.vectors)
      file.add("vector " + name, values_by_cell(snapshot.discretization->dof_handler, *vector));
    for (const auto &[name, cells] : snapshot.cell_values)
      {
        std::vector<Id>            ids;
        std::vector<std::uint64_t> sizes;
        std::vector<double>        values;
        for (const auto &[id, numbers] : *cells)
          {
            ids.push_back(id.template to_binary<dim>());
            sizes.push_back(numbers.size());
            values.insert(values.end(), numbers.begin(), numbers.end());
          }
        file.add("cells of " + name, ids);
        file.add("sizes of " + name, sizes);
        file.add("values of " + name, values);
      }
    return file.bytes();
  }

  Parts::Parts(const std::vector<std::string> &files)
  {
    for (const std::string &file : files)
      files_.emplace_back(file);
  }

  template <int dim>
  void
  Parts::restore_mesh(MeshHistory<dim> &mesh)
  {
    std::vector<RefinementStep> steps;
    for (BlockReader &file : files_)
      {
        steps.resize(file.read<std::uint64_t>("steps").at(0));
        const auto append = [&](std::vector<Id> &ids, const std::string &name) {
          const std::vector<Id> more = file.read<Id>(name);
          ids.insert(ids.end(), more.begin(), more.end());
        };
        for (std::size_t s = 0; s < steps.size(); ++s)
          {
            append(steps[s].refined, step_name(s, "refined"));
            append(steps[s].coarsened, step_name(s, "coarsened"));
          }
      }
    mesh.repeat(steps);
  }

  template <int dim>
  void
  Parts::restore(const Discretization<dim> &discretization, const std::string &name, StateVector &vector)
  {
    const auto       &dof_handler = discretization.dof_handler;
    const std::size_t n_fields = vector.n_blocks(), n_unknowns = dof_handler.get_fe().dofs_per_cell, record = n_fields * n_unknowns;

    std::map<Id, typename DoFHandler<dim>::active_cell_iterator> owned;
    for (const auto &cell : dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        owned.emplace(cell->id().template to_binary<dim>(), cell);

    std::vector<types::global_dof_index> unknowns(n_unknowns);
    std::vector<double>                  values(record);
    std::size_t                          n_found = 0;
    for (BlockReader &file : files_)
      {
        const std::vector<Id> ids = file.read<Id>("cells");
        if (file.size<double>("vector " + name) != ids.size() * record)
          throw std::runtime_error("the vector \"" + name + "\" of the checkpoint has another number of fields or another degree");
        for (std::size_t c = 0; c < ids.size(); ++c)
          {
            const auto cell = owned.find(ids[c]);
            if (cell == owned.end())
              continue;
            ++n_found;
            file.read("vector " + name, c * record, values.data(), record);
            cell->second->get_dof_indices(unknowns);
            for (std::size_t f = 0; f < n_fields; ++f)
              for (std::size_t i = 0; i < n_unknowns; ++i)
                if (dof_handler.locally_owned_dofs().is_element(
                      unknowns[i])) // every unknown belongs to a rank that owns one of its cells
                  vector.block(f)(unknowns[i]) = values[f * n_unknowns + i];
          }
      }
    if (n_found != owned.size())
      throw std::runtime_error("the checkpoint holds no values for some of the cells");
  }

  template <int dim>
  CellValues
  Parts::cell_values(const Triangulation<dim> &triangulation, const std::string &name)
  {
    std::set<Id> owned;
    for (const Id &id : ids_of_owned_cells(triangulation))
      owned.insert(id);
    CellValues result;
    for (BlockReader &file : files_)
      {
        const std::vector<Id>            ids    = file.read<Id>("cells of " + name);
        const std::vector<std::uint64_t> sizes  = file.read<std::uint64_t>("sizes of " + name);
        const std::vector<double>        values = file.read<double>("values of " + name);
        auto                             begin  = values.begin();
        for (std::size_t c = 0; c < ids.size(); begin += sizes[c], ++c)
          if (owned.count(ids[c]) > 0)
            result[CellId(ids[c])] = std::vector<double>(begin, begin + sizes[c]);
      }
    return result;
  }

  template std::string
  local_part(const Snapshot<2> &);
  template std::string
  local_part(const Snapshot<3> &);
  template void
  Parts::restore_mesh(MeshHistory<2> &);
  template void
  Parts::restore_mesh(MeshHistory<3> &);
  template void
  Parts::restore(const Discretization<2> &, const std::string &, StateVector &);
  template void
  Parts::restore(const Discretization<3> &, const std::string &, StateVector &);
  template CellValues
  Parts::cell_values(const Triangulation<2> &, const std::string &);
  template CellValues
  Parts::cell_values(const Triangulation<3> &, const std::string &);
} // namespace zincfield
