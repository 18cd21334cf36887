#!/usr/bin/env python3
"""Films with a mesh, thin and lumped agree within their error bars, on cells made at random.

representations.py PROGRAM WORK_FOLDER [NUMBER_OF_CASES [FIRST_CASE]]

Every case has a seed of its own: a shape (every sixth with sharp edges), a transport model, a film up to as thick as the metal's radius, with properties that change by up to 1000 times through it, and a
current whose film drop or depletion is up to 95 % of what the film allows; every fifth is a transient run, whose bars hold nothing else. Prints a line a quantity; ends with
status 1 where bars do not hold.
"""
import json
import math
import random
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM, WORK = sys.argv[1], Path(sys.argv[2])
NUMBER = int(sys.argv[3]) if len(sys.argv) > 3 else 6
FIRST = int(sys.argv[4]) if len(sys.argv) > 4 else 0
COMPARED = ["electrode_potential", "max_over_mean", "min_over_mean", "std_over_mean", "tip_to_valley", "min_surface_concentration"]
MESH_IN_TIME = 0.003  # relative: what a fixed mesh and time steps may cost a transient run, which has no bar for them
F, RT_F = 96485.33212, 0.025692579

SHAPES = {  # keys of the geometry, smallest radius of the metal [um]
    "flat": ("Type = flat cell\nWidth = 20 um\nGap = {gap} um", 50.0),
    "bump": ("Type = protrusion\nDimension = {dimension}\nShape = Gaussian\nHeight = 4 um\nStandard deviation = 4 um\nCell half-width = 20 um\nGap = {gap} um", 4.0),
    "ellipse": ("Type = protrusion\nDimension = {dimension}\nShape = ellipse\nHeight = 4 um\nHalf-width = 4 um\nCell half-width = 20 um\nGap = {gap} um", 4.0),
    "wave": ("Type = sinusoidal\nDimension = 2\nAmplitude = 1 um\nWavelength = 12 um\nGap = {gap} um", 3.6),
    "ridge": ("Type = pyramid section\nWidth = 20 um\nHeight = 5 um\nPitch = 24 um\nGap = {gap} um", 1.0),  # sharp
    "pit": ("Type = pit\nDimension = {dimension}\nShape = spherical cap\nRadius = 5 um\nDepth = 2 um\nCell half-width = 20 um\nGap = {gap} um", 7.25),
}


def graded(rng, value, unit, most):
    """A property with a mean resistance of 1/value, even or changing through the layer by up to `most` times, either way."""
    kind, ratio = rng.choice(["even", "linear", "exponential"]), min(most, 10 ** rng.uniform(0, 3))
    if kind == "even":
        return f"{value:.6g} {unit}"
    direction = "depth" if rng.random() < 0.5 else "(1-depth)"
    if kind == "linear":
        return f"{value * math.log(ratio) / (ratio - 1) if ratio > 1.001 else value:.6g}*(1 + {ratio - 1:.6g}*{direction}) [{unit}]"
    a = math.log(max(ratio, 1.001))
    return f"{value * (1 - math.exp(-a)) / a:.6g}*exp({a:.6g}*{direction}) [{unit}]"


def indented(section, lines):
    return f"subsection {section}\n" + "\n".join(f"  set {line}" for line in lines) + "\nend\n"


def make_case(seed):
    rng = random.Random(seed)
    name = rng.choice([shape for shape in SHAPES if shape != "ridge"])
    if seed % 6 == 5:
        name = "ridge"
    shape, radius = SHAPES[name]
    gap = rng.choice([30, 60])
    lines = shape.format(gap=gap, dimension=rng.choice(["2", "axisymmetric"])).split("\n")
    thickness = min(radius * 10 ** rng.uniform(-2.5, 0), 0.3 * gap, 5)
    model = rng.choice(["secondary", "binary salt", "dilute ions"])
    text = indented("Geometry", lines)
    transient = model != "secondary" and seed % 5 == 4
    most = 10 if transient else 1000  # the fixed mesh of transient runs does not follow more
    drop = rng.uniform(0.05, 0.95)  # share of the film's limit, or of 100 mV
    film = []
    if model == "secondary":
        text += indented("Electrolyte", ["Transport model = secondary", "Conductivity = 5 S/m"])
        current = 10 ** rng.uniform(1, 3)
        film.append("Conductivity = " + graded(rng, current * thickness * 1e-6 / (0.1 * drop), "S/m", most))
    else:
        c, share, d_solution = 2000.0, 0.7, 0.43e-9
        if model == "binary salt":
            text += indented("Electrolyte", ["Transport model = binary salt", "Data set = ZnSO4 2 M"])
        else:
            c, share, d_solution = 100.0, 0.6, 0.85e-9
            text += "subsection Electrolyte\n  set Transport model = dilute ions\n  subsection Species\n"
            for ion, z, d in (("Zn2+", 2, 0.703e-9), ("SO4^2-", -2, 1.065e-9)):
                text += f"    subsection {ion}\n      set Charge = {z}\n      set Diffusivity = {d} m^2/s\n      set Bulk concentration = 0.1 mol/L\n    end\n"
            text += "  end\nend\n"
        d_film = d_solution * 10 ** rng.uniform(-4, -1)
        limit = 2 * F * c / share / (gap * 1e-6 / d_solution + thickness * 1e-6 / d_film)
        current = drop * limit
        if model == "dilute ions" and rng.random() < 0.5:
            film.append(f"Porosity = {math.sqrt(d_film / d_solution):.4g}")
            film.append(f"Tortuosity = {math.sqrt(d_solution / d_film):.4g}")
        else:
            film.append("Diffusivity = " + graded(rng, d_film, "m^2/s", most))
            if model == "binary salt":
                film.append("Conductivity = " + graded(rng, current * thickness * 1e-6 / (0.1 * drop), "S/m", most))
    text += "subsection Materials\n" + indented("film", film) + "end\n"
    text += "subsection Coatings\n  subsection film\n    set Surface = working electrode\n    set Layers = only\n" + indented("only", ["Material = film", f"Thickness = {thickness:.6g} um"] + ["Cells across = 8"] * transient)
    text += "  end\nend\nsubsection Reactions\n  subsection zn\n"
    if model == "dilute ions":
        text += "    set Type = Butler-Volmer\n    set Exchange current density = 5 mA/cm^2\n    set Anodic transfer coefficient = 1\n    set Cathodic transfer coefficient = 1\n"
    else:
        text += f"    set Type = linear\n    set Charge transfer resistance = {10 ** rng.uniform(-1, 1.5):.4g} ohm cm^2\n"
    text += "  end\nend\n"
    text += "subsection Boundaries\n" + indented("working electrode", ["Condition = electrode", "Reactions = zn"]) + indented("counter", ["Condition = bulk"])
    text += indented("sides", ["Condition = insulating"]) + "end\n"
    if transient:
        steps = indented("plate", ["Drive = galvanostatic", f"Current density = {current:.6g} A/m^2", f"Duration = {0.3 * (gap * 1e-6) ** 2 / d_solution:.6g} s"])
        text += f"subsection Programme\n  subsection Steps\n{steps}  end\nend\n" + indented("Discretization", ["Initial refinements = 2"])
    else:
        text += indented("Control", ["Mode = galvanostatic", f"Applied current density = {current:.6g} A/m^2"])
        text += indented("Discretization", ["Accuracy = 0.3 %", "Maximum unknowns = 40000"])
    text += indented("Output", ["Volume = false", "Surface = false"])
    text += "subsection Variants\n" + "".join(indented(r, [f"Coatings/film/Representation = {r}"]) for r in ("resolved", "thin", "lumped")) + "end\n"
    return f"{name}, {model}{', transient' if transient else ''}, {thickness:.3g} um, {100 * drop:.0f} %", text


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    broken = compared = unsolved = 0
    for seed in range(FIRST, FIRST + NUMBER):
        title, text = make_case(seed)
        (WORK / f"case{seed}.prm").write_text(text)
        command = [PROGRAM, str(WORK / f"case{seed}.prm"), "--no-figures", "--output", str(WORK / f"case{seed}")]
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            print(f"case {seed}: {title}: takes more than 300 s")
            unsolved += 1
            continue
        summary = WORK / f"case{seed}" / "summary.json"
        if run.returncode == 1 or not summary.exists():
            print(f"case {seed}: {title}: refused: {run.stderr.strip()[:300]}")
            unsolved += 1
            continue
        variants = json.loads(summary.read_text())["variants"]
        meshed = variants["resolved"]
        for other in ("thin", "lumped"):
            if "failure" in meshed or "failure" in variants[other]:
                print(f"case {seed}: {title}: {other}: not solved")
                unsolved += 1
                continue
            for quantity in COMPARED:
                a, b = meshed["quantities"].get(quantity), variants[other]["quantities"].get(quantity)
                if not a or not b or None in (a["value"], b["value"]) or a.get("note", "").startswith("singular"):
                    continue
                if "transient" in title:
                    a["error"], b["error"] = MESH_IN_TIME * abs(a["value"]), b["error"] or 0.0
                if None in (a["error"], b["error"]):
                    continue
                difference, bar = abs(a["value"] - b["value"]), a["error"] + b["error"]
                compared += 1
                floor = 1e-6 * max(abs(a["value"]), 1 if quantity.endswith("mean") else 0)  # the tolerance of Newton's method
                verdict = "" if difference <= bar + floor else "  BROKEN"
                broken += verdict != ""
                print(f"case {seed}: {title}: {other}: {quantity}: {a['value']:.6g} +- {a['error']:.2g} resolved, {b['value']:.6g} +- {b['error']:.2g}{verdict}")
    print(f"{compared} compared, {broken} beyond their bars, {unsolved} not solved")
    sys.exit(1 if broken or unsolved > 0.2 * NUMBER * 2 else 0)


main()
