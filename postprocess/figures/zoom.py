"""The magnified tip and valley: the field with its iso-lines, the film as a layer with colours of its own, arrows of the flux."""
from textwrap import fill

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.ticker import LogLocator, MaxNLocator

from . import field_lines, geometry, maps, ranges, style
from .columns import THICKNESS, outline, with_units
from .interpolation import joined, rounded
from .style import plt

RESISTANCE, TOTAL = "film resistance [ohm m^2]", "total current density [A/m^2]"
IN_FILM = ("ohmic field [V/m]", maps.FIELD)  # i/kappa
FILMS_AT_EDGE = 5  # the side of the square where a film ends is so many films wide
FILMS_ACROSS, CELLS_ACROSS = 8, 6  # the side of the square is so many films, or without a film at least so many cells wide
SMALLEST, LARGEST = 20.0, 40.0  # [mm]; of tips alone down to 13
LATTICE = 100  # points of a side at which iso-lines are looked for
FREE_EDGE, MARGIN = 6, 2  # points of that side between a scale bar and the edge of the square, and beside it
ISO_LINES = 6  # intervals at most between the lowest and the highest value in a square


class Spot:
    """A square of the section at the tip or in the valley of a variant."""

    def __init__(self, column, place, side, name, below=0.4):
        """`below`: share of the side that is metal below the place."""
        self.column, self.name = column, name
        part = column.section
        left, right = part.points[:, 0].min(), part.points[:, 0].max()
        x = min(max(place[0], left + side / 2), right - side / 2)
        self.window = (x - side / 2, x + side / 2), (place[1] - below * side, place[1] + (1 - below) * side)
        triangles = ranges.in_window(part, self.window)
        self.film = triangles[(column.material()[triangles] > 0.5).all(axis=1)]
        self.layer, self.layer_values = ([], np.empty(0)) if len(self.film) or not column.has_film() else layer(column)
        if len(self.film):
            field = next(n for n in IN_FILM if n in part.fields)
            self.film_name, self.film_values = field, column.values(field)[self.film].ravel()
        else:
            self.film_values = self.layer_values.ravel()


def layer(column):
    """A film without a mesh as triangles on the electrode, as thick as it is, and the field i R/d at their points."""
    profile = column.profile
    current = profile.fields.get(TOTAL, profile.fields.get(geometry.CURRENT))
    thickness = profile.fields[THICKNESS]
    with np.errstate(divide="ignore", invalid="ignore"):
        field = np.where(thickness > 0, np.abs(current) * profile.fields.get(RESISTANCE, 0 * current) / thickness, np.nan)
    triangles = []
    for line in joined([np.column_stack([one, thickness, field]) for one in outline(column)]):
        line = rounded(line)
        line, thick, along = line[:, :2], line[:, 2], line[:, 3]
        outer = line + 1e6 * thick[:, None] * normals(column, line)
        corners, values = np.stack([line, outer], axis=1), np.stack([along, along], axis=1)
        for one in ([(0, 0), (1, 0), (1, 1)], [(0, 0), (1, 1), (0, 1)]):  # along the surface, away from it
            points = [corners[i : len(line) - 1 + i, k] for i, k in one]
            triangles.append((np.stack(points, axis=1), np.stack([values[i : len(line) - 1 + i, k] for i, k in one], axis=1)))
    points, values = (np.concatenate(parts) for parts in zip(*triangles))
    good = np.isfinite(values).all(axis=1) & np.isfinite(points).all(axis=(1, 2))
    return points[good], values[good]


def normals(column, line):
    """Upwards; the surface is even in a mirror."""
    along = np.gradient(line, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    normal *= np.where(normal[:, 1:] < 0, -1, 1)
    for axis, position in column.planes:
        normal[(axis == 0) & (np.abs(line[:, 0] - position) < 1e-6 * np.nanmax(np.abs(line)))] = (0, 1)
    return normal


def edge_of_film(column):
    """Where a film ends on a flat electrode, (horizontal, vertical), and its thickness beside it [um]; None where it does not."""
    if column.profile is None or column.section is None or not column.has_film() or column.profile.from_tip:
        return None
    thickness = column.profile.fields[THICKNESS]
    bare = thickness < 1e-3 * np.nanmax(thickness)
    ends = np.flatnonzero(bare[1:] != bare[:-1])
    return (column.profile.points[ends[0] + 1], 1e6 * np.nanmax(thickness)) if len(ends) else None


def places(column):
    """Tip and valley on the electrode, (horizontal, vertical), and the thickness of the film at the tip [um]."""
    points, arc = column.profile.points, column.profile.arc
    good = np.isfinite(points[:, 0])
    points = points[good]
    tip, valley = points[np.argmax(points[:, 1])], points[np.argmin(points[:, 1])]
    film = column.profile.fields.get(THICKNESS, np.zeros(len(arc)))[good]
    return tip, valley, 1e6 * film[np.argmax(points[:, 1])]


def side_of(column, size):
    """Of the square: eight films wide; without one a fifth of the feature, and so many cells that the mesh is not what is seen."""
    film = places(column)[2]
    return min(FILMS_ACROSS * film if film > 0 else max(0.2 * size, CELLS_ACROSS * cell_at_tip(column)), size)


def cell_at_tip(column):
    """Length [um] of the cells on the electrode at the tip."""
    height, steps = column.profile.points[:, 1], np.abs(np.diff(column.profile.arc))
    tip = int(np.nanargmax(height))
    return np.nanmax(steps[max(tip - 2, 0) : tip + 2])


class ZoomRow:
    """
    A square for each variant, two (tip and valley) where there is room; on a flat electrode at the end of its film (`size` is None).
    The solution has the colours of the map of the field.
    """

    def __init__(self, field, size, width, right):
        self.field = field
        shown = [(i, column) for i, column in enumerate(field.columns) if column.profile is not None]
        room = width - maps.LEFT - right + maps.GAP
        if size is None:
            ends = [(i, column, edge_of_film(column)) for i, column in shown]
            self.spots = [(i, Spot(column, end[0], FILMS_AT_EDGE * end[1], "end of the film", 0.22)) for i, column, end in ends if end]
        else:
            names = ["tip", "valley"] if room / (2 * len(shown)) - maps.GAP >= SMALLEST else ["tip"]
            self.spots = [
                (i, Spot(column, place, side_of(column, size), name))
                for i, column in shown
                for name, place in zip(names, places(column))
            ]
        self.side = min(room / len(self.spots) - maps.GAP, LARGEST)
        self.left = maps.in_the_middle(room - len(self.spots) * (self.side + maps.GAP))
        letters = max(int(self.side / (0.185 * plt.rcParams["font.size"])), 8)
        one = all(spot.name == self.spots[0][1].name for _, spot in self.spots)
        self.titles = [fill(with_units(s.column.variant.name + ("" if one else f", {s.name}")), letters) for _, s in self.spots]
        if any(title.count("\n") > 1 for title in self.titles):  # as above the maps, in the same order
            self.titles = ["" if one else spot.name for _, spot in self.spots]
        self.above = 1.5 + 0.42 * plt.rcParams["font.size"] * max(title.count("\n") + 1 for title in self.titles)
        self.height = self.side + 3.0 + self.above
        films = np.concatenate([spot.film_values for _, spot in self.spots])
        self.norm = None
        if len(films):
            self.factor, self.unit = style.scale("V/m", style.largest(films))
            middles = [np.median(spot.film_values) for _, spot in self.spots if len(spot.film_values)]
            self.norm = ranges.norm(*(self.factor * x for x in (films.min(), films.max(), min(middles))))

    def draw(self, sheet, top):
        top, levels = top + self.above, []
        for k, (i, spot) in enumerate(self.spots):
            axes = sheet.place(self.left + k * (self.side + maps.GAP), top, self.side, self.side)
            if k == 0:
                sheet.letter(axes, self.left - maps.LEFT + 0.5)
            levels.append(self.paint(axes, i, spot))
            axes.set_title(self.titles[k], pad=2)
        shown = " and ".join(dict.fromkeys(spot.name for _, spot in self.spots))
        said = f"{shown} of each variant, magnified; arrows: direction of the current" + self.lines_said(levels)
        if self.norm is not None:
            left = self.left + len(self.spots) * (self.side + maps.GAP) - maps.GAP + 2.0
            axes = sheet.place(left, top, maps.BAR, self.side)
            bar = plt.colorbar(plt.cm.ScalarMappable(self.norm, plt.get_cmap("cividis")), cax=axes)
            bar.set_label(style.labelled("field in the film", self.unit, self.side / 1.3))
            style.few_ticks(bar, 4)
            said += "; film to scale, coloured by the field in it, i/kappa (scale at the right); solution as in the field map"
        sheet.caption(said)

    def lines_said(self, levels):
        """For the caption: how far the iso-lines are apart; `levels` of every square."""
        names, one = {}, len({spot.name for _, spot in self.spots}) == 1
        for (i, spot), own in zip(self.spots, levels):
            if len(own):
                place = spot.column.variant.name + ("" if one else f", {spot.name}")
                names.setdefault(spacing(own, self.field.units[i]), []).append(place)
        if not names:
            return ""
        apart = [f"{step} ({'; '.join(where)})" if len(names) > 1 else step for step, where in names.items()]
        none = "" if all(map(len, levels)) else "; none where it hardly varies"
        return f"; thin lines: equal {self.field.label} in the solution, {', '.join(apart)}{none}"

    def paint(self, axes, i, spot):
        """Draws a square; returns the values of its iso-lines."""
        column, field, levels = spot.column, self.field, []
        painted = maps.paint(axes, column, field.name, field.factors[i], field.norms[i], field.colours, spot.window, chosen=False)
        if painted is not None:
            x, y = (np.linspace(*side, n)[:: max(n // LATTICE, 1)] for side, n in zip(spot.window, painted.shape[::-1]))
            painted = painted[:: max(painted.shape[0] // LATTICE, 1), :: max(painted.shape[1] // LATTICE, 1)]
            cell = cell_in(column, spot.window) / (x[1] - x[0])
            levels = iso_lines(axes, x, y, without_cells(painted, max(cell, 1.0)), field.norms[i], field.colours)
        if len(spot.film):
            maps.paint(axes, column, spot.film_name, self.factor, self.norm, plt.get_cmap("cividis"), spot.window, chosen=True)
        elif len(spot.layer):
            points = spot.layer.reshape(-1, 2)
            axes.tripcolor(
                points[:, 0],
                points[:, 1],
                np.arange(len(points)).reshape(-1, 3),
                self.factor * spot.layer_values.ravel(),
                shading="gouraud",
                cmap="cividis",
                norm=self.norm,
                rasterized=True,
            )
        maps.frame(axes, column, spot.window)
        self.arrows(axes, spot)
        axes.set(xticks=[], yticks=[])
        scale_bar(axes, spot, self.side)
        return levels

    def arrows(self, axes, spot):
        name = maps.flux_name(spot.column)
        if name is None:
            return
        vectors, valid = field_lines.on_lattice(spot.column.section, name, spot.window, 8, 8)
        x, y = np.meshgrid(np.linspace(*spot.window[0], 8), np.linspace(*spot.window[1], 8))
        size = np.linalg.norm(vectors, axis=2)
        inner = valid & (size > 0)
        inner[1:] &= valid[:-1]  # no arrow reaches into the metal
        inner[[0, -1]], inner[:, [0, -1]] = False, False
        unit = vectors[inner] / size[inner][:, None]
        axes.quiver(x[inner], y[inner], unit[:, 0], unit[:, 1], color="white", pivot="mid", scale=13, width=0.012, headwidth=3.5)


def iso_values(values, norm):
    """A few round values between those of a square, without its extremes; none where it is even."""
    low, high = np.quantile(values, (0.005, 0.995)) if len(values) else (0.0, 0.0)
    if high - low <= ranges.EVEN * abs(high):
        return np.empty(0)
    steep = isinstance(norm, LogNorm) and high > 10 * low
    found = (LogLocator(subs=(1, 2, 5)) if steep else MaxNLocator(ISO_LINES, steps=[1, 2, 5, 10])).tick_values(low, high)
    return found[(found > low) & (found < high)]


def cell_in(column, window):
    """Size [um] of the small cells of the solution in a square: where they are small, at an edge, the field is steep."""
    triangles = ranges.central(column.section, window)
    triangles = triangles[~ranges.in_films(column, triangles)]
    areas = ranges.areas_of(column.section, triangles)
    return np.sqrt(2 * np.quantile(areas, 0.1)) if len(areas) else 0.0


def without_cells(values, width):
    """
    Each value of a lattice from a parabola fitted to its neighbours, with Gaussian weights of this width [spacings]: of values that
    are linear within cells, iso-lines have the corners of these.
    """
    known = (~np.ma.getmaskarray(values)).astype(float)
    powers = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
    distance = [(np.arange(n)[:, None] - np.arange(n)) / width for n in values.shape]
    weighted = [[np.exp(-0.5 * d**2) * d**k for k in range(5)] for d in distance]

    def moment(data, i, j):
        return weighted[0][i] @ data @ weighted[1][j].T

    moments = {(i, j): moment(known, i, j) for i in range(5) for j in range(5 - i)}
    matrix = np.array([[moments[i + k, j + m] for i, j in powers] for k, m in powers]).transpose(2, 3, 0, 1)
    right = np.array([moment(values.filled(0), i, j) for i, j in powers]).transpose(1, 2, 0)
    inner = known > 0
    scale = 1e-9 * matrix[inner][:, :1, :1]  # a lone point has no parabola
    smooth = np.linalg.solve(matrix[inner] + scale * np.eye(len(powers)), right[inner][:, :, None])[:, 0, 0]
    result = values.copy()
    result[inner] = smooth
    return result


def iso_lines(axes, x, y, values, norm, colours):
    """Draws them on the map, dark where it is light, under all else; returns their values."""
    levels = iso_values(values.compressed(), norm)
    if len(levels):
        red, green, blue = colours(norm(levels))[:, :3].T
        light = 0.3 * red + 0.59 * green + 0.11 * blue > 0.5
        axes.contour(x, y, values, levels, colors=list(np.where(light, "black", "white")), linewidths=0.4, zorder=0.5)
    return levels


def spacing(levels, unit):
    """ "0.5 V/m apart"."""
    steps = np.diff(levels)
    if len(levels) > 1 and not np.allclose(steps, steps[0]):
        return "at 1, 2 and 5 of every decade"
    return f"{steps[0]:.3g} {unit} apart" if len(levels) > 1 else f"at {levels[0]:.3g} {unit}"


def scale_bar(axes, spot, side):
    """A bar of 1, 2 or 5 units with its length, on the metal where there is room for both. `side` of the square: [mm]."""
    (left, right), (bottom, top) = spot.window
    width = right - left
    power = 10.0 ** np.floor(np.log10(0.4 * width))
    length = max(m * power for m in (1, 2, 5) if m * power <= 0.4 * width)
    factor, unit = style.length_unit(length)
    name, size = f"{factor * length:g} {unit}", plt.rcParams["font.size"]
    wide, high = max(length / width, 0.22 * size * len(name) / side), 0.09 + 0.42 * size / side
    at, clear = free_place(spot, wide, high)
    middle, y = left + (at + 0.5 * wide) * width, bottom + 0.06 * (top - bottom)
    axes.plot([middle - 0.5 * length, middle + 0.5 * length], [y, y], color="black", linewidth=1.5, solid_capstyle="butt")
    box = None if clear else {"facecolor": style.METAL, "edgecolor": "none", "pad": 0.6, "alpha": 0.8}
    axes.text(middle, y + 0.03 * (top - bottom), name, va="bottom", ha="center", bbox=box)


def free_place(spot, wide, high):
    """Where a box at the lower edge of a square covers least but metal, from the left, in parts of the side; whether nothing else."""
    _, solution = field_lines.on_lattice(spot.column.section, maps.FIELD, spot.window, LATTICE, LATTICE)
    covered = solution[: int(np.ceil(high * LATTICE))].sum(axis=0)
    n = int(np.ceil(wide * LATTICE))
    places = np.arange(FREE_EDGE, LATTICE - n - FREE_EDGE + 1)
    amounts = np.array([covered[k - MARGIN : k + n + MARGIN].sum() for k in places])
    return places[amounts.argmin()] / LATTICE, not amounts.min()
