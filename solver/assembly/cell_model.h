#pragma once

#include "meshes/metal_edges.h"
#include "meshes/mesh.h"
#include "physics/transport/surface_law.h"
#include "solver/assembly/film_slabs.h"
#include "solver/input/case.h"

#include <memory>
#include <optional>
#include <vector>

namespace zincfield
{
  /** Says on every result of a cell without ions what it shows. */
  inline const std::string electrostatic_label = "electrostatic map: not a map of current";

  /** One boundary of the mesh, by boundary id: its condition, and the law of its surface where it is an electrode. */
  struct BoundaryLaw
  {
    std::string                 name;
    Condition                   condition = Condition::insulating;
    std::unique_ptr<SurfaceLaw> law;
    double       stern_capacitance = 0., zero_charge_potential = 0., double_layer_capacitance = 0.; // [F/m^2], [V], [F/m^2]
    double       diffuse_layer_permittivity = 0.;                                                   // [F/m], wall law; 0: none
    SpatialValue surface_charge;                                                                    // [C/m^2] of an insulating wall
    std::optional<double> wall_potential;                                                           // [V] of an insulating wall
    /** The coating on it, however it is represented; null where bare. */
    const Coating *coating = nullptr;
    /** How its coating is computed (never `automatic`). */
    Representation representation = Representation::resolved;
    /** Material ids of the coating's layers, from the metal outward. */
    std::vector<unsigned int> layer_materials;
    /** Reaction of the law whose solid a layer of the coating is made of; -1: none. */
    int grown_by = -1;

    bool
    is_electrode() const
    {
      return condition == Condition::electrode || condition == Condition::counter_electrode;
    }

    /** Potential of what lies behind the surface [V]. */
    double
    metal_potential(const double electrode_potential) const
    {
      return condition == Condition::electrode ? electrode_potential : wall_potential.value_or(0.);
    }
  };

  /**
   * The physics of one case, tied to the names of a mesh: transport model, materials and boundaries by id. No shape functions.
   */
  class CellModel
  {
  public:
    /** `representation` replaces `automatic` by what was chosen for each coating. */
    CellModel(const Case &data);

    const Case                     &data;
    std::unique_ptr<TransportModel> transport;
    std::vector<BoundaryLaw>        boundaries; // by boundary id

    /** Layers to be meshed, from the metal outward. */
    std::vector<MeshLayer> mesh_layers;

    /** Whether boundary `id` prescribes the potential of the solution: bulk, a bare electrode without kinetics; a wall or a
     * blocking electrode without a Stern layer. */
    bool
    prescribes_potential(unsigned int id) const;

    /** Whether the boundary fixes the fields to those of the bulk. */
    bool
    is_bulk(const unsigned int id) const
    {
      return boundaries[id].condition == Condition::bulk;
    }

    /** Whether no ion enters material `m`. */
    bool
    is_dielectric(unsigned int m) const;

    /** Whether no ion enters any material: such a cell shows electrostatics, and no current. */
    bool is_electrostatic = false;

    /** The film (if it is not meshed) and the local factors of the reactions at a point of boundary `id`. */
    SurfacePoint
    surface_point(unsigned int id, const Location &location) const;

    /** The slabs of the coating on boundary `id`, from the electrolyte to the metal, whatever its representation. `location`: of
     * the metal (Mesh::surface_location). */
    std::vector<FilmSlab>
    film(unsigned int id, const Location &location) const;

    /** Whether a defect of the coating on boundary `id` is at this place. */
    bool
    is_open(const unsigned int id, const Location &location) const
    {
      const Coating *const coating = boundaries[id].coating;
      return coating && coating->defects && coating->defects->is_open(location);
    }

    /** Thickness [m] of the whole coating on boundary `id`. */
    double
    thickness(unsigned int id, const Location &location) const;

    /** The slabs of one layer, as many as the model and the properties need. */
    std::vector<FilmSlab>
    slabs(const LayerAtPoint &layer, bool lumped) const;

    /**
     * Whether films without a mesh are taken as another picture of them has it, whose difference tells what their representation
     * costs: with half the slabs, lumped ones as thin, and without the solution that is counted twice because they take no room.
     */
    void
    set_rough(bool rough);

    /** Whether some film has no mesh. */
    bool
    has_unmeshed_film() const;

    /** How a coating is computed, where the input leaves it open, with notes on it. */
    void
    choose_representation(unsigned int id);

    /** The materials of a coating's layers, and the layers that are to be meshed. */
    void
    add_layers(BoundaryLaw &boundary, std::vector<std::optional<CoatingMaterial>> &materials);

    /** Small cells where the properties of a meshed layer resist most. */
    void
    place_cells_in_films();

    /** What is to be known of double layers and their ions. */
    void
    note_double_layers();

    /** What representation `automatic` stands for, with the reason, by coating: for the log. */
    std::vector<std::string> notes;

  private:
    /** What growth has left of a film's thickness at a point. */
    double
    film_share(unsigned int id, const Location &location) const;

    void
    make_laws();

    /** The material id of the solution. */
    unsigned int
    solution() const;

    /** The solution in the place of a film of this thickness [m], to be taken away. */
    FilmSlab
    displaced_solution(double thickness, const Location &location) const;

    bool                   is_rough_ = false;
    std::vector<MetalEdge> edges_; // of the metal under films without a mesh
  };
} // namespace zincfield
