#pragma once

#include "solver/assembly/assembly_context.h"
#include "solver/assembly/jacobian_table.h"

namespace zincfield
{
  /** The faces of a batch on an electrode with kinetics, or on a wall with a law. */
  struct FaceTable
  {
    unsigned int                           face, boundary;
    std::vector<SurfacePoint>              points;                         // q, lane
    mutable std::vector<SurfaceFlux>       states;                         // of the last evaluation: the starting guess of the next
    unsigned int                           first       = 0;                // face of the Jacobian's table that its first lane is
    std::size_t                            first_entry = 0, n_entries = 0; // among those of films; at a point
    int                                    solid       = -1;               // reaction whose solid a layer is made of; -1: none
    std::size_t                            first_solid = 0;                // among the entries of solids
    std::vector<std::vector<unsigned int>> order; // by lane and q: number of the point in the order of FEFaceValues

    /** Whether a film without a mesh covers the faces. */
    bool
    has_film() const
    {
      return n_entries > 0;
    }
  };

  /** Measure of the working electrode on all ranks: norm of int w dS, and int dS [mesh units]. */
  struct SurfaceMeasure
  {
    double norm = 0., area = 0.;
  };

  template <int dim>
  SurfaceMeasure
  measure_surface(const AssemblyContext<dim> &context, unsigned int boundary);

  /** The faces with a law of their own whose potential is not prescribed, with the points of their films. */
  template <int dim>
  std::vector<FaceTable>
  make_face_tables(const AssemblyContext<dim> &context);

  /** Adds the faces to the Jacobian's table, and to `shapes`, by number of the face in its cell, the values (point, node of the
   * face) of shape functions. */
  template <int dim>
  void
  add_faces(JacobianTable<dim>                                 &jacobian,
            std::map<unsigned int, dealii::FullMatrix<double>> &shapes,
            std::vector<FaceTable>                             &tables,
            const AssemblyContext<dim>                         &context);
} // namespace zincfield
