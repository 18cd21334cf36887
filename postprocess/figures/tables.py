"""The data of curves as CSV files of numbers, in the units in which the run's numbers are read: mA/cm^2, mV, mol/L; um, h."""
import csv

import numpy as np

from . import geometry
from .columns import CONCENTRATION, THICKNESS

# fields along the surface: name of the column, SI unit
FIELDS = {
    geometry.CURRENT: ("deposition current density", "A/m^2"),
    CONCENTRATION: ("Zn2+ concentration", "mol/m^3"),
    "overpotential [V]": ("overpotential", "V"),
    THICKNESS: ("film thickness", "m"),
}


def titled(run, name, unit):
    """Factor from a unit to that of the table, and the title of the column with it."""
    factor, shown = run.read_in(unit)
    return factor, f"{name} [{shown}]" if shown else name


def write(path, columns, complete=True):
    """Columns by name, a row for each number; rows with a number that is missing are left out, or have a gap."""
    rows = np.column_stack([np.asarray(values, float) for values in columns.values()])
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        kept = (row for row in rows if not complete or np.isfinite(row).all())
        table.writerows([f"{x:.8g}" if np.isfinite(x) else "" for x in row] for row in kept)
    return str(path)


def profiles(run, columns):
    """profiles.csv of every variant: along its electrode in the section."""
    written = []
    for column in columns:
        p = column.profile
        if p is None:
            continue
        table = {
            "arc length [um]": p.arc,
            "position [um]": p.points[:, 0],
            "height [um]": p.points[:, 1],
            "piece": np.cumsum(np.isnan(p.points[:, 0])),
        }
        for field, (name, unit) in FIELDS.items():
            if field in p.fields:
                factor, title = titled(run, name, unit)
                table[title] = factor * p.fields[field]
        if column.flows():
            table["current density / mean over the true area"] = p.fields[geometry.CURRENT] / column.mean
        written.append(write(column.variant.folder / "profiles.csv", table))
    return written


def voltammogram(run, variant, history):
    """polarisation.csv of a variant whose potential was swept; deposition positive."""
    potential, current = (
        titled(run, "electrode potential", "V"),
        titled(run, "mean current density, deposition positive", "A/m^2"),
    )
    return write(
        variant.folder / "polarisation.csv",
        {
            "time [s]": history["time [s]"],
            potential[1]: potential[0] * history["electrode_potential [V]"],
            current[1]: current[0] * history["mean_current_density [A/m^2]"],
        },
    )


def cycles(run, variant, halves):
    """cycles.csv: half cycles of plating and stripping, counted from 1; capacity since each began."""
    potential, current = titled(run, "electrode potential", "V"), titled(run, "mean current density", "A/m^2")
    rows = {"half cycle": [], "time [h]": [], "capacity [mAh/cm^2]": [], potential[1]: [], current[1]: []}
    for k, half in enumerate(halves):
        columns = (
            np.full(len(half.time), k + 1),
            half.time / 3600,
            half.capacity,
            potential[0] * half.potential,
            current[0] * half.current,
        )
        for name, values in zip(rows, columns):
            rows[name].extend(values)
    return write(variant.folder / "cycles.csv", rows)


def efficiency(variant, values, ends):
    """efficiency.csv: Coulombic efficiency of each cycle."""
    numbers = np.arange(1, len(values) + 1)
    return write(variant.folder / "efficiency.csv", {"cycle": numbers, "end [h]": ends / 3600, "Coulombic efficiency [%]": values})


def study(run, groups, number, key, unit, numbers):
    """polarisation.csv of a parameter study: a row for each variant, grouped as the lines of the figure are, with what it shows."""
    factor, title = titled(run, key, unit)
    rows = {"line": [], title: []}
    names = {
        "electrode_potential": titled(run, "electrode potential", "V"),
        "mean_current_density": titled(run, "mean current density", "A/m^2"),
    }
    for quantity in numbers:
        unit = run.unit(quantity)
        names.setdefault(quantity, titled(run, quantity.replace("_", " "), "" if unit == "1" else unit))
    rows |= {text: [] for _, name in names.values() for text in (name, f"error of {name}")}
    for k, group in enumerate(groups.values()):
        for variant in group:
            rows["line"].append(k + 1)
            rows[title].append(factor * number(variant, key))
            for quantity, (to_unit, name) in names.items():
                value, error = variant.quantity(quantity) or (np.nan, np.nan)
                rows[name].append(to_unit * value)
                rows[f"error of {name}"].append(to_unit * error)
    return write(run.folder / "polarisation.csv", rows, complete=False)


def across(run, column, curves):
    """across.csv of a variant: fields against the distance from the electrode; `curves`: (name, SI unit, heights, values)."""
    table = {"distance from the electrode [um]": curves[0][2]}
    for name, unit, _, values in curves:
        factor, title = titled(run, name, unit)
        table[title] = factor * values
    return write(column.variant.folder / "across.csv", table, complete=False)


def times(run, variant, curves):
    """times.csv of a variant: curves at chosen times, (time [s], name of the place, place [um], name, SI unit, values)."""
    _, place, _, name, unit, _ = curves[0]
    factor, title = titled(run, name, unit)
    columns = {
        "time [s]": [np.full(len(at), time) for time, _, at, *_ in curves],
        place: [at for _, _, at, *_ in curves],
        title: [factor * curve[-1] for curve in curves],
    }
    return write(variant.folder / "times.csv", {key: np.concatenate(values) for key, values in columns.items()})


def outlines(variant, curves):
    """outlines.csv of a variant that grows: its surface at the times that the figure shows, (capacity [mAh/cm^2], profile)."""
    rows = {name: [] for name in ("outline", "capacity [mAh/cm^2]", "arc length [um]", "position [um]", "height [um]", "piece")}
    for k, (charge, curve) in enumerate(curves):
        n = len(curve.arc)
        gaps = np.cumsum(np.isnan(curve.points[:, 0]))
        for name, values in zip(rows, (np.full(n, k + 1), np.full(n, charge), curve.arc, *curve.points[:, :2].T, gaps)):
            rows[name].extend(values)
    thickness = "deposit thickness [um]"
    if all(thickness in curve.fields for _, curve in curves):
        rows[thickness] = np.concatenate([curve.fields[thickness] for _, curve in curves])
    return write(variant.folder / "outlines.csv", rows)


def growth(variant, capacity, passed, columns):
    """growth.csv of a variant: what the figure shows against the capacity; `columns` [m] by name."""
    rows = {"capacity [mAh/cm^2]": capacity, "charge passed both ways [mAh/cm^2]": passed}
    rows |= {f"{name} [um]": 1e6 * values for name, values in columns.items()}
    return write(variant.folder / "growth.csv", rows, complete=False)


def growth_study(run, groups, number, key, unit, title, values):
    """growth.csv of a parameter study: a row for each variant; `values` by the names of variants, in the unit of the title."""
    factor, varied = titled(run, key, unit)
    pairs = [(k + 1, variant) for k, group in enumerate(groups.values()) for variant in group]
    return write(
        run.folder / "growth.csv",
        {
            "line": [k for k, _ in pairs],
            varied: [factor * number(variant, key) for _, variant in pairs],
            title: [values.get(variant.name, np.nan) for _, variant in pairs],
        },
    )
