#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

using namespace zincfield;

namespace
{
  const std::map<std::string, FixedParameters::Value> gaussian = {
      {"Shape", "Gaussian"}, {"Height", 10 * um}, {"Standard deviation", 5 * um}, {"Cell half-width", 30 * um}, {"Gap", 40 * um}};
}

TEST(Protrusion, GaussianVolume)
{
  auto         values = gaussian;
  const double s = 5, h = 10, w = 30, g = 40;
  {
    const auto   geometry = make_geometry("protrusion", values);
    Mesh<2>      mesh(*geometry, {}, 4, MPI_COMM_WORLD);
    const double exact  = w * g - h * s * std::sqrt(M_PI / 2) * std::erf(w / s / std::sqrt(2.));
    const double coarse = measure(mesh).volumes.at("electrolyte") - exact;
    mesh.triangulation().set_all_refine_flags();
    mesh.refine();
    const double fine = measure(mesh).volumes.at("electrolyte") - exact;
    EXPECT_GT(measure(mesh).smallest_jacobian, 0.2);
    EXPECT_LT(std::abs(fine), std::abs(coarse) / 12);
    EXPECT_LT(std::abs(fine), 1e-4 * exact);
  }
  values.emplace("Dimension", "axisymmetric");
  {
    const auto geometry = make_geometry("protrusion", values);
    Mesh<2>    mesh(*geometry, {}, 4, MPI_COMM_WORLD);
    mesh.triangulation().set_all_refine_flags();
    mesh.refine();
    EXPECT_NEAR(measure(mesh, true).volumes.at("electrolyte"),
                M_PI * w * w * g - 2 * M_PI * h * s * s * (1 - std::exp(-w * w / (2 * s * s))), 1e-4 * M_PI * w * w * g);
  }
  values.at("Dimension") = FixedParameters::Value("3");
  {
    const auto   geometry = make_geometry("protrusion", values);
    Mesh<3>      mesh(*geometry, {layer("film", 0.1)}, 3, MPI_COMM_WORLD);
    const auto   m    = measure(mesh);
    const double bump = h * std::pow(s * std::sqrt(M_PI / 2) * std::erf(w / s / std::sqrt(2.)), 2);
    EXPECT_NEAR(m.volumes.at("electrolyte") + m.volumes.at("film"), w * w * g - bump, 1e-3 * w * w * g);
    EXPECT_GT(m.smallest_jacobian, 0.05);
  }
}
