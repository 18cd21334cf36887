#!/usr/bin/env python3
"""Every shipped input is valid and runs coarsely; what a run leaves is whole and of the promised form.

test_gallery.py PROGRAM SOURCE_FOLDER WORK_FOLDER                  the above
test_gallery.py PROGRAM SOURCE_FOLDER WORK_FOLDER --numbers        the tables of docs/gallery hold what the program says: a few short inputs
test_gallery.py PROGRAM SOURCE_FOLDER WORK_FOLDER --numbers all    of all inputs (many minutes)
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
SHORT = ["first_run", "own_mesh", "o_carborane_rate", "transference_znb", "uiO66_cooh2", "high_k_zro2_step"]  # seconds each
BARS = 3  # the printed number and the program's lie within the sum of so many of their bars
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


def shorter(path):
    """Growth goes to a tenth of its capacity."""
    found = re.search(r"^\s*set Until capacity\s*=\s*([\d.]+) (\S+)", path.read_text(), re.M)
    return [f"Growth/Until capacity = {float(found[1]) / 10} {found[2]}"] if found else []


def run_coarsely(path, variant=None):
    name = path.stem
    folder = WORK / name
    choice = ["--variant", variant] if variant else []
    result = zincfield(path, "--no-figures", "--output", folder, *choice, *overrides(COARSE + shorter(path)))
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


def number_in(cell):
    """Value, bar and place of the last digit of "-36.85 ± 0.02 mV" or "2.5 mV"; None where there is no number."""
    found = re.match(r"(-?\d[\d.]*(?:e[+-]?\d+)?)(?: ± (\d[\d.]*(?:e[+-]?\d+)?))?", cell)
    if not found:
        return None
    digits, _, power = found[1].partition("e")
    decimals = len(digits.partition(".")[2])
    return float(found[1]), float(found[2] or 0), 10.0 ** (int(power or 0) - decimals)


def agree(printed, computed):
    """Whether two cells of a table say the same: within their bars and half of the last digit; a number without a bar is good to two of its last digits."""
    a, b = number_in(printed), number_in(computed)
    if a is None or b is None:
        return printed == computed
    return abs(a[0] - b[0]) <= sum(BARS * bar + (0.5 if bar else 2) * place for _, bar, place in (a, b))


def rows_of(lines):
    """Cells of the rows of tables, without titles."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for i, row in enumerate(rows) if not set(row[0]) <= {"-"} and not (i + 1 < len(rows) and set(rows[i + 1][0]) <= {"-"})]


def compare_numbers(path, gallery):
    """Runs an input as it is shipped and compares with the table of its page."""
    name, page = path.stem, SOURCE / "docs" / "gallery" / f"{path.stem}.md"
    if not expect(page.is_file(), f"{name}: docs/gallery has no page of it"):
        return
    result = zincfield(path, "--no-figures", "--output", WORK / name, timeout=1800)
    if not expect(result.returncode == 0, f"{name}: status {result.returncode}: {last_line(result)}"):
        return
    summary = json.loads((WORK / name / "summary.json").read_text())
    computed = rows_of(gallery.programme_table(summary) or gallery.table(summary))
    printed = rows_of(page.read_text(encoding="utf-8").splitlines())
    if not expect([row[:1] for row in printed] == [row[:1] for row in computed], f"{name}: the page has the rows {[row[0] for row in printed]}, the run {[row[0] for row in computed]}"):
        return
    for there, here in zip(printed, computed):
        for a, b in zip(there[1:], here[1:]):
            expect(agree(a, b), f"{name}, {there[0]}: the page says {a}, the program {b}")
        expect(len(there) == len(here), f"{name}, {there[0]}: {len(there)} columns on the page, {len(here)} of the run")


def numbers(which):
    sys.path.insert(0, str(SOURCE / "docs"))
    import gallery

    for a, b, same in (("1.066 ± 0.004", "1.07 ± 0.01", True), ("1.066 ± 0.004", "1.100 ± 0.002", False), ("-36.85 mV", "-36.86 mV", True), ("-36.85 mV", "-36.95 mV", False), ("–", "1", False)):
        expect(agree(a, b) == same, f"{a} against {b}")
    for path in sorted((SOURCE / "inputs").rglob("*.prm")):
        if which == "all" or path.stem in SHORT:
            started = time.monotonic()
            compare_numbers(path, gallery)
            print(f"{path.stem}: {time.monotonic() - started:.1f} s", flush=True)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    if len(sys.argv) > 4:
        return numbers(sys.argv[5] if len(sys.argv) > 5 else "short")
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
