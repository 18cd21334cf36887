"""Scaffolds on flat electrodes: what happens through their depth, averaged along the electrode."""
import csv

import numpy as np

from . import caption, columns, style
from .interpolation import EVENED, evened, smooth

POTENTIAL, ELECTRONS = "electronic potential [V]", "electronic current density [A/m^2]"
RATE, IONS = "deposition per volume [A/m^3]", "current density [A/m^2]"
CONCENTRATION, FILLED = "concentration of Zn2+ [mol/m^3]", "filled fraction"
def without_lone_points(y):
    """A rate without single points that are not quite closed between pores that are: they carry no current to speak of, and peaks would say so."""
    around = np.pad(y, 1, mode="reflect")
    return np.where((around[:-2] == 0.0) & (around[2:] == 0.0), 0.0, y)


def by_layer(height, values, treated):
    """The curve of each layer: two lie at the same height where layers meet."""
    ends = np.flatnonzero(np.diff(height) <= 0.0) + 1
    parts = zip(np.split(height, ends), np.split(values, ends))
    return [smooth(x, treated(x, y)) for x, y in parts]


def treatment(field, values):
    """What is done to the points of a curve before it is drawn."""
    if field in (IONS, ELECTRONS):
        return evened
    if field == RATE and FILLED in values:
        return lambda _, y: without_lone_points(y)
    return lambda _, y: y


def depths(column):
    """Heights [um] above the metal and, by name, the means along the electrode of what a scaffold shows; None where there is none."""
    potential = column.values(POTENTIAL)
    if potential is None or columns.feature([column]) is not None:
        return None
    inside = np.isfinite(potential)
    if not inside.any():
        return None
    solution = next(
        (name for name in ("potential against a zinc reference [V]", "electrostatic potential [V]") if column.values(name) is not None),
        None,
    )
    # upward, layer by layer
    heights = np.round(column.section.points[inside, 1], 6)
    layers = np.round(column.material()[inside]).astype(int)
    order = {m: k for k, m in enumerate(sorted(set(layers), key=lambda m: heights[layers == m].mean()))}
    rows, place = np.unique(np.column_stack([[order[m] for m in layers], heights]), axis=0, return_inverse=True)
    height = rows[:, 1]
    count = np.bincount(place.ravel())
    result = {}
    for name in filter(None, (POTENTIAL, solution, RATE, IONS, ELECTRONS, CONCENTRATION, FILLED)):
        values = column.values(name)
        if values is not None:
            result[name] = np.bincount(place.ravel(), values[inside]) / count
    if solution:
        result["drop of potential [V]"] = result[POTENTIAL] - result.pop(solution)
    return height - height.min(), result


def shown(run):
    found = []
    for variant in run.variants:
        if variant.grid("volume") is not None:
            profile = depths(columns.Column(variant, run))
            if profile is not None:
                found.append((variant.name, *profile))
    return found


def wanted(run):
    return any(variant.quantity("scaffold_nu") for variant in run.variants) and bool(shown(run))


def draw(run):
    """Writes scaffold.*: rate, drop of potential and currents through the depth, and scaffold.csv with the data of the curves."""
    profiles = shown(run)
    names = [name for name, _, _ in profiles]
    sheet = compose(run, profiles)
    pad, _ = sheet.overhang()
    if pad > 0:
        style.plt.close(sheet.figure)
        sheet = compose(run, profiles, pad)
    write_table(run.folder / "scaffold.csv", profiles)
    drawn_variants = [variant for variant in run.variants if variant.name in names]
    return [
        *style.save(sheet.figure, run.folder / "scaffold"),
        "scaffold.csv",
        *caption.write(run, drawn_variants, sheet.captions, "scaffold"),
    ]


def said_of(fields, profiles):
    """For the caption: what was done to the data before they were drawn."""
    if IONS in fields:
        return f"; {EVENED}; scaffold.csv has them as computed"
    lone = RATE in fields and any(
        np.any(without_lone_points(values[RATE]) != values[RATE]) for _, _, values in profiles if RATE in values and FILLED in values
    )
    return "; single points that are not quite closed between closed pores are drawn as closed, scaffold.csv has them" if lone else ""


def compose(run, profiles, pad=0.0):
    names = [name for name, _, _ in profiles]
    width = (run.options.width or style.TWO_COLUMNS) - pad
    n_legend, legend = style.legend_rows(names, width - 8) if len(names) > 1 else (1, 0.0)
    sheet = style.Sheet(width + pad, 46.0 + style.below() + legend, pad)
    frame = (width - 60.0) / 3
    for k, (fields, label, unit) in enumerate(
        (
            ((RATE,), "deposition per volume", "A/m^3"),
            (("drop of potential [V]",), "potential of the solid over that of the solution", "V"),
            ((IONS, ELECTRONS), "current of ions (full), of electrons (dotted)", "A/m^2"),
        )
    ):
        axes = sheet.place(14.0 + k * (frame + 21.0), 6.0, frame, 36.0)
        sheet.letter(axes, max(k * (frame + 21.0) + 0.5, 0.5))
        sheet.caption(label + said_of(fields, profiles))
        factor, text = style.scale(unit, max(style.largest(values[f]) for _, _, values in profiles for f in fields if f in values))
        drawn = []
        for i, (name, height, values) in enumerate(profiles):
            for dashes, field in zip((style.dash(i, len(names)), ":"), fields):
                # Of a perfect conductor the electrons' current is not known: its potential has no gradient.
                if field in values and (field != ELECTRONS or np.any(values[field] != 0.0)):
                    drawn.append(factor * values[field])
                    for x, y in by_layer(height, drawn[-1], treatment(field, values)):
                        axes.plot(x, y, dashes, color=style.colour(i, len(names)))
        style.autoscale(axes, drawn)
        axes.ticklabel_format(axis="y", useOffset=False)
        axes.set_ylabel(style.labelled(label, text, 26))
        axes.margins(x=0)
        style.length_axis(axes.xaxis, "distance from the metal")
        style.open_frame(axes)
    if len(names) > 1:
        style.legend(sheet, names, n_legend, sheet.height - 0.5)
    return sheet


def write_table(path, profiles):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        fields = sorted({field for _, _, values in profiles for field in values})
        writer.writerow(["variant", "distance from the metal [um]", *fields])
        for name, height, values in profiles:
            for k, at in enumerate(height):
                writer.writerow([name, f"{at:.6g}", *(f"{values[f][k]:.8g}" if f in values else "" for f in fields)])
