#pragma once

#include "physics/transport/reaction_set.h"

namespace zincfield
{
  /**
   * A transport model of the solution, with one more field where a scaffold conducts electrons: its potential phi_s.
   *
   *   div i_l = a (sum_r i_r + C d(phi_s - phi)/dt) = -div i_s,   i_s = -sigma grad phi_s,
   *   d(eps c_k)/dt + div N_k = a sum_r s_k,r i_r/(n_r F)
   *
   * Averaged over the pores; i_r [A/m^2] per true area, anodic positive, at the drop phi_s - phi. Everything of the solution is the
   * model's that is decorated, with the porosity and tortuosity of the material. phi_s exists in scaffolds only; it is that of the
   * metal where a scaffold meets it, ions pass the outer face and electrons do not. The current density is i_l + i_s.
   *
   * In a transient run zinc, or a solid that precipitates, may fill the pores: then the share theta of their first room that it
   * takes is one more field, eps_0 d theta/dt = -a V_m i_Zn/(zF) or a V_m r, eps = eps_0 (1 - theta), transport falls with
   * (1 - theta)^1.5 (Bruggeman), the area with (1 - theta)^m. Deposition ends where eps reaches that of closed pores, dissolution
   * where nothing is left. A reaction that passes no electrons is none of phi_s.
   * Source: Newman and Tobias, J. Electrochem. Soc. 109 (1962) 1183; Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed.,
   * eqs. 22.1 to 22.12.
   */
  class PorousElectrode : public TransportModel
  {
  public:
    /** `in_time`: whether pores can fill. */
    explicit PorousElectrode(std::unique_ptr<TransportModel> solution, bool in_time = false);

    void
    setup(const TransportSetup &setup) override;

    /** The field phi_s. */
    unsigned int
    electronic_potential() const
    {
      return solution_->n_fields();
    }

    /** Whether deposit in pores is followed, by the field filled(). */
    bool
    fills() const
    {
      return fills_;
    }
    unsigned int
    filled() const
    {
      return solution_->n_fields() + 1;
    }
    bool
    fills(const unsigned int material) const
    {
      return fills_ && scaffold(material) && scaffold(material)->fills;
    }

    /** Share of the first room at which the pores of a scaffold are closed. */
    double
    closed(const unsigned int material, const Properties &p) const
    {
      return 1. - scaffold(material)->closing_porosity / p[scaffold_properties + 3];
    }

    unsigned int
    n_materials() const
    {
      return setup_.materials.size();
    }

    /** Null: the material conducts no electrons. */
    const Scaffold *
    scaffold(const unsigned int material) const
    {
      return setup_.materials[material] ? setup_.materials[material]->scaffold.get() : nullptr;
    }

    /** The reactions of a scaffold. */
    const std::vector<std::shared_ptr<const Reaction>> &
    reactions(const unsigned int material) const
    {
      return reactions_[material]->list();
    }

    /** a [1/m] and sigma [S/m] of a scaffold. */
    double
    area(const Properties &p) const
    {
      return p[scaffold_properties];
    }
    double
    electronic_conductivity(const Properties &p) const
    {
      return p[scaffold_properties + 1];
    }

    /** Anodic current density i_r [A/m^2] of reaction r of a scaffold, per true area of the pores without deposit. */
    template <typename Number>
    Number
    rate(const unsigned int material, const Properties &p, const Number *u, const unsigned int r) const
    {
      const double most    = fills(material) ? std::numeric_limits<double>::infinity() : 0.; // share_of_area() knows what is left
      const Number current = reactions_[material]->current<Number>(r, u, u[electronic_potential()] - u[potential()],
                                                                   p[scaffold_properties + 4 + r], nullptr, most);
      return fills(material) ? current * share_of_area(material, p, u, r, current) : current;
    }

    bool
    lives_in(unsigned int f, unsigned int material) const override;
    bool
    is_metal_potential(unsigned int f, unsigned int material) const override;
    unsigned int
    fields_in_coefficients() const override;
    Properties
    properties(unsigned int material, const Location &location) const override;
    bool
    uniform(unsigned int material) const override;
    Properties
    slab_properties(unsigned int material, const std::vector<LayerPart> &parts) const override;

    void
    coefficients(unsigned int material, const Properties &p, const double *u, Coefficients<double> &a) const override;
    void
    coefficients(unsigned int material, const Properties &p, const Dual<double> *u, Coefficients<Dual<double>> &a) const override;
    void
    coefficients(unsigned int                                   material,
                 const Properties                              &p,
                 const dealii::VectorizedArray<double>         *u,
                 Coefficients<dealii::VectorizedArray<double>> &a) const override;
    void
    coefficients(unsigned int                                         material,
                 const Properties                                    &p,
                 const Dual<dealii::VectorizedArray<double>>         *u,
                 Coefficients<Dual<dealii::VectorizedArray<double>>> &a) const override;
    void
    slab_coefficients(
      unsigned int material, const Properties &p, const double *above, const double *below, Coefficients<double> &a) const override;
    void
    slab_coefficients(unsigned int                material,
                      const Properties           &p,
                      const Dual<double>         *above,
                      const Dual<double>         *below,
                      Coefficients<Dual<double>> &a) const override;

    unsigned int
    rows_with_sources() const override;
    void
    sources(unsigned int material, const Properties &p, const double *u, Sources<double> &s) const override;
    void
    sources(unsigned int material, const Properties &p, const Dual<double> *u, Sources<Dual<double>> &s) const override;
    unsigned int
    rows_with_accumulation() const override;
    void
    accumulation(
      unsigned int material, const Properties &p, const double *u, const double *change, Sources<double> &s) const override;
    void
    accumulation(unsigned int           material,
                 const Properties      &p,
                 const Dual<double>    *u,
                 const Dual<double>    *change,
                 Sources<Dual<double>> &s) const override;

    std::array<double, max_fields>
    bulk_fields(double phi) const override;
    std::array<double, max_fields>
    current_weights() const override;
    double
    row_weight(unsigned int f, const Reaction &reaction) const override;

    // what is the solution's alone
    double
    displacement_rate() const override
    {
      return solution_->displacement_rate();
    }
    double
    debye_length() const override
    {
      return solution_->debye_length();
    }
    double
    conductivity(unsigned int material, const Properties &p, const double *u) const override;
    double
    concentration(const double *u, const unsigned int k) const override
    {
      return solution_->concentration(u, k);
    }
    Dual<double>
    concentration(const Dual<double> *u, const unsigned int k) const override
    {
      return solution_->concentration(u, k);
    }
    double
    activity(const double *u, const unsigned int k) const override
    {
      return solution_->activity(u, k);
    }
    Dual<double>
    activity(const Dual<double> *u, const unsigned int k) const override
    {
      return solution_->activity(u, k);
    }
    double
    material_concentration(const unsigned int material, const Properties &p, const double *u, const unsigned int k) const override
    {
      return solution_->material_concentration(material, p, u, k);
    }
    std::array<double, max_fields>
    species_flux_weights(const unsigned int k) const override
    {
      return solution_->species_flux_weights(k);
    }
    std::vector<std::string>
    conserved() const override
    {
      return solution_->conserved();
    }
    std::array<double, max_fields>
    conserved_flux_weights(const unsigned int k) const override
    {
      return solution_->conserved_flux_weights(k);
    }
    std::vector<CompositionNumber>
    composition_numbers() const override
    {
      return solution_->composition_numbers();
    }
    double
    composition_number(const double *u, const unsigned int number) const override
    {
      return solution_->composition_number(u, number);
    }
    double
    bulk_diffusivity() const override
    {
      return solution_->bulk_diffusivity();
    }
    double
    bulk_transference() const override
    {
      return solution_->bulk_transference();
    }
    std::string
    potential_name() const override
    {
      return solution_->potential_name();
    }
    double
    electrostatic_potential(const unsigned int material, const Properties &p, const double *u) const override
    {
      return solution_->electrostatic_potential(material, p, u);
    }
    std::array<double, max_fields>
    electrostatic_weights(const unsigned int material, const Properties &p, const double *u) const override
    {
      return solution_->electrostatic_weights(material, p, u);
    }
    double
    donnan_step(const unsigned int material, const Properties &p, const double *u) const override
    {
      return solution_->donnan_step(material, p, u);
    }

  private:
    template <typename Number>
    void
    all_coefficients(unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const;

    /** What is left of the area, and for how much of it there is room, or what dissolves. */
    template <typename Number>
    Number
    share_of_area(
      const unsigned int material, const Properties &p, const Number *u, const unsigned int r, const Number &current) const
    {
      using std::pow;
      const Number theta = u[filled()];
      const double most  = closed(material, p);
      const Number area  = pow(at_least(Number(1.) - theta, 1. - most), scaffold(material)->area_exponent);
      if (filling_[material][r] == 0.)
        return area;
      const auto   ramp = [](const Number &x) { return select_less(x, Number(1.), at_least(x, 0.), Number(1.)); };
      const Number room = ramp((Number(most) - theta) * Number(1. / (switching * most))),
                   left = ramp(theta * Number(1. / switching));
      return area * select_less(current, Number(0.), room, left);
    }

    template <typename Number>
    void
    narrow(unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const;
    template <typename Number>
    void
    add_conduction(unsigned int material, const Properties &p, Coefficients<Number> &a) const;
    template <typename Number>
    void
    all_sources(unsigned int material, const Properties &p, const Number *u, Sources<Number> &s) const;
    template <typename Number>
    void
    all_accumulation(unsigned int material, const Properties &p, const Number *u, const Number *change, Sources<Number> &s) const;

    /** Share of the room over which the end of deposition or dissolution is spread. */
    static constexpr double switching = 0.01;

    std::unique_ptr<TransportModel>           solution_;
    const bool                                in_time_;
    std::vector<std::unique_ptr<ReactionSet>> reactions_; // by material; null without a scaffold
    /** By material and reaction: what fills pores by a current of cathodes, as moles of zinc by two electrons; 0: nothing. */
    std::vector<std::vector<double>> filling_;
    bool                             charges_ = false, fills_ = false;
    unsigned int                     reacting_rows_ = 0; // bits
  };

  /** Molar volume of zinc [m^3/mol]: 65.38 g/mol over 7.14 g/cm^3 (CRC Handbook). */
  constexpr double molar_volume_of_zinc = 65.38e-3 / 7140.;

  /** The model as one with scaffolds; null: it has none. */
  inline const PorousElectrode *
  porous(const TransportModel &model)
  {
    return dynamic_cast<const PorousElectrode *>(&model);
  }
} // namespace zincfield
