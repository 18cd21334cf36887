"""Which values the colours of a map span: those of what fills the window, without the extremes at singular edges."""
import numpy as np
from matplotlib.colors import LogNorm, Normalize

CLIPPED = 1.5  # the largest value is out of the range where it exceeds that of all but 0.5 % of the area so many times
# At an edge a field rises at most as the root of the distance falls: by 1.8 on a tenth of the area. More is the current of a narrow place.
NARROW, SEVERAL = 2.5, 20  # times the value that all but 0.5 % of the area have at most; triangles
UNIFORM, EVEN = 1e-5, 5e-3  # of the largest value: less is rounding, of the derivatives that vectors are the error of the mesh
ROUNDING = {"V]": 1e-6, "V/m]": 1e-3, "A/m^2]": 1e-3, "mol/m^3]": 1e-6}  # fields that are no larger are what a rest leaves of them
STEEP = 20
FILLED = 0.4  # of the window: a film that takes more of it than this has the colours, else the solution
DARK = 0.3  # of the shared range: a variant that uses less of it has its own


def in_window(part, window):
    (left, right), (bottom, top) = window
    p = part.points[part.triangles]
    keep = (p[:, :, 0].max(1) > left) & (p[:, :, 0].min(1) < right) & (p[:, :, 1].max(1) > bottom) & (p[:, :, 1].min(1) < top)
    return part.triangles[keep]


def areas_of(part, triangles):
    corners = part.points[triangles]
    sides = corners[:, 1:] - corners[:, :1]
    return 0.5 * np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])


def central(part, window):
    """Triangles whose centres lie in the window; those that touch it where it is smaller than all."""
    triangles = in_window(part, window)
    centres = part.points[triangles].mean(axis=1)
    (left, right), (bottom, top) = window
    within = (centres[:, 0] > left) & (centres[:, 0] < right) & (centres[:, 1] > bottom) & (centres[:, 1] < top)
    return triangles[within] if within.any() else triangles


def in_films(column, triangles):
    return (column.material()[triangles] > 0.5).all(axis=1)


def filled(column, window):
    """Whether films fill the window, so that the colours are theirs."""
    triangles = central(column.section, window)
    areas, film = areas_of(column.section, triangles), in_films(column, triangles)
    return film.any() and areas[film].sum() > FILLED * areas.sum()


def sample(column, name, window):
    """Values at the triangles of what fills the window, films or the solution, and their areas."""
    part = column.section
    triangles = central(part, window)
    film = in_films(column, triangles)
    chosen = film if filled(column, window) else ~film
    triangles = triangles[chosen] if chosen.any() else triangles
    areas = areas_of(part, triangles)
    values = column.values(name)[triangles]
    good = np.isfinite(values).all(axis=1)
    return values[good], areas[good]


def quantile(values, areas, share):
    order = np.argsort(values)
    cumulated = np.cumsum(areas[order])
    return values[order][min(np.searchsorted(cumulated, share * cumulated[-1]), len(order) - 1)]


def bounds(values, areas):
    """Lowest and highest value that the colours show, and the largest value where that is beyond them."""
    low, high = values.min(), values.max()
    most, everywhere = quantile(values.max(axis=1), areas, 0.995), values.min(axis=1)
    narrow = everywhere > NARROW * most
    if narrow.sum() >= SEVERAL and areas[narrow].sum() > 5e-4 * areas.sum():
        most = quantile(everywhere, areas, 0.9999)
    if high - low > CLIPPED * (most - low) > 0:
        return low, most, high
    return low, high, None


def varies(column, name, window):
    """By more than what is no news of a field."""
    values, _ = sample(column, name, window)
    least = EVEN if column.section.fields[name].ndim == 2 else UNIFORM
    largest = np.abs(values).max(initial=0.0)
    return len(values) > 0 and largest > ROUNDING.get(name.partition("[")[2], 0.0) and np.ptp(values) > least * largest


def shared(columns, name, window, always=False):
    """One range for all, or None where that leaves a variant nearly one colour, and the ranges of all: (low, high, beyond)."""
    own = [bounds(*sample(column, name, window)) for column in columns]
    beyond = [b[2] for b in own if b[2] is not None]
    low, high = min(b[0] for b in own), max(b[1] for b in own)
    if always or all(b[1] - b[0] >= DARK * (high - low) for b in own):
        return (low, high, max(beyond, default=None)), own
    return None, own


def norm(low, high, typical=None):
    """Linear, about a single value; logarithmic where half of a magnitude is less than a twentieth of the highest value."""
    if typical is not None and 0 < typical < high / STEEP:
        return LogNorm(max(low, 0.1 * typical), high)
    margin = 0.5 * abs(high) if high - low <= UNIFORM * abs(high) else 0.0
    return Normalize(low - margin, high + margin)
