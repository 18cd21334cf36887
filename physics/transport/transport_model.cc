#include "physics/transport/transport_model.h"

#include <algorithm>

namespace zincfield
{
  void
  TransportModel::set_fields(std::vector<Field> fields)
  {
    fields_ = std::move(fields);
    potential_ =
      std::find_if(fields_.begin(), fields_.end(), [](const Field &field) { return field.role == FieldRole::ionic_potential; }) -
      fields_.begin();
  }

  double
  TransportModel::conductivity(const unsigned int material, const Properties &p, const double *u) const
  {
    Coefficients<double> a;
    coefficients(material, p, u, a);
    return a[potential()][potential()];
  }

  std::array<double, max_fields>
  TransportModel::bulk_fields(const double phi) const
  {
    std::array<double, max_fields> u{};
    for (unsigned int f = 0; f < n_fields(); ++f)
      u[f] = fields_[f].bulk_value;
    u[potential()] = phi;
    return u;
  }

  std::vector<std::string>
  TransportModel::conserved() const
  {
    std::vector<std::string> names;
    for (const Species &s : species_)
      names.push_back(s.name);
    return names;
  }

  double
  TransportModel::charge_density(const unsigned int material, const Properties &p, const double *u) const
  {
    if (!traits().resolves_charge)
      return 0.;
    Sources<double> s{};
    sources(material, p, u, s);
    return s[potential()] / displacement_rate();
  }

  std::optional<SetupProblem>
  check_ions(const std::vector<Species> &species, const unsigned int most)
  {
    if (species.size() > most)
      return SetupProblem{"Species", "would follow " + std::to_string(species.size()) + " species",
                          "at most " + std::to_string(most) + ": leave out those that neither react nor carry current"};
    if (species.size() < 2)
      return SetupProblem{"Species", "needs at least two species", "subsections of Species, or a data set"};
    return {};
  }
} // namespace zincfield
