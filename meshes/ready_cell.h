#pragma once

#include "meshes/imported.h"

namespace zincfield
{
  /** A cell of ours whose mesh comes ready-made: "electrolyte" between "working electrode", "counter" and (where there are any)
   * "sides". */
  class ReadyCell : public ImportedGeometry
  {
  public:
    std::vector<std::string>
    boundary_names() const override
    {
      return {"working electrode", "counter", "sides"};
    }
    std::vector<std::string>
    material_names() const override
    {
      return {"electrolyte"};
    }
    std::vector<std::string>
    coatable_boundaries() const override
    {
      return {"working electrode"};
    }
    double
    area(const std::string &) const override
    {
      return 1.; // all have one
    }
    std::vector<dealii::Point<3>>
    tips() const override
    {
      return tips_;
    }

  protected:
    std::vector<dealii::Point<3>> tips_;
  };
} // namespace zincfield
