#include "solver/assembly/conserved_amounts.h"

#include "physics/transport/porous_electrode.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    using Row = std::array<double, max_fields>;

    /** What each reaction of the electrodes and of scaffolds adds to the totals of the rows, per unit of its current. */
    std::vector<Row>
    reaction_totals(const CellModel &model)
    {
      std::vector<Row> totals;
      const auto       add = [&](const std::vector<std::shared_ptr<const Reaction>> &reactions) {
        for (const auto &reaction : reactions)
          {
            Row total{};
            for (unsigned int f = 0; f < model.transport->n_fields(); ++f)
              total[f] = model.transport->row_weight(f, *reaction);
            totals.push_back(total);
          }
      };
      for (const BoundaryLaw &boundary : model.boundaries)
        if (boundary.law)
          add(boundary.law->reactions());
      if (const PorousElectrode *const electrode = porous(*model.transport))
        for (unsigned int m = 0; m < electrode->n_materials(); ++m)
          if (electrode->scaffold(m))
            add(electrode->reactions(m));
      return totals;
    }
  } // namespace

  std::vector<ConservedAmount>
  conserved_amounts(const CellModel &model)
  {
    const unsigned int n = model.transport->n_fields(), potential = model.transport->potential();
    for (const BoundaryLaw &boundary : model.boundaries)
      if (boundary.condition == Condition::bulk)
        return {};

    // Gauss-Jordan elimination of y.total = 0 for every reaction; the potential first, since its row cannot give way.
    std::vector<Row> equations = reaction_totals(model);
    std::vector<int> equation_of(n, -1);
    unsigned int     rank = 0;
    for (unsigned int step = 0; step < n; ++step)
      {
        const unsigned int column = (potential + step) % n;
        unsigned int       best   = rank;
        for (unsigned int r = rank; r < equations.size(); ++r)
          if (std::abs(equations[r][column]) > std::abs(equations[best][column]))
            best = r;
        if (best >= equations.size() || std::abs(equations[best][column]) < 1e-12)
          continue;
        std::swap(equations[rank], equations[best]);
        const double pivot = equations[rank][column];
        for (double &entry : equations[rank])
          entry /= pivot;
        for (unsigned int r = 0; r < equations.size(); ++r)
          if (const double factor = equations[r][column]; r != rank && factor != 0.)
            for (unsigned int f = 0; f < n; ++f)
              equations[r][f] -= factor * equations[rank][f];
        equation_of[column] = rank++;
      }

    std::vector<ConservedAmount> amounts;
    for (unsigned int free = 0; free < n; ++free)
      if (equation_of[free] < 0 && free != potential && model.transport->fields()[free].role != FieldRole::electronic_potential &&
          model.transport->fields()[free].role != FieldRole::deposit)
        {
          ConservedAmount amount;
          amount.pinned        = free;
          amount.weights[free] = 1.;
          for (unsigned int f = 0; f < n; ++f)
            if (equation_of[f] >= 0 && f != potential)
              amount.weights[f] = -equations[equation_of[f]][free];
          amounts.push_back(amount);
        }
    return amounts;
  }
} // namespace zincfield
