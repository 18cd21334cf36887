#include "solver/runs/room_of_film.h"

#include "physics/constants.h"
#include "solver/assembly/materials_of_cell.h"
#include "solver/runs/amounts.h"

#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A cell of the film on this rank, by point of quadrature: the volume [mesh units] and what it holds there in equilibrium with
     * the bulk, by field. */
    template <int dim>
    struct FilmCell
    {
      typename DoFHandler<dim>::active_cell_iterator cell;
      const FEValues<dim>                           &shapes;
      std::vector<double>                            weights;
      std::vector<Sources<double>>                   amounts;
    };

    template <int dim, typename Visitor>
    void
    over_film(const Operator<dim> &op, const Visitor &visit)
    {
      const std::vector<unsigned int> film = riding_film(op.model());
      if (film.empty())
        return;
      const auto           &discretization = op.discretization();
      const TransportModel &transport      = *op.model().transport;
      const QGauss<dim>     quadrature(2 * discretization.fe.degree);
      FEValues<dim>         shapes(discretization.mapping(), discretization.fe, quadrature,
                                   update_values | update_gradients | update_JxW_values | update_quadrature_points);
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        if (cell->is_locally_owned() && std::find(film.begin(), film.end(), cell->material_id()) != film.end())
          {
            shapes.reinit(cell);
            FilmCell<dim> now{cell, shapes, {}, {}};
            for (unsigned int q = 0; q < quadrature.size(); ++q)
              {
                now.weights.push_back(shapes.JxW(q) *
                                      (discretization.axisymmetric ? 2. * numbers::PI * shapes.quadrature_point(q)[0] : 1.));
                now.amounts.push_back(q > 0 && transport.uniform(cell->material_id())
                                        ? now.amounts[0]
                                        : amounts_of_bulk(transport, cell->material_id(),
                                                          transport.properties(cell->material_id(), discretization.mesh.location(
                                                                                                      cell, quadrature.point(q)))));
              }
            visit(now);
          }
    }

    /** The velocity of the mesh in a cell, and its divergence [1/s]. */
    template <int dim>
    class VelocityInFilm
    {
    public:
      VelocityInFilm(const Discretization<dim> &discretization, const StateVector &velocity)
        : discretization_(discretization)
        , velocity_(velocity)
        , nodes_(discretization.fe.dofs_per_cell)
        , values_(dim, Vector<double>(nodes_.size()))
      {}

      void
      reinit(const typename DoFHandler<dim>::active_cell_iterator &cell)
      {
        cell->get_dof_indices(nodes_);
        for (unsigned int d = 0; d < dim; ++d)
          discretization_.constraints.get_dof_values(velocity_.block(d), nodes_.begin(), values_[d].begin(), values_[d].end());
      }

      const std::vector<types::global_dof_index> &
      nodes() const
      {
        return nodes_;
      }

      std::pair<Tensor<1, dim>, double>
      at(const FEValues<dim> &shapes, const unsigned int q) const
      {
        Tensor<1, dim> v;
        double         divergence = 0.;
        for (unsigned int a = 0; a < nodes_.size(); ++a)
          for (unsigned int d = 0; d < dim; ++d)
            {
              v[d] += shapes.shape_value(a, q) * values_[d](a);
              divergence += shapes.shape_grad(a, q)[d] * values_[d](a);
            }
        if (discretization_.axisymmetric)
          divergence += v[0] / shapes.quadrature_point(q)[0];
        return {v, divergence};
      }

    private:
      const Discretization<dim>           &discretization_;
      const StateVector                   &velocity_;
      std::vector<types::global_dof_index> nodes_;
      std::vector<Vector<double>>          values_;
    };

    /** Mean of div v over each layer, by material [1/s]. */
    template <int dim>
    std::map<unsigned int, double>
    mean_divergences(const Operator<dim> &op, VelocityInFilm<dim> &velocity)
    {
      std::map<unsigned int, std::array<double, 2>> sums; // of div v and of 1
      for (const unsigned int material : riding_film(op.model()))
        sums[material] = {};
      over_film(op, [&](const FilmCell<dim> &film) {
        velocity.reinit(film.cell);
        auto &[gained, volume] = sums.at(film.cell->material_id());
        for (unsigned int q = 0; q < film.weights.size(); ++q)
          {
            gained += velocity.at(film.shapes, q).second * film.weights[q];
            volume += film.weights[q];
          }
      });
      std::map<unsigned int, double> means;
      const MPI_Comm                 communicator = op.discretization().dof_handler.get_communicator();
      for (const auto &[material, of_layer] : sums)
        means[material] = Utilities::MPI::sum(of_layer[0], communicator) / Utilities::MPI::sum(of_layer[1], communicator);
      return means;
    }
  } // namespace

  template <int dim>
  void
  add_room_of_film(const Operator<dim> &op, const StateVector &velocity, StateVector &rows)
  {
    const auto                          &discretization = op.discretization();
    const unsigned int                   n = op.n_fields(), n_nodes = discretization.fe.dofs_per_cell;
    const Sources<double>                outside = amounts_of_bulk(*op.model().transport, material_of_solution(op.model()));
    VelocityInFilm<dim>                  of_mesh(discretization, velocity);
    const std::map<unsigned int, double> means = mean_divergences(op, of_mesh);
    std::vector<Vector<double>>          of_fields(n, Vector<double>(n_nodes));
    over_film(op, [&](const FilmCell<dim> &film) {
      of_mesh.reinit(film.cell);
      for (auto &of_field : of_fields)
        of_field = 0.;
      for (unsigned int q = 0; q < film.weights.size(); ++q)
        {
          const auto [v, divergence] = of_mesh.at(film.shapes, q);
          const double weight = film.weights[q] * mesh_unit, mean = means.at(film.cell->material_id());
          for (unsigned int a = 0; a < n_nodes; ++a)
            {
              const double w = film.shapes.shape_value(a, q), moved = film.shapes.shape_grad(a, q) * v;
              for (unsigned int f = 0; f < n; ++f)
                of_fields[f](a) +=
                  (film.amounts[q][f] * w * (f == op.model().transport->potential() ? divergence - mean : divergence) -
                   outside[f] * (w * divergence + moved)) *
                  weight;
            }
        }
      for (unsigned int f = 0; f < n; ++f)
        discretization.constraints.distribute_local_to_global(of_fields[f], of_mesh.nodes(), rows.block(f));
    });
  }

  template <int dim>
  std::array<double, max_fields>
  content_of_film(const Operator<dim> &op)
  {
    const Sources<double>          outside = amounts_of_bulk(*op.model().transport, material_of_solution(op.model()));
    std::array<double, max_fields> content{};
    over_film(op, [&](const FilmCell<dim> &film) {
      for (unsigned int q = 0; q < film.weights.size(); ++q)
        for (unsigned int f = 0; f < op.n_fields(); ++f)
          content[f] += (film.amounts[q][f] - outside[f]) * film.weights[q] * mesh_unit;
    });
    for (double &of_field : content)
      of_field = Utilities::MPI::sum(of_field, op.discretization().dof_handler.get_communicator());
    return content;
  }

  template void
  add_room_of_film(const Operator<2> &, const StateVector &, StateVector &);
  template void
  add_room_of_film(const Operator<3> &, const StateVector &, StateVector &);
  template std::array<double, max_fields>
  content_of_film(const Operator<2> &);
  template std::array<double, max_fields>
  content_of_film(const Operator<3> &);
} // namespace zincfield
