"""Cells in which everything depends on the distance from the electrode only: curves across the gap in place of maps."""
import numpy as np

from . import columns, frames, maps, ranges, style
from .interpolation import EVENED, layered

EVEN = 5e-3  # of the span of a field: less along the electrode is none


def layers(column, name):
    """
    Heights [um] and values of a field, averaged along the electrode, and what every point has beyond that. Where two materials
    meet there are two values, the lower material's first.
    """
    points, values, material = column.section.points, column.values(name), np.rint(column.material())
    size = np.ptp(points[:, 1])
    middle = {one: points[material == one, 1].mean() for one in np.unique(material)}
    key = np.column_stack([np.round(points[:, 1] / size, 9), [middle[one] for one in material]])
    layer, place = np.unique(key, axis=0, return_inverse=True)
    mean = np.bincount(place.ravel(), values) / np.bincount(place.ravel())
    return layer[:, 0] * size, mean, values - mean[place.ravel()]


def films(column):
    """(from, to) [um] of the films that the mesh resolves."""
    height, material = column.section.points[:, 1], np.rint(column.material())
    return [(height[material == one].min(), height[material == one].max()) for one in np.unique(material) if one > 0.5]


def is_layered(shown):
    """Whether nothing that maps show varies along the electrode, in any variant."""
    for column in shown:
        if column.section is None or columns.feature([column]) is not None:
            return False
        names = [name for kind in maps.MAPS for name in maps.MAPS[kind][0] if column.values(name) is not None]
        if any(uneven(column, name) for name in names):
            return False
    return True


def instead_of_maps(run, shown):
    """Whether curves across the cell stand for maps."""
    return run.options.window == "2" and is_layered(shown)


def table(column):
    """(name, SI unit, heights, values) of all fields that maps show; none without a section."""
    if column.section is None:
        return []
    found = []
    for names, label, _, unit, _ in maps.MAPS.values():
        name = next((one for one in names if column.values(one) is not None), None)
        if name is not None:
            found.append((label.replace("²⁺", "2+"), unit, *layers(column, name)[:2]))
    return found


def uneven(column, name):
    """Whether a field varies along the electrode, by more than what is no news of it."""
    values = column.values(name)
    least = max(ranges.ROUNDING.get(name.partition("[")[2], 0.0), ranges.UNIFORM * style.largest(values))
    return np.abs(layers(column, name)[2]).max() > max(EVEN * np.ptp(values), least)


def shade_films(axes, shown):
    """Grey where all variants have a film; what is said of it."""
    spans = [films(column) for column in shown]
    if not spans[0] or any(span != spans[0] for span in spans):
        return ""
    for low, high in spans[0]:
        axes.axvspan(low, high, color="0.9", linewidth=0, zorder=0)
    return "grey: film"


class AcrossRow:
    """Concentration, or the potential, and the electric field against height."""

    def __init__(self, shown, width, options, kinds):
        self.columns, self.width = shown, width
        window = columns.extent(shown)
        window = tuple((window[0][d], window[1][d]) for d in (0, 1))
        found = [maps.Map(kind, shown, window, options) for kind in kinds]
        self.maps = [one for one in found if one.columns][:2]
        self.names = [c.variant.name for c in shown]
        self.legend = style.legend_rows(self.names, width - 8) if len(shown) > 1 else (1, 0.0)
        self.height = 5.0 + 34.0 + style.below() + self.legend[1]

    def draw(self, sheet, top):
        n, left, gap = len(self.maps), maps.LEFT, 20.0
        w = (self.width - left - 4.0 - (n - 1) * gap) / n
        for k, one in enumerate(self.maps):
            axes = sheet.place(left + k * (w + gap), top + 5.0, w, 34.0)
            sheet.letter(axes, max(k * (w + gap) + 0.5, 0.5))
            factor, unit = style.scale(one.unit, max(style.largest(c.values(one.name)) for c in one.columns))
            drawn = []
            for i, column in enumerate(self.columns):
                if column in one.columns:
                    height, values, _ = layers(column, one.name)
                    drawn.append(factor * values)
                    axes.plot(
                        *layered(height, drawn[-1], one.name == maps.FIELD),
                        style.dash(i, len(self.columns)),
                        color=style.colour(i, len(self.columns)),
                        linewidth=frames.width(i, len(self.columns)) if len(self.columns) > 1 else 1.1,
                    )
            pairs = [(layers(column, one.name)[0], values) for column, values in zip(one.columns, drawn)]
            notes = [
                frames.scale_values(axes, pairs, unit, clip=any(map(films, one.columns))),
                frames.said([c.variant.name for c in one.columns], pairs, axes),
            ]
            notes += [shade_films(axes, one.columns), *(f"uniform in {c.variant.name}: {one.mean_said(c)}" for c in one.uniform)]
            axes.set_ylabel(style.labelled(one.label, unit, 24))
            ends = [layers(column, one.name)[0][[0, -1]] for column in one.columns]
            axes.set_xlim(min(end[0] for end in ends), max(end[1] for end in ends))
            style.length_axis(axes.xaxis, "distance from the electrode")
            style.open_frame(axes)
            said = f"{one.label} across the cell, where it depends on the distance from the electrode only"
            said += f"; {EVENED}" if one.name == maps.FIELD else ""
            sheet.caption("; ".join(filter(None, [said, *notes])))
        if len(self.columns) > 1:
            style.legend(sheet, self.names, self.legend[0], top + self.height - 0.5)
