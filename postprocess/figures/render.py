"""The electrode of a 3-D run, coloured, off screen."""
import os

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 (the implementation of what follows)
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkFiltersCore import vtkCleanPolyData, vtkPolyDataNormals
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkWindowToImageFilter

from .geometry import as_polydata


def possible():
    """VTK aborts the process where there is no X server."""
    return bool(os.environ.get("DISPLAY"))


def picture(surface, name, cmap, norm, n_pixels=1400):
    """RGB image, cut to what is drawn."""
    data = as_polydata(surface)
    clean = vtkCleanPolyData()
    clean.SetInputData(data)
    normals = vtkPolyDataNormals()
    normals.SetInputConnection(clean.GetOutputPort())
    normals.SetFeatureAngle(25)
    normals.Update()
    shaded = normals.GetOutput()
    colours = (255 * cmap(norm(vtk_to_numpy(shaded.GetPointData().GetArray(name))))[:, :3]).astype(np.uint8)
    shaded.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(colours), deep=True))

    mapper = vtkPolyDataMapper()
    mapper.SetInputData(shaded)
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetAmbient(0.6)
    actor.GetProperty().SetDiffuse(0.45)
    renderer = vtkRenderer()
    renderer.SetBackground(1, 1, 1)
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
