"""Curves between points of a mesh."""
import numpy as np

CORNER = np.radians(30.0)  # a line that turns by more has an edge there
HALF_A_CELL = 2  # in points: a cell of the second degree has up to four parts
EVENED = "means over about a cell of the mesh, for gradients of finite elements have waves of a cell"
POINTS = 8  # of a curve, between two points of the mesh


def smooth(x, y):
    """A curve through points: cubic and without new extremes between two of them (Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238)."""
    if len(x) < 3:
        return x, y
    h, secant = np.diff(x), np.diff(y) / np.diff(x)
    slope = np.zeros_like(y)
    same = secant[1:] * secant[:-1] > 0.0
    first, second = 2.0 * h[1:] + h[:-1], h[1:] + 2.0 * h[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope[1:-1] = np.where(same, (first + second) / (first / secant[:-1] + second / secant[1:]), 0.0)
    for end, (h0, h1), (s0, s1) in ((0, h[:2], secant[:2]), (-1, h[:-3:-1], secant[:-3:-1])):
        slope[end] = ((2.0 * h0 + h1) * s0 - h0 * s1) / (h0 + h1)
        if slope[end] * s0 <= 0.0:
            slope[end] = 0.0
        elif s0 * s1 <= 0.0 and abs(slope[end]) > 3.0 * abs(s0):
            slope[end] = 3.0 * s0
    t = np.linspace(0.0, 1.0, POINTS, endpoint=False)
    curve = (
        ((1.0 + 2.0 * t) * (1.0 - t) ** 2)[None, :] * y[:-1, None]
        + (t**2 * (3.0 - 2.0 * t))[None, :] * y[1:, None]
        + h[:, None] * ((t * (1.0 - t) ** 2)[None, :] * slope[:-1, None] - (t**2 * (1.0 - t))[None, :] * slope[1:, None])
    )
    return np.append((x[:-1, None] + h[:, None] * t[None, :]).ravel(), x[-1]), np.append(curve.ravel(), y[-1])


def evened(x, y):
    """
    A gradient without its waves of one cell, for it errs to one side where cells meet and to the other in between: the mean over a
    cell about each point.
    """
    result = np.array(y, float)
    for k in range(len(y)):
        n = min(HALF_A_CELL, k, len(y) - 1 - k)
        if n > 0:
            first, last, part = k - n, k + n, slice(k - n, k + n + 1)
            mean, slope = np.trapz(y[part], x[part]) / (x[last] - x[first]), (y[last] - y[first]) / (x[last] - x[first])
            result[k] = mean + slope * (x[k] - 0.5 * (x[first] + x[last]))  # a straight line stays, where cells change in size too
    return result


def layered(height, values, is_gradient=False):
    """The curves of all layers as one: two points lie at the same height where layers meet. Points without a value are left out."""
    height, values = height[np.isfinite(values)], values[np.isfinite(values)]
    ends = np.flatnonzero(np.diff(height) <= 0.0) + 1
    parts = [smooth(x, evened(x, y) if is_gradient else y) for x, y in zip(np.split(height, ends), np.split(values, ends))]
    return tuple(np.concatenate(column) for column in zip(*parts))


def joined(lines):
    """Lines that meet at an end, as one: a surface and its mirror image."""
    result = []
    for line in lines:
        near = 1e-6 * np.nanmax(np.ptp(np.nan_to_num(line), axis=0), initial=1e-300)
        for k, other in enumerate(result):
            both = [(one, two) for one in (other, other[::-1]) for two in (line, line[::-1])]
            pairs = [(one, two) for one, two in both if np.linalg.norm(one[-1] - two[0]) < near]
            if pairs:
                result[k] = np.concatenate([pairs[0][0], pairs[0][1][1:]])
                break
        else:
            result.append(line)
    return result


def rounded(line):
    """Points (rows) of a smooth curve through those of a line, whose first two columns are the place; edges stay, and gaps (NaN)."""
    ends = np.flatnonzero(np.isnan(line[:, 0]))
    parts = [part[np.isfinite(part[:, 0])] for part in np.split(line, ends)]
    curves = [round_part(part) for part in parts if len(part)]
    gap = np.full((1, line.shape[1]), np.nan)
    return np.concatenate([piece for curve in curves for piece in (curve, gap)][:-1]) if curves else line


def round_part(line):
    """Cubic between neighbours, in the chord length, with the slope of the parabola through a point and its two neighbours."""
    step = np.linalg.norm(np.diff(line[:, :2], axis=0), axis=1)
    line, step = line[np.append(True, step > 0)], step[step > 0]
    if len(line) < 3:
        return line
    chord = np.diff(line, axis=0) / step[:, None]
    before, after = step[:-1, None], step[1:, None]
    inner = (chord[:-1] * after + chord[1:] * before) / (before + after)
    turn = np.arccos(np.clip((chord[:-1, :2] * chord[1:, :2]).sum(axis=1), -1, 1))
    leaving, coming = chord.copy(), chord.copy()  # slopes at the beginning and the end of each piece
    even = turn < CORNER
    leaving[1:][even], coming[:-1][even] = inner[even], inner[even]
    t = np.linspace(0.0, 1.0, POINTS, endpoint=False)[None, :, None]
    a, b, h = line[:-1, None], line[1:, None], step[:, None, None]
    curve = (
        (1 + 2 * t) * (1 - t) ** 2 * a
        + t**2 * (3 - 2 * t) * b
        + h * (t * (1 - t) ** 2 * leaving[:, None] - t**2 * (1 - t) * coming[:, None])
    )
    return np.append(curve.reshape(-1, line.shape[1]), line[-1:], axis=0)
