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


def write(path, columns):
    """Columns by name, a row for each number; rows with a number that is missing are left out."""
    rows = np.column_stack([np.asarray(values, float) for values in columns.values()])
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows([f"{x:.8g}" for x in row] for row in rows if np.isfinite(row).all())
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


def study(run, groups, number, key, unit):
    """polarisation.csv of a parameter study: a row for each variant, grouped as the lines of the figure are."""
    factor, title = titled(run, key, unit)
    rows = {"line": [], title: []}
    names = {
        "electrode_potential": titled(run, "electrode potential", "V"),
        "mean_current_density": titled(run, "mean current density", "A/m^2"),
    }
    rows |= {text: [] for _, name in names.values() for text in (name, f"error of {name}")}
    for k, group in enumerate(groups.values()):
        for variant in group:
            rows["line"].append(k + 1)
            rows[title].append(factor * number(variant, key))
            for quantity, (to_unit, name) in names.items():
                value, error = variant.quantity(quantity) or (np.nan, np.nan)
                rows[name].append(to_unit * value)
                rows[f"error of {name}"].append(to_unit * error)
    return write(run.folder / "polarisation.csv", rows)
