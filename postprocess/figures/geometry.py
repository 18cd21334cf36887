"""Sections, mirror images, field lines and profiles along the surface. Lengths in um; sections are (horizontal, vertical)."""
from dataclasses import dataclass

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkCellLocatorStrategy, vtkImageData, vtkPlane, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkCellDataToPointData, vtkCutter, vtkProbeFilter, vtkTriangleFilter
from vtkmodules.vtkFiltersGeneral import vtkDataSetTriangleFilter
from vtkmodules.vtkFiltersGeometry import vtkGeometryFilter

from . import results

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


@dataclass
class Profile:
    """Values along the surface, ordered; NaN between separate pieces."""

    points: np.ndarray
    arc: np.ndarray
    weights: np.ndarray
    fields: dict
    from_tip: bool


def with_cell_fields(grid):
    if grid.GetCellData().GetNumberOfArrays() == 0:
        return grid
    convert = vtkCellDataToPointData()
    convert.SetInputData(grid)
    convert.PassPointDataOn()
    convert.Update()
    return convert.GetOutput()


def section(grid, run, tip):
    """The plane of a 2-D run; in 3-D the vertical plane through the tip, normal to y."""
    grid = with_cell_fields(grid)
    if run.dimension == 2:
        triangles = vtkDataSetTriangleFilter()
        triangles.SetInputData(grid)
        triangles.Update()
        cut, axes = triangles.GetOutput(), (0, 1)
        connectivity = results.cells(cut, 3)
    else:
        cut, axes = cut_plane(grid, tip), (0, 2)
        triangles = vtkTriangleFilter()
        triangles.PassLinesOff()
        triangles.PassVertsOff()
        triangles.SetInputData(cut)
        triangles.Update()
        cut = triangles.GetOutput()
        connectivity = vtk_to_numpy(cut.GetPolys().GetData()).reshape(-1, 4)[:, 1:]
    points = vtk_to_numpy(cut.GetPoints().GetData()).astype(float)[:, axes]
    fields = {name: norm_and_plane(values, axes) for name, values in results.point_fields(cut).items()}
    return Section(points, connectivity, fields)


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


def working_electrode(grid, run):
    """Cells of the boundary where most zinc is deposited, or of the first boundary."""
    fields = results.point_fields(with_cell_fields(grid))
    points = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
    cells = results.cells(grid, 2 if run.dimension == 2 else 4)
    if "boundary" in fields and len(cells):
        ids = np.rint(fields["boundary"][cells].mean(axis=1)).astype(int)
        current = fields.get(CURRENT, np.zeros(len(points)))[cells].mean(axis=1)
        chosen = max(np.unique(ids), key=lambda i: (current[ids == i].mean() > 0, -i))
        cells = cells[ids == chosen]
    return Surface(points, cells, fields)


def tip_of(surface):
    """The highest point; of several the one with the smallest coordinates, so that variants are cut in the same plane."""
    used = surface.points[np.unique(surface.cells)]
    vertical = used[:, 2] if np.ptp(used[:, 2]) > 0 else used[:, 1]
    highest = used[vertical > vertical.max() - 1e-4 * np.ptp(used, axis=0).max()]
    return highest[np.lexsort(highest.T[::-1])[0]]


def surface_mean(surface, run, values):
    """Mean over the true area."""
    corners = surface.points[surface.cells]
    if run.dimension == 2:
        weights = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
        if run.axisymmetric:
            weights = weights * corners[:, :, 0].mean(axis=1)
    else:
        weights = 0.5 * np.linalg.norm(np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]), axis=1)
    return np.average(values[surface.cells].mean(axis=1), weights=weights)


def profile(surface, run, tip):
    """The electrode in the section, ordered along the surface; arc length counted from the tip."""
    if run.dimension == 3:
        cut = cut_plane(as_polydata(surface), tip)
        if cut.GetNumberOfLines() == 0:
            return None
        points = vtk_to_numpy(cut.GetPoints().GetData()).astype(float)[:, (0, 2)]
        lines = vtk_to_numpy(cut.GetLines().GetData()).reshape(-1, 3)[:, 1:]
        fields = results.point_fields(cut)
    else:
        points, lines, fields = surface.points[:, :2], surface.cells, surface.fields
    if len(lines) == 0:
        return None
    size = max(np.ptp(points[lines.ravel()], axis=0).max(), 1e-12)
    used = np.unique(lines)
    _, first, group = np.unique(np.rint(points[used] / (1e-6 * size)), axis=0, return_index=True, return_inverse=True)
    group = group.ravel()
    to_group = np.full(len(points), -1)
    to_group[used] = group
    counts = np.bincount(group)

    def merged(values):
        return np.bincount(group, values[used]) / counts

    position = points[used][first]
    order = chains(to_group[lines], position)
    index = np.concatenate([np.append(chain, -1) for chain in order])[:-1]
    gap = index < 0
    position = np.where(gap[:, None], np.nan, position[index])
    steps = np.linalg.norm(np.diff(fill_gaps(position), axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(steps)])
    flat = np.nanmax(position[:, 1]) - np.nanmin(position[:, 1]) < 1e-3 * arc[-1]
    if not flat:
        near = position[:, 1] > np.nanmax(position[:, 1]) - 1e-3 * np.ptp(position[~gap, 1])
        arc = arc - arc[np.argmax(near)]  # the first of equally high points
        if arc[-1] <= 1e-9 * size:
            arc = -arc
    values = {name: np.where(gap, np.nan, merged(v)[index]) for name, v in fields.items() if v.ndim == 1}
    return Profile(position, arc, steps, values, not flat)


def fill_gaps(position):
    filled = position.copy()
    for i in np.flatnonzero(np.isnan(position[:, 0])):
        filled[i] = filled[i - 1]
    return filled


def chains(lines, position):
    """Segments strung together: a list of point sequences, the leftmost first."""
    neighbours = {}
    for a, b in lines:
        if a != b:
            neighbours.setdefault(a, set()).add(b)
            neighbours.setdefault(b, set()).add(a)
    result = []
    while neighbours:
        ends = [p for p, others in neighbours.items() if len(others) == 1] or list(neighbours)
        current = min(ends, key=lambda p: tuple(position[p]))
        chain = [current]
        while neighbours.get(current):
            following = neighbours[current].pop()
            neighbours[following].discard(current)
            if not neighbours[current]:
                del neighbours[current]
            chain.append(following)
            current = following
        neighbours.pop(current, None)
        result.append(np.array(chain))
    return result


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
        surface = Surface(np.concatenate([surface.points, image]), np.concatenate([surface.cells, surface.cells[:, ::-1] + n]),
                          {name: np.concatenate([v, v]) for name, v in surface.fields.items()})
    return surface


def repeat_surface(surface, axis):
    shift = np.zeros(3)
    shift[axis] = np.ptp(surface.points[surface.cells.ravel(), axis])
    return Surface(np.concatenate([surface.points, surface.points + shift]),
                   np.concatenate([surface.cells, surface.cells + len(surface.points)]),
                   {name: np.concatenate([v, v]) for name, v in surface.fields.items()})


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
    """Segments between triangles of different material."""
    if "material" not in part.fields or np.ptp(part.fields["material"]) < 0.5:
        return np.empty((0, 2, 2))
    size = np.ptp(part.points, axis=0).max()
    _, first, group = np.unique(np.rint(part.points / (1e-7 * size)), axis=0, return_index=True, return_inverse=True)
    material = np.rint(np.median(part.fields["material"][part.triangles], axis=1)).astype(int)
    triangles = group.ravel()[part.triangles]
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    owner = np.tile(material, 3)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    edges, owner = edges[order], owner[order]
    border = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1) & (owner[1:] != owner[:-1]))
    return part.points[first][edges[border]]


def bridge(vectors, valid):
    """
    Give points of a lattice that lie between two valid ones the mean of these. Cells are drawn with straight edges, which
    leaves slits at hanging nodes on curved walls; a point in one is in no cell.
    """
    padded, inside = np.pad(vectors * valid[:, :, None], ((1, 1), (1, 1), (0, 0))), np.pad(valid, 1)
    ny, nx = valid.shape
    sums, pairs = np.zeros_like(vectors), np.zeros(valid.shape, int)
    for i, j in ((0, 1), (1, 0), (1, 1), (1, -1)):
        before = slice(1 - i, 1 - i + ny), slice(1 - j, 1 - j + nx)
        after = slice(1 + i, 1 + i + ny), slice(1 + j, 1 + j + nx)
        both = inside[before] & inside[after]
        sums += np.where(both[:, :, None], 0.5 * (padded[before] + padded[after]), 0)
        pairs += both
    bridged = ~valid & (pairs > 0)
    return np.where(bridged[:, :, None], sums / np.maximum(pairs, 1)[:, :, None], vectors), valid | bridged


def field_lines(part, name, window, n_lines=17, n_pixels=260):
    """Lines of a vector field through the upper edge of the window, each in the field's direction; equal current between neighbours in a planar field."""
    (left, right), (bottom, top) = window
    nx = n_pixels
    ny = max(int(n_pixels * (top - bottom) / (right - left)), 20)
    dx, dy = (right - left) / (nx - 1), (top - bottom) / (ny - 1)
    image = vtkImageData()
    image.SetOrigin(left, bottom, 0)
    image.SetSpacing(dx, dy, 1)
    image.SetDimensions(nx, ny, 1)
    probe = vtkProbeFilter()
    probe.SetInputData(image)
    probe.SetSourceData(as_polydata(Section(part.points, part.triangles, {name: part.fields[name]})))
    probe.SetFindCellStrategy(vtkCellLocatorStrategy())
    probe.Update()
    output = probe.GetOutput().GetPointData()
    vectors = vtk_to_numpy(output.GetArray(name)).reshape(ny, nx, -1)[:, :, :2]
    valid = vtk_to_numpy(output.GetArray("vtkValidPointMask")).reshape(ny, nx) > 0
    vectors, valid = bridge(vectors, valid)
    start = ny - 2
    down = np.where(valid[start], np.abs(vectors[start, :, 1]), 0)
    if down.sum() == 0:
        return []
    share = np.cumsum(down) / down.sum()
    seeds = left + dx * np.interp((np.arange(n_lines) + 0.5) / n_lines, share, np.arange(nx))
    sign = -np.sign(vectors[start, valid[start], 1].mean()) or 1.0
    position = np.column_stack([seeds, np.full(n_lines, bottom + start * dy)])
    alive = np.ones(n_lines, bool)
    lines = [[p] for p in position]
    step = 0.7 * min(dx, dy)

    def direction(p):
        i = np.clip((p[:, 0] - left) / dx, 0, nx - 1.001)
        j = np.clip((p[:, 1] - bottom) / dy, 0, ny - 1.001)
        i0, j0 = i.astype(int), j.astype(int)
        a, b = (i - i0)[:, None], (j - j0)[:, None]
        weights = [(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b]
        corners = [(j0, i0), (j0, i0 + 1), (j0 + 1, i0), (j0 + 1, i0 + 1)]
        v = sum(w * vectors[c] * valid[c][:, None] for w, c in zip(weights, corners))
        inside = valid[np.rint(j).astype(int), np.rint(i).astype(int)]
        size = np.linalg.norm(v, axis=1)
        return sign * v / np.maximum(size, 1e-300)[:, None], inside & (size > 0)

    for _ in range(6 * (nx + ny)):
        v, inside = direction(position)
        v, inside_half = direction(position + 0.5 * step * v)
        position = position + step * v
        alive &= inside & inside_half & (position[:, 0] > left) & (position[:, 0] < right) & (position[:, 1] > bottom)
        if not alive.any():
            break
        for i in np.flatnonzero(alive):
            lines[i].append(position[i])
    return [np.array(line)[:: int(sign)] for line in lines if len(line) > 5]  # they were followed down
