#include "postprocess/field_files.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"
#include "postprocess/patch_file.h"
#include "solver/input/field_output.h"

#include <deal.II/base/qprojector.h>

#include <algorithm>
#include <filesystem>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Molar volume of zinc [m^3/mol]: 65.38 g/mol over 7.14 g/cm^3 (CRC Handbook). */
    constexpr double zinc_molar_volume = 65.38e-3 / 7140.;

    constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    /** Current density [A/m^2] that deposits zinc on the solid of a scaffold, per true area; 0 elsewhere. */
    double
    deposition(const PorousElectrode &electrode, const unsigned int material, const Properties &p, const double *u)
    {
      double sum = 0.;
      if (electrode.scaffold(material))
        for (unsigned int r = 0; r < electrode.reactions(material).size(); ++r)
          if (electrode.reactions(material)[r]->deposits_zinc())
            sum -= electrode.rate(material, p, u, r);
      return sum;
    }

    const std::string electrostatic = "electrostatic potential";

    /** Corners of a patch of (n+1)^dim points, in deal.II's vertex order. */
    template <int patch_dim, int dim>
    void
    set_vertices(DataOutBase::Patch<patch_dim, dim> &patch)
    {
      const unsigned int n = patch.n_subdivisions;
      for (unsigned int vertex = 0; vertex < GeometryInfo<patch_dim>::vertices_per_cell; ++vertex)
        {
          unsigned int point = 0, stride = 1;
          for (unsigned int d = 0; d < patch_dim; ++d)
            {
              point += ((vertex >> d) & 1) * n * stride;
              stride *= n + 1;
            }
          for (unsigned int d = 0; d < dim; ++d)
            patch.vertices[vertex][d] = patch.data(patch.data.n_rows() - dim + d, point);
        }
    }

    /** The form that the input asks for; "x=0" of the planes is an axis and a position. */
    template <int dim>
    FieldFormat
    field_format(const Case &data, const Mesh<dim> &mesh)
    {
      FieldFormat       format;
      const FieldOutput output = field_output(data);
      format.format            = output.format;
      format.higher_order      = output.higher_order;
      format.metres            = output.metres;
      format.names             = {{"boundary", data.geometry->boundary_names()}, {"material", mesh.material_names()}};
      if (!output.whole_cell)
        return format;
      std::vector<std::string> planes = data.geometry->symmetry_planes();
      if (data.geometry->axisymmetric())
        planes = {"x=0"};
      for (const std::string &plane : planes)
        {
          const unsigned int axis = plane.front() - 'x';
          const bool         has =
            std::any_of(format.mirrors.begin(), format.mirrors.end(), [axis](const auto &mirror) { return mirror.first == axis; });
          if (axis < dim && plane.size() > 2 && !has) // the images about a second plane would begin the next period
            format.mirrors.emplace_back(axis, std::stod(plane.substr(2)));
        }
      return format;
    }

    /** Columns of what the composition of the solution sets besides: pH, saturation indices. */
    template <typename File>
    std::vector<unsigned int>
    add_composition(const TransportModel &transport, File &file)
    {
      std::vector<unsigned int> columns;
      for (const auto &number : transport.composition_numbers())
        columns.push_back(file.add_scalar(number.name + (number.unit.empty() ? "" : " [" + number.unit + "]")));
      return columns;
    }

    /** Parts of a cell each way in files: those of its degree, and more of a small plane mesh, whose surface would show corners. */
    template <int dim>
    unsigned int
    parts_of_a_cell(const Discretization<dim> &discretization, const FieldFormat &format)
    {
      constexpr unsigned int few_cells = 5000;
      const bool             small     = dim == 2 && discretization.mesh.triangulation().n_global_active_cells() < few_cells;
      return discretization.degree() * (small && !format.higher_order ? 2 : 1);
    }

    template <int dim>
    void
    write_volume(const Sampler<dim> &sampler,
                 const unsigned int  subdivisions,
                 const std::string  &directory,
                 const MPI_Comm      communicator,
                 const FieldFormat  &format)
    {
      const TransportModel &transport = *sampler.model().transport;
      const unsigned int    phi = transport.potential(), n_species = transport.species().size();
      const auto            conserved = transport.conserved(); // whose fluxes the rows are made of
      PatchFile<dim, dim>   file;
      const unsigned int    potential = file.add_scalar(electrostatic + " [V]"), field = file.add_vector("electric field [V/m]"),
                         ohmic_field = file.add_vector("ohmic field [V/m]"), current = file.add_vector("current density [A/m^2]"),
                         conductivity = file.add_scalar("conductivity [S/m]"), charge = file.add_scalar("charge density [C/m^3]"),
                         material      = file.add_scalar("material");
      const bool         own_reference = transport.potential_name() != electrostatic;
      const unsigned int reference     = own_reference ? file.add_scalar(transport.potential_name() + " [V]") : 0;
      bool               polarised     = false;
      for (const auto &entry : sampler.model().data.materials)
        polarised = polarised || (entry.second.is_polarised() && transport.traits().resolves_charge);
      const unsigned int           polarisation = polarised ? file.add_vector("polarisation [C/m^2]") : 0;
      const PorousElectrode *const electrode    = porous(transport);
      const unsigned int           electronic   = electrode ? file.add_scalar("electronic potential [V]") : 0,
                         electrons              = electrode ? file.add_vector("electronic current density [A/m^2]") : 0,
                         rate                   = electrode ? file.add_scalar("deposition per volume [A/m^3]") : 0,
                         filled                 = electrode && electrode->fills() ? file.add_scalar("filled fraction") : 0,
                         rate_of_area           = electrode ? file.add_scalar("deposition per true area [A/m^2]") : 0;
      std::vector<unsigned int> concentrations, fluxes;
      for (const Species &species : transport.species())
        {
          concentrations.push_back(file.add_scalar("concentration of " + species.name + " [mol/m^3]"));
          if (conserved.size() == n_species)
            fluxes.push_back(file.add_vector("flux of " + species.name + " [mol/m^2/s]"));
        }
      if (conserved.size() != n_species)
        for (const std::string &component : conserved)
          fluxes.push_back(file.add_vector("flux of " + component + " [mol/m^2/s]"));
      const std::vector<unsigned int> numbers = add_composition(transport, file);

      const QIterated<dim> lattice(QTrapezoid<1>(), subdivisions);
      sampler.volume(lattice, [&](const auto &cell, const auto &samples) {
        auto &patch = file.add_patch(subdivisions);
        for (unsigned int q = 0; q < samples.size(); ++q)
          {
            const auto &s            = samples[q];
            const auto  ohmic        = zincfield::ohmic_field(transport, s);
            patch.data(potential, q) = transport.electrostatic_potential(s.material, s.properties, s.u.data());
            if (own_reference)
              patch.data(reference, q) = s.u[phi];
            for (unsigned int d = 0; d < dim; ++d)
              {
                patch.data(field + d, q)       = s.electric_field[d];
                patch.data(ohmic_field + d, q) = ohmic[d];
                patch.data(current + d, q)     = s.current[d];
                if (polarised)
                  patch.data(polarisation + d, q) = s.polarisation[d];
              }
            if (electrode)
              {
                const double of_area        = deposition(*electrode, s.material, s.properties, s.u.data());
                const bool   conducts       = electrode->scaffold(s.material) != nullptr;
                patch.data(electronic, q)   = conducts ? s.u[electrode->electronic_potential()] : nan;
                patch.data(rate_of_area, q) = of_area;
                if (electrode->fills())
                  patch.data(filled, q) = electrode->fills(s.material) ? s.u[electrode->filled()] : 0.;
                patch.data(rate, q) = conducts ? of_area * electrode->area(s.properties) : 0.;
                for (unsigned int d = 0; d < dim; ++d)
                  patch.data(electrons + d, q) = conducts ? s.electronic_current[d] : 0.;
              }
            patch.data(conductivity, q) = transport.conductivity(s.material, s.properties, s.u.data());
            patch.data(charge, q)       = transport.charge_density(s.material, s.properties, s.u.data());
            patch.data(material, q)     = cell->material_id();
            for (unsigned int k = 0; k < n_species; ++k)
              {
                const double c                   = transport.material_concentration(s.material, s.properties, s.u.data(), k);
                patch.data(concentrations[k], q) = c;
              }
            for (unsigned int k = 0; k < numbers.size(); ++k)
              patch.data(numbers[k], q) = transport.composition_number(s.u.data(), k);
            for (unsigned int k = 0; k < fluxes.size(); ++k)
              {
                const auto weights = transport.conserved_flux_weights(k);
                for (unsigned int d = 0; d < dim; ++d)
                  {
                    double flux = 0.;
                    for (unsigned int f = 0; f <= phi; ++f)
                      flux += weights[f] * s.flux[f][d];
                    patch.data(fluxes[k] + d, q) = flux / faraday_constant;
                  }
              }
            PatchFile<dim, dim>::set_point(patch, q, s.position);
          }
        set_vertices(patch);
      });
      file.write(directory, "volume", communicator, format);
    }

    /** Row `row` of a patch on a face: a field at the points of the lattice. */
    template <int dim, typename Patch>
    void
    set_values(Patch                                                &patch,
               const unsigned int                                    row,
               const FieldVector                                    &field,
               const Discretization<dim>                            &discretization,
               const typename DoFHandler<dim>::active_cell_iterator &cell,
               const unsigned int                                    face,
               const Quadrature<dim - 1>                            &lattice)
    {
      const auto unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), lattice, face);
      std::vector<types::global_dof_index> dofs(discretization.fe.dofs_per_cell);
      cell->get_dof_indices(dofs);
      for (unsigned int q = 0; q < unit.size(); ++q)
        {
          patch.data(row, q) = 0.;
          for (unsigned int i = 0; i < dofs.size(); ++i)
            if (discretization.fe.has_support_on_face(i, face))
              patch.data(row, q) += field(dofs[i]) * discretization.fe.shape_value(i, unit.point(q));
        }
    }

    template <int dim>
    void
    write_surface(const Sampler<dim>                               &sampler,
                  const std::map<std::string, const FieldVector *> &more,
                  const Discretization<dim>                        &discretization,
                  const std::string                                &directory)
    {
      const FieldFormat        format       = field_format(sampler.model().data, discretization.mesh);
      const unsigned int       subdivisions = parts_of_a_cell(discretization, format);
      const TransportModel    &transport    = *sampler.model().transport;
      const unsigned int       phi = transport.potential(), n = transport.n_fields();
      PatchFile<dim - 1, dim>  file;
      const bool               knows_tip = sampler.model().data.geometry->knows_tip();
      std::vector<std::string> reaction_names;
      for (const BoundaryLaw &boundary : sampler.model().boundaries)
        if (boundary.law)
          for (const auto &reaction : boundary.law->reactions())
            if (std::find(reaction_names.begin(), reaction_names.end(), reaction->name) == reaction_names.end())
              reaction_names.push_back(reaction->name);
      const unsigned int deposition    = file.add_scalar("deposition current density [A/m^2]"),
                         total         = file.add_scalar("total current density [A/m^2]"),
                         overpotential = file.add_scalar("overpotential [V]"), thickness = file.add_scalar("film thickness [m]"),
                         resistance = file.add_scalar("film resistance [ohm m^2]"), rate = file.add_scalar("deposition rate [m/s]"),
                         height = file.add_scalar("height [um]"), distance = file.add_scalar("distance from tip [um]"),
                         id = file.add_scalar("boundary"), potential = file.add_scalar(electrostatic + " [V]");
      const bool                own_reference = transport.potential_name() != electrostatic;
      const unsigned int        reference     = own_reference ? file.add_scalar(transport.potential_name() + " [V]") : 0;
      std::vector<unsigned int> reactions, concentrations;
      for (const std::string &name : reaction_names)
        reactions.push_back(file.add_scalar("current density of " + name + " [A/m^2]"));
      for (const Species &species : transport.species())
        concentrations.push_back(file.add_scalar("concentration of " + species.name + " [mol/m^3]"));
      const std::vector<unsigned int> numbers = add_composition(transport, file);

      std::vector<unsigned int> further;
      for (const auto &entry : more)
        further.push_back(file.add_scalar(entry.first));

      const QIterated<dim - 1> lattice(QTrapezoid<1>(), subdivisions);
      sampler.surface(lattice, [&](const auto &cell, const unsigned int face, const auto &samples) {
        auto &patch = file.add_patch(subdivisions);
        for (auto [field, number] = std::make_pair(more.begin(), further.begin()); field != more.end(); ++field, ++number)
          set_values(patch, *number, *field->second, discretization, cell, face, lattice);
        for (unsigned int q = 0; q < samples.size(); ++q)
          {
            const auto &s                = samples[q];
            const auto &law              = sampler.model().boundaries[s.boundary].law;
            patch.data(deposition, q)    = s.deposition_current;
            patch.data(total, q)         = transport.current(s.flux.flux);
            patch.data(overpotential, q) = s.activation;
            patch.data(thickness, q)     = s.film_thickness;
            patch.data(resistance, q)    = s.film_resistance;
            patch.data(rate, q)          = s.deposition_current * zinc_molar_volume / (2. * faraday_constant);
            patch.data(height, q)        = s.location.height;
            patch.data(distance, q)      = knows_tip ? s.location.distance_from_tip : std::numeric_limits<double>::quiet_NaN();
            patch.data(id, q)            = s.boundary;
            const auto beside            = transport.properties(cell->material_id(), s.location);
            patch.data(potential, q)     = transport.electrostatic_potential(cell->material_id(), beside, s.u.data());
            if (own_reference)
              patch.data(reference, q) = s.u[phi];
            for (unsigned int r = 0; r < reactions.size(); ++r)
              for (unsigned int own = 0; law && own < s.flux.reaction_currents.size(); ++own)
                if (law->reactions()[own]->name == reaction_names[r])
                  patch.data(reactions[r], q) = s.flux.reaction_currents[own];
            const double *below = s.flux.below.size() >= n ? s.flux.below.data() + s.flux.below.size() - n : s.u.data();
            for (unsigned int k = 0; k < concentrations.size(); ++k)
              patch.data(concentrations[k], q) = s.dielectric ? 0. : transport.concentration(below, k);
            for (unsigned int k = 0; k < numbers.size(); ++k)
              patch.data(numbers[k], q) = transport.composition_number(below, k);
            PatchFile<dim - 1, dim>::set_point(patch, q, s.position);
          }
        set_vertices(patch);
      });
      file.write(directory, "surface", discretization.dof_handler.get_communicator(), format);
    }
  } // namespace

  template <int dim>
  void
  write_fields(const Discretization<dim>                        &discretization,
               const CellModel                                  &model,
               const StateVector                                &state,
               const double                                      electrode_potential,
               const std::string                                &directory,
               const bool                                        volume,
               const bool                                        surface,
               const FilmValues                                 &film_states,
               const std::map<std::string, const FieldVector *> &on_surface)
  {
    const StateVector  ghosted = with_ghosts(discretization, state);
    const Sampler<dim> sampler(discretization, model, ghosted, electrode_potential, film_states);
    const MPI_Comm     communicator = discretization.dof_handler.get_communicator();
    const bool         one_file     = field_output(model.data).format == "xdmf"; // needs no folder of its own
    if (Utilities::MPI::this_mpi_process(communicator) == 0 && !one_file)
      {
        std::error_code ignored; // a folder that cannot be made shows as a file that cannot be written
        std::filesystem::create_directories(directory, ignored);
      }
    MPI_Barrier(communicator);
    if (volume)
      {
        const FieldFormat format = field_format(model.data, discretization.mesh);
        write_volume(sampler, parts_of_a_cell(discretization, format), directory, communicator, format);
      }
    if (surface)
      write_surface(sampler, on_surface, discretization, directory);
  }

  template void
  write_fields(const Discretization<2> &,
               const CellModel &,
               const StateVector &,
               double,
               const std::string &,
               bool,
               bool,
               const FilmValues &,
               const std::map<std::string, const FieldVector *> &);
  template void
  write_fields(const Discretization<3> &,
               const CellModel &,
               const StateVector &,
               double,
               const std::string &,
               bool,
               bool,
               const FilmValues &,
               const std::map<std::string, const FieldVector *> &);
} // namespace zincfield
