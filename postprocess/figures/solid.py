"""The electrode of a 3-D run, seen from above its side, with the current on it."""
import numpy as np

from . import geometry, ranges, render, style
from .maps import BAR, GAP, LEFT
from .style import plt

PER_ROW = 3
EVEN, SHOWN_AS_EVEN = 0.02, 0.05  # a current that varies by less of its mean is even: colours span so much on either side


class SolidRow:
    """Pictures in rows of three; colours without light, so that they read as on the bar."""

    def __init__(self, columns, run, width, right, view="side"):
        self.view = view
        self.columns = [c for c in columns if c.surface is not None and geometry.CURRENT in c.surface.fields]
        self.n = min(len(self.columns), PER_ROW)
        self.rows = -(-len(self.columns) // self.n)
        own = [self.bounds(c, run) for c in self.columns]
        low, high = min(b[0] for b in own), max(b[1] for b in own)
        self.is_shared = all(b[1] - b[0] >= ranges.DARK * (high - low) for b in own) or len(own) == 1
        self.factor, self.unit = style.scale("A/m^2", max(abs(low), abs(high)))
        chosen = [(low, high, max(b[2] for b in own))] * len(own) if self.is_shared else own
        self.bounds_shown = [tuple(self.factor * x for x in b) for b in chosen]
        self.norms = [ranges.norm(b[0], b[1]) for b in self.bounds_shown]
        self.picture_width = min((width - LEFT - (right if self.is_shared else 0.0) - (self.n - 1) * GAP) / self.n, 90.0)
        self.picture_height = (0.62 if view == "side" else 0.9) * self.picture_width
        self.line = 0.42 * plt.rcParams["font.size"]
        self.has_bars = view == "side"
        self.row_height = self.picture_height + 4.0 + self.line + (9.0 if self.has_bars and not self.is_shared else 0.0)
        self.height = 2.5 + self.rows * self.row_height

    @staticmethod
    def bounds(column, run):
        """Lowest and highest current density without 0.5 % of the area, and the highest of all."""
        values = column.surface.fields[geometry.CURRENT][column.surface.cells]
        areas = geometry.areas(column.surface, run)
        low, high = values.min(), values.max()
        most = ranges.quantile(values.max(axis=1), areas, 0.995)
        if high - low < EVEN * abs(high):
            return low - SHOWN_AS_EVEN * abs(low or 1), high + SHOWN_AS_EVEN * abs(high or 1), high
        return low, most if high - low > ranges.CLIPPED * (most - low) > 0 else high, high

    def draw(self, sheet, top):
        colours = plt.get_cmap("plasma")
        for i, column in enumerate(self.columns):
            left = LEFT + (i % self.n) * (self.picture_width + GAP)
            above = top + 2.5 + (i // self.n) * self.row_height + self.line
            axes = sheet.place(left, above, self.picture_width, self.picture_height)
            axes.axis("off")
            if i == 0:
                sheet.letter(axes)
            sheet.text(left + self.picture_width / 2, above - 0.3, column.variant.name, ha="center", va="bottom")
            self.picture(axes, column, self.norms[i], colours)
            if self.has_bars and not self.is_shared:
                bar = sheet.place(left + 0.1 * self.picture_width, above + self.picture_height + 0.5, 0.8 * self.picture_width, 1.8)
                self.bar(bar, i, "horizontal", colours)
        if self.has_bars and self.is_shared:
            height = min(self.rows * self.row_height - 8, 45.0)
            bar = sheet.place(LEFT + self.n * (self.picture_width + GAP) - GAP + 2.0, top + 6.5, BAR, height)
            self.bar(bar, 0, "vertical", colours)
        sheet.caption(self.said())

    @staticmethod
    def whole(column):
        """The surface with its mirror images; a unit cell that is mirrored both ways goes on for ever: four of it."""
        surface = geometry.mirror_surface(column.surface, column.planes)
        return geometry.repeat_surface(geometry.repeat_surface(surface, 0), 1) if len(column.planes) == 2 else surface

    def picture(self, axes, column, norm, colours):
        surface = self.whole(column)
        scaled = {geometry.CURRENT: self.factor * surface.fields[geometry.CURRENT]}
        if self.view not in column.pictures:  # once, though a figure may be composed twice
            view = render.FROM_THE_SIDE if self.view == "side" else render.FROM_ABOVE
            column.pictures[self.view] = render.picture(
                geometry.Surface(surface.points, surface.cells, scaled), geometry.CURRENT, colours, norm, view
            )
        if column.pictures[self.view] is not None:
            axes.imshow(column.pictures[self.view], interpolation="lanczos")

    def bar(self, axes, i, orientation, colours):
        low, high, most = self.bounds_shown[i]
        bar = plt.colorbar(
            plt.cm.ScalarMappable(self.norms[i], colours),
            cax=axes,
            orientation=orientation,
            extend="max" if most > 1.001 * high else "neither",
        )
        style.few_ticks(bar, 4)
        bar.set_label(style.labelled("current density", self.unit, 30))

    def said(self):
        if not self.has_bars:
            return "the same from above, in the same colours"
        spans = [
            f"{c.variant.name} {low:.4g} to {high:.4g} {self.unit}"
            + (f" (clipped; the largest is {most:.4g})" if most > 1.001 * high else "")
            for c, (low, high, most) in zip(self.columns, self.bounds_shown)
        ]
        text = (
            f"the same colours for all: {spans[0].removeprefix(self.columns[0].variant.name + ' ')}"
            if self.is_shared
            else "; ".join(spans)
        )
        surface = self.whole(self.columns[0])
        sizes = np.ptp(surface.points[surface.cells.ravel()], axis=0)[:2]
        factor, unit = style.length_unit(sizes.max())
        size = " by ".join(f"{factor * one:.4g} {unit}" for one in sizes)
        return f"deposition current density on the electrode, {size}, true proportions, colours without light; lines: equal current. {text}"
