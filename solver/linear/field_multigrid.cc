#include "solver/linear/field_multigrid.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Applications of the operator in one smoothing. */
    const unsigned int smoothing_steps = getenv("ZF_STEPS")?atoi(getenv("ZF_STEPS")):3;

    /** Power iterations on a new mesh, and where the last eigenvector is known; what they miss. */
    constexpr unsigned int first_iterations = 15, further_iterations = 3;
    const float        safety = getenv("ZF_SAFETY")?atof(getenv("ZF_SAFETY")):1.1f;
  } // namespace

  template <int dim>
  FieldMultigrid<dim>::FieldMultigrid(Levels<dim> &levels, const unsigned int field)
    : levels_(levels)
    , field_(field)
    , data_(levels.n())
    , coarse_(levels.op(0), field)
  {
    for (unsigned int level = 0; level < levels.n(); ++level)
      {
        const auto &numbering = levels.op(level).table().numbering();
        Level      &d         = data_[level];
        numbering.initialize(d.solution);
        numbering.initialize(d.right_side);
        if (level == 0)
          continue;
        d.inverse = std::make_unique<LineInverse<dim>>(levels.op(level), levels.lines(level), field);
        for (ScalarVector<float> *vector : {&d.scaled, &d.direction, &d.residual, &d.product, &d.eigenvector})
          numbering.initialize(*vector);
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::setup()
  {
    coarse_.setup();
    for (unsigned int level = 1; level < levels_.n(); ++level)
      {
        data_[level].inverse->setup();
        estimate_eigenvalue(level);
      }
    if (getenv("ZF_TEST"))
      for (unsigned int level = 1; level < levels_.n(); ++level)
        {
          auto &d=data_[level];
          ScalarVector<float> x(d.solution), e(d.solution), b(d.solution), y(d.solution);
          const auto mask=[&](auto&v){
            for (unsigned int i=0;i<e.locally_owned_size();++i)
              if(!(d.inverse->is_free(i))) v.local_element(i)=0;
            };
          e=0.f;
          for (unsigned int i=0;i<e.locally_owned_size();++i) e.local_element(i)=float((i*7919u)%1009u)/1009.f-0.5f;
          mask(e);
          {
            auto &dc=data_[level-1];
            ScalarVector<float> v(dc.solution), pv(d.solution), av(dc.solution), apv(d.solution);
            for(int test=0;test<3;++test){
            v=0.f; pv=0.f;
            for (unsigned int i=0;i<v.locally_owned_size();++i) v.local_element(i)=test==0?1.f:test==1?float((i*7919u)%1009u)/1009.f-0.5f:float(i)/v.size();
            if(test>0) for (const PrescribedUnknown &p : levels_.op(level-1).prescribed()) if (p.field == field_) v.local_element(p.local_index)=0.f;
            levels_.transfer(level).prolongate_and_add(pv, v);
            levels_.op(level).table().apply_block(apv,pv,field_);
            levels_.op(level-1).table().apply_block(av,v,field_);
            v.zero_out_ghost_values(); pv.zero_out_ghost_values();
            std::printf("energies coarse %g fine %g  norms %g %g\n", double(v*av), double(pv*apv), v.mean_value(), pv.mean_value());
            }
          }
          double old=0;
          for(int k=0;k<10;++k){
            levels_.op(level).table().apply_block(b,e,field_);
            e.zero_out_ghost_values();
            mask(e);
            mask(b);
            double en=std::sqrt(std::abs(double(b*e)));
            cycle(level,x,b);
            e.add(-1.f,x);
            mask(e);
            if(k==3||k==9) std::printf(" [f%u l%u n%u lam %.2f: rate %.3f]", field_, level, (unsigned)e.size(), d.largest_eigenvalue, old>0?en/old:0.);
            old=en;
            }
          std::printf("\n");
        }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::estimate_eigenvalue(const unsigned int level)
  {
    // power iteration with B^-1 A, B the block diagonal: symmetric in the scalar product of B, where (v, B v) is (v, A v_before)
    Level         &d            = data_[level];
    const MPI_Comm communicator = d.product.get_mpi_communicator();
    const bool     first        = d.eigenvector.linfty_norm() == 0.f;
    if (first)
      for (unsigned int i = 0; i < d.eigenvector.locally_owned_size(); ++i)
        d.eigenvector.local_element(i) = d.inverse->is_free(i) ? float((i * 7919u) % 1009u) / 1009.f - 0.5f : 0.f;
    double before = 0.;
    for (unsigned int step = 0; step < (first ? first_iterations : further_iterations); ++step)
      {
        levels_.op(level).table().apply_block(d.product, d.eigenvector, field_);
        d.eigenvector.zero_out_ghost_values();
        d.inverse->apply(d.eigenvector, d.product);
        double norm = 0.;
        for (unsigned int i = 0; i < d.eigenvector.locally_owned_size(); ++i)
          norm += double(d.eigenvector.local_element(i)) * d.product.local_element(i);
        norm = Utilities::MPI::sum(norm, communicator);
        if (!(norm > 0.))
          return;
        if (before > 0.)
          d.largest_eigenvalue = safety * std::sqrt(norm);
        d.eigenvector *= static_cast<float>(1. / std::sqrt(norm));
        before = norm;
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::smooth(const unsigned int level, ScalarVector<float> &x, const bool keep_residual)
  {
    Level             &d     = data_[level];
    const auto        &table = levels_.op(level).table();
    const unsigned int n     = x.locally_owned_size();
    float             *xs = x.begin(), *z = d.direction.begin(), *r = d.residual.begin();
    const float       *scaled = d.scaled.begin(), *product = d.product.begin();
    for (unsigned int k = 1; k <= smoothing_steps; ++k)
      {
        const float keep = k == 1 ? 0.f : (2.f * k - 3.f) / (2.f * k + 1.f), step = (8.f * k - 4.f) / ((2.f * k + 1.f) * d.largest_eigenvalue);
        d.inverse->apply(d.scaled, d.residual);
        for (unsigned int i = 0; i < n; ++i)
          {
            z[i] = keep * z[i] + step * scaled[i];
            xs[i] += z[i];
          }
        if (k == smoothing_steps && !keep_residual)
          break;
        table.apply_block(d.product, d.direction, field_);
        d.direction.zero_out_ghost_values();
        for (unsigned int i = 0; i < n; ++i)
          r[i] -= product[i];
      }
  }

  template <int dim>
  void
  FieldMultigrid<dim>::cycle(const unsigned int level, ScalarVector<float> &x, const ScalarVector<float> &b)
  {
    if (level == 0)
      return coarse_.apply(x, b);
    Level &d = data_[level], &below = data_[level - 1];
    x = 0.f;
    d.residual.copy_locally_owned_data_from(b);
    smooth(level, x, true);

    below.right_side = 0.f;
    levels_.transfer(level).restrict_and_add(below.right_side, d.residual);
    cycle(level - 1, below.solution, below.right_side);
    levels_.transfer(level).prolongate_and_add(x, below.solution);

    levels_.op(level).table().apply_block(d.product, x, field_);
    x.zero_out_ghost_values();
    for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
      d.residual.local_element(i) = b.local_element(i) - d.product.local_element(i);
    smooth(level, x, false);
  }

  template <int dim>
  void
  FieldMultigrid<dim>::apply(ScalarVector<float> &x, const ScalarVector<float> &b)
  {
    cycle(levels_.n() - 1, x, b);
  }

  template class FieldMultigrid<2>;
  template class FieldMultigrid<3>;
} // namespace zincfield
