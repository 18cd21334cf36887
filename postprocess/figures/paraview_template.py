"""Draws the fields of this run in ParaView, as figure.* shows them: same fields, colours, window, lines of the current.

    pvpython view_in_paraview.py                  writes paraview.png and paraview.pvsm, the state, beside this file
    paraview --script=view_in_paraview.py         opens it to look and turn
    pvpython view_in_paraview.py --part           the computed part only, without its mirror images
    pvpython view_in_paraview.py --metres         lengths in metres; the files have micrometres

Written by zincfield for ParaView 5.11 or later. The folder may be moved as a whole.
"""
import json
import sys
from pathlib import Path

from paraview import simple
from paraview.simple import (
    ColorBy,
    CreateLayout,
    CreateRenderView,
    GetScalarBar,
    OpenDataFile,
    PVDReader,
    Reflect,
    RenderAllViews,
    SaveScreenshot,
    SaveState,
    Show,
    Slice,
    StreamTracer,
    Text,
    Threshold,
    Transform,
)

SETTINGS = json.loads("@SETTINGS@")
try:
    FOLDER = Path(__file__).resolve().parent
except NameError:  # in ParaView's own shell
    FOLDER = Path.cwd()
ARGUMENTS = sys.argv[1:]
UNIT = 1e-6 if "--metres" in ARGUMENTS else 1.0
N_LINES, PIXELS = 15, (640, 480)


def whole(source):
    """The mirror images of the computed part; vectors are mirrored, too."""
    if "--part" not in ARGUMENTS:
        for axis, position in SETTINGS["mirrors"]:
            source = Reflect(Input=source, Plane="XYZ"[axis], Center=position, CopyInput=1, FlipAllInputArrays=1)
    scale = UNIT / SETTINGS["unit"]
    if scale != 1:
        source = Transform(Input=source, Transform="Transform")
        source.Transform.Scale, source.TransformAllInputVectors = [scale] * 3, 0  # fields keep their size
    return source


def fields(variant, name):
    """A file of the variant."""
    path = str(FOLDER / variant["folder"] / variant[name])
    return PVDReader(FileName=path) if path.endswith(".pvd") else OpenDataFile(path)


def volume(variant):
    """The fields, with points that neighbouring cells share: lines pass from cell to cell up to the metal."""
    source = whole(fields(variant, "volume"))
    if SETTINGS["dimension"] == 3:
        source = Slice(Input=source, SliceType="Plane")
        source.SliceType.Normal = [0, 1, 0]
        source.SliceType.Origin = [UNIT * x for x in variant["cut"]]
    return source


def electrode(variant):
    """The metal of the working electrode."""
    source = fields(variant, "surface file")
    if variant["boundary"] is not None:
        number = variant["boundary"]
        source.UpdatePipeline()
        kind = "POINTS" if "boundary" in source.PointData.keys() else "CELLS"
        source = Threshold(Input=source, Scalars=[kind, "boundary"], LowerThreshold=number - 0.5, UpperThreshold=number + 0.5)
    return whole(source)


def paint(source, view, name, low, high, colours, log=False, place="Lower Center"):
    """Shows a source in the colours of the figure, with its bar."""
    shown = Show(source, view)
    shown.Ambient, shown.Diffuse = 1.0, 0.0  # colours as on the bar, without light
    ColorBy(shown, ("POINTS", name, "Magnitude") if name in SETTINGS["vectors"] else ("POINTS", name), separate=True)
    table = shown.LookupTable
    table.ApplyPreset(colours, True)
    table.RescaleTransferFunction(low, high)
    table.UseLogScale = int(log and low > 0)
    bar = GetScalarBar(table, view)
    bar.Title, bar.ComponentTitle, bar.AutomaticLabelFormat, bar.LabelFormat, bar.RangeLabelFormat = name, "", 0, "%.4g", "%.4g"
    bar.TitleFontSize = bar.LabelFontSize = 11
    bar.TitleColor = bar.LabelColor = [0, 0, 0]
    bar.WindowLocation, bar.Orientation, bar.ScalarBarLength, bar.ScalarBarThickness = place, "Horizontal", 0.5, 10
    shown.SetScalarBarVisibility(view, True)
    return shown


def lines(source, view):
    """Lines of the current through the upper edge of the window."""
    (left, right), (_, top) = SETTINGS["window"]
    height, size = SETTINGS["dimension"] - 1, right - left
    ends = [[x if k == 0 else top - 0.02 * size if k == height else 0.0 for k in range(3)] for x in (left, right)]
    tracer = StreamTracer(Input=source, Vectors=["POINTS", SETTINGS["flux"]], SeedType="Line")
    for end, name in zip(ends, ("Point1", "Point2")):
        setattr(tracer.SeedType, name, [UNIT * x for x in end])
    tracer.SeedType.Resolution = N_LINES
    tracer.InitialStepLength, tracer.MaximumStepLength = 0.05, 0.1  # of a cell: so near they come to the metal
    tracer.MaximumSteps, tracer.MaximumStreamlineLength = 20000, 20 * UNIT * size
    shown = Show(tracer, view)
    ColorBy(shown, None)
    shown.AmbientColor = shown.DiffuseColor = [1, 1, 1]
    return tracer


def look(view):
    """At the window, all lengths to one scale."""
    (left, right), (bottom, top) = SETTINGS["window"]
    x, y, scale = UNIT * 0.5 * (left + right), UNIT * 0.5 * (bottom + top), UNIT * 0.5 * max(top - bottom, 0.75 * (right - left))
    view.CameraParallelProjection, view.CameraParallelScale = 1, scale
    if SETTINGS["dimension"] == 3:
        view.CameraFocalPoint, view.CameraViewUp = [x, 0, y], [0, 0, 1]
        view.CameraPosition = [x - 2 * scale, -6 * scale, y + 3 * scale]
    else:
        view.CameraFocalPoint, view.CameraViewUp = [x, y, 0], [0, 1, 0]
        view.CameraPosition = [x, y, 6 * scale]


def main():
    simple._DisableFirstRenderCameraReset()
    views, layout = [], CreateLayout(name="zincfield")
    for variant in SETTINGS["variants"]:
        source = volume(variant)
        for field in variant["fields"]:
            view = CreateRenderView()
            view.UseColorPaletteForBackground = 0
            view.Background = [0.79, 0.8, 0.82]  # the metal
            view.OrientationAxesVisibility = 0
            paint(source, view, *field)
            if SETTINGS["dimension"] == 3:
                paint(electrode(variant), view, *variant["surface"], place="Upper Center")
            elif SETTINGS["flux"]:
                lines(source, view)
            title = Show(Text(Text=variant["name"]), view)
            title.WindowLocation, title.FontSize, title.Color = "Upper Left Corner", 14, [0, 0, 0]
            look(view)
            views.append(view)
    per_variant = len(SETTINGS["variants"][0]["fields"])
    place(layout, views, per_variant)
    RenderAllViews()
    size = (PIXELS[0] * (len(views) // per_variant), PIXELS[1] * per_variant)
    layout.SetSize(*size)
    SaveScreenshot(str(FOLDER / "paraview.png"), layout, ImageResolution=size)
    SaveState(str(FOLDER / "paraview.pvsm"))
    return views


def place(layout, views, rows):
    """A column for each variant, a row for each field."""
    cell, n = 0, len(views) // rows
    for i in range(n):
        right = None
        if i + 1 < n:
            cell_left = layout.SplitHorizontal(cell, 1 / (n - i))
            right = cell_left + 1
            cell = cell_left
        for k in range(rows):
            if k + 1 < rows:
                above = layout.SplitVertical(cell, 1 / (rows - k))
                layout.AssignView(above, views[i * rows + k])
                cell = above + 1
            else:
                layout.AssignView(cell, views[i * rows + k])
        cell = right


main()
