"""Files of fields in any format that the program writes, as one grid of linear cells in micrometres with VTK's names of fields."""
import json
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkObject, vtkPoints
from vtkmodules.vtkCommonDataModel import (
    VTK_HEXAHEDRON,
    VTK_LAGRANGE_CURVE,
    VTK_LAGRANGE_HEXAHEDRON,
    VTK_LAGRANGE_QUADRILATERAL,
    VTK_LINE,
    VTK_QUAD,
    vtkCellArray,
    vtkHigherOrderHexahedron,
    vtkHigherOrderQuadrilateral,
    vtkUnstructuredGrid,
)
from vtkmodules.vtkIOXML import vtkXMLPUnstructuredGridReader, vtkXMLUnstructuredGridReader

VTKHDF = (".hdf", ".vtkhdf")  # the second one is that of earlier versions; ParaView 5.11 does not know it
SINGLE, SERIES = (".pvd", *VTKHDF, ".xdmf"), (".pvd", *(f"{ending}.series" for ending in VTKHDF), ".xdmf")
LINEAR = {2: VTK_LINE, 4: VTK_QUAD, 8: VTK_HEXAHEDRON}


class Unusable(Exception):
    """What is missing, in one line."""


def path_of(folder, name, series=False):
    """The file that names a field, or its series in time; None where the run did not write it."""
    candidates = [folder / f"{name}{'_series' if series else ''}{ending}" for ending in (SERIES if series else SINGLE)]
    return next((path for path in candidates if path.is_file()), None)


def times(folder, name):
    """Times [s] of a series, in order."""
    path = path_of(folder, name, True)
    return sorted(time for time, _ in entries(path)) if path else []


def entries(path):
    """(time, what to read) of all states that a file names."""
    if path.name.endswith(".series"):
        return [(float(entry["time"]), path.parent / entry["name"]) for entry in json.loads(path.read_text())["files"]]
    if path.suffix in VTKHDF:
        return [(0.0, path)]
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, OSError) as error:
        raise Unusable(f"cannot read {path}: {error}") from None
    if path.suffix == ".xdmf":
        return [(float(grid.find("Time").get("Value")), (path, grid)) for grid in root.iter("Grid") if grid.find("Topology") is not None]
    return [(float(entry.get("timestep", 0)), path.parent / entry.get("file", "")) for entry in root.iter("DataSet")]


def read(path, time=None):
    """The last state that a file names, or that nearest to a time."""

    def place(entry):
        return entry[0] if time is None else -abs(entry[0] - time)

    last = max(entries(path), key=place, default=None)
    if last is None:
        raise Unusable(f"{path} names no file")
    return read_state(path, last[1])


def read_state(path, state):
    """What `entries` found in a file."""
    if isinstance(state, tuple):
        return read_xdmf(*state)
    if not state.is_file():
        raise Unusable(f"{path} names {state}, which does not exist")
    vtkObject.GlobalWarningDisplayOff()
    grid = read_vtkhdf(state) if state.suffix in VTKHDF else read_vtu(state)
    if grid is None or grid.GetNumberOfCells() == 0:
        raise Unusable(f"{state} cannot be read or is empty")
    return linear(grid)


def read_vtu(file):
    reader = vtkXMLPUnstructuredGridReader() if file.suffix == ".pvtu" else vtkXMLUnstructuredGridReader()
    reader.SetFileName(str(file))
    reader.Update()
    return None if reader.GetErrorCode() else reader.GetOutput()


def read_vtkhdf(file):
    from vtkmodules.vtkIOHDF import vtkHDFReader

    reader = vtkHDFReader()
    reader.SetFileName(str(file))
    reader.Update()
    grid = reader.GetOutput()
    for i in range(grid.GetPointData().GetNumberOfArrays()):
        array = grid.GetPointData().GetArray(i)
        array.SetName(name_with_strokes(array.GetName()))
    return grid


def name_with_strokes(name):
    """ "electric field [V m^-1]" as "electric field [V/m]": HDF5 takes no strokes in names."""
    text, bracket, unit = name.rpartition(" [")
    if not bracket:
        return name.replace("|", "/")
    unit = re.sub(r" ([^ ^]+)\^-1(?![0-9])", r"/\1", unit.rstrip("]"))
    return text.replace("|", "/") + " [" + re.sub(r" ([^ ^]+)\^-", r"/\1^", unit) + "]"


def name_without_strokes(name):
    """The other way round, as the program writes it."""
    text, bracket, unit = name.rpartition(" [")
    if not bracket:
        return name.replace("/", "|")
    first, *others = unit.rstrip("]").split("/")
    powers = [part if "^" in part else f"{part}^1" for part in others]
    return text.replace("/", "|") + f" [{' '.join([first, *(part.replace('^', '^-') for part in powers)])}]"


def read_xdmf(path, element):
    """A grid of an XDMF file: its data lie in an HDF5 file, which h5py reads."""
    try:
        import h5py
    except ImportError:
        raise Unusable(f"{path} needs Python's h5py (Debian: python3-h5py)") from None
    files = {}

    def data(item):
        name, _, place = item.text.strip().partition(":")
        if name not in files:
            files[name] = h5py.File(path.parent / name, "r")
        return files[name][place][()]

    try:
        points, cells = data(element.find("Geometry/DataItem")), data(element.find("Topology/DataItem"))
        fields = {entry.get("Name"): data(entry.find("DataItem")) for entry in element.iter("Attribute")}
        names = {
            entry.get("Name"): [word.decode() for word in data(Text(entry.get("Value")))] for entry in element.iter("Information")
        }
    except (OSError, KeyError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from None
    finally:
        for file in files.values():
            file.close()
    return grid_of(points, cells, fields, names)


class Text:
    """A reference that stands in an attribute."""

    def __init__(self, text):
        self.text = text


def grid_of(points, cells, fields, names=None):
    """A grid of cells of one kind."""
    from vtkmodules.vtkCommonCore import vtkStringArray

    grid, coordinates, array = vtkUnstructuredGrid(), vtkPoints(), vtkCellArray()
    coordinates.SetData(numpy_to_vtk(np.ascontiguousarray(points), deep=True))
    array.SetData(cells.shape[1], numpy_to_vtkIdTypeArray(np.ascontiguousarray(cells.ravel(), dtype=np.int64), deep=True))
    grid.SetPoints(coordinates)
    grid.SetCells(LINEAR[cells.shape[1]], array)
    for name, values in fields.items():
        of_vtk = numpy_to_vtk(np.ascontiguousarray(values), deep=True)
        of_vtk.SetName(name)
        grid.GetPointData().AddArray(of_vtk)
    for name, words in (names or {}).items():
        texts = vtkStringArray()
        texts.SetName(name)
        for word in words:
            texts.InsertNextValue(word)
        grid.GetFieldData().AddArray(texts)
    return grid


def lattice(kind, n_points):
    """Points of a Lagrange cell by their place in its lattice, the first direction fastest, and how many there are each way."""
    if kind == VTK_LAGRANGE_CURVE:
        return np.array([0, *range(2, n_points), 1]), (n_points,)
    dim = 2 if kind == VTK_LAGRANGE_QUADRILATERAL else 3
    n = round(n_points ** (1 / dim))
    order, index = (n - 1,) * dim, (vtkHigherOrderQuadrilateral if dim == 2 else vtkHigherOrderHexahedron).PointIndexFromIJK
    places = np.ndindex(*(n,) * dim)
    return np.array([index(*reversed(place), order) for place in places]), (n,) * dim


def linear(grid):
    """The grid with its Lagrange cells cut into linear ones; others as they are."""
    kinds = vtk_to_numpy(grid.GetCellTypesArray())
    kind = int(kinds[0])
    if kind not in (VTK_LAGRANGE_CURVE, VTK_LAGRANGE_QUADRILATERAL, VTK_LAGRANGE_HEXAHEDRON):
        return grid
    connectivity = vtk_to_numpy(grid.GetCells().GetConnectivityArray()).reshape(len(kinds), -1)
    order, sizes = lattice(kind, connectivity.shape[1])
    dim, n = len(sizes), sizes[0]
    corners = [(0,), (1,)] if dim == 1 else [(0, 0), (1, 0), (1, 1), (0, 1)]
    if dim == 3:
        corners = [(*c, 0) for c in corners] + [(*c, 1) for c in corners]
    pieces = [
        [order[sum((a + b) * n**d for d, (a, b) in enumerate(zip(place, corner)))] for corner in corners]
        for place in np.ndindex(*(n - 1,) * dim)
    ]
    cells = connectivity[:, np.array(pieces)].reshape(-1, len(corners))
    pieces_grid = grid_of(vtk_to_numpy(grid.GetPoints().GetData()), cells, {})
    pieces_grid.GetPointData().ShallowCopy(grid.GetPointData())
    pieces_grid.GetFieldData().ShallowCopy(grid.GetFieldData())
    return pieces_grid


def as_computed(grid, inputs, mirrors):
    """The grid in micrometres, and of the cell the part that was computed, whatever the input has written."""
    points = vtk_to_numpy(grid.GetPoints().GetData())
    if inputs.get("Output/Coordinates", "um") == "m":
        points = 1e6 * points
    cells = vtk_to_numpy(grid.GetCells().GetConnectivityArray()).reshape(grid.GetNumberOfCells(), -1)
    keep = np.ones(len(cells), bool)
    if inputs.get("Output/Whole cell", "false") in ("true", "yes"):
        axes = set()
        for axis, position in mirrors:
            if axis not in axes:
                keep &= points[cells, axis].mean(axis=1) > position
            axes.add(axis)
    elif inputs.get("Output/Coordinates", "um") != "m":
        return grid
    used = np.unique(cells[keep])
    number = np.full(len(points), -1)
    number[used] = np.arange(len(used))
    fields = grid.GetPointData()
    arrays = {fields.GetArrayName(i): vtk_to_numpy(fields.GetArray(i))[used] for i in range(fields.GetNumberOfArrays())}
    part = grid_of(points[used], number[cells[keep]], arrays)
    part.GetFieldData().ShallowCopy(grid.GetFieldData())
    return part
