"""Lines of a vector field in a section."""
import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkCellLocatorStrategy, vtkDataObject, vtkImageData
from vtkmodules.vtkFiltersCore import vtkProbeFilter
from vtkmodules.vtkFiltersFlowPaths import vtkStreamTracer

from .geometry import Section, as_polydata

STEPS = 500  # of a line, in the shorter side of the window: a line ends less than one before the metal
SEEDS = 260  # points of the upper edge at which the field is looked up


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


def field_lines(part, name, window, n_lines=17):
    """Lines through the upper edge of the window, in the field's direction; equal current between neighbours in a planar field."""
    (left, right), (bottom, top) = window
    start = top - 1e-3 * (top - bottom)  # not in the boundary of the cell
    vectors, valid = on_lattice(part, name, ((left, right), (start, top)), SEEDS, 2)
    down = np.where(valid[0], vectors[0, :, 1], 0)
    if not down.any():
        return []
    share = np.cumsum(np.abs(down)) / np.abs(down).sum()
    x = np.interp((np.arange(n_lines) + 0.5) / n_lines, share, np.linspace(left, right, SEEDS))
    seeds = np.column_stack([x, np.full(n_lines, start), np.zeros(n_lines)])
    forward = down.sum() < 0
    lines = [within(line, window) for line in traced(part, name, seeds, forward, min(right - left, top - bottom))]
    return [line if forward else line[::-1] for line in lines if len(line) > 5]


def traced(part, name, seeds, forward, size):
    """Lines from the seeds to the boundary, along the field or against it."""
    vectors = part.fields[name] * [1, 1, 0]  # the third component is the magnitude
    tracer = vtkStreamTracer()
    tracer.SetInputData(as_polydata(Section(part.points, part.triangles, {name: vectors})))
    tracer.SetSourceData(as_polydata(Section(seeds, np.empty((0, 3)), {})))
    tracer.SetInputArrayToProcess(0, 0, 0, vtkDataObject.FIELD_ASSOCIATION_POINTS, name)
    tracer.SetInterpolatorTypeToCellLocator()  # the other one loses lines between a film and the solution
    tracer.SetIntegratorTypeToRungeKutta4()
    tracer.SetIntegrationDirection(vtkStreamTracer.FORWARD if forward else vtkStreamTracer.BACKWARD)
    tracer.SetIntegrationStepUnit(vtkStreamTracer.LENGTH_UNIT)
    tracer.SetInitialIntegrationStep(size / STEPS)
    tracer.SetMaximumPropagation(20 * size)
    tracer.SetMaximumNumberOfSteps(20 * STEPS)
    tracer.SetTerminalSpeed(0)
    tracer.SetComputeVorticity(False)
    tracer.Update()
    output = tracer.GetOutput()
    if output.GetNumberOfLines() == 0:
        return []
    points = vtk_to_numpy(output.GetPoints().GetData()).astype(float)[:, :2]
    order = vtk_to_numpy(output.GetLines().GetConnectivityArray())
    return [points[ids] for ids in np.split(order, vtk_to_numpy(output.GetLines().GetOffsetsArray())[1:-1])]


def within(line, window):
    """Up to where it leaves the window first, at a side or below."""
    (left, right), (bottom, _) = window
    out = (line[:, 0] < left) | (line[:, 0] > right) | (line[:, 1] < bottom)
    return line[: np.argmax(out)] if out.any() else line
