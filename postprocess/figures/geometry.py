"""Sections, the working electrode and their mirror images. Lengths in um; sections are (horizontal, vertical)."""
from dataclasses import dataclass

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPlane, vtkPolyData, vtkUnstructuredGrid
from vtkmodules.vtkFiltersCore import vtkCellDataToPointData, vtkCutter, vtkTriangleFilter

from . import recovery, results, used_input

CURRENT = "deposition current density [A/m^2]"


@dataclass
class Section:
    """Triangles with values at their points; vectors have their two components in the plane."""

    points: np.ndarray
    triangles: np.ndarray
    fields: dict


@dataclass
class Surface:
    """The working electrode: lines (2-D) or quadrilaterals (3-D)."""

    points: np.ndarray
    cells: np.ndarray
    fields: dict


def with_cell_fields(grid):
    if grid.GetCellData().GetNumberOfArrays() == 0:
        return grid
    convert = vtkCellDataToPointData()
    convert.SetInputData(grid)
    convert.PassPointDataOn()
    convert.Update()
    return convert.GetOutput()


def section(grid, run, tip):
    """The plane of a 2-D run; in 3-D the vertical plane through the tip, normal to y. Fields are smooth within each material."""
    grid = with_cell_fields(grid)
    fields = results.point_fields(grid)
    points = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
    if run.dimension == 2:
        axes = (0, 1)
        points, quads, fields = recovery.conforming(points, results.cells(grid, 4), fields)
        triangles = triangulated(quads, points)
        points = points[:, axes]
    else:
        axes = (0, 2)
        smooth, coordinates = vtkUnstructuredGrid(), vtkPoints()
        smooth.CopyStructure(grid)
        places, averages = recovery.averaged(points, results.cells(grid, 8), fields)
        coordinates.SetData(numpy_to_vtk(np.ascontiguousarray(places), deep=True))
        smooth.SetPoints(coordinates)
        for name, values in averages.items():
            array = numpy_to_vtk(np.ascontiguousarray(values), deep=True)
            array.SetName(name)
            smooth.GetPointData().AddArray(array)
        cut = vtkTriangleFilter()
        cut.PassLinesOff()
        cut.PassVertsOff()
        cut.SetInputData(cut_plane(smooth, tip))
        cut.Update()
        cut = cut.GetOutput()
        triangles = vtk_to_numpy(cut.GetPolys().GetData()).reshape(-1, 4)[:, 1:]
        points, fields = vtk_to_numpy(cut.GetPoints().GetData()).astype(float)[:, axes], results.point_fields(cut)
    return Section(points, triangles, {name: norm_and_plane(values, axes) for name, values in fields.items()})


def triangulated(quads, points):
    """Triangles of quadrilaterals, those beside a hanging point with a corner there: a picture of them has no cracks."""
    middle = {tuple(sorted(ends)): c for c, ends in recovery.middles(recovery.hanging(quads), points).items()}
    whole, fans = cut_beside_hanging(quads, len(points), middle)
    return np.concatenate([halves(whole, points), fans])


def cut_beside_hanging(quads, n, middle):
    """
    The quadrilaterals of n points without a hanging point on a side, and triangles of the others, with a corner there. `middle`:
    the point between the ends of a side, the smaller number first.
    """
    sides = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=2), axis=2)
    keys = np.array(list(middle), dtype=np.int64).reshape(-1, 2)
    beside = np.isin(sides[:, :, 0] * n + sides[:, :, 1], keys[:, 0] * n + keys[:, 1]).any(axis=1)
    fans = []
    for quad in quads[beside].tolist():
        ring = []
        for a, b in zip(quad, quad[1:] + quad[:1]):
            ring += [a] + [middle[pair] for pair in [tuple(sorted((a, b)))] if pair in middle]
        first = next(k for k, p in enumerate(ring) if p not in quad)  # no two sides of a triangle lie on one line
        ring = ring[first:] + ring[:first]
        fans += [(ring[0], p, q) for p, q in zip(ring[1:-1], ring[2:])]
    return quads[~beside], np.array(fans, dtype=quads.dtype).reshape(-1, 3)


def halves(quads, points):
    """Quadrilaterals cut along their shorter diagonals."""
    a, b, c, d = quads.T
    first = np.linalg.norm(points[a] - points[c], axis=1) <= np.linalg.norm(points[b] - points[d], axis=1)
    one = np.where(first[:, None], quads[:, [0, 1, 2]], quads[:, [0, 1, 3]])
    two = np.where(first[:, None], quads[:, [0, 2, 3]], quads[:, [1, 2, 3]])
    return np.concatenate([one, two])


def norm_and_plane(values, axes):
    """Scalars as they are; a vector as (horizontal, vertical, magnitude)."""
    if values.ndim == 1:
        return values
    return np.column_stack([values[:, axes[0]], values[:, axes[1]], np.linalg.norm(values, axis=1)])


def cut_plane(data, tip):
    bounds = data.GetBounds()
    inset = 1e-4 * (bounds[3] - bounds[2])  # a cut in the boundary itself finds nothing
    plane = vtkPlane()
    plane.SetNormal(0, 1, 0)
    plane.SetOrigin(0, min(max(tip[1], bounds[2] + inset), bounds[3] - inset), 0)
    cutter = vtkCutter()
    cutter.SetCutFunction(plane)
    cutter.SetInputData(data)
    cutter.Update()
    return cutter.GetOutput()


def working_electrode(grid, run, variant):
    """Cells of the working electrode: the boundary of that name; of an imported mesh, the one with the reported current."""
    fields = results.point_fields(with_cell_fields(grid))
    points = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
    cells = results.cells(grid, 2 if run.dimension == 2 else 4)
    surface = Surface(points, cells, fields)
    if "boundary" not in fields or not len(cells):
        return surface
    ids = np.rint(fields["boundary"][cells].mean(axis=1)).astype(int)
    chosen = used_input.working_boundary(variant.input)
    if chosen is None or chosen not in ids:
        parts = {i: Surface(points, cells[ids == i], fields) for i in np.unique(ids)}
        chosen = nearest_current(parts, run, variant)
    return Surface(points, cells[ids == chosen], fields)


def nearest_current(parts, run, variant):
    """The boundary with the mean deposition nearest to the reported one; the first where none is reported."""
    reported = variant.quantity("mean_current_density")
    if reported is None or any(CURRENT not in part.fields for part in parts.values()):
        return min(parts)
    return min(parts, key=lambda i: (abs(surface_mean(parts[i], run, parts[i].fields[CURRENT]) - reported[0]), i))


def tip_of(surface):
    """The highest point; of several the one with the smallest coordinates, so that variants are cut in the same plane."""
    used = surface.points[np.unique(surface.cells)]
    vertical = used[:, 2] if np.ptp(used[:, 2]) > 0 else used[:, 1]
    highest = used[vertical > vertical.max() - 1e-4 * np.ptp(used, axis=0).max()]
    return highest[np.lexsort(highest.T[::-1])[0]]


def areas(surface, run):
    """True areas of the cells: lengths in a plane, times the radius about an axis."""
    corners = surface.points[surface.cells]
    if run.dimension == 3:
        return 0.5 * np.linalg.norm(np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]), axis=1)
    lengths = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    return lengths * corners[:, :, 0].mean(axis=1) if run.axisymmetric else lengths


def surface_mean(surface, run, values):
    """Mean over the true area."""
    return np.average(values[surface.cells].mean(axis=1), weights=areas(surface, run))


def mirror_axes(run, tip):
    """Planes that make the protrusion whole: for each horizontal axis the mirror plane nearest to the tip."""
    if run.axisymmetric:
        return [(0, 0.0)]
    planes = {}
    for axis, position in run.mirrors:
        if axis < run.dimension - 1 and (axis not in planes or abs(tip[axis] - position) < abs(tip[axis] - planes[axis])):
            planes[axis] = position
    return sorted(planes.items())


def mirror_section(part, planes):
    for axis, position in planes:
        if axis != 0:
            continue
        image = part.points * [-1, 1] + [2 * position, 0]
        if np.allclose(np.sort(part.points[:, 0])[[0, -1]], np.sort(image[:, 0])[[0, -1]]):
            continue  # already whole
        n = len(part.points)
        fields = {name: np.concatenate([v, v * [-1, 1, 1] if v.ndim == 2 else v]) for name, v in part.fields.items()}
        part = Section(np.concatenate([part.points, image]), np.concatenate([part.triangles, part.triangles[:, ::-1] + n]), fields)
    return part


def mirror_surface(surface, planes):
    for axis, position in planes:
        image = surface.points.copy()
        image[:, axis] = 2 * position - image[:, axis]
        if np.isclose(image[:, axis].min(), surface.points[:, axis].min()):
            continue
        n = len(image)
        surface = Surface(
            np.concatenate([surface.points, image]),
            np.concatenate([surface.cells, surface.cells[:, ::-1] + n]),
            {name: np.concatenate([v, v]) for name, v in surface.fields.items()},
        )
    return surface


def repeat_surface(surface, axis):
    shift = np.zeros(3)
    shift[axis] = np.ptp(surface.points[surface.cells.ravel(), axis])
    return Surface(
        np.concatenate([surface.points, surface.points + shift]),
        np.concatenate([surface.cells, surface.cells + len(surface.points)]),
        {name: np.concatenate([v, v]) for name, v in surface.fields.items()},
    )


def as_polydata(part):
    """Section or Surface (polygons) as VTK sees it."""
    cells = part.triangles if isinstance(part, Section) else part.cells
    points = part.points if part.points.shape[1] == 3 else np.column_stack([part.points, np.zeros(len(part.points))])
    data, array = vtkPolyData(), vtkCellArray()
    vtk_points = vtkPoints()
    vtk_points.SetData(numpy_to_vtk(np.ascontiguousarray(points), deep=True))
    array.SetData(cells.shape[1], numpy_to_vtkIdTypeArray(np.ascontiguousarray(cells, dtype=np.int64).ravel(), deep=True))
    data.SetPoints(vtk_points)
    data.SetPolys(array)
    for name, values in part.fields.items():
        vtk_values = numpy_to_vtk(np.ascontiguousarray(values), deep=True)
        vtk_values.SetName(name)
        data.GetPointData().AddArray(vtk_values)
    return data


def material_edges(part):
    """Segments around the films: those that one triangle of a material has, without those at points that hang inside it."""
    if "material" not in part.fields or np.ptp(part.fields["material"]) < 0.5:
        return np.empty((0, 2, 2))
    place, places = recovery.merged(np.column_stack([part.points, 0 * part.points[:, 0]]))
    material = np.rint(np.median(part.fields["material"][part.triangles], axis=1)).astype(int)
    found = []
    for one in range(1, material.max() + 1):
        triangles = place[part.triangles[material == one]]
        free = recovery.free_edges(triangles)
        inside = {tuple(sorted(pair)) for c, a, b in recovery.hanging(triangles) for pair in ((a, b), (a, c), (b, c))}
        found += [edge for edge in free if tuple(edge) not in inside]
    return places[np.array(found, int).reshape(-1, 2)][:, :, :2]
