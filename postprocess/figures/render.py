"""The electrode of a 3-D run, coloured, off screen."""
import os

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 (the implementation of what follows)
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkFiltersCore import vtkCleanPolyData, vtkContourFilter, vtkFeatureEdges
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkWindowToImageFilter

from .geometry import as_polydata


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


def levels(data, norm, n=8):
    """Lines of equal value, which give shape to a picture without light."""
    contours = vtkContourFilter()
    contours.SetInputData(data)
    contours.GenerateValues(n, norm.vmin + 0.5 * (norm.vmax - norm.vmin) / n, norm.vmax - 0.5 * (norm.vmax - norm.vmin) / n)
    contours.Update()
    return contours.GetOutput()


def creases(data):
    """The rim and sharp edges."""
    edges = vtkFeatureEdges()
    edges.SetInputData(data)
    edges.SetFeatureAngle(25)
    edges.ManifoldEdgesOff()
    edges.NonManifoldEdgesOff()
    edges.Update()
    return edges.GetOutput()


def picture(surface, name, cmap, norm, n_pixels=1400):
    """RGB image, cut to what is drawn."""
    data = as_polydata(surface)
    clean = vtkCleanPolyData()
    clean.SetInputData(data)
    clean.SetTolerance(1e-7)
    clean.Update()
    values = vtk_to_numpy(clean.GetOutput().GetPointData().GetArray(name))
    clean.GetOutput().GetPointData().SetActiveScalars(name)
    painted = vtkPolyData()
    painted.DeepCopy(clean.GetOutput())
    colours = (255 * cmap(norm(values))[:, :3]).astype(np.uint8)
    painted.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(colours), deep=True))
    actors = [unlit(painted)]
    for part in (levels(clean.GetOutput(), norm), creases(clean.GetOutput())):
        actors.append(unlit(part, line=1.6))

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
    camera.SetPosition(*(centre + np.array([-0.5, -1.0, 0.62])))
    camera.SetViewUp(0, 0, 1)
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
