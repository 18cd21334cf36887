"""What is drawn of one variant, and the part of the cell that is shown."""
import re
from textwrap import fill

import numpy as np

from . import geometry, profiles, results, style

CONCENTRATION = "concentration of Zn2+ [mol/m^3]"
THICKNESS = "film thickness [m]"
NO_CURRENT = 1e-3  # [A/m^2]: rounding after a rest; a mean below a millionth of the local currents is none either


class Column:
    """Section, electrode and profile of a variant, at the end or at a time of the series."""

    def __init__(self, variant, run, time=None, volume=True):
        self.variant, self.section, self.surface, self.profile, self.time = variant, None, None, None, time
        self.pictures = {}  # of a 3-D electrode, by view
        surface, volume = variant.grid("surface", time), variant.grid("volume", time) if volume else None
        self.tip = np.zeros(3)
        if surface is not None:
            self.surface = geometry.working_electrode(surface, run, variant)
            if len(self.surface.cells):
                self.tip = geometry.tip_of(self.surface)
                self.profile = profiles.profile(self.surface, run, self.tip)
                if geometry.CURRENT in self.surface.fields:
                    self.mean = self.true_mean(run)
            else:
                self.surface = None
        self.planes = geometry.mirror_axes(run, self.tip)
        if volume is not None:
            self.section = geometry.mirror_section(geometry.section(volume, run, self.tip), self.planes)

    def true_mean(self, run):
        """Mean deposition current density over the true area of the metal: as the table has it, or of the surface file."""
        current, roughness, share = (
            self.variant.quantity(key) for key in ("mean_current_density", "roughness_factor", "coulombic_efficiency")
        )
        if self.time is None and current and roughness and share:
            foil = self.variant.quantity("scaffold_foil_share") or (1.0, 0.0)  # the rest deposits in the scaffold
            return current[0] * share[0] * foil[0] / roughness[0]
        return geometry.surface_mean(self.surface, run, self.surface.fields[geometry.CURRENT])

    def flows(self):
        """Whether a net current crosses the electrode, to which local ones can be compared."""
        if self.profile is None or geometry.CURRENT not in self.profile.fields:
            return False
        return abs(self.mean) > max(NO_CURRENT, 1e-6 * style.largest(self.profile.fields[geometry.CURRENT]))

    def values(self, name):
        """A field of the section at its points, of a vector its magnitude; None where it was not written."""
        if self.section is None or name not in self.section.fields:
            return None
        values = self.section.fields[name]
        return values if values.ndim == 1 else values[:, 2]

    def material(self):
        """Material at the points of the section: 0 is the solution."""
        return self.section.fields.get("material", np.zeros(len(self.section.points)))

    def has_film(self):
        return self.profile is not None and style.largest(self.profile.fields.get(THICKNESS, np.zeros(1))) > 0

    def meshed_film(self):
        """Largest thickness [um] of a film that the mesh resolves."""
        resolved = self.section is not None and np.ptp(self.material()) > 0.5
        return 1e6 * style.largest(self.profile.fields[THICKNESS]) if resolved and self.has_film() else 0.0

    def title(self, room):
        """Name and, at the end of a run, main numbers, on lines of at most `room` characters."""
        if self.time is not None:
            return fill(with_units(self.variant.name), room)
        numbers = []
        uniformity, potential = self.variant.quantity("max_over_mean"), self.variant.quantity("electrode_potential")
        if uniformity:
            numbers.append(f"max/mean {uniformity[0]:.2f}" if uniformity[0] < 10 else f"max/mean {uniformity[0]:.3g}")
        if potential:
            numbers.append(f"{1e3 * potential[0] if abs(potential[0]) > 1e-6 else 0:.3g} mV vs. Zn")
        if programme := self.variant.data.get("programme"):
            numbers.append(f"after {style.duration(programme[-1]['end_s'])}")
        lines = []
        for part in numbers:
            if lines and len(lines[-1]) + 2 + len(part) <= room:
                lines[-1] += ", " + part
            else:
                lines.append(part)
        text = "\n".join(lines).replace("-", "\N{MINUS SIGN}")
        label = fill(str(self.variant.data.get("label") or ""), room)
        return "\n".join(filter(None, [fill(with_units(self.variant.name), room), text, label]))


def with_units(name):
    """Numbers and their units stay on one line."""
    return re.sub(r"(?<=\d) (?=[^\W\d])", "\N{NO-BREAK SPACE}", name)


def columns_of(run, variants, time=None, volume=True):
    columns = [Column(variant, run, time, volume) for variant in variants]
    if volume and all(column.section is None and column.surface is None for column in columns):
        raise results.Unusable(f"{run.folder} holds no fields of volume or surface of any variant")
    return columns


def outline(column):
    """The electrode in the section, its mirror image included."""
    if column.profile is None:
        return []
    line = column.profile.points
    return [line] + [line * [-1, 1] + [2 * position, 0] for axis, position in column.planes if axis == 0]


def extent(columns):
    parts = [column.section.points for column in columns if column.section is not None]
    return np.min([p.min(axis=0) for p in parts], axis=0), np.max([p.max(axis=0) for p in parts], axis=0)


def feature(columns):
    """Tip (horizontal, vertical), lowest height, the larger of height and half-width of the feature; None on a flat electrode."""
    lines = [np.concatenate(outline(column)) for column in columns if column.profile is not None]
    if not lines:
        return None
    line = np.concatenate(lines)
    line = line[np.isfinite(line[:, 0])]
    tip = line[np.argmax(line[:, 1] - 1e-6 * np.abs(line[:, 0] - np.median(line[:, 0])))]
    lowest = line[:, 1].min()
    height = tip[1] - lowest
    if height < 1e-3 * np.ptp(line[:, 0]):
        return None
    below = line[line[:, 1] < lowest + 0.5 * height]
    return tip, lowest, max(height, np.abs(below[:, 0] - tip[0]).min(initial=np.inf) if len(below) else height)


def view(columns, run):
    """What is shown of the section, (left, right), (bottom, top): heights about the feature, the cell, or what is asked for."""
    asked = run.options.window
    if isinstance(asked, list):
        return tuple(asked[0]), tuple(asked[1])
    lower, upper = extent(columns)
    found = feature(columns)
    if asked == "cell" or found is None:
        shown = upper[1] - lower[1] if asked == "cell" else min(upper[1] - lower[1], 0.6 * (upper[0] - lower[0]))
        margin = 0.03 * shown if found is None else 0.0
        return (lower[0], upper[0]), (lower[1] - margin, lower[1] + shown)
    tip, lowest, size = found
    half = float(asked) * size
    left, right = max(lower[0], tip[0] - half), min(upper[0], tip[0] + half)
    above = min(0.5 * half, max(0.3 * size, 0.75 * (right - left) - (tip[1] - lowest)))
    above = max(above, *(1.4 * column.meshed_film() for column in columns))  # what lies on the film is seen
    top = min(upper[1], tip[1] + above)
    return (left, right), (max(lowest, tip[1] - 1.5 * half) - 0.04 * (top - lowest), top)
