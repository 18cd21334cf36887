"""The data of curves as CSV files of numbers: mA/cm^2, mV, mol/L, um, h, mAh/cm^2."""
import csv

import numpy as np

from . import geometry
from .columns import CONCENTRATION, THICKNESS

# fields along the surface: column, factor from SI
FIELDS = {
    geometry.CURRENT: ("deposition current density [mA/cm^2]", 0.1),
    CONCENTRATION: ("Zn2+ concentration [mol/L]", 1e-3),
    "overpotential [V]": ("overpotential [mV]", 1e3),
    THICKNESS: ("film thickness [um]", 1e6),
}


def plain(unit):
    """Factor from the unit of a parameter and the name of the one it is written in."""
    return {
        "A/m^2": (0.1, "mA/cm^2"),
        "m": (1e6, "um"),
        "V": (1e3, "mV"),
        "mol/m^3": (1e-3, "mol/L"),
        "nm": (1e-3, "um"),
        "uA/cm^2": (1e-3, "mA/cm^2"),
    }.get(unit, (1.0, unit))


def write(path, columns):
    """Columns by name, a row for each number; rows with a number that is missing are left out."""
    rows = np.column_stack([np.asarray(values, float) for values in columns.values()])
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows([f"{x:.8g}" for x in row] for row in rows if np.isfinite(row).all())
    return str(path)


def profiles(columns):
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
        table |= {title: factor * p.fields[name] for name, (title, factor) in FIELDS.items() if name in p.fields}
        if column.flows():
            table["current density / mean over the true area"] = p.fields[geometry.CURRENT] / column.mean
        written.append(write(column.variant.folder / "profiles.csv", table))
    return written


def voltammogram(variant, history):
    """polarisation.csv of a variant whose potential was swept; deposition positive."""
    return write(
        variant.folder / "polarisation.csv",
        {
            "time [s]": history["time [s]"],
            "electrode potential [mV]": 1e3 * history["electrode_potential [V]"],
            "mean current density, deposition positive [mA/cm^2]": 0.1 * history["mean_current_density [A/m^2]"],
        },
    )


def cycles(variant, halves):
    """cycles.csv: half cycles of plating and stripping, counted from 1; capacity since each began."""
    rows = {
        "half cycle": [],
        "time [h]": [],
        "capacity [mAh/cm^2]": [],
        "electrode potential [mV]": [],
        "mean current density [mA/cm^2]": [],
    }
    for k, half in enumerate(halves):
        for name, values in zip(
            rows, (np.full(len(half.time), k + 1), half.time / 3600, half.capacity, 1e3 * half.potential, 0.1 * half.current)
        ):
            rows[name].extend(values)
    return write(variant.folder / "cycles.csv", rows)


def study(run, groups, number, key, title, factor):
    """polarisation.csv of a parameter study: a row for each variant, grouped as the lines of the figure are."""
    rows = {"line": [], title: []}
    names = {
        "electrode_potential": ("electrode potential [mV]", 1e3),
        "mean_current_density": ("mean current density [mA/cm^2]", 0.1),
    }
    rows |= {text: [] for name, _ in names.values() for text in (name, f"error of {name}")}
    for k, group in enumerate(groups.values()):
        for variant in group:
            rows["line"].append(k + 1)
            rows[title].append(factor * number(variant, key))
            for quantity, (name, to_unit) in names.items():
                value, error = variant.quantity(quantity) or (np.nan, np.nan)
                rows[name].append(to_unit * value)
                rows[f"error of {name}"].append(to_unit * error)
    return write(run.folder / "polarisation.csv", rows)
