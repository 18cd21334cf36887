#pragma once

#include "solver/assembly/operator.h"

#include <memory>

namespace zincfield
{
  /** The fields of a mesh that is given up, all of them on every rank. */
  struct FieldTable
  {
    unsigned int        n_fields = 0;
    std::vector<double> places, values;                 // of the nodes: component by component [mesh units], field by field
    std::vector<dealii::types::global_dof_index> nodes; // of the cells
    std::vector<dealii::CellId>                  cells;
    FilmValues                                   film_states; // below films without a mesh
  };

  /** On the mesh as it is; `film_states`: of this rank. */
  template <int dim>
  FieldTable
  field_table(const Discretization<dim> &discretization, const StateVector &fields, const FilmValues &film_states);

  /** Places of another mesh in those of a FieldTable. */
  template <int dim>
  class FieldLookup
  {
  public:
    /** The element and the quadrature of faces that the table was made with are those of `discretization`. */
    FieldLookup(const FieldTable &table, const Discretization<dim> &discretization);
    ~FieldLookup();

    struct Value
    {
      double value = 0., smallest = std::numeric_limits<double>::infinity(); // of the nodes of the cell
    };

    /** The fields at `place`: at the nearest place of the old mesh where `place` is outside. */
    std::vector<Value>
    fields(const dealii::Point<dim> &place) const;

    /** What lies below the film at the nearest place under one. */
    std::vector<double>
    film_states(const dealii::Point<dim> &place) const;

  private:
    struct Trees;

    /** A cell of the table, or one of its faces. */
    struct Part
    {
      unsigned int cell = 0, face = dealii::numbers::invalid_unsigned_int;
    };

    /** A point of the unit cell of a part. */
    struct Found
    {
      Part               part;
      dealii::Point<dim> unit;
      double             away = std::numeric_limits<double>::infinity(); // [mesh units]
    };

    Found
    nearest(const std::vector<Part> &parts, const Trees &tree, const dealii::Point<dim> &place) const;

    Found
    nearest_on(const Part &part, const dealii::Point<dim> &place) const;

    dealii::BoundingBox<dim>
    box_of(const Part &part) const;

    dealii::Point<dim>
    node(unsigned int cell, unsigned int a) const;

    const FieldTable          &table_;
    const Discretization<dim> &discretization_;
    const unsigned int         per_cell_;
    std::vector<Part>          cells_, faces_; // the latter under films
    std::unique_ptr<Trees>     tree_of_cells_, tree_of_faces_;
  };

  /** The fields of the table at the nodes of the mesh of `op`, those that it prescribes as they are to be. */
  template <int dim>
  void
  take_fields(const FieldTable &table, const Operator<dim> &op, double electrode_potential, StateVector &fields);

  /** What lies below films without a mesh, on the faces of `like`. */
  template <int dim>
  FilmValues
  take_film_states(const FieldTable &table, const Discretization<dim> &discretization, const FilmValues &like);
} // namespace zincfield
