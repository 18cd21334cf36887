"""The electrode in the section as one curve: values against arc length, in um."""
from dataclasses import dataclass

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy

from . import results
from .geometry import as_polydata, cut_plane


@dataclass
class Profile:
    """Values along the surface, ordered; NaN between separate pieces."""

    points: np.ndarray
    arc: np.ndarray
    weights: np.ndarray
    fields: dict
    from_tip: bool


def profile(surface, run, tip):
    """The electrode in the section, ordered along the surface; arc length counted from the tip."""
    if run.dimension == 3:
        cut = cut_plane(as_polydata(surface), tip)
        if cut.GetNumberOfLines() == 0:
            return None
        points = vtk_to_numpy(cut.GetPoints().GetData()).astype(float)[:, (0, 2)]
        lines = vtk_to_numpy(cut.GetLines().GetData()).reshape(-1, 3)[:, 1:]
        fields = results.point_fields(cut)
    else:
        points, lines, fields = surface.points[:, :2], surface.cells, surface.fields
    if len(lines) == 0:
        return None
    size = max(np.ptp(points[lines.ravel()], axis=0).max(), 1e-12)
    used = np.unique(lines)
    _, first, group = np.unique(np.rint(points[used] / (1e-6 * size)), axis=0, return_index=True, return_inverse=True)
    group = group.ravel()
    to_group = np.full(len(points), -1)
    to_group[used] = group
    counts = np.bincount(group)

    def merged(values):
        return np.bincount(group, values[used]) / counts

    position = points[used][first]
    order = chains(to_group[lines], position)
    index = np.concatenate([np.append(chain, -1) for chain in order])[:-1]
    gap = index < 0
    position = np.where(gap[:, None], np.nan, position[index])
    steps = np.linalg.norm(np.diff(fill_gaps(position), axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(steps)])
    flat = np.nanmax(position[:, 1]) - np.nanmin(position[:, 1]) < 1e-3 * arc[-1]
    if not flat:
        near = position[:, 1] > np.nanmax(position[:, 1]) - 1e-3 * np.ptp(position[~gap, 1])
        arc = arc - arc[np.argmax(near)]  # the first of equally high points
        if arc[-1] <= 1e-9 * size:
            arc = -arc
    values = {name: np.where(gap, np.nan, merged(v)[index]) for name, v in fields.items() if v.ndim == 1}
    return Profile(position, arc, steps, values, not flat)


def fill_gaps(position):
    filled = position.copy()
    for i in np.flatnonzero(np.isnan(position[:, 0])):
        filled[i] = filled[i - 1]
    return filled


def chains(lines, position):
    """Segments strung together: a list of point sequences, the leftmost first."""
    neighbours = {}
    for a, b in lines:
        if a != b:
            neighbours.setdefault(a, set()).add(b)
            neighbours.setdefault(b, set()).add(a)
    result = []
    while neighbours:
        ends = [p for p, others in neighbours.items() if len(others) == 1] or list(neighbours)
        current = min(ends, key=lambda p: tuple(position[p]))
        chain = [current]
        while neighbours.get(current):
            following = neighbours[current].pop()
            neighbours[following].discard(current)
            if not neighbours[current]:
                del neighbours[current]
            chain.append(following)
            current = following
        neighbours.pop(current, None)
        result.append(np.array(chain))
    return result
