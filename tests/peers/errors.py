"""Errors of the shipped inputs: what the error bars are worth, and adaptive beside even refinement. Runs, and their tables.

A row is one number of one run. A reference is of a higher degree on finer meshes than any run; `doubt` is how far it lies from the one on the mesh before.
"""
import functools
import math

from programs import BUMP, ROOT, Failed
from report import WITHOUT, seconds, table, thousands

FIELDS = "study case role degree refinements cycles cells unknowns wall_s quantity value bar".split()
QUANTITIES = {"electrode_potential": "electrode potential", "mean_current_density": "mean current density", "std_over_mean": "std/mean", "tip_to_valley": "tip to valley"}
GOOD = (0.5, 3.0)  # error bar over error
SMALL = 1e-4  # relative: far below any accuracy that is asked for
PYRAMIDS = "zno_pyramid_array gradient ZnO"
EVEN, ADAPTIVE = "even", "adaptive"


class Case:
    """Shipped inputs, from the coarsest mesh of their geometry and refined with the second degree."""

    def __init__(self, name, problem, variant=None, cycles=(1, 2, 3, 4, 5), reference=(4, 2, 5), applied=True, settings=()):
        """cycles: numbers of meshes; reference: degree, refinements before the first mesh, meshes; applied: whether the current is, or the potential."""
        self.name, self.problem, self.variant, self.cycles, self.reference, self.settings = name, problem, variant, cycles, reference, list(settings)
        self.quantities = ["electrode_potential" if applied else "mean_current_density", "std_over_mean", "tip_to_valley"]


CASES = [
    Case("first_run bare", ROOT / "inputs/tutorials/first_run.prm", "bare"),
    Case("tip_effect coated near the limit", ROOT / "inputs/systems/tip_effect.prm", "coated near the limit"),
    Case("zno_concave with ZnO", ROOT / "inputs/systems/zno_concave.prm", "concave with ZnO"),
    Case("own_coating coated", ROOT / "inputs/tutorials/own_coating.prm", "coated", settings=["Solver/Compare representations = false"]),
    Case("bump quarter cell", BUMP, cycles=(1, 2, 3, 4), reference=(3, 0, 6), applied=False, settings=["Geometry/Full cell = false"]),
    Case(PYRAMIDS, ROOT / "inputs/systems/zno_pyramid_array.prm", "gradient ZnO", cycles=(1, 2, 3, 4), reference=(3, 0, 5)),
]


@functools.lru_cache(maxsize=None)
def solve(zincfield, index, degree, refinements, cycles, longest):
    """Rows of one run, by quantity; the same run is not repeated for another study."""
    case = CASES[index]
    settings = case.settings + [f"Discretization/Degree = {degree}", f"Discretization/Initial refinements = {refinements}", "Discretization/Accuracy = 1e-9",
                                f"Discretization/Minimum cycles = {cycles}", f"Discretization/Maximum cycles = {cycles}",
                                "Discretization/Maximum unknowns = 2000000000", "Output/Volume = false", "Output/Surface = false"]
    variant = zincfield.variant(case.problem, settings, case.variant, longest)
    common = {"case": case.name, "degree": degree, "refinements": refinements, "cycles": cycles, "cells": int(variant["mesh"]["cells"]),
              "unknowns": int(variant["mesh"]["unknowns"]), "wall_s": variant["wall_time_s"]}
    rows = []
    for name in case.quantities:
        found = variant["quantities"][name]
        bar = found.get("error")
        rows.append({**common, "quantity": name, "value": found["value"], "bar": "" if bar is None else bar})
    return rows


def runs_of(programs, options, add, study):
    """A function that runs a case and hands its rows to `add`; a run that fails is named and left out."""

    def run(index, role, degree, refinements, cycles):
        try:
            rows = solve(programs["zincfield"], index, degree, refinements, cycles, 2 * options.longest)
        except Failed as error:
            print(f"  {CASES[index].name}, degree {degree}, {refinements} refinements, {cycles} meshes: {error}", flush=True)
            return
        values = ", ".join(f"{row['quantity']} {row['value']:.8g}" + ("" if row["bar"] == "" else f" ± {row['bar']:.2g}") for row in rows)
        print(f"  {CASES[index].name}, {role}, degree {degree}, {rows[0]['unknowns']} unknowns, {rows[0]['wall_s']:.3g} s: {values}", flush=True)
        for row in rows:
            add({**row, "study": study, "role": role})

    return run


def run_references(run, index):
    degree, refinements, cycles = CASES[index].reference
    for role, meshes in (("reference before", cycles - 1), ("reference", cycles)):
        run(index, role, degree, refinements, meshes)


def bars(programs, options, add):
    """Error bars of growing numbers of meshes."""
    print("error bars", flush=True)
    run = runs_of(programs, options, add, "bars")
    for index, case in enumerate(CASES):
        for cycles in case.cycles:
            run(index, "run", 2, 0, cycles)
        run_references(run, index)


def adaptive(programs, options, add):
    """Uniformity on the pyramids: meshes refined where the error is, and everywhere."""
    print("adaptive and even refinement", flush=True)
    run = runs_of(programs, options, add, "adaptive")
    index = next(i for i, case in enumerate(CASES) if case.name == PYRAMIDS)
    for cycles in (1, 2, 3, 4, 5):
        run(index, ADAPTIVE, 2, 0, cycles)
    for refinements in (0, 1, 2):
        run(index, EVEN, 2, refinements, 1)
    run_references(run, index)


def compared(rows, study, quantity=None):
    """The runs with row["error"] and row["doubt"], relative to the reference."""
    result = []
    for case in CASES:
        for name in case.quantities:
            mine = [row for row in rows if row["study"] == study and row["case"] == case.name and row["quantity"] == name and quantity in (None, name)]
            exact = next((row["value"] for row in mine if row["role"] == "reference"), None)
            if exact is None:
                continue
            before = next((row["value"] for row in mine if row["role"] == "reference before"), math.nan)
            result += [{**row, "error": abs(row["value"] / exact - 1), "doubt": abs(before / exact - 1), "exact": exact} for row in mine if not row["role"].startswith("reference")]
    return result


def effectivity(row):
    """Error bar over error; None where the reference is not sure enough of the error."""
    if row["bar"] == "" or not row["error"] > 4 * row["doubt"]:
        return None
    return abs(row["bar"] / row["exact"]) / row["error"]


def bar_table(rows):
    lines = []
    for row in (row for row in compared(rows, "bars") if row["bar"] != ""):
        index = effectivity(row)
        lines.append([row["case"], QUANTITIES[row["quantity"]], row["cycles"], thousands(row["unknowns"]), f"{row['error']:.1e}",
                      f"{abs(row['bar'] / row['exact']):.1e}", WITHOUT if index is None else f"{index:.2g}" if index < 100 else f"{index:.0f}", f"{row['doubt']:.0e}"])
    return table(["case", "number", "meshes", "unknowns", "error", "error bar", "error bar/error", "doubt"], lines).replace("|---:|---:|", "|:---|:---|", 1)


def refinement_lines(rows):
    """(label, runs with errors of the uniformity), by growing numbers of unknowns."""
    found = compared(rows, "adaptive", "std_over_mean")
    return [(role, sorted((row for row in found if row["role"] == role), key=lambda row: row["unknowns"])) for role in (EVEN, ADAPTIVE)]


def refinement_table(rows):
    lines = [[f"{label} meshes", row["cycles"] if label == ADAPTIVE else WITHOUT, thousands(row["unknowns"]), f"{row['value']:.5f}", f"{100 * row['error']:.3f} %", seconds(row["wall_s"])]
             for label, runs in refinement_lines(rows) for row in runs]
    return table(["refinement", "meshes", "unknowns", "std/mean", "error", "time in all [s]"], lines)


def gain(rows):
    """A sentence: unknowns of even meshes over those of adaptive ones, at the error of the finest even mesh."""
    lines = dict(refinement_lines(rows))
    if not lines[EVEN] or len(lines[ADAPTIVE]) < 2:
        return ""
    coarsest, finest = lines[EVEN][0], lines[EVEN][-1]
    text = f"The coarsest mesh is already within {100 * coarsest['error']:.2g} %, and the last mesh of the reference moved it by {100 * coarsest['doubt']:.1g} %. "
    for before, after in zip(lines[ADAPTIVE], lines[ADAPTIVE][1:]):
        if after["error"] <= finest["error"] < before["error"]:
            share = math.log(finest["error"] / before["error"]) / math.log(after["error"] / before["error"])
            unknowns = before["unknowns"] * (after["unknowns"] / before["unknowns"]) ** share
            return text + f"The {100 * finest['error']:.2g} % of the finest even mesh take adaptive ones {finest['unknowns'] / unknowns:.1f} times fewer unknowns."
    return text


def causes(rows):
    """What is the matter with an error bar that is too small, or too large: words by row, from the meshes before and after."""
    result = []
    for row in rows:
        index = effectivity(row)
        if index is None or GOOD[0] <= index <= GOOD[1]:
            continue
        near = {other["cycles"]: other["value"] for other in rows if (other["case"], other["quantity"]) == (row["case"], row["quantity"])}
        before, after, signed = near.get(row["cycles"] - 1), near.get(row["cycles"] + 1), row["value"] - row["exact"]
        if index < GOOD[0]:
            why = "unchanged" if before is not None and abs(row["value"] - before) < abs(signed) else "hopeful"
        else:
            why = "zero" if any(value is not None and (value - row["exact"]) * signed < 0 for value in (before, after)) else "slow"
        result.append((why, row))
    return result


def count_text(rows):
    known = [(effectivity(row), row) for row in rows if row["bar"] != ""]
    sure = [(value, row) for value, row in known if value is not None]
    if not sure:
        return ""
    within = [row for value, row in sure if GOOD[0] <= value <= GOOD[1]]
    large = [row for _, row in sure if row["error"] > SMALL]
    found = causes(rows)
    undecided = ", ".join(dict.fromkeys(f"{row['case']} ({QUANTITIES[row['quantity']]})" for value, row in known if value is None)) or "none"

    def some(why):
        of_why = [row for cause, row in found if cause == why]
        return len(of_why), f" (relative errors up to {max(row['error'] for row in of_why):.1e})" if of_why else ""

    unchanged, hopeful, zero, slow = (some(why) for why in ("unchanged", "hopeful", "zero", "slow"))
    return f"""{len(within)} of {len(sure)} error bars lie between {GOOD[0]:g} and {GOOD[1]:g} times the error, and {sum(row["error"] > SMALL for row in within)} of the {len(large)} whose error is above {SMALL:g}. The others:

- {unchanged[0]} too small, because the last refinement took away less than half of the error{unchanged[1]};
- {hopeful[0]} too small, because the error, though it was more than halved, falls more slowly than the estimates do{hopeful[1]};
- {zero[0]} too large, because the error passes through zero between this mesh and a neighbouring one{zero[1]};
- {slow[0]} too large, because the estimates fall more slowly than the error, or the second term of the error bar keeps what coarse meshes left{slow[1]}.

{len(known) - len(sure)} (–) cannot be judged, because the reference is not fine enough: {undecided}.
"""


def page(rows):
    return f"""
## Error bars

Inputs of the repository from the coarsest mesh of their geometry, with elements of the second degree, refined up to four times (five meshes). Errors and
error bars are relative to the reference: {reference_text()}. Doubt: the distance of the
reference from the one with one mesh less; no error bar is judged whose error is less than four times that.

{count_text(compared(rows, 'bars'))}
{bar_table(rows)}
## Adaptive beside even refinement

Uniformity (std/mean) of {PYRAMIDS}: adaptive refinement, where the errors are, against refinement everywhere. {gain(rows)}
Convergence is slow on both, probably because the current crowds at the edges of the pyramids, over the 10 nm of film that resist as much as charge
transfer (5.6e-5 S/m times 1.75 ohm cm²), finer than these meshes; then errors are larger than listed, and error bars smaller beside them.

{refinement_table(rows)}"""


def reference_text():
    texts = {}
    for case in CASES:
        degree, refinements, cycles = case.reference
        texts.setdefault(f"degree {degree}, {cycles} meshes" + (f" after {refinements} refinements of all cells" if refinements else ""), []).append(case.name)
    return "; ".join(f"{text} ({', '.join(names)})" for text, names in texts.items())
