#include "solver/time/butcher.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    ButcherTableau
    second_order()
    {
      const double g = 1. - std::sqrt(0.5), w = std::sqrt(2.) / 4.;
      return {"TR-BDF2", 2, 3, {{0.}, {g, g}, {w, w, g}}, {0., 2. * g, 1.}, {(1. - w) / 3., (3. * w + 1.) / 3., g / 3.}};
    }

    ButcherTableau
    third_order()
    {
      const double g = 1767732205903. / 4055673282236.;
      return {"ESDIRK3(2)4L[2]SA",
              3,
              3,
              {{0.},
               {g, g},
               {2746238789719. / 10658868560708., -640167445237. / 6845629431997., g},
               {1471266399579. / 7840856788654., -4482444167858. / 7529755066697., 11266239266428. / 11593286722821., g}},
              {0., 2. * g, 3. / 5., 1.},
              {2756255671327. / 12835298489170., -10771552573575. / 22201958757719., 9247589265047. / 10645013368117.,
               2193209047091. / 5459859503100.}};
    }

    ButcherTableau
    fourth_order()
    {
      return {"ESDIRK4(3)6L[2]SA",
              4,
              4,
              {{0.},
               {1. / 4., 1. / 4.},
               {8611. / 62500., -1743. / 31250., 1. / 4.},
               {5012029. / 34652500., -654441. / 2922500., 174375. / 388108., 1. / 4.},
               {15267082809. / 155376265600., -71443401. / 120774400., 730878875. / 902184768., 2285395. / 8070912., 1. / 4.},
               {82889. / 524892., 0., 15625. / 83664., 69875. / 102672., -2260. / 8211., 1. / 4.}},
              {0., 1. / 2., 83. / 250., 31. / 50., 17. / 20., 1.},
              {4586570599. / 29645900160., 0., 178811875. / 945068544., 814220225. / 1159782912., -3700637. / 11593932.,
               61727. / 225920.}};
    }
  } // namespace

  const ButcherTableau &
  esdirk(const unsigned int order)
  {
    static const ButcherTableau tableaus[] = {second_order(), third_order(), fourth_order()};
    return tableaus[order <= 2 ? 0 : order == 3 ? 1 : 2];
  }

  std::vector<double>
  neighbour_weights(const unsigned int of, const unsigned int neighbour)
  {
    if (of == 4 && neighbour == 3)
      return {0.08317557, 0.25945145, -0.24844081, -0.20269905, 0.20055203, -0.09203919};
    if (of != 3 || neighbour != 4)
      return {};
    constexpr double    like_order_4 = 2.47e-4;
    const auto         &c            = esdirk(3).c;
    std::vector<double> weights(c.size(), like_order_4);
    for (unsigned int i = 0; i < c.size(); ++i)
      for (unsigned int j = 0; j < c.size(); ++j)
        if (j != i)
          weights[i] /= c[i] - c[j];
    return weights;
  }
} // namespace zincfield
