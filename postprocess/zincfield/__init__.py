"""Results of zincfield as NumPy arrays.

    import zincfield
    run = zincfield.load("results/first_run")
    run["bare"].quantity("max_over_mean")      # value, error, unit
    run["bare"].profile("current density")     # .arc, .values along the surface

Values are in SI units, as `unit` says; positions are in micrometres. Needs NumPy, and VTK's Python module for fields.
"""
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

if not (Path(__file__).parent / "figures").is_dir():  # beside the scripts that draw figures, whose readers these are
    __path__.append(str(Path(__file__).parent.parent))

from .figures import geometry, inputs, profiles, results  # noqa: E402

__all__ = ["Profile", "Quantity", "Run", "Section", "Variant", "load"]

Quantity = namedtuple("Quantity", "value error unit")


@dataclass
class Profile:
    """A field along the surface: of a 3-D run along the cut through the highest tip. NaN between separate pieces."""

    name: str
    unit: str
    arc: np.ndarray  # arc length from the tip, from one end where there is none [um]
    points: np.ndarray  # horizontal and vertical position [um]
    values: np.ndarray


@dataclass
class Section:
    """A field in the plane of a 2-D run, or in the vertical plane through the highest tip of a 3-D run, on triangles."""

    name: str
    unit: str
    points: np.ndarray
    triangles: np.ndarray
    values: np.ndarray  # of a vector its magnitude
    vectors: np.ndarray = None  # horizontal and vertical component of a vector


def chosen(fields, text):
    """The field that a text means: its name with or without unit, or a part of it. A surface's "current density" is deposition."""
    tests = [
        lambda name: text in (name, name.partition(" [")[0]),
        lambda name: name == geometry.CURRENT and text == "current density",
        lambda name: text in name,
    ]
    for test in tests:
        found = [name for name in fields if test(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise KeyError(f"\"{text}\" may be {' or '.join(found)}")
    raise KeyError(f"no field \"{text}\"; there are {', '.join(fields)}")


def unit_of(name):
    return name.partition(" [")[2].rstrip("]")


class Variant:
    """One variant of a run."""

    def __init__(self, run, variant):
        self._run, self._variant = run, variant
        self.name, self.folder, self.data = variant.name, variant.folder, variant.data

    def __repr__(self):
        return f"<variant {self.name!r} of {self.folder.parent}>"

    @property
    def quantities(self):
        """Names of the reported numbers that this variant has."""
        return [key for key in self.data.get("quantities") or {} if self._variant.quantity(key)]

    def quantity(self, key):
        """Value, estimated error and unit of a reported number; None where the run has none."""
        found = self._variant.quantity(key)
        if found is None and key not in (self.data.get("quantities") or {}):
            raise KeyError(f"no number \"{key}\"; there are {', '.join(self.quantities)}")
        return Quantity(*found, self._variant.unit(key)) if found else None

    @property
    def parameters(self):
        """What this variant, or a case of a parameter study, changes in the input: numbers with their unit, words as they are."""
        entries = self.data.get("parameters") or {}
        return {
            key: Quantity(entry["value"], 0.0, entry["unit"]) if "unit" in entry else entry.get("value")
            for key, entry in entries.items()
        }

    @property
    def inputs(self):
        """All keys in effect, as text by their path: `inputs["Control/Applied current density"]`."""
        return inputs.used(self.folder)

    def _grid(self, name):
        grid = self._variant.grid(name)
        if grid is None:
            raise results.Unusable(f"{self.folder} holds no fields of the {name}")
        return grid

    def _surface(self):
        surface = geometry.working_electrode(self._grid("surface"), self._run, self._variant)
        return surface, geometry.tip_of(surface)

    def profile(self, field):
        """A field along the surface of the working electrode."""
        surface, tip = self._surface()
        profile = profiles.profile(surface, self._run, tip)
        if profile is None:
            raise results.Unusable(f"the surface in {self.folder} is not cut by the plane through its tip")
        name = chosen(profile.fields, field)
        return Profile(name, unit_of(name), profile.arc, profile.points, profile.fields[name])

    def section(self, field):
        """A field in the solution and in meshed coatings."""
        tip = self._surface()[1] if self._variant.grid("surface") is not None else np.zeros(3)
        section = geometry.section(self._grid("volume"), self._run, tip)
        name = chosen(section.fields, field)
        values = section.fields[name]
        vectors = values[:, :2] if values.ndim == 2 else None
        return Section(name, unit_of(name), section.points, section.triangles, values if vectors is None else values[:, 2], vectors)

    def history(self):
        """Columns of history.csv: against "time [s]" in a transient run, else an entry per Newton step. Missing numbers are NaN."""
        history = self._variant.history()
        if history is None:
            raise results.Unusable(f"{self.folder} holds no history.csv")
        return history


class Run(Mapping):
    """The variants of a run by name."""

    def __init__(self, run):
        self.folder, self.summary, self.title = run.folder, run.summary, run.title
        self._variants = {variant.name: Variant(run, variant) for variant in run.variants}

    def __getitem__(self, name):
        return self._variants[name]

    def __iter__(self):
        return iter(self._variants)

    def __len__(self):
        return len(self._variants)

    def __repr__(self):
        return f"<run {self.title!r}: {', '.join(self)}>"


def load(folder):
    """The run whose results lie in a folder."""
    return Run(results.read(folder))
