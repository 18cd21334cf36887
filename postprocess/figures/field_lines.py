"""Lines of a vector field in a section."""
import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkCellLocatorStrategy, vtkImageData
from vtkmodules.vtkFiltersCore import vtkProbeFilter

from .geometry import Section, as_polydata


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


def on_lattice(part, name, window, nx, ny):
    """A vector field at the points of a lattice that fills the window, [row, column], and where it is known."""
    vectors, valid = probed(part, name, window, nx, ny)
    return vectors.reshape(ny, nx, -1)[:, :, :2], valid.reshape(ny, nx)


def probed(part, name, window, nx, ny):
    """A field at the points of a lattice that fills the window, row by row, and where it is known."""
    (left, right), (bottom, top) = window
    image = vtkImageData()
    image.SetOrigin(left, bottom, 0)
    image.SetSpacing((right - left) / (nx - 1), (top - bottom) / (ny - 1), 1)
    image.SetDimensions(nx, ny, 1)
    probe = vtkProbeFilter()
    probe.SetInputData(image)
    probe.SetSourceData(as_polydata(Section(part.points, part.triangles, {name: part.fields[name]})))
    probe.SetFindCellStrategy(vtkCellLocatorStrategy())
    probe.Update()
    output = probe.GetOutput().GetPointData()
    return vtk_to_numpy(output.GetArray(name)), vtk_to_numpy(output.GetArray("vtkValidPointMask")) > 0


def at_pixels(part, name, window, nx, ny):
    """A scalar at the pixels of a window, [row, column], and where it is known; slits of a pixel or two are closed."""
    values, valid = probed(part, name, window, nx, ny)
    values, valid = np.nan_to_num(values.reshape(ny, nx, 1)), (valid & np.isfinite(values)).reshape(ny, nx)
    for _ in range(2):
        values, valid = bridge(values, valid)
    return values[:, :, 0], valid


def field_lines(part, name, window, n_lines=17, n_pixels=260):
    """Lines through the upper edge of the window, in the field's direction; equal current between neighbours in a planar field."""
    (left, right), (bottom, top) = window
    nx = n_pixels
    ny = max(int(n_pixels * (top - bottom) / (right - left)), 20)
    dx, dy = (right - left) / (nx - 1), (top - bottom) / (ny - 1)
    vectors, valid = bridge(*on_lattice(part, name, window, nx, ny))
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
