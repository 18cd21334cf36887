"""Do the error bars hold? bars.py PROGRAM SOURCE WORK [--all | --long]: runs cases, and each once more on far finer meshes of higher degree.

A bar holds where the finer run lies within three times the bar; none is judged whose error is below the finer run's own bar. Printed: the share of bars that hold, by kind
of case and by number, and the median of bar over true error. Exit status 1 where fewer than 90 % hold. The short form takes a few bosses; on request --all: spheroids of aspect 2 to 10, 32 bosses and shipped inputs in minutes, compared with
meshes of up to 20 000 unknowns, and --long: the same with up to 400 000.
"""
import json
import statistics
import subprocess
import sys
from pathlib import Path

PROGRAM, SOURCE, WORK = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
LONG = "--long" in sys.argv
ALL = LONG or "--all" in sys.argv
NUMBERS = ["mean_current_density", "electrode_potential", "max_over_mean", "min_over_mean", "std_over_mean", "tip_to_valley", "peak_electric_field", "min_surface_concentration"]
ROUNDING = 1e-7  # relative: neither run is that exact
SHIPPED = [
    ("tutorials/first_run.prm", None), ("systems/tip_effect.prm", "primary"), ("systems/tip_effect.prm", "secondary"), ("systems/tip_effect.prm", "bare near the limit"),
    ("systems/zno_concave.prm", None), ("tutorials/own_coating.prm", None), ("systems/uiO66_cooh2.prm", None), ("systems/transference_znb.prm", None), ("systems/charged_cof.prm", None),
    ("systems/film_levelling_sweep.prm", None),
]

BOSS = """
subsection Geometry
  set Type = protrusion
  set Dimension = {dimension}
  set Shape = {shape}
  set Height = {height} um
  set {breadth} = {half_width} um
  set Cell half-width = {side} um
  set Gap = {gap} um
  set Cells across feature = {cells}
end
subsection Electrolyte
  set Transport model = {model}
  set Conductivity = 5 S/m
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
{reactions}  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Control
  set Mode = galvanostatic
  set Applied current density = 10 mA/cm^2
end
subsection Discretization
  set Accuracy = {accuracy}
end
"""
KINETICS = "    set Reactions = zinc\n"
REACTION = """
subsection Reactions
  subsection zinc
    set Type = linear
    set Charge transfer resistance = 1e-3 ohm cm^2
  end
end
"""


def boss(**values):
    settings = {"dimension": "axisymmetric", "shape": "ellipse", "breadth": "Half-width", "height": 1, "half_width": 1, "side": 10, "gap": 10, "cells": 4, "model": "primary", "accuracy": 0.01} | values
    settings["reactions"] = "" if settings["model"] == "primary" else KINETICS
    return BOSS.format(**settings) + ("" if settings["model"] == "primary" else REACTION)


def made_up():
    """Name and input of each case."""
    for aspect in range(2, 11) if ALL else (5,):
        for accuracy in (0.01, 0.001) if ALL else (0.01,):
            yield f"spheroid {aspect}", f"spheroid {aspect} at {accuracy}", boss(height=aspect, side=5 * aspect, gap=5 * aspect, accuracy=accuracy)
    cases = [(d, s, h, m) for d in ("2", "axisymmetric") for s in ("ellipse", "Gaussian") for h in (0.3, 1, 2, 4) for m in ("primary", "secondary")]
    for dimension, shape, height, model in cases if ALL else cases[::13]:
        breadth = "Standard deviation" if shape == "Gaussian" else "Half-width"
        yield f"boss, {model}", f"{shape} {dimension} {height} {model}", boss(dimension=dimension, shape=shape, breadth=breadth, height=height, side=12, gap=14, model=model, cells=3)


def run(path, folder, settings=(), variant=None):
    words = [word for setting in settings for word in ("--set", setting)] + (["--variant", variant] if variant else [])
    result = subprocess.run([PROGRAM, str(path), "--no-figures", "--output", str(folder), *words], capture_output=True, text=True)
    if result.returncode != 0:
        print(f"{path}: status {result.returncode}: {(result.stderr or result.stdout).strip().splitlines()[-1:]}")
        return {}
    return {name: data["quantities"] for name, data in json.loads((folder / "summary.json").read_text())["variants"].items()}


def finer(degree, cycles, unknowns):
    return [f"Discretization/Degree = {degree}", "Discretization/Accuracy = 1e-7", f"Discretization/Maximum cycles = {cycles}", f"Discretization/Minimum cycles = {cycles}",
            f"Discretization/Maximum unknowns = {unknowns}"]


def compare(kind, name, coarse, fine, found):
    for variant, numbers in coarse.items():
        for number in NUMBERS:
            here, there = numbers.get(number) or {}, (fine.get(variant) or {}).get(number) or {}
            value, bar, true = here.get("value"), here.get("error"), there.get("value")
            if value is None or true is None:
                continue
            error, size = abs(value - true), max(abs(true), 1e-12)
            if error < max(ROUNDING * size, there.get("error") or 0.0):
                continue
            found.append((kind, number, bar is not None and error <= 3 * bar, (bar or 0.0) / error))
            if not found[-1][2]:
                print(f"  {name}, {variant}: {number} {value:.8g} +- {bar if bar is None else format(bar, '.2g')}, but {true:.8g}: {error / size:.2g} away", flush=True)


def table(found, column):
    for key in dict.fromkeys(entry[column] for entry in found):
        entries = [entry for entry in found if entry[column] == key]
        share = sum(entry[2] for entry in entries) / len(entries)
        print(f"{key:28s} {len(entries):4d} bars, {100 * share:5.1f} % hold, median bar/error {statistics.median(entry[3] for entry in entries):.2g}")


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    found = []
    for kind, name, text in made_up():
        path = WORK / f"{name}.prm"
        path.write_text(text)
        compare(kind, name, run(path, WORK / name), run(path, WORK / f"{name}, finer", finer(4, 10, 200_000) if LONG else finer(4, 6, 20_000)), found)
    for file, variant in SHIPPED if ALL else []:
        path, name = SOURCE / "inputs" / file, Path(file).stem + (f" {variant}" if variant else "")
        compare("shipped", name, run(path, WORK / name, variant=variant), run(path, WORK / f"{name}, finer", finer(3, 12, 400_000) if LONG else finer(3, 7, 40_000), variant), found)
    table(found, 0)
    table(found, 1)
    share = sum(entry[2] for entry in found) / len(found)
    print(f"{len(found)} bars, {100 * share:.1f} % hold within three times; median bar/error {statistics.median(entry[3] for entry in found):.2g}")
    return 0 if share >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
