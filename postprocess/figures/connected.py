"""
volume_connected.vtu of a variant: the last state of its fields with points that neighbouring cells share, within a material, and
with corners in large cells where smaller neighbours have theirs. A run writes every cell by itself; ParaView's stream tracer, with
its default interpolator, walks from cell to cell over common points and stops where there are none.
"""
import shutil

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import VTK_HEXAHEDRON, VTK_PYRAMID, VTK_QUAD, VTK_TETRA, VTK_TRIANGLE, vtkCellArray, vtkUnstructuredGrid
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridWriter

from . import field_files, geometry, recovery, results

NAME, SERIES, STATES = "volume_connected.vtu", "volume_connected_series.pvd", "connected"
MOST = 500_000  # cells: it takes 1e-4 s of each and half of the room of the run's own file


def wanted(variant):
    """Whether the run wrote a volume of not too many cells."""
    grid = variant.grid("volume")
    return grid is not None and grid.GetNumberOfCells() <= MOST


def write(variant):
    """Its path. In the units and with the mirror images that the input asks for."""
    path = field_files.path_of(variant.folder, "volume")
    return write_grid(field_files.read(path), variant.folder / NAME)


def write_grid(grid, target):
    """Its path."""
    writer = vtkXMLUnstructuredGridWriter()
    writer.SetFileName(str(target))
    writer.SetInputData(connected(geometry.with_cell_fields(grid)))
    if not writer.Write():
        raise results.Unusable(f"{target} cannot be written")
    return str(target)


def series(run):
    """All states of all variants that wrote more than one: a .pvd for each variant, and a folder with a file for each time."""
    having = [(v, path) for v in run.variants if (path := field_files.path_of(v.folder, "volume", True))]
    if not having:
        raise results.Unusable(f"no connected series: {run.folder} holds fields of one time only (Field interval asks for more)")
    return [write_series(variant.folder, path) for variant, path in having]


def write_series(folder, path):
    """The path of the .pvd. It is written last: it never names a file that is not there."""
    states = sorted(field_files.entries(path), key=lambda entry: entry[0])
    shutil.rmtree(folder / STATES, ignore_errors=True)  # of a longer run, before
    (folder / STATES).mkdir()
    lines = ['<?xml version="1.0"?>', '<VTKFile type="Collection" version="0.1">', "  <Collection>"]
    for number, (time, state) in enumerate(states):
        name = f"{STATES}/{number:05d}.vtu"
        write_grid(field_files.read_state(path, state), folder / name)
        lines.append(f'    <DataSet timestep="{time!r}" part="0" file="{name}"/>')
    lines += ["  </Collection>", "</VTKFile>", ""]
    (folder / SERIES).write_text("\n".join(lines), encoding="utf-8")
    return str(folder / SERIES)


def connected(grid):
    """The grid of all quadrilaterals or hexahedra, which have points of their own."""
    fields = results.point_fields(grid)
    points = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
    quads = results.cells(grid, 4)
    points, cells, fields = in_plane(points, quads, fields) if len(quads) else in_space(points, results.cells(grid, 8), fields)
    return grid_of(points, cells, fields, grid.GetFieldData())


class Hanging:
    """
    Points between those of a larger neighbour: `between` has the number of one by the numbers of the others in order. Where the
    smaller cells are of another material, the larger one gets such a point.
    """

    def __init__(self, points, fields):
        self.materials = np.rint(fields.get("material", np.zeros(len(points)))).astype(int).tolist()
        self.places, self.place = np.unique(points, axis=0, return_inverse=True)
        self.place = self.place.ravel()
        self.number = {pair: k for k, pair in enumerate(zip(self.place.tolist(), self.materials))}
        self.between, self.added, self.order = {}, [], self.place.tolist()  # order: the same in all materials

    def add(self, found):
        """found: {place: places around it}."""
        for one, others in found.items():
            for material in sorted(set(self.materials)):
                around = [self.number.get((other, material)) for other in others]
                if None in around:
                    continue
                if (one, material) not in self.number:
                    self.number[one, material] = len(self.materials) + len(self.added)
                    self.added.append(around)
                    self.order.append(one)
                self.between[tuple(sorted(around))] = self.number[one, material]

    def with_added(self, values):
        n = len(values)
        values = np.concatenate([values, np.empty((len(self.added), *values.shape[1:]))])
        for k, around in enumerate(self.added):
            values[n + k] = values[around].mean(axis=0)
        return values


def in_plane(points, quads, fields):
    points, quads, fields = recovery.conforming(points, quads, fields)
    hanging = Hanging(points, fields)
    hanging.add(recovery.middles(recovery.hanging(hanging.place[quads]), hanging.places))
    points, fields = hanging.with_added(points), {name: hanging.with_added(values) for name, values in fields.items()}
    whole, fans = geometry.cut_beside_hanging(quads, len(points), hanging.between)
    return points, {VTK_QUAD: whole, VTK_TRIANGLE: fans}, fields


def in_space(points, hexahedra, fields):
    slot, points, fields = recovery.averaged_by_slot(points, hexahedra, fields)
    cells, hanging = slot[hexahedra], Hanging(points, fields)
    for found in recovery.hanging_in_space(hanging.place[cells], hanging.places):
        hanging.add(found)
    points, fields = hanging.with_added(points), {name: hanging.with_added(values) for name, values in fields.items()}
    n, edges = len(points), np.sort(cells[:, recovery.EDGES], axis=2)
    keys = np.array([ends for ends in hanging.between if len(ends) == 2], dtype=np.int64).reshape(-1, 2)
    beside = np.isin(edges[:, :, 0] * n + edges[:, :, 1], keys[:, 0] * n + keys[:, 1]).any(axis=1)
    cut = cells[beside]
    pyramids, tetrahedra = [], []
    for k, (cell, middle) in enumerate(zip(cut.tolist(), points[cut].mean(axis=1))):
        for face in recovery.FACES:
            for base in parts_of_a_face([cell[corner] for corner in face], hanging):
                normal = np.cross(points[base[1]] - points[base[0]], points[base[2]] - points[base[0]])
                inwards = base if np.dot(normal, middle - points[base[0]]) > 0 else base[::-1]
                (tetrahedra if len(base) == 3 else pyramids).append([*inwards, n + k])
    points = np.concatenate([points, points[cut].mean(axis=1)])
    fields = {name: np.concatenate([values, values[cut].mean(axis=1)]) for name, values in fields.items()}
    return points, {VTK_HEXAHEDRON: cells[~beside], VTK_PYRAMID: pyramids, VTK_TETRA: tetrahedra}, fields


def parts_of_a_face(face, hanging):
    """As the cell on the other side has them, too: the face, its four quarters, or triangles about a point in a side of it."""
    sides = [hanging.between.get(tuple(sorted(pair))) for pair in zip(face, face[1:] + face[:1])]
    centre = hanging.between.get(tuple(sorted(face)))
    if centre is not None:
        return [[corner, sides[k], centre, sides[k - 1]] for k, corner in enumerate(face)]
    hung = [side for side in sides if side is not None]
    if not hung:
        return [face]
    ring = [point for corner, side in zip(face, sides) for point in (corner, side) if point is not None]
    first = ring.index(min(hung, key=hanging.order.__getitem__))
    ring = ring[first:] + ring[:first]
    return [[ring[0], a, b] for a, b in zip(ring[1:-1], ring[2:])]


def grid_of(points, cells, fields, names):
    """A grid of cells of several kinds."""
    grid, coordinates, array = vtkUnstructuredGrid(), vtkPoints(), vtkCellArray()
    coordinates.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=np.float32), deep=True))
    cells = {kind: np.asarray(some, dtype=np.int64) for kind, some in cells.items() if len(some)}
    ends = np.cumsum(np.concatenate([[0], *(np.full(len(some), some.shape[1]) for some in cells.values())]))
    numbers = np.concatenate([some.ravel() for some in cells.values()])
    array.SetData(*(numpy_to_vtkIdTypeArray(some.astype(np.int64), deep=True) for some in (ends, numbers)))
    kinds = np.concatenate([np.full(len(some), kind, dtype=np.uint8) for kind, some in cells.items()])
    grid.SetPoints(coordinates)
    grid.SetCells(numpy_to_vtk(kinds, deep=True), array)
    for name, values in fields.items():
        of_vtk = numpy_to_vtk(np.ascontiguousarray(values, dtype=np.float32), deep=True)
        of_vtk.SetName(name)
        grid.GetPointData().AddArray(of_vtk)
    grid.GetFieldData().ShallowCopy(names)
    return grid
