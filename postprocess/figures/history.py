"""Figure of a transient run: history.csv of each variant against time, and the voltammogram where potentials were swept."""
import csv

import numpy as np

from . import style
from .style import plt

# Reported numbers, and the smallest change that is no rounding (SI).
PANELS = {"electrode_potential": 1e-6, "mean_current_density": 1e-6, "min_surface_concentration": 1e-6, "std_over_mean": 1e-4}
UNITS_OF_TIME = [(1.0, "s"), (60.0, "min"), (3600.0, "h"), (1e-3, "ms"), (1e-6, "µs")]


def read(variant):
    """Columns of history.csv as arrays, missing numbers as NaN; None where the run was not transient."""
    path = variant.folder / "history.csv"
    if not path.is_file():
        return None
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if len(rows) < 2 or "time [s]" not in rows[0]:
        return None
    rows = [rows[0]] + [row for row in rows[1:] if len(row) == len(rows[0])]
    text = {"step"}
    return {
        name: [row[k] for row in rows[1:]] if name in text else np.array([float(row[k]) if row[k] else np.nan for row in rows[1:]])
        for k, name in enumerate(rows[0])
    }


def column(history, name):
    """Values of a reported number, whatever its unit; None where the history has none."""
    return next((values for title, values in history.items() if title.partition(" [")[0] == name), None)


def wanted(run):
    return any(read(variant) is not None for variant in run.variants)


def unit_of_time(longest):
    if longest > 2 * 3600.0:
        return UNITS_OF_TIME[2]
    if longest > 300.0:
        return UNITS_OF_TIME[1]
    if longest > 0.5:
        return UNITS_OF_TIME[0]
    return UNITS_OF_TIME[3] if longest > 5e-4 else UNITS_OF_TIME[4]


def duration(seconds):
    """ "20 s", "5.57 h"."""
    factor, unit = unit_of_time(seconds)
    return f"{seconds / factor:.3g} {unit}"


def varies(values, least):
    """By more than `least`, and than a millionth of the largest value."""
    values = values[np.isfinite(values)]
    return len(values) > 1 and np.ptp(values) > max(least, 1e-6 * np.max(np.abs(values)))


def is_swept(variant):
    return any(step.get("drive") == "sweep" for step in variant.data.get("programme") or [])


def line_of(k, n):
    """Earlier ones are wider, so that curves that coincide are seen."""
    return {"linestyle": style.DASHES[k % len(style.DASHES)], "color": style.colour(k, n), "linewidth": 1.7 - 0.9 * k / max(n - 1, 1)}


def draw(run):
    """history.png and history.pdf in the folder of the run."""
    histories = [(variant, history) for variant in run.variants if (history := read(variant)) is not None]
    panels = [name for name, least in PANELS.items() if any((values := column(h, name)) is not None and varies(values, least) for _, h in histories)]
    swept = any(is_swept(variant) for variant, _ in histories)
    n = max(1, len(panels) + swept)
    columns = min(n, 2)
    rows = -(-n // columns)
    per_row = min(len(histories), 3 if columns > 1 else 1)  # of the legend, below all frames: curves of pulses and sweeps fill them
    legend = 5.0 * -(-len(histories) // per_row) if len(histories) > 1 else 0.0
    height = 52 * rows + legend
    figure, axes = plt.subplots(rows, columns, figsize=(170 * style.MM * columns / 2, height * style.MM), squeeze=False, layout="constrained")
    figure.get_layout_engine().set(rect=(0, legend / height, 1, 1 - legend / height))
    axes = axes.ravel()
    scale, unit = unit_of_time(max(h["time [s]"][-1] for _, h in histories))
    for axis, name in zip(axes, panels):
        factor, customary = run.customary_unit(name)
        for k, (variant, h) in enumerate(histories):
            if (values := column(h, name)) is not None:
                axis.plot(h["time [s]"] / scale, factor * values, **line_of(k, len(histories)), label=variant.name)
        axis.set_xlabel(f"time ({unit})")
        axis.set_ylabel(style.labelled(run.label(name), style.typeset(customary), 30))
    if swept:
        axis = axes[len(panels)]
        for k, (variant, h) in enumerate(histories):
            axis.plot(1e3 * h["electrode_potential [V]"], -0.1 * h["mean_current_density [A/m^2]"], **line_of(k, len(histories)))
        axis.set_xlabel("potential (mV)")
        axis.set_ylabel("current density (mA cm$^{-2}$),\ndissolution positive")
    for axis in axes[n:]:
        axis.remove()
    figure.suptitle(run.title, fontsize=8)
    if len(histories) > 1:
        figure.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncol=per_row)
    written = [run.folder / f"history.{kind}" for kind in ("png", "pdf")]
    for path in written:
        figure.savefig(path, dpi=style.DPI)
    plt.close(figure)
    return written
