#!/usr/bin/env python3
"""Every shipped input is valid and runs coarsely; what a run leaves is whole and of the promised form.

test_gallery.py PROGRAM SOURCE_FOLDER WORK_FOLDER
"""
import csv
import json
import math
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridReader

PROGRAM, SOURCE, WORK = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
COARSE = ["Discretization/Maximum cycles = 2", "Discretization/Minimum cycles = 2", "Discretization/Maximum unknowns = 20000"]
QUANTITIES = """mean_current_density total_current max_over_mean min_over_mean std_over_mean tip_to_valley peak_electric_field
    min_surface_concentration limiting_current_fraction electrode_potential cell_voltage coulombic_efficiency wagner_number
    sand_time""".split()
SPLIT = {"ohmic", "concentration", "activation", "film"}
TIME_OF_ONE_RUN = 120  # [s]
TIME_OF_ALL = 150  # [s]; inputs whose turn comes later are only checked
BALANCE = 1e-8
failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("FAILED:", text)
    return condition


def zincfield(*arguments, timeout=TIME_OF_ONE_RUN):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, cwd=SOURCE)


def overrides(settings):
    return [word for setting in settings for word in ("--set", setting)]


def last_line(result):
    lines = (result.stderr or result.stdout).strip().splitlines()
    return lines[-1] if lines else "no output"


def check_summary(name, folder):
    summary = json.loads((folder / "summary.json").read_text())
    expect({"program", "case", "geometry", "variants"} <= summary.keys(), f"{name}: sections of summary.json")
    expect((folder / "log.txt").stat().st_size > 0, f"{name}: log.txt is empty")
    for variant, data in summary["variants"].items():
        where = f"{name}, {variant}"
        if not expect("failure" not in data, f"{where}: {data.get('failure')}"):
            continue
        missing = {"parameters", "quantities", "voltage_split", "balance", "mesh", "solver", "wall_time_s"} - data.keys()
        expect(not missing, f"{where}: summary.json lacks {missing}")
        expect(not set(QUANTITIES) - data["quantities"].keys(), f"{where}: lacks {set(QUANTITIES) - data['quantities'].keys()}")
        expect(SPLIT == data["voltage_split"].keys(), f"{where}: voltage_split has {list(data['voltage_split'])}")
        for key, entry in data["quantities"].items():
            expect({"value", "unit", "error"} <= entry.keys(), f"{where}: {key} is {entry}")
        for key, value in data["balance"].items():
            expect(value is not None and value <= BALANCE, f"{where}: balance of {key} is {value}")
        check_files(where, folder / variant.replace(" ", "_").replace("/", "_"))
    with open(folder / "quantities.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    expect([row[0] for row in rows] == ["variant", *summary["variants"]], f"{name}: variants in quantities.csv")
    expect(len({len(row) for row in rows}) == 1 and "mean_current_density [A/m^2]" in rows[0], f"{name}: columns of quantities.csv")
    return summary


def check_files(where, folder):
    for file in ("volume.pvd", "surface.pvd", "history.csv", "used.prm"):
        expect((folder / file).is_file() and (folder / file).stat().st_size > 0, f"{where}: no {file}")
    for file, fields in (("volume.vtu", ("electrostatic potential [V]", "electric field [V/m]", "ohmic field [V/m]", "current density [A/m^2]", "material")),
                         ("surface.vtu", ("deposition current density [A/m^2]", "overpotential [V]", "height [um]"))):
        reader = vtkXMLUnstructuredGridReader()
        reader.SetFileName(str(folder / file))
        reader.Update()
        grid = reader.GetOutput()
        names = {grid.GetPointData().GetArrayName(i) for i in range(grid.GetPointData().GetNumberOfArrays())}
        expect(grid.GetNumberOfCells() > 0, f"{where}: {file} has no cells")
        expect(not set(fields) - names, f"{where}: {file} lacks {set(fields) - names}")


def run_coarsely(path, variant=None):
    name = path.stem
    folder = WORK / name
    choice = ["--variant", variant] if variant else []
    result = zincfield(path, "--no-figures", "--output", folder, *choice, *overrides(COARSE))
    if expect(result.returncode == 0, f"{name}: status {result.returncode}: {last_line(result)}"):
        return check_summary(name, folder)
    return None


def variants(path):
    """Names of the variants of an input, from what --check says; none for an input without, and for a sweep, all of which is run."""
    first = zincfield("--check", path).stdout.strip().splitlines()[0]
    found = re.search(r", (\d+) variants: (.*)", first)
    names = found[2].split(", ") if found else []
    return names if found and len(names) == int(found[1]) else []  # a name with a comma in it: run them all


def run_again_from_used_input(name):
    """used.prm holds everything: it gives the same numbers again."""
    first = json.loads((WORK / name / "summary.json").read_text())["variants"]
    variant, data = next(iter(first.items()))
    used, again = WORK / name / variant.replace(" ", "_") / "used.prm", WORK / f"{name} again"
    result = zincfield(used, "--no-figures", "--output", again)
    if not expect(result.returncode == 0, f"{name}: used.prm: {last_line(result)}"):
        return
    second = next(iter(json.loads((again / "summary.json").read_text())["variants"].values()))
    for key, entry in data["quantities"].items():
        a, b = entry["value"], second["quantities"][key]["value"]
        same = a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-14))
        expect(same, f"{name}: {key} is {a}, and {b} from used.prm")


def draw(path):
    from PIL import Image

    folder = WORK / "drawn"
    result = zincfield(path, "--output", folder, *overrides(COARSE))
    picture = folder / "figure.png"
    if expect(result.returncode == 0 and picture.is_file(), f"{path.stem}: no figure: {result.stdout[-300:]}{result.stderr[-300:]}"):
        image = Image.open(picture).convert("L")
        low, high = image.getextrema()
        expect(image.size[0] > 300 and high - low > 100, f"{path.stem}: figure.png is blank")


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    begin = time.monotonic()
    inputs = sorted((SOURCE / "inputs").rglob("*.prm"), key=lambda path: (path.stem != "first_run", path))
    expect(inputs, "there are no inputs")
    for path in inputs:
        result = zincfield("--check", path)
        expect(result.returncode == 0, f"{path.stem}: --check: {last_line(result)}")
    skipped = []
    for number, path in enumerate(inputs):
        if time.monotonic() - begin > TIME_OF_ALL:
            skipped.append(path.stem)
            continue
        names = variants(path)
        started = time.monotonic()
        try:
            # The first input with all its variants; of the others the last one, which differs most from the base.
            run_coarsely(path, names[-1] if names and number > 0 else None)
        except subprocess.TimeoutExpired:
            expect(False, f"{path.stem}: a coarse run took more than {TIME_OF_ONE_RUN} s")
        print(f"{path.stem}: {time.monotonic() - started:.1f} s", flush=True)
        if number == 0 and not failures:
            run_again_from_used_input(path.stem)
            draw(path)
    if skipped:
        print("checked but not run for want of time:", ", ".join(skipped))
    print(f"{len(inputs)} inputs, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
