"""What a referee sees of a figure, as assertions on matplotlib's artists."""
from itertools import combinations

import numpy as np
from matplotlib.text import Annotation, Text

TOUCH = 1.0  # [pixels at 100 a inch] by which boxes of text may overlap: they have a margin


def all_axes(figure):
    """Insets are children of their axes."""
    return [one for axes in figure.axes for one in (axes, *axes.child_axes)]


def texts(figure):
    """(text, box, artist) of all words and numbers that are seen."""
    renderer = figure.canvas.get_renderer()
    artists = {id(a): a for a in figure.findobj(Text) if a.get_visible() and a.get_text().strip() and not isinstance(a, Annotation)}
    found = [(a.get_text(), a.get_window_extent(renderer), a) for a in artists.values()]
    hidden = {id(label) for axes in all_axes(figure) for axis in (axes.xaxis, axes.yaxis) for label in unseen(axis)}
    return [entry for entry in found if id(entry[2]) not in hidden]


def unseen(axis):
    """Numbers of ticks outside of the axis: they exist and are not drawn."""
    low, high = sorted(axis.get_view_interval())
    margin = 1e-6 * (high - low)
    drawn = {id(tick) for tick in axis._update_ticks() if low - margin <= tick.get_loc() <= high + margin}
    off = not axis.axes.axison
    return [
        label
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        if off or id(tick) not in drawn
        for label in (tick.label1, tick.label2)
    ]


def overlap(a, b):
    return min(a.x1, b.x1) - max(a.x0, b.x0) > TOUCH and min(a.y1, b.y1) - max(a.y0, b.y0) > TOUCH


def problems(figure):
    """One line for everything that is wrong."""
    figure.canvas.draw()
    words = texts(figure)
    page = figure.bbox
    found = [
        f"{text!r} leaves the page"
        for text, box, _ in words
        if box.x0 < -TOUCH or box.y0 < -TOUCH or box.x1 > page.x1 + TOUCH or box.y1 > page.y1 + TOUCH
    ]
    found += [f"{one!r} and {other!r} overlap" for (one, a, _), (other, b, _) in combinations(words, 2) if overlap(a, b)]
    letters = [text for text, _, artist in words if artist.get_weight() == "bold"]
    if letters != sorted(set(letters)) or len(letters) > 5:
        found.append(f"panels {letters}")
    for axes in figure.axes:
        found += maps_problems(axes) + curve_problems(axes)
        for legend in figure.legends:
            if overlap(legend.get_window_extent(), axes.get_window_extent()):
                found.append("the legend is over data")
    return found


def maps_of(axes):
    """Pictures of a field, in which colours are found by a scale."""
    return [image for image in axes.images if np.ndim(image.get_array()) == 2]


def maps_problems(axes):
    values = [np.ma.compressed(image.get_array()) for image in maps_of(axes)]
    return [f"a map of {v.min():.4g} only" for v in values if np.ptp(v) <= 1e-6 * np.abs(v).max()]


def curve_problems(axes):
    """Frames of curves (no equal axes, no colour bar): curves fill them by half and go from left to right."""
    lines = [line for line in axes.lines if len(line.get_xdata()) > 2]
    if axes.get_aspect() == 1.0 or not lines or axes.get_xlabel().startswith("Re Z"):  # equal scales
        return []
    y = np.concatenate([np.asarray(line.get_ydata(), float) for line in lines])
    y = y[np.isfinite(y)]
    low, high = sorted(axes.get_ylim())
    found = (
        []
        if np.ptp(y) >= 0.5 * (high - low) or axes.get_yscale() == "log"
        else [f"curves use {np.ptp(y) / (high - low):.0%} of {axes.get_ylabel()!r}"]
    )
    return found + ([f"a frame of {y[0]:.4g} only"] if np.ptp(y) == 0 else [])


def ranges_used(figure):
    """Of every scale of colours the share that the maps which have it use."""
    scales = {}
    for axes in figure.axes:
        for one in maps_of(axes):
            scales.setdefault((one.norm.vmin, one.norm.vmax, one.get_cmap().name), []).append(np.ma.compressed(one.get_array()))
    shares = {}
    for (low, high, name), values in scales.items():
        values = np.clip(np.concatenate(values), low, high)
        shares[name, low, high] = np.ptp(values) / (high - low)
    return shares


def zigzags(figure):
    """Lines of reported numbers that go back."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_marker() == "o" and line.get_linestyle() != "None"]
    return [line for line in lines if (np.diff(np.asarray(line.get_xdata(), float)) <= 0).any()]


def turns(y):
    """How often a curve changes its direction, without rounding."""
    y = np.asarray(y, float)
    y = y[np.isfinite(y)]
    steps = np.diff(y)
    steps = np.sign(steps[np.abs(steps) > 1e-6 * np.ptp(y)])
    return int((np.diff(steps) != 0).sum())
