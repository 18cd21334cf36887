"""Maps of a field in the section, one for each variant, and the magnified tip."""
from copy import copy

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import FixedLocator, MaxNLocator

from . import field_lines, geometry, ranges, style
from .columns import CONCENTRATION, NO_CURRENT, outline
from .interpolation import joined, rounded
from .style import plt

FIELD, CURRENT = "electric field [V/m]", "current density [A/m^2]"
FLUXES = (CURRENT, "flux of Zn2+ [mol/m^2/s]", FIELD)
# name in the options: fields in order of preference, label, symbol where the label has no room, unit, colours
MAPS = {
    "concentration": ((CONCENTRATION,), "Zn²⁺ concentration", "c(Zn²⁺)", "mol/m^3", "viridis"),
    "potential": (("electrostatic potential [V]", "potential [V]"), "electrostatic potential", "Φ", "V", "cividis"),
    "field": ((FIELD,), "electric field", "|E|", "V/m", "magma"),
    "current": ((CURRENT,), "current density", "|i|", "A/m^2", "plasma"),
}
LEFT, GAP, BAR = 13.0, 3.0, 2.4  # [mm]
LOOPS = 0.05  # of the mean of the local currents without their signs: a smaller mean is none
NARROWEST, WIDEST, MUCH_ROOM = 22.0, 72.0, 15.0
MOST_PIXELS = 1200


class Map:
    """One field of the variants in which it varies; `together`: of all that have it, with the same colours, if it varies in one."""

    def __init__(self, kind, columns, window, options, together=False):
        names, self.label, self.symbol, self.unit, colours = MAPS[kind]
        self.kind, self.window, self.options = kind, window, options
        self.name = next((n for n in names if any(c.values(n) is not None for c in columns)), names[0])
        having = [c for c in columns if c.values(self.name) is not None]
        self.columns = [c for c in having if ranges.varies(c, self.name, window)]
        if together and self.columns:
            self.columns = having
        self.uniform = [c for c in having if c not in self.columns]
        self.colours = plt.get_cmap(options.colour_map or colours)
        if self.columns:
            self.find_ranges(together)

    def find_ranges(self, together):
        """Bounds in the unit shown, factors to it and scales of colours, one for each column."""
        shared, own = ranges.shared(self.columns, self.name, self.window, together)
        asked = self.options.ranges.get(self.kind)
        self.is_shared = shared is not None or asked is not None
        chosen = [shared] * len(own) if shared else own
        largest = max(max(abs(b[0]), abs(b[1])) for b in chosen)
        scales = [style.scale(self.unit, largest if self.is_shared else max(abs(b[0]), abs(b[1]))) for b in chosen]
        self.factors, self.units = [s[0] for s in scales], [s[1] for s in scales]
        self.bounds = [
            (*asked, None) if asked else tuple(None if x is None else f * x for x in b) for f, b in zip(self.factors, chosen)
        ]
        typical = [f * self.median(c) for f, c in zip(self.factors, self.columns)]
        self.norms = [
            ranges.norm(low, high, min(typical) if self.is_shared else own) for (low, high, _), own in zip(self.bounds, typical)
        ]

    def median(self, column):
        """Of a magnitude or a concentration: half of the window has less."""
        if column.section.fields[self.name].ndim == 1 and self.kind != "concentration":
            return np.inf
        values, areas = ranges.sample(column, self.name, self.window)
        return ranges.quantile(values.mean(axis=1), areas, 0.5)

    def part(self, columns):
        """The same colours for some of the columns."""
        chosen = [i for i, column in enumerate(self.columns) if column in columns]
        result = copy(self)
        for name in ("columns", "factors", "units", "bounds", "norms"):
            setattr(result, name, [getattr(self, name)[i] for i in chosen])
        result.uniform = [column for column in self.uniform if column in columns]
        return result

    def extend(self, i):
        """Whether values of the columns that share these colours are beyond them."""
        columns = self.columns if self.is_shared else [self.columns[i]]
        values = [self.factors[i] * ranges.sample(c, self.name, self.window)[0] for c in columns]
        low, high = self.bounds[i][:2]
        below, above = min(v.min() for v in values) < low - 1e-6 * abs(low), max(v.max() for v in values) > high + 1e-6 * abs(high)
        return {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}[below, above]

    def said(self):
        """For the caption: what the colours span."""
        spans = [
            f"{low:.4g} to {high:.4g} {unit}"
            + (f" (clipped; the largest value, {beyond:.4g} {unit}, stands at an edge)" if beyond else "")
            for (low, high, beyond), unit in zip(self.bounds, self.units)
        ]
        if self.is_shared:
            text = f"{self.label}, the same colours for all: {spans[0]}" if len(self.columns) > 1 else f"{self.label}: {spans[0]}"
        else:
            text = f"{self.label}, every map with its own colours: " + "; ".join(
                f"{c.variant.name} {span}" for c, span in zip(self.columns, spans)
            )
        return text + "".join(f"; uniform in {c.variant.name}: {self.mean_said(c)}" for c in self.uniform)

    def mean_said(self, column):
        mean = ranges.sample(column, self.name, self.window)[0].mean()
        factor, unit = style.scale(self.unit, abs(mean))
        return f"{factor * mean:.4g} {unit}"


def pixels(axes, window):
    """Of a picture in this frame, across and upward, so that one is one when it is printed."""
    wide, high = axes.get_position().size * axes.figure.get_size_inches()
    per_inch = style.DPI * max(1.0, (window[1][1] - window[1][0]) / (window[0][1] - window[0][0]) * wide / high)
    nx = int(np.clip(wide * per_inch, 20, MOST_PIXELS))
    return nx, int(np.clip(nx * (window[1][1] - window[1][0]) / (window[0][1] - window[0][0]), 20, 4 * MOST_PIXELS))


def paint(axes, column, name, factor, norm, colours, window, chosen=None):
    """
    Colours of the values at every pixel, between the points of the triangles; `chosen`: of the film (True) or of the solution
    (False) only. Triangles thinner than a pixel, which matplotlib's shading draws in steps, are no matter here. Returns the values
    times the factor, [row, column], None where there is nothing to paint.
    """
    part = column.section
    triangles = ranges.in_window(part, window)
    if chosen is not None:
        triangles = triangles[(column.material()[triangles] > 0.5).all(axis=1) == chosen]
    if not len(triangles):
        return None
    used, triangles = np.unique(triangles, return_inverse=True)
    shape = pixels(axes, window)
    drawn = geometry.Section(part.points[used], triangles.reshape(-1, 3), {name: column.values(name)[used]})
    values, valid = field_lines.at_pixels(drawn, name, window, *shape)
    (left, right), (bottom, top) = window
    dx, dy = 0.5 * (right - left) / (shape[0] - 1), 0.5 * (top - bottom) / (shape[1] - 1)
    painted = np.ma.masked_array(factor * values, ~valid | ~np.isfinite(values))
    axes.imshow(
        painted,
        extent=(left - dx, right + dx, bottom - dy, top + dy),
        origin="lower",
        cmap=colours,
        norm=norm,
        interpolation="nearest",
    )
    return painted


def frame(axes, column, window, edge="white"):
    axes.set_facecolor(style.METAL)
    axes.add_collection(LineCollection(geometry.material_edges(column.section), colors=edge, linewidths=0.5))
    for line in joined(outline(column)):
        round_line = rounded(line)
        sliver = np.concatenate([line, round_line[::-1]])
        axes.fill(*sliver[np.isfinite(sliver[:, 0])].T, color=style.METAL, linewidth=0.4)  # between the surface and edges of cells
        axes.plot(round_line[:, 0], round_line[:, 1], color="black", linewidth=0.8, solid_capstyle="round")
    axes.set(xlim=window[0], ylim=window[1], aspect="equal")


def flux_name(column):
    """The field whose lines are drawn; None where no net current flows, but loops from place to place."""
    name = next((n for n in FLUXES if column.section is not None and n in column.section.fields), None)
    if name == CURRENT and style.largest(column.values(name)) < NO_CURRENT:
        return None
    return None if column.profile is not None and (not column.flows() or abs(column.mean) < LOOPS * mean_of_sizes(column)) else name


def mean_of_sizes(column):
    """Mean along the electrode of the local currents, whatever their direction."""
    arc, current = column.profile.arc, np.abs(column.profile.fields[geometry.CURRENT])
    good = np.isfinite(arc) & np.isfinite(current)
    return np.trapz(current[good], arc[good]) / np.ptp(arc[good]) if good.sum() > 1 else 0.0


def draw_lines(axes, column, window, n_lines):
    name = flux_name(column)
    if name is None:
        return
    for line in field_lines.field_lines(column.section, name, window, n_lines):
        axes.plot(line[:, 0], line[:, 1], color="white", linewidth=0.5, alpha=0.85)
        middle = len(line) // 2
        axes.annotate(
            "",
            line[middle],
            line[max(middle - 8, 0)],
            annotation_clip=True,
            arrowprops={"arrowstyle": "-|>", "color": "white", "linewidth": 0.4, "mutation_scale": 4, "shrinkA": 0, "shrinkB": 0},
        )


def inset(axes, column, shown, i):
    """The whole cell in the upper right corner, in the same colours, with the window as a frame in it."""
    lower, upper = column.section.points.min(axis=0), column.section.points.max(axis=0)
    frame_box = axes.get_position()
    wide, high = (frame_box.width, frame_box.height) * axes.figure.get_size_inches()
    size = upper - lower
    share = min(0.34 * wide / size[0], 0.5 * high / size[1])
    w, h = share * size[0] / wide, share * size[1] / high
    small = axes.inset_axes([0.985 - w, 0.98 - h, w, h])
    whole = (lower[0], upper[0]), (lower[1], upper[1])
    paint(small, column, shown.name, shown.factors[i], shown.norms[i], shown.colours, whole)
    small.set_facecolor(style.METAL)
    for line in outline(column):
        small.plot(line[:, 0], line[:, 1], color="black", linewidth=0.5)
    (left, right), (bottom, top) = shown.window
    small.plot([left, right, right, left, left], [bottom, bottom, top, top, bottom], color="white", linewidth=0.7)
    small.set(xlim=whole[0], ylim=whole[1], xticks=[], yticks=[])
    for spine in small.spines.values():
        spine.set(edgecolor="white", linewidth=0.8)
    factor, unit = style.length_unit(max(size))
    lengths = f"{factor * size[0]:.4g} {unit} wide and {factor * size[1]:.4g} {unit} high"
    return f"; inset: the whole cell, {lengths}, in the same colours, and the window in it"


def in_the_middle(room):
    """Left edge [mm] of what leaves so much room in a row: high maps stand in the middle, others at the left."""
    return LEFT + (0.5 * room if room > MUCH_ROOM else 0.0)


class MapRow:
    """Maps beside each other, on several lines where the page is narrow: one colour bar at the right, or one below each."""

    def __init__(self, shown, width, right, titles, lines, note=""):
        self.map, self.titles, self.lines, self.note = shown, titles, lines, note
        n = len(shown.columns)
        self.own = not shown.is_shared and n > 1
        room = width - LEFT - (4.0 if self.own else right) + GAP
        self.per_line = max(1, min(n, int(room / (NARROWEST + GAP))))
        self.map_width = min(room / self.per_line - GAP, WIDEST)
        (left_edge, right_edge), (bottom, top) = shown.window
        self.map_height = min(self.map_width * (top - bottom) / (right_edge - left_edge), 80.0)
        self.map_width = self.map_height * (right_edge - left_edge) / (top - bottom)
        self.left = in_the_middle(room - self.per_line * (self.map_width + GAP))
        line_height = 0.42 * plt.rcParams["font.size"]
        self.title_texts = (
            [c.title(max(int(self.map_width / (0.185 * plt.rcParams["font.size"])), 8)) for c in shown.columns] if titles else []
        )
        lowest = 3.0 if titles else 5.0 if lines else 2.5  # the letter stands there
        self.title_height = line_height * max((t.count("\n") + 1 for t in self.title_texts), default=0) + lowest
        self.line = self.title_height + self.map_height + style.below() + (3.0 + style.below() if self.own else 0.0)
        self.height = -(-n // self.per_line) * self.line

    def draw(self, sheet, above):
        shown, whole = self.map, ""
        for i, column in enumerate(shown.columns):
            left = self.left + (i % self.per_line) * (self.map_width + GAP)
            top = above + self.title_height + (i // self.per_line) * self.line
            axes = sheet.place(left, top, self.map_width, self.map_height)
            if i == 0:
                sheet.letter(axes, self.left - LEFT + 0.5, self.note)
            paint(axes, column, shown.name, shown.factors[i], shown.norms[i], shown.colours, shown.window)
            frame(axes, column, shown.window)
            if self.lines:
                draw_lines(axes, column, shown.window, 13 if self.map_width > 40 else 9)
            self.label(axes, i)
            if i == 0 and self.lines and shown.options.inset:
                whole = inset(axes, column, shown, i)
            if self.titles:
                sheet.text(left + self.map_width / 2, top - 1.2, self.title_texts[i], ha="center", va="bottom", linespacing=1.15)
            if self.own:
                bar = sheet.place(left, top + self.map_height + style.below() + 0.5, self.map_width, 1.8)
                self.bar(bar, i, "horizontal")
        if not self.own:
            right = self.left + self.per_line * (self.map_width + GAP) - GAP
            bar = sheet.place(right + 2.0, above + self.title_height, BAR, self.map_height)
            self.bar(bar, 0, "vertical")
        lines = "; white: lines of the current, in its direction" if self.lines else ""
        sheet.caption((f"at {self.note}: " if self.note else "") + shown.said() + lines + whole)

    def label(self, axes, i):
        low, high = axes.get_xlim()
        ticks = MaxNLocator(max(4, int(self.map_width / 12))).tick_values(low, high)
        margin = 0.5 * plt.rcParams["font.size"] / self.map_width * (high - low)  # [mm]: numbers do not meet those of the next map
        axes.xaxis.set_major_locator(FixedLocator(ticks[(ticks > low + margin) & (ticks < high - margin)]))
        axes.yaxis.set_major_locator(MaxNLocator(4 if self.map_height > 18 else 2))
        first = i % self.per_line == 0
        axes.tick_params(labelleft=first)
        style.length_axis(axes.yaxis, "height", first)
        style.length_axis(axes.xaxis, "position")

    def bar(self, axes, i, orientation):
        shown, upright = self.map, orientation == "vertical"
        bar = plt.colorbar(
            plt.cm.ScalarMappable(shown.norms[i], shown.colours), cax=axes, extend=shown.extend(i), orientation=orientation
        )
        room = (self.map_height if upright else self.map_width) / (0.19 * plt.rcParams["font.size"])
        text = style.labelled(shown.label, shown.units[i], room)
        bar.set_label(text if text.count("\n") <= upright else f"{shown.symbol} ({shown.units[i]})")
        style.few_ticks(bar, max(2, min(int(self.map_height / 7 if upright else self.map_width / 10), 5)))
