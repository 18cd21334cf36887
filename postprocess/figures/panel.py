"""The comparison of a few variants: one column each, maps on shared scales, the profiles of all in common axes below."""
from textwrap import fill

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.ticker import MaxNLocator

from . import geometry, history, render, results, style
from .style import MM, plt

THICKNESS = "film thickness [m]"
CONCENTRATION = "concentration of Zn2+ [mol/m^3]"
POTENTIALS = ["electrostatic potential [V]", "potential [V]"]  # as results of earlier versions call it
FIELD = "electric field [V/m]"
CURRENT = "current density [A/m^2]"

# field, its name on the colour bar, unit, colour map
MAPS = [
    (CONCENTRATION, "Zn²⁺ concentration", "mol/m^3", "viridis"),
    (FIELD, "electric field", "V/m", "magma"),
    (CURRENT, "current density", "A/m^2", "plasma"),
]
NO_CURRENT, NO_OVERPOTENTIAL = 1e-3, 1e-9  # [A/m^2], [V]: rounding after a rest; a mean below a millionth of the local currents is none either
LEFT, RIGHT, GAP, ROW_GAP, BOTTOM = 13.0, 20.0, 3.0, 5.5, 9.5  # [mm]


class Column:
    """What is drawn of one variant."""

    def __init__(self, variant, run):
        self.variant, self.section, self.surface, self.profile = variant, None, None, None
        surface, volume = variant.grid("surface"), variant.grid("volume")
        tip = np.zeros(3)
        if surface is not None:
            self.surface = geometry.working_electrode(surface, run)
            if len(self.surface.cells):
                tip = geometry.tip_of(self.surface)
                self.profile = geometry.profile(self.surface, run, tip)
                if geometry.CURRENT in self.surface.fields:
                    self.mean = geometry.surface_mean(self.surface, run, self.surface.fields[geometry.CURRENT])
            else:
                self.surface = None
        self.planes = geometry.mirror_axes(run, tip)
        self.tip = tip
        if volume is not None:
            self.section = geometry.mirror_section(geometry.section(volume, run, tip), self.planes)

    def flows(self):
        """Whether a net current crosses the electrode, to which local ones can be compared."""
        if self.profile is None or geometry.CURRENT not in self.profile.fields:
            return False
        return abs(self.mean) > max(NO_CURRENT, 1e-6 * style.largest(self.profile.fields[geometry.CURRENT]))

    def title(self, room):
        """Name and main numbers, on lines of at most `room` characters."""
        numbers = []
        uniformity, potential = self.variant.quantity("max_over_mean"), self.variant.quantity("electrode_potential")
        if uniformity:
            numbers.append(f"max/mean {uniformity[0]:.2f}" if uniformity[0] < 10 else f"max/mean {uniformity[0]:.3g}")
        if potential:
            numbers.append(f"{1e3 * potential[0] if abs(potential[0]) > 1e-6 else 0:.3g} mV vs. Zn")
        if programme := self.variant.data.get("programme"):
            numbers.append(f"after {history.duration(programme[-1]['end_s'])}")
        lines = []
        for part in numbers:
            if lines and len(lines[-1]) + 2 + len(part) <= room:
                lines[-1] += ", " + part
            else:
                lines.append(part)
        text = "\n".join(lines).replace("-", "\N{MINUS SIGN}")
        label = fill(str(self.variant.data.get("label") or ""), room)
        return "\n".join(filter(None, [fill(self.variant.name, room), text, label]))


def columns_of(run, variants):
    columns = [Column(variant, run) for variant in variants]
    if all(column.section is None and column.surface is None for column in columns):
        raise results.Unusable(f"{run.folder} holds no volume.pvd or surface.pvd of any variant")
    return columns


def view(columns, run):
    """The part of the section that is shown: the whole of a small cell, the surroundings of the protrusion of a large one."""
    parts = [column.section for column in columns if column.section is not None]
    lower = np.min([part.points.min(axis=0) for part in parts], axis=0)
    upper = np.max([part.points.max(axis=0) for part in parts], axis=0)
    width, height = upper - lower
    tips = [column.tip[2 if run.dimension == 3 else 1] for column in columns if column.surface is not None]
    tip = max(tips, default=lower[1])
    lowest = [c.surface.points[np.unique(c.surface.cells), 2 if run.dimension == 3 else 1].min() for c in columns if c.surface is not None]
    size = max(run.feature_size, tip - min(lowest, default=tip))
    if size > 0 and width > 8 * size:
        centre = next((column.tip[0] for column in columns if column.surface is not None), 0.5 * (lower[0] + upper[0]))
        lower[0], upper[0] = max(lower[0], centre - 4 * size), min(upper[0], centre + 4 * size)
        width = upper[0] - lower[0]
    shown = height if height <= 1.25 * width else min(height, max(0.8 * width, (tip - lower[1]) + 0.55 * width))
    margin = 0.04 * shown if tip - lower[1] < 0.02 * shown else 0.0
    return (lower[0], upper[0]), (lower[1] - margin, lower[1] + shown)


def colour_scale(samples, logarithmic):
    """Shared by all variants; a singular edge may leave it."""
    values = np.concatenate(samples)
    values = values[np.isfinite(values)]
    low, high = values.min(), values.max()
    bulk = np.percentile(values, [2, 98.5])
    extend = "neither"
    if logarithmic:
        if high > 2 * bulk[1]:
            high, extend = bulk[1], "max"
        if bulk[0] > 0 and high / bulk[0] > 25:
            return LogNorm(bulk[0], high), "both" if extend == "max" else "min"
        if low < 0.4 * high:
            low = 0.0
    if high - low < 1e-5 * max(abs(high), 1e-30):  # uniform but for rounding
        low, high = low - 0.5 * abs(low or 1), high + 0.5 * abs(high or 1)
    return Normalize(low, high), extend


def in_window(part, window):
    (left, right), (bottom, top) = window
    p = part.points[part.triangles]
    keep = (p[:, :, 0].max(1) > left) & (p[:, :, 0].min(1) < right) & (p[:, :, 1].max(1) > bottom) & (p[:, :, 1].min(1) < top)
    return part.triangles[keep]


def draw_map(axes, column, window, name, factor, norm, cmap):
    part = column.section
    values = part.fields[name] if part.fields[name].ndim == 1 else part.fields[name][:, 2]
    triangles = in_window(part, window)
    used, triangles = np.unique(triangles, return_inverse=True)
    image = axes.tripcolor(part.points[used, 0], part.points[used, 1], triangles.reshape(-1, 3), factor * values[used],
                           shading="gouraud", cmap=cmap, norm=norm, rasterized=True)
    axes.set_facecolor(style.METAL)
    axes.add_collection(LineCollection(geometry.material_edges(part), colors="white", linewidths=0.5))
    draw_outline(axes, column)
    axes.set(xlim=window[0], ylim=window[1], aspect="equal")
    return image


def draw_outline(axes, column):
    if column.profile is None:
        return
    images = [column.profile.points]
    for axis, position in column.planes:
        if axis == 0:
            images.append(column.profile.points * [-1, 1] + [2 * position, 0])
    for line in images:
        axes.plot(line[:, 0], line[:, 1], color="black", linewidth=0.8, solid_capstyle="round")


def draw_lines(axes, column, window):
    for name in (CURRENT, "flux of Zn2+ [mol/m^2/s]", FIELD):
        if name in column.section.fields:
            if name == CURRENT and style.largest(magnitude(column, name)) < NO_CURRENT:
                return
            for line in geometry.field_lines(column.section, name, window):
                axes.plot(line[:, 0], line[:, 1], color="white", linewidth=0.55, alpha=0.85)
                middle = len(line) // 2
                axes.annotate("", line[middle], line[middle - 3], annotation_clip=True,
                              arrowprops={"arrowstyle": "-|>", "color": "white", "linewidth": 0.4, "mutation_scale": 4, "shrinkA": 0, "shrinkB": 0})
            return


def draw(run, variants, name):
    columns = columns_of(run, variants)
    figure, bars = compose(run, columns, RIGHT)
    missing = style.overhang(figure, bars)
    if missing > 0:  # long numbers at a colour bar
        plt.close(figure)
        figure, _ = compose(run, columns, RIGHT + missing)
    return style.save(figure, run.folder / name)


def compose(run, columns, right):
    """The figure with so much room [mm] for the colour bars, and their axes."""
    n = len(columns)
    width = {1: 88.0, 2: 134.0}.get(n, 180.0)
    maps, window, aspect = [], None, 1.0
    if any(column.section is not None for column in columns):
        window = view(columns, run)
        aspect = (window[1][1] - window[1][0]) / (window[0][1] - window[0][0])
        for entry in MAPS:
            if entry[0] == CONCENTRATION and not any_of(columns, CONCENTRATION):
                name = next((name for name in POTENTIALS if has_field(columns, name)), POTENTIALS[0])
                entry = (name, name.removesuffix(" [V]"), "V", "viridis")
            if entry[0] == CURRENT and (run.dimension == 3 and render.possible() or has_field(columns, FIELD)):
                continue  # kappa times the field: the same picture again
            if has_field(columns, entry[0]):
                maps.append(entry)
    solid = run.dimension == 3 and render.possible() and any(c.surface is not None and geometry.CURRENT in c.surface.fields for c in columns)
    curves = profile_rows(columns)

    map_width = (width - LEFT - right - (n - 1) * GAP) / n
    map_height = map_width * aspect
    solid_height = 0.62 * map_width
    curve_height = 34.0 if n > 1 else 30.0
    titles = [column.title(int(map_width / 1.3)) for column in columns]
    title_height = 4.5 + 3.2 * max(title.count("\n") + 1 for title in titles)
    rows = [map_height] * len(maps) + [solid_height] * solid
    curve_rows = int(np.ceil(len(curves) / (1 if n == 1 else 2)))
    height = title_height + sum(rows) + ROW_GAP * len(rows) + curve_rows * (curve_height + BOTTOM) + (5 if maps else 0) + (2 if rows else 0) + 2
    figure = plt.figure(figsize=(width * MM, height * MM))

    def place(left, top, w, h):
        return figure.add_axes([left / width, 1 - (top + h) / height, w / width, h / height])

    top, index, bars = title_height, 0, []
    for row, (field, label, unit, cmap) in enumerate(maps):
        bars += draw_map_row(columns, window, (field, label, unit, plt.get_cmap(cmap)), place, top, (map_width, map_height), row, row == len(maps) - 1)
        top += map_height + ROW_GAP + (5 if row == len(maps) - 1 else 0)
        index += 1
    if solid:
        bars += draw_solid_row(columns, run, place, top, map_width, solid_height, index)
        top += solid_height + ROW_GAP
        index += 1
    for i, title in enumerate(titles):
        if index:
            figure.text((LEFT + i * (map_width + GAP) + map_width / 2) / width, 1 - (title_height - 1.2) / height, title, ha="center", va="bottom",
                        fontsize=7.5, linespacing=1.15)
    draw_curves(columns, curves, place, top + (2 if rows else 0), width, curve_height, index)
    return figure, bars


def any_of(columns, name):
    """Whether the field is there and not 0 throughout."""
    return has_field(columns, name) and any(style.largest(c.section.fields[name]) > 0 for c in columns if c.section is not None and name in c.section.fields)


def has_field(columns, name):
    return any(column.section is not None and name in column.section.fields for column in columns)


def magnitude(column, name, window=None):
    values = column.section.fields[name]
    values = values if values.ndim == 1 else values[:, 2]
    if window is None:
        return values
    nodes = np.unique(in_window(column.section, window))
    if column.section.fields[name].ndim == 2 and "material" in column.section.fields:
        # the field in a poorly conducting film, i/kappa, would leave nothing of that in the solution
        outside = nodes[column.section.fields["material"][nodes] < 0.5]
        nodes = outside if len(outside) else nodes
    return values[nodes]


def mean_in(column, field, window):
    """Mean of a field over the part of the section that is shown, without films."""
    part = column.section
    values = part.fields[field] if part.fields[field].ndim == 1 else part.fields[field][:, 2]
    triangles = in_window(part, window)
    if "material" in part.fields:
        outside = triangles[(part.fields["material"][triangles] < 0.5).all(axis=1)]
        triangles = outside if len(outside) else triangles
    corners = part.points[triangles]
    sides = corners[:, 1:, :2] - corners[:, :1, :2]
    areas = np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    return float((areas * values[triangles].mean(axis=1)).sum() / areas.sum())


MEANS_APART = 5  # fields of variants are drawn over their means where these differ by more


def divisors(columns, field, window):
    """By what the field of each variant is divided: its mean, where one scale for all would show the variant with the largest current only; 1 otherwise."""
    if columns[0].section.fields[field].ndim != 2 or len(columns) == 1:
        return [1.0] * len(columns), False
    means = [mean_in(column, field, window) for column in columns]
    apart = min(means) > 0 and max(means) > MEANS_APART * min(means)
    return (means, True) if apart else ([1.0] * len(columns), False)


def draw_map_row(columns, window, entry, place, top, size, row, last):
    field, label, unit, cmap = entry
    present = [c for c in columns if c.section is not None and field in c.section.fields]
    means, relative = divisors(present, field, window)
    samples = [magnitude(column, field, window) / mean for column, mean in zip(present, means)]
    factor, shown_unit = (1.0, "") if relative else style.scale(unit, style.largest(np.concatenate(samples)))
    label = label + " / mean" if relative else label
    held_by_film = field == CONCENTRATION and any(c.section.fields["material"].max() > 0.5 for c in present if "material" in c.section.fields)
    norm, extend = colour_scale([factor * s for s in samples], present[0].section.fields[field].ndim == 2 or held_by_film)
    if extend in ("neither", "min") and any(factor * magnitude(column, field).max() / mean > 1.001 * norm.vmax for column, mean in zip(present, means)):
        extend = "max" if extend == "neither" else "both"
    image = None
    for i, column in enumerate(columns):
        axes = place(LEFT + i * (size[0] + GAP), top, *size)
        if i == 0:
            style.letter(axes, row, -4.6)
        if column not in present:
            axes.axis("off")
            axes.text(0.5, 0.5, "uniform" if field == CONCENTRATION else "not written", ha="center", va="center", color="0.5")
            continue
        image = draw_map(axes, column, window, field, factor / means[present.index(column)], norm, cmap)
        if row == 0:
            draw_lines(axes, column, window)
        axes.tick_params(labelleft=i == 0, labelbottom=last)
        axes.xaxis.set_major_locator(MaxNLocator(5, prune="both"))
        axes.yaxis.set_major_locator(MaxNLocator(4))
        style.length_axis(axes.yaxis, "height", i == 0)
        style.length_axis(axes.xaxis, "position", last)
    bar = place(LEFT + len(columns) * (size[0] + GAP) - GAP + 2.0, top + 0.04 * size[1], 2.4, 0.92 * size[1])
    plt.colorbar(image, cax=bar, extend=extend).set_label(style.labelled(label, shown_unit, (size[1] + ROW_GAP) / 1.25))
    return [bar]


def draw_solid_row(columns, run, place, top, width, height, index):
    present = [c for c in columns if c.surface is not None and geometry.CURRENT in c.surface.fields]
    samples = [c.surface.fields[geometry.CURRENT][np.unique(c.surface.cells)] for c in present]
    factor, unit = style.scale("A/m^2", style.largest(np.concatenate(samples)))
    norm, extend = colour_scale([factor * s for s in samples], False)
    high = np.percentile(factor * np.concatenate(samples), 99.5)
    if norm.vmax > 1.5 * high:
        norm, extend = Normalize(norm.vmin, high), "max"
    cmap = plt.get_cmap("plasma")
    for i, column in enumerate(columns):
        axes = place(LEFT + i * (width + GAP), top, width, height)
        axes.axis("off")
        if i == 0:
            style.letter(axes, index, -4.6)
        if column not in present:
            continue
        surface = geometry.mirror_surface(column.surface, column.planes)
        if len(column.planes) == 2:  # a mirrored unit cell goes on for ever: show four
            surface = geometry.repeat_surface(geometry.repeat_surface(surface, 0), 1)
        scaled = {geometry.CURRENT: factor * surface.fields[geometry.CURRENT]}
        image = render.picture(geometry.Surface(surface.points, surface.cells, scaled), geometry.CURRENT, cmap, norm)
        if image is not None:
            axes.imshow(image, interpolation="lanczos")
    bar = place(LEFT + len(columns) * (width + GAP) - GAP + 2.0, top + 0.1 * height, 2.4, 0.8 * height)
    plt.colorbar(plt.cm.ScalarMappable(norm, cmap), cax=bar, extend=extend).set_label(style.labelled("deposition current", unit, 0.8 * height / 1.25))
    return [bar]



# Fields along the surface in order of interest: name, label, unit, whether divided by the mean
CURVES = [
    (geometry.CURRENT, "current density / mean", "", True),
    (THICKNESS, "coating thickness", "m", False),
    (CONCENTRATION, "Zn²⁺ at the surface", "mol/m^3", False),
    ("overpotential [V]", "overpotential", "V", False),
]


def profile_rows(columns):
    """The current density if any flows, and one more: the coating if there is one, the concentration, or the overpotential."""
    found = [curve for curve in CURVES if any(c.profile is not None and curve[0] in c.profile.fields for c in columns)]
    flows = any(column.flows() for column in columns)
    found = [curve for curve in found if flows or curve[0] != geometry.CURRENT]

    def varies(curve):
        sets = [c.profile.fields[curve[0]] for c in columns if c.profile is not None and curve[0] in c.profile.fields]
        if curve[0] == THICKNESS:  # an even film is no news
            return any(np.nanmax(s) > 1.001 * np.nanmin(s) for s in sets)
        return style.largest(np.concatenate(sets)) > (NO_OVERPOTENTIAL if "overpotential" in curve[0] else 0)

    return [curve for curve in found if curve[0] == geometry.CURRENT or varies(curve)][:2]


def draw_curves(columns, curves, place, top, width, height, index, legend=True):
    if not curves:
        return
    per_row = 1 if len(columns) == 1 or len(curves) == 1 else 2
    gap = 17.0
    w = (width - LEFT - 5.0 - (per_row - 1) * gap) / per_row
    for k, (name, label, unit, relative) in enumerate(curves):
        axes = place(LEFT + (k % per_row) * (w + gap), top + (k // per_row) * (height + BOTTOM), w, height)
        sets = [c.profile.fields[name] for c in columns if c.profile is not None and name in c.profile.fields]
        if name == CONCENTRATION and any(c.profile is not None and style.largest(c.profile.fields.get(THICKNESS, np.zeros(1))) > 0 for c in columns):
            label += ", as in solution"  # that a coating beside the metal is in equilibrium with: the maps show what the coating itself holds
        factor, shown_unit = (1.0, "") if relative else style.scale(unit, style.largest(np.concatenate(sets)))
        highest = 0.0
        for i, column in enumerate(columns):
            if column.profile is None or name not in column.profile.fields:
                continue
            values = column.profile.fields[name]
            if (name == THICKNESS and style.largest(values) == 0) or (relative and not column.flows()):
                continue
            values = values / column.mean if relative else factor * values
            highest = max(highest, np.nanmax(values))
            n = len(columns)
            axes.plot(column.profile.arc, values, style.dash(i, n), color=style.colour(i, n), label=fill(column.variant.name, 28))
        if relative:
            axes.axhline(1, color="0.6", linewidth=0.5, zorder=0)
        if highest > 0 and np.nanmin(np.concatenate(sets)) >= 0:
            axes.set_ylim(0, 1.08 * highest)
        from_tip = columns_profile(columns).from_tip
        axes.set_ylabel(style.labelled(label, shown_unit, 28))
        axes.margins(x=0)
        style.length_axis(axes.xaxis, "arc length from the tip" if from_tip else "arc length")
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        if k == 0 and len(columns) > 1 and legend:
            axes.legend(loc="best", handlelength=1.6, borderpad=0.1, labelspacing=0.25, columnspacing=1, ncol=1 if len(columns) <= 6 else 2)
        style.letter(axes, index + k, -4.6)


def columns_profile(columns):
    return next(c.profile for c in columns if c.profile is not None)
