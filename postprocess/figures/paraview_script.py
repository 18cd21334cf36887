"""view_in_paraview.py in the folder of a run: a script for pvpython that draws the figure, and a state to go on from."""
import json
from pathlib import Path

from . import columns, connected, field_files, geometry, maps, used_input

TEMPLATE = Path(__file__).with_name("paraview_template.py")
PRESETS = {name: f"{name.capitalize()} (matplotlib)" for name in ("viridis", "cividis", "magma", "plasma", "inferno")}
MOST = 5  # variants


def settings(run, shown):
    """What the script needs to know; None where there is nothing to draw. Lengths in um, ranges in SI units as in the files."""
    shown = [column for column in shown if column.section is not None and column.variant.grid("volume") is not None][:MOST]
    if not shown:
        return None
    window = columns.view(shown, run)
    drawn = [one for one in (maps.Map(kind, shown, window, run.options, together=True) for kind in maps.MAPS) if one.columns]
    drawn = [one for one in drawn if one.kind in (run.options.fields or ("concentration", "field"))] or drawn[:1]
    if not drawn:
        return None
    common = [one for one in drawn if len(one.columns) == len(shown)]  # a field that one variant lacks is left out
    drawn, shown = (common, shown) if common else (drawn[:1], drawn[0].columns)
    flux = next((maps.flux_name(column) for column in shown if maps.flux_name(column)), None)
    inputs = shown[0].variant.input
    whole = inputs.get("Output/Whole cell") in ("true", "yes")
    return {
        "dimension": run.dimension,
        "mirrors": [] if whole else [(axis, position) for axis, position in shown[0].planes],
        "unit": 1e-6 if inputs.get("Output/Coordinates") == "m" else 1.0,
        "window": window,
        "flux": flux and in_volume(shown[0].variant, flux),
        "vectors": [in_volume(shown[0].variant, name) for name, values in shown[0].section.fields.items() if values.ndim == 2],
        "variants": [variant_settings(run, column, drawn) for column in shown],
    }


def in_file(path, name):
    """What a field is called in a file of the run."""
    return field_files.name_without_strokes(name) if path is not None and path.suffix in field_files.VTKHDF else name


def in_volume(variant, name):
    return name if connected.wanted(variant) else in_file(field_files.path_of(variant.folder, "volume"), name)


def variant_settings(run, column, drawn):
    fields = []
    for one in drawn:
        i = one.columns.index(column)
        norm, colours = one.norms[i], PRESETS.get(one.colours.name, PRESETS["viridis"])
        fields.append((in_volume(column.variant, one.name), norm.vmin / one.factors[i], norm.vmax / one.factors[i], colours, "LogNorm" in type(norm).__name__))
    found = {
        "name": column.variant.name,
        "folder": column.variant.folder.relative_to(run.folder).as_posix(),
        "volume": connected.NAME if connected.wanted(column.variant) else field_files.path_of(column.variant.folder, "volume").name,
        "surface file": path.name if (path := field_files.path_of(column.variant.folder, "surface")) else None,
        "cut": [float(x) for x in column.tip],
        "boundary": used_input.working_boundary(column.variant.input),
        "fields": fields,
    }
    if run.dimension == 3 and column.surface is not None and geometry.CURRENT in column.surface.fields:
        values = column.surface.fields[geometry.CURRENT][column.surface.cells]
        found["surface"] = (in_file(field_files.path_of(column.variant.folder, "surface"), geometry.CURRENT), float(values.min()), float(values.max()), PRESETS["plasma"])
    return found


def write(run, shown):
    """Returns its name and those of the fields that it reads, none where there is nothing to draw."""
    chosen = settings(run, shown)
    if chosen is None:
        return []
    names = [variant["name"] for variant in chosen["variants"]]
    files = [connected.write(column.variant) for column in shown if column.variant.name in names and connected.wanted(column.variant)]
    path = run.folder / "view_in_paraview.py"
    text = json.dumps(json.dumps(chosen, default=float))[1:-1]  # as it stands between quotation marks in Python
    path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("@SETTINGS@", text), encoding="utf-8")
    return [str(path), *files]
