#include "solver/assembly/scaffold_contacts.h"

#include "solver/discretization/across_faces.h"
#include "solver/input/read_cases.h"

#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Which materials of a field touch which electrodes, and which of them touch each other; the same on all ranks. */
    struct Touching
    {
      std::vector<std::vector<unsigned char>> metals, materials; // by material
    };

    template <int dim>
    Touching
    find_touching(const Discretization<dim> &discretization, const CellModel &model, const unsigned int f)
    {
      const unsigned int        n_materials = discretization.mesh.material_names().size(), n_metals = model.boundaries.size();
      const auto                lives = [&](const unsigned int m) { return model.transport->lives_in(f, m); };
      std::vector<unsigned int> flags(n_materials * (n_metals + n_materials), 0);
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        {
          if (!cell->is_locally_owned() || !lives(cell->material_id()))
            continue;
          unsigned int *const of_cell = flags.data() + cell->material_id() * (n_metals + n_materials);
          for (const unsigned int face : cell->face_indices())
            if (!cell->at_boundary(face))
              across_face(cell, face, [&](unsigned int, const auto &other, unsigned int, unsigned int) {
                if (lives(other->material_id()))
                  of_cell[n_metals + other->material_id()] = 1;
              });
            else if (const auto id = cell->face(face)->boundary_id(); id < n_metals && model.boundaries[id].is_electrode())
              of_cell[id] = 1;
        }
      Utilities::MPI::max(flags, discretization.dof_handler.get_communicator(), flags);
      Touching result;
      for (unsigned int m = 0; m < n_materials; ++m)
        {
          const auto begin = flags.begin() + m * (n_metals + n_materials);
          result.metals.emplace_back(begin, begin + n_metals);
          result.materials.emplace_back(begin + n_metals, begin + n_metals + n_materials);
        }
      return result;
    }

    /** By material: the electrodes that electrons reach from it. */
    std::vector<std::set<unsigned int>>
    reached_from(const Touching &touching)
    {
      const unsigned int                  n = touching.metals.size();
      std::vector<std::set<unsigned int>> result(n);
      for (unsigned int m = 0; m < n; ++m)
        for (unsigned int id = 0; id < touching.metals[m].size(); ++id)
          if (touching.metals[m][id])
            result[m].insert(id);
      for (unsigned int round = 0; round < n; ++round)
        for (unsigned int m = 0; m < n; ++m)
          for (unsigned int other = 0; other < n; ++other)
            if (touching.materials[m][other])
              result[other].insert(result[m].begin(), result[m].end());
      return result;
    }

    void
    check(const CellModel &model, const unsigned int f, const std::vector<std::set<unsigned int>> &collectors)
    {
      for (unsigned int m = 0; m < collectors.size(); ++m)
        {
          if (!model.transport->lives_in(f, m))
            continue;
          const std::string name  = model.transport->material(m)->name;
          const InputPlace  place = place_of(model.data, "Materials/" + name + "/Scaffold");
          if (collectors[m].empty())
            throw InputError(place, "the scaffold \"" + name + "\" touches no electrode, so that no electron reaches it",
                             "a region or layer that meets an electrode, by itself or through other scaffolds");
          if (model.transport->is_metal_potential(f, m) && collectors[m].size() > 1)
            throw InputError(place, "the perfect conductor \"" + name + "\" touches two electrodes",
                             "an Electronic conductivity, or materials of their own at the two electrodes");
        }
    }
  } // namespace

  template <int dim>
  std::vector<std::set<unsigned int>>
  collectors(const Discretization<dim> &discretization, const CellModel &model, const unsigned int f)
  {
    return reached_from(find_touching(discretization, model, f));
  }

  template <int dim>
  std::vector<Contact>
  contacts(const Discretization<dim> &discretization, const CellModel &model, const unsigned int f)
  {
    const std::vector<std::set<unsigned int>> reached = collectors(discretization, model, f);
    check(model, f, reached);

    const auto                                &owned       = discretization.dof_handler.locally_owned_dofs();
    const auto                                &constraints = discretization.constraints;
    std::vector<types::global_dof_index>       dofs(discretization.fe.dofs_per_cell), of_face(discretization.fe.dofs_per_face);
    std::map<types::global_dof_index, Contact> found; // the larger id of a boundary where two meet; of other ranks too
    // Unknowns that hang stand for those that they depend on.
    const auto take =
      [&](const std::vector<types::global_dof_index> &indices, const unsigned int boundary, const unsigned int material) {
      const auto set = [&](const types::global_dof_index i) {
        const auto [entry, is_new] = found.emplace(i, Contact{0, boundary, reached[material].size() == 1});
        if (!is_new && boundary > entry->second.boundary)
          entry->second = {0, boundary, reached[material].size() == 1};
      };
      for (const auto i : indices)
        if (const auto *others = constraints.get_constraint_entries(i))
          for (const auto &entry : *others)
            set(entry.first);
        else
          set(i);
    };
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      {
        if (cell->is_artificial() || !model.transport->lives_in(f, cell->material_id()))
          continue;
        if (model.transport->is_metal_potential(f, cell->material_id()))
          {
            cell->get_dof_indices(dofs);
            take(dofs, *reached[cell->material_id()].begin(), cell->material_id());
          }
        for (const unsigned int face : cell->face_indices())
          if (cell->at_boundary(face))
            if (const auto id = cell->face(face)->boundary_id();
                id < model.boundaries.size() && model.boundaries[id].is_electrode())
              {
                cell->face(face)->get_dof_indices(of_face);
                take(of_face, id, cell->material_id());
              }
      }
    std::vector<Contact> list;
    for (const auto &[i, contact] : found)
      if (owned.is_element(i))
        list.push_back({static_cast<unsigned int>(owned.index_within_set(i)), contact.boundary, contact.is_reference});
    return list;
  }

  template std::vector<std::set<unsigned int>>
  collectors(const Discretization<2> &, const CellModel &, unsigned int);
  template std::vector<std::set<unsigned int>>
  collectors(const Discretization<3> &, const CellModel &, unsigned int);
  template std::vector<Contact>
  contacts(const Discretization<2> &, const CellModel &, unsigned int);
  template std::vector<Contact>
  contacts(const Discretization<3> &, const CellModel &, unsigned int);
} // namespace zincfield
