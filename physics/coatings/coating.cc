#include "physics/coatings/coating.h"
#include "physics/declare_kind.h"

#include <set>

namespace zincfield
{
  namespace
  {
    const std::map<std::string, Representation> representations = {{"resolved", Representation::resolved},
                                                                   {"thin", Representation::thin},
                                                                   {"lumped", Representation::lumped},
                                                                   {"automatic", Representation::automatic}};

    std::string
    name_of(const Representation representation)
    {
      for (const auto &r : representations)
        if (r.second == representation)
          return r.first;
      return "automatic";
    }

    void
    declare_layer(Parameters &p, CoatingLayer &layer)
    {
      layer.material = "?";
      p.text("Material", layer.material, "Name of a coating material of this input.");
      p.integer("Cells across", layer.n_cells, 1, 64,
                "Cells across the layer in the coarse mesh (resolved); more where its properties change by orders of magnitude.");
      p.text("Grown by", layer.grown_by,
             "A reaction of Type = precipitation on the same electrode, whose solid makes the layer thicker in time, by its molar "
             "volume over 1 - Porosity, and thinner where it dissolves again. The Thickness is that at the start, which stays. "
             "Empty: it stays as it is.");
      std::string kind = "uniform";
      layer.thickness  = declare_kind<ThicknessProfile>(p, "Profile", kind, "How the thickness varies along the surface.");
    }
  } // namespace

  bool
  Coating::is_even() const
  {
    return std::all_of(layers.begin(), layers.end(), [](const CoatingLayer &layer) { return layer.thickness->is_uniform(); });
  }

  bool
  Coating::nodes_may_slide() const
  {
    if (stretches())
      return false;
    if (representation == Representation::resolved)
      return is_even() && !defects;
    return is_even() || (layers.size() == 1 && !defects && !precipitates());
  }

  bool
  Coating::precipitates() const
  {
    return std::any_of(layers.begin(), layers.end(), [](const CoatingLayer &layer) { return !layer.grown_by.empty(); });
  }

  void
  Coating::declare_under_growth(Parameters &p)
  {
    static const std::map<std::string, UnderGrowth> ways = {{"rides at constant thickness", UnderGrowth::constant_thickness},
                                                            {"rides at constant volume", UnderGrowth::constant_volume},
                                                            {"stays", UnderGrowth::stays},
                                                            {"tears", UnderGrowth::tears}};
    std::string                                     way  = "rides at constant thickness";
    p.choice(
      "Under growth", way, {"rides at constant thickness", "rides at constant volume", "stays", "tears"},
      "What becomes of it while the metal below grows (section Growth). It rides on the deposit at constant thickness, or at "
      "constant volume, thinner where the surface stretches; it stays, since it conducts electrons, and the deposit buries "
      "it; or it rides at constant thickness and tears beyond Largest stretch. A resolved one rides.");
    under_growth = ways.at(way);
    if (p.describing() || under_growth == UnderGrowth::tears)
      {
        largest_stretch = required_value;
        p.quantity("Largest stretch", largest_stretch, "1", {1., 1e6, true, true},
                   "Area of the surface over that at the start, at a point, beyond which a coating that tears is gone.");
      }
  }

  void
  Coating::declare(Parameters &p)
  {
    surface = "?";
    p.text("Surface", surface, "Name of the boundary that the coating covers.");
    p.boolean("Enabled", enabled, "false: the bare surface, all else equal.");
    std::string how = name_of(representation);
    p.choice("Representation", how, {"automatic", "lumped", "resolved", "thin"},
             "Meshed layers, an interface with normal transport, or a film resistance.");
    representation = representations.at(how);

    declare_under_growth(p);

    p.section("Defects", "Where the coating is open to the metal. Left out: nowhere.", [this](Parameters &q) {
      Defects made;
      if (made.declare(q))
        defects = std::make_shared<Defects>(made);
    });
    p.given("Defects"); // templates leave it out

    std::vector<std::string> names = {"?"};
    p.list("Layers", names, "Names of the layers, from the metal outward; each has a subsection of its name.");

    if (p.describing() && (names.empty() || names.front() == "?"))
      names = {"LAYER"};
    if (names.empty())
      p.reject("Layers", "no layer is named", "one name or more, from the metal outward");
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size())
      p.reject("Layers", "a name stands twice", "names that differ");
    layers.clear();
    for (const auto &layer_name : names)
      p.section(layer_name, "A layer of the coating.", [this, &layer_name](Parameters &q) {
        CoatingLayer layer;
        layer.name = layer_name;
        declare_layer(q, layer);
        layers.push_back(layer);
      });
  }
} // namespace zincfield
