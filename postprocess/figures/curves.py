"""Profiles along the electrode of all variants in common axes."""
from textwrap import fill

import numpy as np

from . import frames, geometry, style
from .columns import CONCENTRATION, THICKNESS
from .interpolation import smooth
from .maps import LEFT
from .style import plt

NO_OVERPOTENTIAL = 1e-9  # [V]
SAME_MEAN = 1e-3
SMALL_DEVIATION = 0.005  # of the mean: ratios of so small a range would differ in their last digits
# Fields along the surface in order of interest: name, label, unit
CURVES = [
    (geometry.CURRENT, "current density", "A/m^2"),
    (THICKNESS, "coating thickness", "m"),
    (CONCENTRATION, "Zn²⁺ at the surface", "mol/m^3"),
    ("overpotential [V]", "overpotential", "V"),
]
GAP = 20.0  # [mm]
FEW_POINTS = 120
DIFFERENT = 1.5  # times: bulk concentrations of variants


def sets_of(columns, name):
    return [(i, c, c.profile.fields[name]) for i, c in enumerate(columns) if c.profile is not None and name in c.profile.fields]


def worth_drawing(columns):
    """Those that vary in some variant by more than rounding: the current density first."""

    def varies(curve):
        sets = [values for _, _, values in sets_of(columns, curve[0])]
        least = NO_OVERPOTENTIAL if "overpotential" in curve[0] else 0.0
        return any(np.nanmax(s) - np.nanmin(s) > max(1e-4 * style.largest(s), least) for s in sets)

    found = [curve for curve in CURVES if varies(curve)]
    return [curve for curve in found if curve[0] != geometry.CURRENT or any(column.flows() for column in columns)]


def drawn_through(arc, values):
    """The curve of a profile: through few points, as of a section of a coarse mesh in space, a smooth one."""
    if len(arc) > FEW_POINTS:
        return arc, values
    curves = []
    for part in np.split(np.arange(len(arc)), np.flatnonzero(~np.isfinite(values))):
        part = part[np.isfinite(values[part])]
        part = part[np.argsort(arc[part])]
        part = part[np.append(True, np.diff(arc[part]) > 0)] if len(part) else part
        curves += [np.array(smooth(arc[part], values[part])), np.full((2, 1), np.nan)]
    return np.concatenate(curves[:-1], axis=1)


def bulks(columns):
    """Concentration far from the electrode of each variant, where it differs so much that values over it are compared; else None."""
    conditions = [[value for key, value in c.variant.input.items() if key.startswith("Boundaries/")] for c in columns]
    sections = [c.section for c in columns]
    if any("bulk" not in values for values in conditions) or any(s is None or CONCENTRATION not in s.fields for s in sections):
        return None
    found = np.array([s.fields[CONCENTRATION][s.points[:, 1].argmax()] for s in sections])
    return found if found.min() > 0 and found.max() > DIFFERENT * found.min() else None


class CurveRow:
    """One or two frames; the legend of all variants below them."""

    def __init__(self, columns, curves, width, height=34.0):
        self.columns, self.curves, self.width, self.frame_height = columns, curves, width, height
        self.names = [fill(c.variant.name, 40) for c in columns]
        self.n_legend, legend = style.legend_rows(self.names, width - 8) if len(columns) > 1 else (1, 0.0)
        self.stacked = width < 120 and len(curves) > 1
        self.ratio_room = 17.0 if self.means() is not None else 0.0
        n_rows = len(curves) if self.stacked else 1
        self.height = 5.0 + n_rows * (height + style.below()) + (n_rows - 1) * 4.0 + legend

    def means(self):
        """The mean of all variants where it is the same, so that current and ratio share a frame."""
        means = [c.mean for c in self.columns if c.flows()]
        return means[0] if means and np.ptp(means) <= SAME_MEAN * abs(means[0]) else None

    def draw(self, sheet, top):
        n = 1 if self.stacked else len(self.curves)
        w = (self.width - LEFT - 4.0 - self.ratio_room - (n - 1) * GAP) / n
        for k, curve in enumerate(self.curves):
            column, row = (0, k) if self.stacked else (k, 0)
            left = LEFT + column * (w + GAP) + (self.ratio_room if column and self.ratio_room else 0.0)
            axes = sheet.place(left, top + 5.0 + row * (self.frame_height + style.below() + 4.0), w, self.frame_height)
            sheet.letter(axes, max(left - LEFT + 0.5, 0.5))
            self.frame(axes, curve, sheet)
        if len(self.columns) > 1:
            style.legend(sheet, self.names, self.n_legend, top + self.height - 0.5)

    def frame(self, axes, curve, sheet):
        name, label, unit = curve
        relative = name == geometry.CURRENT and self.means() is None
        sets = [
            (i, c, v)
            for i, c, v in sets_of(self.columns, name)
            if not (name == THICKNESS and style.largest(v) == 0) and not (relative and not c.flows())
        ]
        if name == CONCENTRATION and any(c.has_film() for c in self.columns):
            label += ", as in solution"  # in equilibrium with the coating: the maps show what that itself holds
        if name == CONCENTRATION and (bulk := bulks([c for _, c, _ in sets])) is not None:
            label, unit = label + ", over bulk", "1"
            sets = [(i, c, v / one) for (i, c, v), one in zip(sets, bulk)]
        factor, shown_unit = (1.0, "") if relative else style.scale(unit, style.largest(np.concatenate([v for _, _, v in sets])))
        label = label + " / mean over the true area" if relative else label
        drawn = []
        for i, column, values in sets:
            drawn.append(values / column.mean if relative else factor * values)
            axes.plot(
                *drawn_through(column.profile.arc, drawn[-1]),
                style.dash(i, len(self.columns)),
                color=style.colour(i, len(self.columns)),
                linewidth=frames.width(i, len(self.columns)) if len(self.columns) > 1 else 1.1,
            )
        pairs = [(column.profile.arc, values) for (_, column, _), values in zip(sets, drawn)]
        notes = [frames.scale_values(axes, pairs, shown_unit)]
        notes.append(frames.said([column.variant.name for _, column, _ in sets], pairs, axes))
        from_tip = next(c.profile.from_tip for _, c, _ in sets)
        axes.set_ylabel(style.labelled(label, shown_unit, self.frame_height / (0.2 * plt.rcParams["font.size"])))
        axes.margins(x=0)
        style.length_axis(axes.xaxis, "arc length from the tip" if from_tip else "arc length")
        style.open_frame(axes)
        if name == geometry.CURRENT and not relative:
            self.add_ratio(axes, factor)
        sheet.caption("; ".join(filter(None, [self.said(name, label, relative), *notes])))

    def add_ratio(self, axes, factor):
        """The same curves read as current over its mean, at the right; as the deviation where that is small."""
        mean = factor * self.means()
        low, high = axes.get_ylim()
        if high - low < SMALL_DEVIATION * mean:
            right = axes.secondary_yaxis("right", functions=(lambda y: 100 * (y / mean - 1), lambda y: (1 + y / 100) * mean))
            right.set_ylabel("deviation from\nthe mean (%)")
        else:
            right = axes.secondary_yaxis("right", functions=(lambda y: y / mean, lambda y: y * mean))
            right.set_ylabel("current / mean\nover the true area")
        if axes.get_yscale() == "log":
            frames.logarithmic(right.yaxis)
        else:
            right.yaxis.get_major_formatter().set_useOffset(False)

    def said(self, name, label, relative):
        text = f"{label} along the electrode".replace("\n", " ")
        if name == geometry.CURRENT:
            means = [(f"{c.variant.name} ", 0.1 * c.mean) for c in self.columns if c.flows()]
            means = [("", means[0][1])] if self.means() is not None else means
            text += "; mean over the true area: " + ", ".join(f"{name}{mean:.4g} mA cm⁻²" for name, mean in means)
            text += "" if relative else ", by which the right-hand scale is divided"
        return text
