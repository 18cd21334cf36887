"""Scaffolds on flat electrodes: what happens through their depth, averaged along the electrode."""
import csv

import numpy as np

from . import caption, columns, style

POTENTIAL, ELECTRONS = "electronic potential [V]", "electronic current density [A/m^2]"
RATE, IONS = "deposition per volume [A/m^3]", "current density [A/m^2]"
CONCENTRATION = "concentration of Zn2+ [mol/m^3]"
POINTS = 8  # of a curve, between two points of the mesh


def smooth(x, y):
    """A curve through points: cubic and without new extremes between two of them (Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238)."""
    if len(x) < 3:
        return x, y
    h, secant = np.diff(x), np.diff(y) / np.diff(x)
    slope = np.zeros_like(y)
    same = secant[1:] * secant[:-1] > 0.0
    first, second = 2.0 * h[1:] + h[:-1], h[1:] + 2.0 * h[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope[1:-1] = np.where(same, (first + second) / (first / secant[:-1] + second / secant[1:]), 0.0)
    for end, (h0, h1), (s0, s1) in ((0, h[:2], secant[:2]), (-1, h[:-3:-1], secant[:-3:-1])):
        slope[end] = ((2.0 * h0 + h1) * s0 - h0 * s1) / (h0 + h1)
        if slope[end] * s0 <= 0.0:
            slope[end] = 0.0
        elif s0 * s1 <= 0.0 and abs(slope[end]) > 3.0 * abs(s0):
            slope[end] = 3.0 * s0
    t = np.linspace(0.0, 1.0, POINTS, endpoint=False)
    curve = (
        ((1.0 + 2.0 * t) * (1.0 - t) ** 2)[None, :] * y[:-1, None]
        + (t**2 * (3.0 - 2.0 * t))[None, :] * y[1:, None]
        + h[:, None] * ((t * (1.0 - t) ** 2)[None, :] * slope[:-1, None] - (t**2 * (1.0 - t))[None, :] * slope[1:, None])
    )
    return np.append((x[:-1, None] + h[:, None] * t[None, :]).ravel(), x[-1]), np.append(curve.ravel(), y[-1])


def evened(x, y):
    """A gradient of quadratic elements without its waves: they err to one side where cells meet and to the other in between. Half of it
    is what its neighbours have on the line between them."""
    if len(x) < 3:
        return y
    share = (x[1:-1] - x[:-2]) / (x[2:] - x[:-2])
    return np.concatenate([y[:1], 0.5 * y[1:-1] + 0.5 * ((1.0 - share) * y[:-2] + share * y[2:]), y[-1:]])


def by_layer(height, values, is_gradient=False):
    """The curve of each layer: two lie at the same height where layers meet."""
    ends = np.flatnonzero(np.diff(height) <= 0.0) + 1
    parts = zip(np.split(height, ends), np.split(values, ends))
    return [smooth(x, evened(x, y) if is_gradient else y) for x, y in parts]


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
    for name in filter(None, (POTENTIAL, solution, RATE, IONS, ELECTRONS, CONCENTRATION)):
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
        sheet.caption(label)
        factor, text = style.scale(unit, max(style.largest(values[f]) for _, _, values in profiles for f in fields if f in values))
        drawn = []
        for i, (name, height, values) in enumerate(profiles):
            for dashes, field in zip((style.dash(i, len(names)), ":"), fields):
                # Of a perfect conductor the electrons' current is not known: its potential has no gradient.
                if field in values and (field != ELECTRONS or np.any(values[field] != 0.0)):
                    drawn.append(factor * values[field])
                    for x, y in by_layer(height, drawn[-1], field in (IONS, ELECTRONS)):
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
