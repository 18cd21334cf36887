"""Half cycles of plating and stripping in a history: potential against capacity."""
from dataclasses import dataclass

import numpy as np

C_PER_MAH = 3.6e4  # C/m^2 in 1 mAh/cm^2


@dataclass
class Half:
    """A stretch of time in which the current does not change its sign."""

    time: np.ndarray
    potential: np.ndarray
    current: np.ndarray
    capacity: np.ndarray  # [mAh/cm^2], since it began

    @property
    def plating(self):
        return self.current.mean() > 0


def halves(history):
    """Stretches of one step of the protocol in which current flows; times without a potential are left out."""
    current, potential = history["mean_current_density [A/m^2]"], history["electrode_potential [V]"]
    charge, time = history["charge [C/m^2]"], history["time [s]"]
    position = np.asarray(history["position"])
    starts = np.flatnonzero(np.diff(position, prepend=np.nan) != 0)
    found = []
    for k, start in enumerate(starts):
        rows = np.arange(start, starts[k + 1] if k + 1 < len(starts) else len(time))
        rows = rows[np.isfinite(potential[rows]) & np.isfinite(current[rows])]
        if len(rows) < 3 or np.abs(current[rows]).max() < 1e-6 or np.sign(current[rows]).min() != np.sign(current[rows]).max():
            continue
        before = charge[start - 1] if start else 0.0
        found.append(Half(time[rows], potential[rows], current[rows], np.abs(charge[rows] - before) / C_PER_MAH))
    return found


def are_there(history, swept):
    """Whether zinc is plated and at least half of it stripped again, at given currents."""
    if swept or "position" not in history or "charge [C/m^2]" not in history:
        return False
    found = halves(history)
    plated, stripped = (sum(half.capacity[-1] for half in found if half.plating == sign) for sign in (True, False))
    return min(plated, stripped) > 0.5 * max(plated, stripped)
