"""Cells in which everything depends on the distance from the electrode only: curves across the gap in place of maps."""
import numpy as np

from . import columns, maps, style

EVEN = 5e-3  # of the span of a field: less along the electrode is none


def layers(column, name):
    """Heights [um] and values of a field, averaged along the electrode."""
    points, values = column.section.points, column.values(name)
    height, place = np.unique(np.round(points[:, 1] / np.ptp(points[:, 1]), 9), return_inverse=True)
    count = np.bincount(place.ravel())
    return (
        height * np.ptp(points[:, 1]),
        np.bincount(place.ravel(), values) / count,
        values - (np.bincount(place.ravel(), values) / count)[place.ravel()],
    )


def is_layered(shown):
    """Whether nothing that maps show varies along the electrode, in any variant."""
    for column in shown:
        if column.section is None or columns.feature([column]) is not None or column.has_film() and np.ptp(column.material()) > 0.5:
            return False
        for kind in maps.MAPS:
            for name in maps.MAPS[kind][0]:
                values = column.values(name)
                if values is not None and np.abs(layers(column, name)[2]).max() > EVEN * max(
                    np.ptp(values), 1e-6 * style.largest(values)
                ):
                    return False
    return True


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
                    axes.plot(height, drawn[-1], style.dash(i, len(self.columns)), color=style.colour(i, len(self.columns)))
            style.autoscale(axes, drawn)
            axes.ticklabel_format(axis="y", useOffset=False)
            axes.set_ylabel(style.labelled(one.label, unit, 24))
            axes.margins(x=0)
            style.length_axis(axes.xaxis, "distance from the electrode")
            style.open_frame(axes)
            sheet.caption(f"{one.label} across the cell, where it depends on the distance from the electrode only")
        if len(self.columns) > 1:
            style.legend(sheet, self.names, self.legend[0], top + self.height - 0.5)
