"""The electrode of a 3-D run, coloured, off screen."""
import os

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 (the implementation of what follows)
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkContourFilter, vtkFeatureEdges, vtkTriangleFilter
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkWindowToImageFilter

from . import recovery
from .geometry import Surface, as_polydata


def possible():
    """VTK aborts the process where there is no X server."""
    return bool(os.environ.get("DISPLAY"))


def unlit(data, line=None):
    """Colours as they are given; lines in grey, in front of the surface they lie on."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().LightingOff()
    if line:
        mapper.ScalarVisibilityOff()
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
        mapper.SetRelativeCoincidentTopologyLineOffsetParameters(-4, -4)
        actor.GetProperty().SetColor(0.25, 0.25, 0.25)
        actor.GetProperty().SetLineWidth(line)
    return actor


def level_values(values, weights, norm, n=8):
    """Values of lines, evenly spaced; none on a plateau that is half of the surface, where a line shows the mesh."""
    spacing = (norm.vmax - norm.vmin) / n
    found = norm.vmin + spacing * (np.arange(n) + 0.5)
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    plateau = values[order][min(np.searchsorted(share, 0.5), len(values) - 1)]
    if weights[np.abs(values - plateau) < spacing].sum() < 0.5 * weights.sum():
        return found
    return found[np.abs(found - plateau) > spacing]


def levels(data, values):
    """Lines of equal value, which give shape to a picture without light."""
    contours = vtkContourFilter()
    contours.SetInputData(data)
    for k, value in enumerate(values):
        contours.SetValue(k, value)
    contours.Update()
    return contours.GetOutput()


def in_triangles(data):
    """Quadrilaterals are not even: cut in the same way for the picture and its lines, none of these dips below the surface."""
    cut = vtkTriangleFilter()
    cut.SetInputData(data)
    cut.Update()
    return cut.GetOutput()


def creases(data):
    """Sharp edges."""
    edges = vtkFeatureEdges()
    edges.SetInputData(data)
    edges.SetFeatureAngle(35)
    edges.BoundaryEdgesOff()
    edges.ManifoldEdgesOff()
    edges.NonManifoldEdgesOff()
    edges.Update()
    return edges.GetOutput()


def rim_edges(cells):
    """Edges of one cell only, without those beside hanging points, which have cells on both sides."""
    inside = {tuple(sorted(pair)) for c, a, b in recovery.hanging(cells) for pair in ((a, b), (a, c), (b, c))}
    return np.array([edge for edge in recovery.free_edges(cells) if tuple(edge) not in inside], int).reshape(-1, 2)


def rim(surface):
    edges = rim_edges(surface.cells)
    data, lines = vtkPolyData(), vtkCellArray()
    data.SetPoints(as_polydata(surface).GetPoints())
    lines.SetData(2, numpy_to_vtkIdTypeArray(np.ascontiguousarray(edges.ravel(), dtype=np.int64), deep=True))
    data.SetLines(lines)
    return data


FROM_THE_SIDE, FROM_ABOVE = ((-0.5, -1.0, 0.62), (0, 0, 1)), ((0, 0, 1), (0, 1, 0))  # towards the camera, upwards


def picture(surface, name, cmap, norm, view=FROM_THE_SIDE, n_pixels=1400):
    """RGB image, cut to what is drawn."""
    smooth = Surface(*recovery.conforming(surface.points, surface.cells, surface.fields))  # one value a place, no slits
    data = in_triangles(as_polydata(smooth))
    values = vtk_to_numpy(data.GetPointData().GetArray(name))
    data.GetPointData().SetActiveScalars(name)
    painted = vtkPolyData()
    painted.DeepCopy(data)
    colours = (255 * cmap(norm(values))[:, :3]).astype(np.uint8)
    painted.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(colours), deep=True))
    shown = level_values(values, recovery.shares(smooth.points, smooth.cells), norm)
    actors = [unlit(painted)] + [unlit(part, line=1.6) for part in (levels(data, shown), creases(data), rim(smooth))]

    renderer = vtkRenderer()
    renderer.SetBackground(1, 1, 1)
    for actor in actors:
        renderer.AddActor(actor)
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetMultiSamples(8)
    window.SetSize(n_pixels, n_pixels)
    window.AddRenderer(renderer)
    camera = renderer.GetActiveCamera()
    centre = surface.points[surface.cells.ravel()].mean(axis=0)
    camera.SetFocalPoint(*centre)
    camera.SetPosition(*(centre + np.array(view[0])))
    camera.SetViewUp(*view[1])
    camera.SetParallelProjection(1)
    renderer.ResetCamera()
    window.Render()
    grab = vtkWindowToImageFilter()
    grab.SetInput(window)
    grab.ReadFrontBufferOff()
    grab.Update()
    image = grab.GetOutput()
    nx, ny, _ = image.GetDimensions()
    pixels = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(ny, nx, -1)[::-1, :, :3]
    drawn = (pixels < 250).any(axis=2)
    if not drawn.any():
        return None
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
