"""Frames of curves: what range they show, which are on a logarithmic scale, and which lie upon each other."""
import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from . import style
from .interpolation import smooth

COINCIDE = 4e-3  # of the height of a frame: curves that are nowhere farther apart are one to the eye
STEEPER, SHARE = 2.0, 0.03  # a peak is clipped that takes less than this share of the axis and more than half of the frame
APART, FLAT = 10.0, 0.05  # values differ so many times while the curves use so little of the frame: logarithmic
PLATEAU = 8  # points
FEW_STEPS = 300
NUMBERED = 300.0  # a logarithmic axis over less has 1, 2 and 5 of every decade
EARLY, ORDERS = 0.02, 100.0  # of the time in which half of a change happens, and its size: logarithmic


def finite(values):
    values = np.asarray(values, float)
    return values[np.isfinite(values)]


def typical(place, values):
    """Lowest and highest value of a curve but for a share of the axis."""
    place, values = np.asarray(place, float), np.asarray(values, float)
    middle, width = 0.5 * (values[1:] + values[:-1]), np.abs(np.diff(place))
    good = np.isfinite(middle) & np.isfinite(width)
    if not good.any() or width[good].sum() == 0:
        return finite(values).min(), finite(values).max()
    order = np.argsort(middle[good])
    share = np.cumsum(width[good][order]) / width[good].sum()
    sorted_values = middle[good][order]
    last = len(sorted_values) - 1
    return sorted_values[np.searchsorted(share, SHARE)], sorted_values[min(np.searchsorted(share, 1 - SHARE), last)]


def span(curves):
    """Lowest and highest value that a frame of (place, values) shows, and the extremes beyond them, None where there are none."""
    everything = np.concatenate([finite(values) for _, values in curves])
    low, high = everything.min(), everything.max()
    usual = [typical(*curve) for curve in curves]
    bottom, top = min(pair[0] for pair in usual), max(pair[1] for pair in usual)
    if not high - low > STEEPER * (top - bottom) > 1e-6 * (high - low):
        return low, high, None, None
    below, above = bottom - low > top - bottom, high - top > top - bottom
    room = 0.35 * (top - bottom)  # that a peak is seen to leave the frame
    return bottom - room if below else low, top + room if above else high, low if below else None, high if above else None


def differ_by_orders(curves):
    """Whether values of different curves are so many times apart that a common linear scale leaves them no shape."""
    sets = [finite(values) for _, values in curves]
    everything = np.concatenate(sets)
    if len(sets) < 2 or everything.min() <= 0 or everything.max() < APART * everything.min():
        return False
    return all(np.ptp(values) < FLAT * np.ptp(everything) for values in sets if values.max() < everything.max() / APART) and (
        min(values.max() for values in sets) < everything.max() / APART
    )


def is_plateau(curves, most):
    """Whether so many points lie near the largest value that it is a place of its own, as a crack; all above zero."""
    sets = [finite(values) for _, values in curves]
    return all(values.min() > 0 for values in sets) and any((values > 0.5 * most).sum() >= PLATEAU for values in sets)


def scale_values(axes, curves, unit="", clip=True):
    """The range of the curves with a margin, or a logarithmic scale; for the caption what was clipped and is logarithmic."""
    if differ_by_orders(curves):
        logarithmic(axes.yaxis)
        return "logarithmic scale"
    low, high, least, most = span(curves)
    if clip and least is None and most is not None and most > APART * high and is_plateau(curves, most):
        logarithmic(axes.yaxis)
        return "logarithmic scale"
    if not clip:
        low, high, least, most = low if least is None else least, high if most is None else most, None, None
    style.autoscale(axes, [np.array([low, high])])
    axes.ticklabel_format(axis="y", useOffset=False)
    beyond = [f"{x:.3g} {unit}".strip().replace("-", "\N{MINUS SIGN}") for x in (least, most) if x is not None]
    if beyond:
        say_clipped(axes, curves, least, most, beyond)
    return f"clipped: in a peak of less than {100 * SHARE:.0f} % of the axis they reach {' and '.join(beyond)}" if beyond else ""


def logarithmic(axis):
    """A logarithmic axis; 1, 2 and 5 have numbers where there are few powers of ten."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    low, high = axis.get_view_interval()
    if high < NUMBERED * low:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
        axis.set_minor_formatter(NullFormatter())
    elif high < 1e6 * low:
        axis.set_major_locator(LogLocator(numticks=8))


def at_once(curves):
    """Whether half of what happens in (time, values) is over in the first instants, though the run took many steps in them."""
    changing = [(t, v) for t, v in curves if np.ptp(finite(v)) > 0]
    return bool(changing) and all(over_early(np.asarray(t, float), np.asarray(v, float)) for t, v in changing)


def over_early(time, values):
    good = np.isfinite(values) & np.isfinite(time) & (time > 0)
    time, values = time[good], values[good]
    if len(time) and values.min() > 0 and values.max() > ORDERS * values.min():
        values = np.log10(values)
    early = time < EARLY * time[-1] if len(time) else np.zeros(0, bool)
    far = np.abs(values - values[-1]) > 0.5 * np.ptp(values) if len(time) else early
    return early.sum() >= 5 and far.any() and early[far].all()


def scale_times(axes, curves):
    """Logarithmic axes where all happens at once, of the values too where they fall by powers of ten; what is said of it."""
    if not at_once(curves):
        return ""
    axes.set_xscale("log")
    begins = [first_time(np.asarray(t, float), np.asarray(v, float)) for t, v in curves]
    axes.set_xlim(min(begin for begin, _ in begins), max(np.max(t) for t, _ in curves))
    left_out = "the instant 0 is"
    if any(charged for _, charged in begins):
        left_out = "the instant 0 and the first step, with the charge that a jump of the potential takes, are"
    values = np.concatenate([finite(np.asarray(v)[np.asarray(t) >= begin]) for (t, v), (begin, _) in zip(curves, begins)])
    if values.min() > 0 and values.max() > ORDERS * values.min():
        axes.set_ylim(0.7 * values.min(), 1.4 * values.max())
        logarithmic(axes.yaxis)
        return f"both on logarithmic scales; {left_out} left out"
    return f"time on a logarithmic scale; {left_out} left out"


def rounded_in_decades(axes):
    """Curves of few steps are drawn smooth where time is logarithmic, through the same points."""
    if axes.get_xscale() != "log":
        return
    of_values = (np.log10, lambda v: 10.0**v) if axes.get_yscale() == "log" else (np.asarray, np.asarray)
    for line in axes.lines:
        time, values = (np.asarray(data, float) for data in line.get_data())
        good = (time > 0) & np.isfinite(values) & ((values > 0) | (axes.get_yscale() != "log"))
        time, first = np.unique(time[good], return_index=True)
        if 2 < len(time) <= FEW_STEPS:
            x, y = smooth(np.log10(time), of_values[0](values[good][first]))
            line.set_data(10.0**x, of_values[1](y))


def first_time(time, values):
    """
    The first time above 0; the second where the first value is orders of magnitude larger: the current of the step over which a
    double layer takes its charge is as large as this step is short. And whether it is the second.
    """
    later = np.flatnonzero(time > 0)
    charged = len(later) > 1 and abs(values[later[0]]) > ORDERS * abs(values[later[1]]) > 0
    return time[later[1 if charged else 0]], charged


def say_clipped(axes, curves, least, most, beyond):
    """Words in the frame, on the side without the peak."""
    place, values = max(curves, key=lambda c: np.nanmax(c[1])) if most is not None else min(curves, key=lambda c: np.nanmin(c[1]))
    at = place[np.nanargmax(values) if most is not None else np.nanargmin(values)]
    ends = np.nanmin(place), np.nanmax(place)
    right = at < 0.5 * (ends[0] + ends[1])
    axes.text(
        0.98 if right else 0.02,
        0.97 if most is not None else 0.03,
        f"clipped, up to\n{beyond[-1]}" if most is not None else f"clipped, down to\n{beyond[0]}",
        transform=axes.transAxes,
        ha="right" if right else "left",
        va="top" if most is not None else "bottom",
    )


def same(names, curves, height):
    """Names of curves that lie upon each other, in groups: they are nowhere farther apart than a line is wide."""
    groups = []
    for name, (place, values) in zip(names, curves):
        for group in groups:
            if upon(group[0][1], (place, values), COINCIDE * height):
                group.append((name, (place, values)))
                break
        else:
            groups.append([(name, (place, values))])
    return [[name for name, _ in group] for group in groups if len(group) > 1]


def upon(one, other, tolerance):
    """Whether two curves over the same stretch agree within a tolerance."""
    (x, y), (s, t) = [(np.asarray(a, float), np.asarray(b, float)) for a, b in (one, other)]
    good, also = np.isfinite(x) & np.isfinite(y), np.isfinite(s) & np.isfinite(t)
    x, y, s, t = x[good], y[good], s[also], t[also]
    if len(x) < 2 or len(s) < 2 or (np.diff(x) < 0).any() or (np.diff(s) < 0).any():
        return False
    length = max(np.ptp(x), np.ptp(s))
    if abs(x[0] - s[0]) > 0.01 * length or abs(x[-1] - s[-1]) > 0.01 * length:
        return False
    return np.abs(np.interp(s, x, y) - t).max() <= tolerance and np.abs(np.interp(x, s, t) - y).max() <= tolerance


def said(names, curves, axes, logged=False):
    """For the caption: which curves lie upon each other in this frame. `logged`: they are given by their logarithms."""
    low, high = axes.get_ylim()
    if logged and axes.get_yscale() == "log":
        low, high = np.log10(low), np.log10(high)
    curves = [(x, np.clip(y, low, high)) for x, y in curves]
    if not logged and axes.get_yscale() == "log":
        curves, low, high = [(x, np.log10(y)) for x, y in curves], np.log10(low), np.log10(high)
    if not logged and axes.get_xscale() == "log":
        curves = [(np.log10(np.asarray(x)[np.asarray(x) > 0]), y[np.asarray(x) > 0]) for x, y in curves]
    groups = same(names, curves, high - low)
    return "; ".join(f"the curves of {listed(group)} lie upon each other" for group in groups)


def same_in_plane(names, curves, height):
    """Names of curves of complex numbers that lie upon each other, in groups; both ways, so that none is a part of another."""

    def farthest(one, other):
        return np.abs(one[:, None] - other[None, :]).min(axis=1).max()

    groups = []
    for name, z in zip(names, curves):
        for group in groups:
            if max(farthest(group[0][1], z), farthest(z, group[0][1])) < 2 * COINCIDE * height:
                group.append((name, z))
                break
        else:
            groups.append([(name, z)])
    return [[name for name, _ in group] for group in groups if len(group) > 1]


def listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def width(k, n):
    """Of the k-th of n lines: earlier ones are wider, so that those which later ones cover are seen."""
    return 1.7 - 0.9 * k / max(n - 1, 1)
