#include "postprocess/scaffold_integrals.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"
#include "solver/assembly/scaffold_contacts.h"
#include "solver/discretization/across_faces.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/base/quadrature_lib.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** What a point of a scaffold does [A/m^3]; cathodic currents are positive. */
    struct Rates
    {
      double current = 0., deposition = 0., slope = 0., activation = 0., equilibrium = 0.; // [A/m^3], [S/m^3], [V], [V]
    };

    Rates
    rates(const PorousElectrode &electrode, const unsigned int material, const Properties &p, const double *u)
    {
      Rates              result;
      const unsigned int s    = electrode.electronic_potential();
      const double       area = electrode.area(p);
      Dual<double>       fields[max_fields];
      for (unsigned int g = 0; g < electrode.n_fields(); ++g) // with what fills the pores
        fields[g] = {u[g], g == s ? 1. : 0.};
      const auto &reactions = electrode.reactions(material);
      for (unsigned int r = 0; r < reactions.size(); ++r)
        {
          if (reactions[r]->electrons() == 0.) // a solid that precipitates
            continue;
          const Dual<double> i = electrode.rate(material, p, fields, r);
          result.current -= area * i.value;
          result.slope += area * i.derivative;
          if (reactions[r]->deposits_zinc())
            {
              result.deposition -= area * i.value;
              result.equilibrium = reactions[r]->equilibrium_potential();
            }
        }
      result.activation = u[s] - u[electrode.potential()] - result.equilibrium;
      return result;
    }

    /** Which materials are scaffolds of the working electrode. */
    template <int dim>
    std::vector<bool>
    of_working(const Discretization<dim> &discretization, const CellModel &model, const PorousElectrode &electrode)
    {
      std::vector<bool> result;
      for (const auto &ids : collectors(discretization, model, electrode.electronic_potential()))
        result.push_back(std::any_of(
          ids.begin(), ids.end(), [&](const unsigned int id) { return model.boundaries[id].condition == Condition::electrode; }));
      return result;
    }

    /** Depth of a point in all of the scaffold layers of a coating, 0 on the metal, 1 outside; -1 in a region of the mesh. */
    double
    depth(const CellModel &model, const PorousElectrode &electrode, const unsigned int material, const Location &location)
    {
      for (const BoundaryLaw &boundary : model.boundaries)
        for (unsigned int l = 0; l < boundary.layer_materials.size(); ++l)
          if (boundary.layer_materials[l] == material)
            {
              double below = 0., all = 0.;
              for (unsigned int k = 0; k < boundary.layer_materials.size(); ++k)
                if (electrode.scaffold(boundary.layer_materials[k]))
                  {
                    const double d = boundary.coating->layers[k].thickness->thickness(location);
                    below += k < l ? d : k == l ? location.depth * d : 0.;
                    all += d;
                  }
              return below / all;
            }
      return -1.;
    }

    /** Mean rates of deposition at the outer faces of scaffolds and at the metal. */
    template <int dim>
    class Faces
    {
    public:
      Faces(const Discretization<dim> &discretization,
            const CellModel           &model,
            const StateVector         &ghosted,
            const double               electrode_potential,
            const std::vector<bool>   &wanted)
        : discretization_(discretization)
        , model_(model)
        , electrode_(*porous(*model.transport))
        , ghosted_(ghosted)
        , electrode_potential_(electrode_potential)
        , electrons_(electronic_reference(discretization, model))
        , wanted_(wanted)
        , points_(discretization.degree() + 1)
        , values_(
            discretization.mesh.mapping(), discretization.fe, points_, update_values | update_JxW_values | update_quadrature_points)
      {}

      void
      add_up(double &front, double &back)
      {
        for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
          if (cell->is_locally_owned() && wanted_[cell->material_id()])
            for (const unsigned int face : cell->face_indices())
              {
                if (is_at_metal(cell, face))
                  add(cell, face, back_);
                if (is_at_solution(cell, face))
                  add(cell, face, front_);
              }
        const auto mean = [&](const Sum &sum) {
          const double area = Utilities::MPI::sum(sum.area, discretization_.dof_handler.get_communicator());
          const double of   = Utilities::MPI::sum(sum.rate, discretization_.dof_handler.get_communicator());
          return area > 0. ? of / area : std::numeric_limits<double>::quiet_NaN();
        };
        front = mean(front_);
        back  = mean(back_);
      }

    private:
      using Cell = typename DoFHandler<dim>::active_cell_iterator;

      bool
      is_at_metal(const Cell &cell, const unsigned int face) const
      {
        if (!cell->at_boundary(face))
          return false;
        const auto id = cell->face(face)->boundary_id();
        return id < model_.boundaries.size() && model_.boundaries[id].condition == Condition::electrode;
      }

      bool
      is_at_solution(const Cell &cell, const unsigned int face) const
      {
        bool outside = false;
        if (!cell->at_boundary(face))
          across_face(cell, face, [&](unsigned int, const auto &other, unsigned int, unsigned int) {
            outside = outside || !electrode_.scaffold(other->material_id());
          });
        return outside;
      }

      struct Sum
      {
        double area = 0., rate = 0.;
      };

      void
      add(const Cell &cell, const unsigned int face, Sum &sum)
      {
        values_.reinit(cell, face);
        const Quadrature<dim> unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), points_, face);
        std::vector<double>   value(values_.n_quadrature_points);
        std::vector<std::array<double, max_fields>> u(value.size());
        const TransportModel                       &transport = *model_.transport;
        for (unsigned int f = 0; f < transport.n_fields(); ++f)
          {
            values_.get_function_values(ghosted_.block(f), value);
            for (unsigned int q = 0; q < value.size(); ++q)
              u[q][f] = transport.fields()[f].value(value[q]);
          }
        const unsigned int material = cell->material_id();
        for (unsigned int q = 0; q < value.size(); ++q)
          {
            electrons_.complete(material, electrode_potential_, u[q].data());
            const Location at = transport.uniform(material) ? Location() : discretization_.mesh.location(cell, unit.point(q));
            const double   w =
              values_.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * values_.quadrature_point(q)[0] : 1.);
            sum.area += w;
            sum.rate += w * rates(electrode_, material, transport.properties(material, at), u[q].data()).deposition;
          }
      }

      const Discretization<dim> &discretization_;
      const CellModel           &model_;
      const PorousElectrode     &electrode_;
      const StateVector         &ghosted_;
      const double               electrode_potential_;
      const ElectronicReference  electrons_;
      const std::vector<bool>   &wanted_;
      const QGauss<dim - 1>      points_;
      FEFaceValues<dim>          values_;
      Sum                        front_, back_;
    };

    /** Adds the powers of a point; weights in mesh units. */
    template <int dim>
    void
    add_powers(const VolumeSample<dim> &s, const PorousElectrode &electrode, const bool working, ScaffoldIntegrals &sums)
    {
      const Rates  r = rates(electrode, s.material, s.properties, s.u.data());
      const double w = s.weight * mesh_unit, sigma = electrode.electronic_conductivity(s.properties);
      sums.activation -= w * r.current * r.activation;
      if (sigma > 0.)
        {
          const Tensor<1, dim> across = (s.electronic_current * s.layer_normal) * s.layer_normal,
                               along  = s.electronic_current - across;
          sums.ohmic_electronic +=
            w * (across * across + along * along / electrode.anisotropy(s.material, electrode.electronic_potential())) / sigma;
        }
      if (const Species *zinc = find_zinc(electrode.species()))
        if (const double c = electrode.concentration(s.u.data(), zinc - electrode.species().data());
            !electrode.traits().local_reference && zinc->bulk_concentration > 0. && c > 0.)
          sums.nernst -=
            w * r.current * thermal_voltage(electrode.temperature()) / zinc->charge * std::log(c / zinc->bulk_concentration);
      if (r.equilibrium != 0.)
        (working ? sums.equilibrium : sums.equilibrium_of_counter) = r.equilibrium;
    }

    /** Adds the rates of a point. */
    template <int dim>
    void
    add_rates(const VolumeSample<dim> &s, const PorousElectrode &electrode, const double depth, ScaffoldIntegrals &sums)
    {
      const Rates  r = rates(electrode, s.material, s.properties, s.u.data());
      const double w = s.weight * mesh_unit, sigma = electrode.electronic_conductivity(s.properties),
                   kappa = electrode.conductivity(s.material, s.properties, s.u.data());
      sums.volume += s.weight;
      sums.current += w * r.current;
      sums.deposition += w * r.deposition;
      (depth > 0.5 ? sums.outer : sums.inner) += w * r.deposition;
      sums.slope += s.weight * r.slope;
      sums.conduction += s.weight * (1. / kappa + (sigma > 0. ? 1. / sigma : 0.));
      sums.largest            = std::abs(r.deposition) > std::abs(sums.largest) ? r.deposition : sums.largest;
      sums.largest_activation = std::max(sums.largest_activation, std::abs(r.activation));
      if (const Species *zinc = find_zinc(electrode.species()))
        sums.least_concentration =
          std::min(sums.least_concentration, electrode.concentration(s.u.data(), zinc - electrode.species().data()));
      if (depth < 0.)
        sums.has_depth = false;
      if (electrode.fills(s.material))
        {
          const double filled = s.u[electrode.filled()];
          sums.filled += s.weight * filled;
          if (std::max(filled, 0.) > sums.most_filled) // elements may undershoot where all has dissolved
            {
              sums.most_filled = std::max(filled, 0.);
              sums.closed      = electrode.closed(s.material, s.properties);
              for (unsigned int d = 0; d < dim; ++d)
                sums.fullest[d] = s.position[d];
            }
        }
    }

    void
    sum_over_ranks(ScaffoldIntegrals &sums, const MPI_Comm communicator)
    {
      for (double *part : {&sums.volume, &sums.current, &sums.deposition, &sums.outer, &sums.inner, &sums.activation, &sums.nernst,
                           &sums.ohmic_electronic, &sums.slope, &sums.conduction})
        *part = Utilities::MPI::sum(*part, communicator);
      for (double *part : {&sums.largest, &sums.equilibrium, &sums.equilibrium_of_counter})
        {
          const double high = Utilities::MPI::max(*part, communicator), low = Utilities::MPI::min(*part, communicator);
          *part = std::abs(high) > std::abs(low) ? high : low;
        }
      sums.largest_activation  = Utilities::MPI::max(sums.largest_activation, communicator);
      sums.least_concentration = Utilities::MPI::min(sums.least_concentration, communicator);
      sums.has_depth           = Utilities::MPI::min(sums.has_depth ? 1 : 0, communicator) == 1;
      const double most        = Utilities::MPI::max(sums.most_filled, communicator);
      for (double *part : {&sums.closed, &sums.fullest[0], &sums.fullest[1], &sums.fullest[2]}) // of the rank that has it
        *part = Utilities::MPI::max(sums.most_filled == most ? *part : std::numeric_limits<double>::lowest(), communicator);
      sums.most_filled = most;
      sums.filled      = Utilities::MPI::sum(sums.filled, communicator) / sums.volume;
      sums.slope /= sums.volume;
      sums.conduction = sums.volume / sums.conduction;
    }
  } // namespace

  double
  ScaffoldIntegrals::thickness(const double footprint) const
  {
    return volume / footprint * mesh_unit;
  }

  double
  ScaffoldIntegrals::nu(const double footprint) const
  {
    return thickness(footprint) * std::sqrt(slope / conduction);
  }

  template <int dim>
  ScaffoldIntegrals
  integrate_over_scaffolds(const Discretization<dim> &discretization,
                           const CellModel           &model,
                           const StateVector         &ghosted,
                           const double               electrode_potential)
  {
    ScaffoldIntegrals            result;
    const PorousElectrode *const electrode = porous(*model.transport);
    if (!electrode)
      return result;
    const std::vector<bool> wanted = of_working(discretization, model, *electrode);
    result.exists                  = std::find(wanted.begin(), wanted.end(), true) != wanted.end();
    const Sampler<dim> sampler(discretization, model, ghosted, electrode_potential);
    const auto         over = [&](const Quadrature<dim> &points, const auto &what) {
      sampler.volume(points, [&](const auto &cell, const auto &samples) {
        for (unsigned int q = 0; q < samples.size(); ++q)
          if (electrode->scaffold(samples[q].material))
            what(cell, points.point(q), samples[q]);
      });
    };
    over(discretization.quadrature, [&](const auto &cell, const Point<dim> &unit, const VolumeSample<dim> &s) {
      add_powers(s, *electrode, wanted[s.material], result);
      if (wanted[s.material])
        add_rates(s, *electrode, depth(model, *electrode, s.material, discretization.mesh.location(cell, unit)), result);
    });
    over(QGaussLobatto<dim>(discretization.degree() + 1), [&](const auto &, const Point<dim> &, const VolumeSample<dim> &s) {
      if (!wanted[s.material])
        return;
      const double rate = rates(*electrode, s.material, s.properties, s.u.data()).deposition;
      result.largest    = std::abs(rate) > std::abs(result.largest) ? rate : result.largest;
    });
    sum_over_ranks(result, discretization.dof_handler.get_communicator());
    if (result.exists)
      Faces<dim>(discretization, model, ghosted, electrode_potential, wanted).add_up(result.front, result.back);
    return result;
  }

  template ScaffoldIntegrals
  integrate_over_scaffolds(const Discretization<2> &, const CellModel &, const StateVector &, double);
  template ScaffoldIntegrals
  integrate_over_scaffolds(const Discretization<3> &, const CellModel &, const StateVector &, double);
} // namespace zincfield
