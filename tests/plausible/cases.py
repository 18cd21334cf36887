#!/usr/bin/env python3
"""Cells as users make them, at random: each is solved, or the answer says clearly why not.

cases.py PROGRAM WORK_FOLDER [NUMBER_OF_CASES [FIRST_CASE]]

Every case has a seed of its own: geometry, transport model, kinetics, coating with its representation, control; steady or in time. A solved case carries the applied current to
1e-6 and balances to 1e-6. Of 300 at most 2 may end without a clear reason, and none may be wrong. Prints what became of every case.
"""
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM, WORK = sys.argv[1], Path(sys.argv[2])
NUMBER = int(sys.argv[3]) if len(sys.argv) > 3 else 30
FIRST = int(sys.argv[4]) if len(sys.argv) > 4 else 0
F = 96485.33212

GEOMETRIES = [
    ["Type = flat cell", "Width = 20 um"],
    ["Type = flat cell", "Dimension = axisymmetric", "Width = 20 um"],
    ["Type = protrusion", "Dimension = 2", "Shape = Gaussian", "Height = 5 um", "Standard deviation = 4 um", "Cell half-width = 20 um"],
    ["Type = protrusion", "Dimension = axisymmetric", "Shape = ellipse", "Height = 6 um", "Half-width = 4 um", "Cell half-width = 20 um"],
    ["Type = protrusion", "Dimension = axisymmetric", "Shape = cone", "Height = 6 um", "Half-width = 4 um", "Tip radius = 1 um", "Cell half-width = 20 um"],
    ["Type = pit", "Dimension = axisymmetric", "Shape = spherical cap", "Radius = 5 um", "Depth = 3 um", "Cell half-width = 20 um"],
    ["Type = sinusoidal", "Dimension = 2", "Amplitude = 2 um", "Wavelength = 15 um"],
    ["Type = sinusoidal", "Dimension = 3", "Amplitude = 1 um", "Wavelength = 15 um"],
    ["Type = protrusion", "Dimension = 3", "Shape = Gaussian", "Height = 5 um", "Standard deviation = 4 um", "Cell half-width = 15 um"],
]
MODELS = ["primary", "secondary", "binary salt", "dilute ions", "Poisson-Nernst-Planck"]
# What a user can act on. The rest of what a run may say of a state that it did not find does not count as clear.
CLEAR = ["limiting current", "falls to zero", "falls below zero", "exceeds 60 RT/F", "lets through", "used up", "fills a pit", "no room", "folds", "cannot carry", "double layer on"]


def section(name, lines, indent=""):
    return f"{indent}subsection {name}\n" + "".join(f"{indent}  set {line}\n" for line in lines) + f"{indent}end\n"


def make_case(seed):
    rng = random.Random(seed)
    geometry, model = list(rng.choice(GEOMETRIES)), rng.choice(MODELS)
    gap = rng.choice([20, 50, 100])
    text = section("Geometry", geometry + [f"Gap = {gap} um"] + (["First cell = 2 nm"] if model == "Poisson-Nernst-Planck" and rng.random() < 0.7 else []))
    limit = 1e3
    ions = model in ("dilute ions", "Poisson-Nernst-Planck")
    if ions:
        c = rng.choice([1e-3, 0.01, 0.1, 0.5])
        species = [("Zn2+", 2, 0.703e-9, c), ("SO4^2-", -2, 1.065e-9, c)]
        if rng.random() < 0.3:
            species = [("Zn2+", 2, 0.703e-9, c), ("Na+", 1, 1.33e-9, c), ("SO4^2-", -2, 1.065e-9, 1.5 * c)]
        limit = 2 * F * 1e3 * c / 0.6 * 0.85e-9 / (gap * 1e-6)
        text += f"subsection Electrolyte\n  set Transport model = {model}\n  subsection Species\n"
        for name, z, d, bulk in species:
            text += section(name, [f"Charge = {z}", f"Diffusivity = {d} m^2/s", f"Bulk concentration = {bulk} mol/L"], "    ")
        text += "  end\nend\n"
    elif model == "binary salt":
        text += section("Electrolyte", ["Transport model = binary salt", "Data set = ZnSO4 2 M"])
        limit = 2 * F * 2000 / 0.7 * 0.43e-9 / (gap * 1e-6)
    else:
        text += section("Electrolyte", [f"Transport model = {model}", "Conductivity = 5 S/m"])
    kinetics = rng.choice(["linear", "Butler-Volmer", "Tafel", "expression"])
    if model == "primary":
        kinetics = ""
    elif ions:
        kinetics = "Butler-Volmer"
    if kinetics == "linear":
        reaction = ["Type = linear", f"Charge transfer resistance = {rng.choice([0.5, 2, 20])} ohm cm^2"]
    elif kinetics == "Butler-Volmer":
        reaction = ["Type = Butler-Volmer", f"Exchange current density = {rng.choice([0.1, 1, 10])} mA/cm^2", "Anodic transfer coefficient = 1", "Cathodic transfer coefficient = 1"]
    elif kinetics == "Tafel":
        reaction = ["Type = Tafel", f"Exchange current density = {rng.choice([0.1, 1])} mA/cm^2", "Cathodic transfer coefficient = 1"]
    else:
        reaction = ["Type = expression", "Current density = 10*(exp(38.9*eta) - exp(-38.9*eta))"]
    if kinetics:
        text += "subsection Reactions\n" + section("zn", reaction, "  ") + "end\n"
    if rng.random() < 0.7:
        film = []
        if model in ("primary", "secondary"):
            film = [f"Conductivity = {10 ** rng.uniform(-4, 0):.3g} S/m"]
        elif rng.random() < 0.5:
            film = [f"Porosity = {rng.choice([0.05, 0.3])}", "Tortuosity = 2"]
        else:
            film = [f"Diffusivity = {10 ** rng.uniform(-12.5, -10):.3g} m^2/s"]
            if model == "binary salt":
                film.append(f"Conductivity = {10 ** rng.uniform(-3, 0):.3g} S/m")
        text += "subsection Materials\n" + section("film", film, "  ") + "end\n"
        text += "subsection Coatings\n  subsection film\n    set Surface = working electrode\n    set Layers = only\n"
        text += f"    set Representation = {rng.choice(['resolved', 'thin', 'lumped', 'automatic'])}\n" + section("only", ["Material = film", f"Thickness = {rng.choice([20, 100, 500])} nm"], "    ") + "  end\nend\n"
    text += "subsection Boundaries\n" + section("working electrode", ["Condition = electrode"] + (["Reactions = zn"] if kinetics else []) + (["Stern capacitance = 20 uF/cm^2"] if model == "Poisson-Nernst-Planck" else []), "  ")
    text += section("counter", ["Condition = bulk"], "  ") + section("sides", ["Condition = insulating"], "  ") + "end\n"
    share = rng.uniform(0.02, 1.2)
    current = share * limit if model not in ("primary", "secondary") else 10 ** rng.uniform(0, 3.5)
    current = float(f"{current:.5g}")
    way = rng.choice(["galvanostatic", "potentiostatic", "in time"])
    if model == "primary":
        way = "galvanostatic" if way == "in time" else way
    if way == "galvanostatic":
        text += section("Control", ["Mode = galvanostatic", f"Applied current density = {current:.5g} A/m^2"])
    elif way == "potentiostatic":
        text += section("Control", ["Mode = potentiostatic", f"Electrode potential = {-rng.choice([5, 30, 80, 200])} mV"])
    else:
        text += "subsection Programme\n  set Sequence = on\n  subsection Steps\n" + section("on", ["Drive = galvanostatic", f"Current density = {current:.5g} A/m^2", f"Duration = {rng.choice([0.01, 1])} s"], "    ") + "  end\nend\n"
    text += section("Discretization", ["Minimum cycles = 1", "Maximum cycles = 2", "Accuracy = 5 %", "Maximum unknowns = 60000"]) + section("Output", ["Volume = false", "Surface = false"])
    return f"{geometry[0].split('= ')[1]} {model} {kinetics} {way}", text, current if way == "galvanostatic" else None


def judge(seed):
    title, text, applied = make_case(seed)
    path = WORK / f"case{seed}.prm"
    path.write_text(text)
    try:
        run = subprocess.run([PROGRAM, str(path), "--no-figures", "--output", str(WORK / f"case{seed}")], capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "unclear", title, "no end within 120 s"
    said = " ".join((run.stdout + run.stderr).split())
    summary = WORK / f"case{seed}" / "summary.json"
    if run.returncode == 1:
        named = ".prm" in run.stderr and len(run.stderr) < 2000
        return ("refused" if named else "unclear"), title, run.stderr.strip()[:300]
    if run.returncode not in (0, 2) or not summary.exists():
        return "unclear", title, f"status {run.returncode}: {said[-300:]}"
    variant = next(iter(json.loads(summary.read_text())["variants"].values()))
    if run.returncode == 2:
        reason = variant.get("failure", "")
        return ("failed" if any(word in reason for word in CLEAR) else "unclear"), title, reason[:300]
    quantities = variant["quantities"]
    mean = quantities["mean_current_density"]["value"]
    if mean is None or quantities["electrode_potential"]["value"] is None:
        return "wrong", title, "no numbers"
    if applied and abs(mean / applied - 1) > 1e-6:
        return "wrong", title, f"{mean} in place of {applied} A/m^2"
    for name, share in variant.get("balance", {}).items():
        if share is not None and abs(share) > 1e-6:
            return "wrong", title, f"balance of {name}: {share}"
    return "solved", title, ""


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    count = {"solved": 0, "refused": 0, "failed": 0, "unclear": 0, "wrong": 0}
    for seed in range(FIRST, FIRST + NUMBER):
        verdict, title, why = judge(seed)
        count[verdict] += 1
        print(f"case {seed}: {verdict}: {title}{': ' + why if why else ''}", flush=True)
        shutil.rmtree(WORK / f"case{seed}", ignore_errors=True)
    print(", ".join(f"{n} {verdict}" for verdict, n in count.items()))
    sys.exit(1 if count["wrong"] or count["unclear"] > max(0, round(NUMBER / 150)) or count["solved"] < NUMBER / 3 else 0)


main()
