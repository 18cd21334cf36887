"""A results folder: summary.json and the VTK files of each variant, as NumPy arrays."""
import csv
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy

from . import field_files, inputs, options, used_input
from .field_files import Unusable
from .options import Options


# What earlier versions of the program do not say of their numbers: names. Units that are read (factor, name) where no reported
# number of the run has that unit: summary.json says it of those.
LABELS = {
    "max_over_mean": "largest / mean current",
    "min_over_mean": "smallest / mean current",
    "tip_to_valley": "tip / valley current",
    "std_over_mean": "standard deviation / mean of the current",
    "min_surface_concentration": "lowest surface concentration",
}
CUSTOMARY = {
    "A/m^2": (0.1, "mA/cm^2"),
    "uA/cm^2": (1e-3, "mA/cm^2"),
    "V": (1e3, "mV"),
    "mol/m^3": (1e-3, "mol/L"),
    "m": (1e6, "um"),
    "nm": (1e-3, "um"),
    "1": (1.0, ""),
}


@dataclass
class Variant:
    name: str
    folder: Path
    data: dict
    mirrors: list = field(default_factory=list)  # of the cell: (axis, position [um])

    @cached_property
    def input(self):
        return inputs.used(self.folder)

    def quantity(self, key):
        """Value and estimated error of a reported number; None where the run has none. Of a run that has closed a cycle of plating and
        stripping, the Coulombic efficiency is that of its last one."""
        if key == "coulombic_efficiency":
            of_cycles = [step.get("coulombic_efficiency_of_cycle") for step in self.data.get("programme") or []]
            of_cycles = [value for value in of_cycles if isinstance(value, (int, float))]
            if of_cycles:
                return float(of_cycles[-1]), 0.0
        entry = (self.data.get("quantities") or {}).get(key)
        if not isinstance(entry, dict) or not isinstance(entry.get("value"), (int, float)):
            return None
        error = entry.get("error")
        return float(entry["value"]), abs(float(error)) if isinstance(error, (int, float)) else 0.0

    def unit(self, key):
        return ((self.data.get("quantities") or {}).get(key) or {}).get("unit") or ""

    def measurement(self, key):
        """The measured value of a reported number and whether parameters were fitted to it; None where there is none."""
        entry = self.data.get("measurement")
        if not isinstance(entry, dict) or entry.get("quantity") != key or not isinstance(entry.get("value"), (int, float)):
            return None
        return float(entry["value"]), bool(entry.get("fitted"))

    def grid(self, name, time=None):
        """The last state, or that of a time of the series; None where the run did not write it."""
        path = field_files.path_of(self.folder, name, time is not None)
        return field_files.as_computed(field_files.read(path, time), self.input, self.mirrors) if path else None

    def history(self):
        """
        Columns of history.csv by title, against "time [s]" in a transient run, else an entry per Newton step: floats, NaN where a
        number is missing, or texts. None where there is no such file.
        """
        path = self.folder / "history.csv"
        if not path.is_file():
            return None
        with open(path, encoding="utf-8", newline="") as file:
            titles, *rows = list(csv.reader(file)) or [[]]
        rows = [row for row in rows if len(row) == len(titles)]  # the last one may be torn
        return {title: floats([row[k] for row in rows]) for k, title in enumerate(titles)}

    def times(self, name="volume"):
        """Times [s] of which fields were written."""
        return field_files.times(self.folder, name)


def floats(column):
    """Floats, or the texts where they are none."""
    try:
        return np.array([float(text) if text else np.nan for text in column])
    except ValueError:
        return np.array(column)


@dataclass
class Run:
    folder: Path
    summary: dict
    title: str
    dimension: int
    axisymmetric: bool
    mirrors: list = field(default_factory=list)  # (axis, position [um])
    feature_size: float = 0.0  # [um]
    variants: list = field(default_factory=list)
    options: Options = field(default_factory=Options)
    texts: dict = field(default_factory=dict)  # {variant: {key: text}} of parameters that are no numbers

    def label(self, key):
        """How a reported number is called in figures."""
        return ((self.summary.get("quantities") or {}).get(key) or {}).get("label") or LABELS.get(key) or key.replace("_", " ")

    def customary_unit(self, key):
        """Factor from SI to the unit in which a reported number is read, and its name."""
        entry = (self.summary.get("quantities") or {}).get(key)
        if entry:
            return entry.get("factor", 1.0), entry.get("customary_unit", entry.get("unit", ""))
        return CUSTOMARY.get(self.unit(key), (1.0, self.unit(key)))

    def read_in(self, unit):
        """Factor from a unit to the one in which the run's numbers of that kind are read, and its name."""
        said = (entry for entry in (self.summary.get("quantities") or {}).values() if entry.get("unit") == unit)
        entry = next(said, None)
        if entry and entry.get("customary_unit"):
            return entry.get("factor", 1.0), entry["customary_unit"]
        return CUSTOMARY.get(unit, (1.0, unit))

    def unit(self, key):
        """SI unit of a reported number."""
        return next((v.unit(key) for v in self.variants if v.unit(key)), "")


def read(folder, given=None):
    folder = Path(folder)
    path = folder / "summary.json"
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise Unusable(f"{path} is not JSON: {error}") from None
    if not isinstance(summary, dict) or not isinstance(summary.get("variants"), dict) or not summary["variants"]:
        raise Unusable(f"{path} holds no variants")
    case, geometry = summary.get("case") or {}, summary.get("geometry") or {}
    size = geometry.get("feature_size") or 0.0
    run = Run(
        folder,
        summary,
        str(case.get("title") or case.get("input") or ""),
        int(case.get("dimension") or 2),
        bool(case.get("axisymmetric")),
        [mirror for mirror in map(mirror_plane, geometry.get("symmetric") or []) if mirror],
        float(size.get("value") or 0.0) if isinstance(size, dict) else float(size),
    )
    mirrors = [(0, 0.0)] if run.axisymmetric else run.mirrors
    run.variants = [
        Variant(name, variant_folder(folder, name), data or {}, mirrors) for name, data in summary["variants"].items()
    ]
    run.options = chosen_options(run.variants, given)
    choose_variants(run)
    texts = used_input.different_texts([variant.input for variant in run.variants])
    run.texts = {variant.name: {key: values[i] for key, values in texts.items()} for i, variant in enumerate(run.variants)}
    return run


def chosen_options(variants, given):
    """Options of the input, the same for all variants or those of the first, with those that were given in their place."""
    if isinstance(given, Options):
        return given
    try:
        asked = options.of_input(variants[0].input)
    except ValueError as error:
        raise Unusable(str(error)) from None
    asked.update(given or {})
    if asked.get("style") and not Path(asked["style"]).is_file():
        raise Unusable(f"there is no style file {asked['style']}")
    return Options(**asked)


def choose_variants(run):
    """Leaves those that were asked for."""
    names = [variant.name for variant in run.variants]
    for name in run.options.variants:
        if name not in names:
            raise Unusable(f"there is no variant {name!r}; there are {', '.join(names)}")
    if run.options.variants:
        run.variants = [variant for variant in run.variants if variant.name in run.options.variants]


def variant_folder(folder, name):
    """The folder that bears the name, or the name as a program writes it that avoids blanks and strokes."""
    candidates = [folder / name, folder / re.sub(r"[\s/]+", "_", name), folder / re.sub(r"[\s/]+", "-", name)]
    return next((path for path in candidates if path.is_dir()), candidates[0])


def mirror_plane(text):
    axis, _, position = str(text).replace(" ", "").partition("=")
    try:
        return "xyz".index(axis), float(position.replace("um", ""))
    except ValueError:
        return None


def point_fields(data):
    """Point fields by name."""
    arrays = {}
    for i in range(data.GetPointData().GetNumberOfArrays()):
        array = data.GetPointData().GetArray(i)
        if array is not None:
            arrays[array.GetName()] = vtk_to_numpy(array).astype(float)
    return arrays


def cells(data, n_points):
    """Connectivity of all cells with `n_points` points."""
    connectivity = vtk_to_numpy(data.GetCells().GetConnectivityArray())
    offsets = vtk_to_numpy(data.GetCells().GetOffsetsArray())
    starts = offsets[:-1][np.diff(offsets) == n_points]
    return connectivity[starts[:, None] + np.arange(n_points)] if len(starts) else np.empty((0, n_points), int)
