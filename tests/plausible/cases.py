#!/usr/bin/env python3
"""Cells as users make them, at random: each is solved, or the answer says clearly why not.

cases.py PROGRAM WORK_FOLDER [NUMBER_OF_CASES [FIRST_CASE [CPU_SECONDS]]]

Every case has a seed of its own: geometry, transport model, kinetics, coating with its representation, control; steady or in time. A
solved case carries the applied current and balances charge and species to 1e-6, and flat cells meet closed forms. Of 300 at most 2 may
end without a clear reason, and none may be wrong. Prints what became of every case; keeps the input of each that was neither solved
nor clearly refused.
"""
import json
import math
import random
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

PROGRAM, WORK = sys.argv[1], Path(sys.argv[2])
NUMBER = int(sys.argv[3]) if len(sys.argv) > 3 else 30
FIRST = int(sys.argv[4]) if len(sys.argv) > 4 else 0
MESH = Path(__file__).resolve().parents[2] / "inputs" / "tutorials" / "two_pits.msh"
F, RT = 96485.33212, 8.31446261815324 * 298.15
SECONDS = int(sys.argv[5]) if len(sys.argv) > 5 else 120  # of CPU time that a case may take: the machine may be busy

COARSE = "Cells across feature = 2"
PROTRUSION = ["Type = protrusion", "Cell half-width = 20 um"]
GEOMETRIES = [
    ["Type = flat cell", "Width = 20 um"],
    ["Type = flat cell", "Width = 20 um"],
    ["Type = flat cell", "Dimension = axisymmetric", "Width = 20 um"],
    PROTRUSION + ["Shape = Gaussian", "Height = 5 um", "Standard deviation = 4 um"],
    PROTRUSION + ["Dimension = axisymmetric", "Shape = ellipse", "Height = 6 um", "Half-width = 4 um"],
    PROTRUSION + ["Dimension = axisymmetric", "Shape = cone", "Height = 6 um", "Half-width = 4 um", "Tip radius = 1 um"],
    PROTRUSION + ["Dimension = 3", "Shape = Gaussian", "Height = 5 um", "Standard deviation = 4 um", COARSE],
    ["Type = pit", "Radius = 5 um", "Depth = 3 um", "Cell half-width = 20 um"],
    ["Type = pit", "Dimension = axisymmetric", "Radius = 5 um", "Depth = 3 um", "Cell half-width = 20 um"],
    ["Type = sinusoidal", "Amplitude = 2 um", "Wavelength = 15 um"],
    ["Type = sinusoidal", "Dimension = 3", "Amplitude = 1 um", "Wavelength = 15 um", COARSE],
    ["Type = pyramid array", "Base = square", "Width = 10 um", "Height = 5 um", "Pitch = 12 um", "Tip radius = 1 um",
     COARSE],
    ["Type = pyramid section", "Width = 10 um", "Height = 5 um", "Pitch = 12 um", "Tip radius = 1 um"],
    ["Type = gmsh", f"File = {MESH}", "Length unit = um", "Feature size = 8 um", "Sharp edges = false"],
]
MODELS = ["primary", "secondary", "binary salt", "dilute ions", "Poisson-Nernst-Planck"]
LAWS = ["linear", "Butler-Volmer", "Tafel", "expression", "two"]
WAYS = ["galvanostatic", "potentiostatic", "open circuit", "on", "pulses", "after rest", "sweep"]
SEQUENCES = {"on": "on", "pulses": "2 * (on, off)", "after rest": "off, on", "sweep": "sweep"}

# What a user can act on. The rest of what a run may say of a state that it did not find does not count as clear.
CLEAR = ["limiting current", "falls to zero", "falls below zero", "exceeds 60 RT/F", "lets through", "used up", "fills a pit", "no room",
         "folds", "cannot carry", "double layer on", "no potential"]

GUESS = "Its current may be more than the electrode or its film lets through"


def section(name, lines, indent=""):
    return f"{indent}subsection {name}\n" + "".join(f"{indent}  set {line}\n" for line in lines) + f"{indent}end\n"


def group(name, inner):
    return f"subsection {name}\n{inner}end\n"


class Cell:
    """Input of a case, and what is known of its solution: current density `applied` [A/m^2], share of the salt left at the metal, potential [V]."""

    def __init__(self, seed):
        rng = self.rng = random.Random(seed)
        self.geometry, self.model, self.law, self.way = (rng.choice(of) for of in (GEOMETRIES, MODELS, LAWS, WAYS))
        self.flat, self.meshed = "flat" in self.geometry[0], "gmsh" in self.geometry[0]
        self.gap, self.applied, self.share_left, self.potential = rng.choice([20, 50, 100]), None, None, None
        if self.model == "primary":
            self.law, self.way = "", rng.choice(["galvanostatic", "potentiostatic"])
        if COARSE in self.geometry and self.way in SEQUENCES:  # seconds a step
            self.way = "on"
        self.ions = self.model in ("dilute ions", "Poisson-Nernst-Planck")
        self.resistance = 0.0  # of solution and film [ohm m^2]
        self.slack = 0.0  # what a meshed film takes from the solution [ohm m^2]
        self.path = 0.0  # of diffusion: int dx/(K D) over 1/D of zinc [m]
        self.text = self.shape() + self.electrolyte() + self.reactions() + self.coating() + self.boundaries() + self.control()
        cells = ["Minimum cycles = 1", f"Maximum cycles = {rng.choice([1, 2])}", "Accuracy = 5 %", "Maximum unknowns = 30000"]
        self.text += section("Discretization", cells) + section("Output", ["Volume = false", "Surface = false"])
        self.title = ", ".join(part for part in (self.geometry[0].split("= ")[1], self.model, self.law, self.way) if part)

    def shape(self):
        lines = self.geometry + ([] if self.meshed else [f"Gap = {self.gap} um"])
        if self.model == "Poisson-Nernst-Planck" and not self.meshed and self.rng.random() < 0.7:
            lines = lines + ["First cell = 2 nm"]
        return section("Geometry", lines)

    def electrolyte(self):
        rng, head = self.rng, [f"Transport model = {self.model}"]
        self.resistance = self.gap * 1e-6 / 5.0
        self.path, self.limit = self.gap * 1e-6, 1e3
        if self.model == "binary salt":
            self.limit = 2 * F * 2000 / 0.7 * 0.43e-9 / self.path
            return section("Electrolyte", head + ["Data set = ZnSO4 2 M"])
        if not self.ions:
            return section("Electrolyte", head + ["Conductivity = 5 S/m"])
        c = self.concentration = rng.choice([1e-3, 0.01, 0.1, 0.5])
        self.alone = rng.random() < 0.6
        species = [("Zn2+", 2, 0.703e-9, c), ("SO4^2-", -2, 1.065e-9, c)]
        if not self.alone:
            much = c * rng.choice([1, 10])
            species = [("Zn2+", 2, 0.703e-9, c), ("Na+", 1, 1.33e-9, 2 * much), ("SO4^2-", -2, 1.065e-9, c + much)]
        if rng.random() < 0.15:
            species.append(("Cu2+", 2, 0.7e-9, 0))
        if self.law == "Tafel":  # hydrogen from water
            species.append(("OH-", -1, 5.27e-9, 0))
        self.limit = 4 * F * 1e3 * c * 0.703e-9 / self.path
        inner = "".join(section(name, [f"Charge = {z}", f"Diffusivity = {d} m^2/s", f"Bulk concentration = {bulk} mol/L"], "    ")
                        for name, z, d, bulk in species)
        return group("Electrolyte", f"  set {head[0]}\n  subsection Species\n{inner}  end\n")

    def reactions(self):
        rng = self.rng
        self.rates = []  # i(eta, c/c_b) of flat cells
        if not self.law:
            return ""
        i0, f = rng.choice([0.1, 1, 10]), F / RT
        c_order = "c*" if self.ions else ""
        zinc = {
            "linear": ["Type = linear", "Charge transfer resistance = 2 ohm cm^2"],
            "Butler-Volmer": ["Type = Butler-Volmer", f"Exchange current density = {i0} mA/cm^2", "Anodic transfer coefficient = 1",
                              "Cathodic transfer coefficient = 1"],
            "Tafel": ["Type = Tafel", f"Exchange current density = {i0} mA/cm^2", "Cathodic transfer coefficient = 1",
                      "Equilibrium potential = 0 V"] + (["Half reaction = 2H2O + 2e- = H2 + 2OH-"] if self.ions else []),
            "expression": ["Type = expression", f"Current density = {10 * i0}*(exp(38.9*eta) - {c_order}exp(-38.9*eta))"],
            "two": ["Type = expression", f"Current density = -{10 * i0}*{c_order}exp(-38.9*eta)"],
        }[self.law]
        self.rates.append({
            "linear": lambda e, s: e / 2e-4,
            "Butler-Volmer": lambda e, s: 10 * i0 * (math.exp(f * e) - s * math.exp(-f * e)),
            "Tafel": lambda e, s: -10 * i0 * math.exp(-f * e),
            "expression": lambda e, s: 10 * i0 * (math.exp(38.9 * e) - s * math.exp(-38.9 * e)),
            "two": lambda e, s: -10 * i0 * s * math.exp(-38.9 * e),
        }[self.law])
        inner = section("zn", zinc, "  ")
        if self.law == "two":
            back = ["Type = expression", "Current density = 5*exp(30*eta)", "Equilibrium potential = -20 mV"]
            inner += section("back", back, "  ")
            self.rates.append(lambda e, s: 5 * math.exp(30 * (e + 0.02)))
        return group("Reactions", inner)

    def coating(self):
        rng = self.rng
        if rng.random() < 0.3:
            return ""
        thickness, film = rng.choice([20, 100, 500]) * 1e-9, []
        if not self.ions:
            kappa = float(f"{10 ** rng.uniform(-4, 0):.3g}")
            film.append(f"Conductivity = {kappa} S/m")
            self.resistance += thickness / kappa
            self.slack = thickness / 5.0
        if self.model in ("binary salt", "dilute ions", "Poisson-Nernst-Planck"):
            if self.ions and rng.random() < 0.5:
                porosity = rng.choice([0.05, 0.3])
                film += [f"Porosity = {porosity}", "Tortuosity = 2"]
                self.path += thickness * 2 / porosity
            else:
                diffusivity = float(f"{10 ** rng.uniform(-12.5, -10):.3g}")
                film.append(f"Diffusivity = {diffusivity} m^2/s")
                self.path += thickness * 0.703e-9 / diffusivity
        self.representation = rng.choice(["resolved", "thin", "lumped", "automatic"])
        if self.meshed:
            self.representation = rng.choice(["thin", "lumped"])
        layer = section("only", ["Material = film", f"Thickness = {thickness * 1e9:.0f} nm"], "    ")
        keys = [f"Surface = {self.boundary('working electrode')}", "Layers = only", f"Representation = {self.representation}"]
        keys = "".join(f"    set {key}\n" for key in keys)
        return group("Materials", section("film", film, "  ")) + group("Coatings", group("film", keys + layer))

    def boundary(self, name):
        return {"working electrode": "zinc", "counter": "solution", "sides": "walls"}[name] if self.meshed else name

    def boundaries(self):
        working = ["Condition = electrode"] + (["Reactions = zn" + (", back" if self.law == "two" else "")] if self.law else [])
        if self.model == "Poisson-Nernst-Planck":
            working.append("Stern capacitance = 20 uF/cm^2")
        elif self.way in SEQUENCES and self.law and self.rng.random() < 0.5:
            working.append("Double-layer capacitance = 30 uF/cm^2")
        conditions = {"working electrode": working, "counter": ["Condition = bulk"], "sides": ["Condition = insulating"]}
        return group("Boundaries", "".join(section(self.boundary(name), lines, "  ") for name, lines in conditions.items()))

    def control(self):
        rng = self.rng
        share = rng.uniform(0.02, 1.2) if self.ions or self.model == "binary salt" else 10 ** rng.uniform(-3, 0.5)
        current, duration = float(f"{share * self.limit:.5g}"), rng.choice([0.01, 1])
        potential = -rng.choice([5, 30, 80, 200])
        if self.way in ("galvanostatic", "open circuit"):
            self.applied = current if self.way == "galvanostatic" else 0.0
            self.know_closed_forms()
        if self.way not in SEQUENCES:
            mode = [f"Mode = {self.way}", f"Applied current density = {current} A/m^2", f"Electrode potential = {potential} mV"]
            return section("Control", mode)
        self.applied = {"on": current, "after rest": current, "pulses": 0.0}.get(self.way)
        steps = {"on": ["Drive = galvanostatic", f"Current density = {current} A/m^2", f"Duration = {duration} s"],
                 "off": ["Drive = rest", f"Duration = {duration} s"],
                 "sweep": ["Drive = sweep", "Potential = 0 V", f"End potential = {potential} mV",
                           f"Sweep rate = {-potential / duration:g} mV/s"]}
        used = {name: lines for name, lines in steps.items() if name in SEQUENCES[self.way]}
        inner = "".join(section(name, lines, "    ") for name, lines in used.items())
        return group("Programme", f"  set Sequence = {SEQUENCES[self.way]}\n  subsection Steps\n{inner}  end\n")

    def know_closed_forms(self):
        """Of flat cells: one salt diffuses to the metal, c_s/c_b = 1 - i/i_lim; without concentrations E = eta - i R."""
        if self.flat and self.model == "dilute ions" and self.alone and self.law not in ("Tafel", "two"):
            self.share_left = 1 - self.applied * self.path / (4 * F * 1e3 * self.concentration * 0.703e-9)
        if self.flat and self.model == "secondary":
            low, high = -30.0, 30.0
            for _ in range(200):
                middle = 0.5 * (low + high)
                rate = sum(of(max(-10, min(10, middle)), 1) for of in self.rates)
                low, high = (middle, high) if rate < -self.applied else (low, middle)
            self.potential = middle - self.applied * self.resistance


def check(cell, variant):
    """What is wrong with what was solved; empty if nothing."""
    value = {name: quantity["value"] for name, quantity in variant["quantities"].items()}
    mean, potential = value["mean_current_density"], value["electrode_potential"]
    if mean is None or potential is None:
        return "no numbers"
    if cell.applied is not None and abs(mean - cell.applied) > 1e-6 * max(abs(cell.applied), 1.0):
        return f"{mean} in place of {cell.applied} A/m^2"
    if cell.potential is not None and abs(cell.potential) < 9 and abs(potential - cell.potential) > 1e-6 + 1.01 * cell.slack * cell.applied:
        return f"{potential} in place of {cell.potential} V"
    if cell.share_left is not None and abs(value["depletion"] - (1 - cell.share_left)) > 0.03:
        return f"depletion of {value['depletion']} in place of {1 - cell.share_left}"
    for name, share in variant.get("balance", {}).items():
        if share is not None and abs(share) > 1e-6:
            return f"balance of {name}: {share}"
    return ""


def run(path, output):
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    command = [PROGRAM, str(path), "--no-figures", "--output", str(output)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, timeout=20 * SECONDS)


def judge(seed):
    cell, path, output = Cell(seed), WORK / f"case{seed}.prm", WORK / f"case{seed}"
    path.write_text(cell.text)
    done = run(path, output)
    if done.returncode == 1:
        named = ".prm" in done.stderr and len(done.stderr) < 2000
        return cell, "refused" if named else "unclear", done.stderr.strip()[:300]
    if done.returncode not in (0, 2):
        crashed = done.returncode < 0 and -done.returncode not in (signal.SIGXCPU, signal.SIGKILL)
        if crashed:
            return cell, "wrong", f"it was ended by {signal.Signals(-done.returncode).name}"
        end = f"no end within {SECONDS} s" if done.returncode < 0 else f"status {done.returncode}"
        return cell, "unclear", end + ": " + " ".join((done.stdout + done.stderr).split())[-300:]
    variant = next(iter(json.loads((output / "summary.json").read_text())["variants"].values()))
    if done.returncode == 2:
        reason = variant.get("failure", "")
        if cell.share_left is not None and cell.share_left > 0.05 and "60 RT/F" not in reason:
            return cell, "wrong", f"{cell.share_left:.2g} of the salt should be left: {reason[:300]}"
        said = reason.replace(GUESS, "").split("What to try")[0] + reason.partition("First of all")[2]
        return cell, "failed" if any(word in said for word in CLEAR) else "unclear", reason[:400]
    wrong = check(cell, variant)
    return cell, "wrong" if wrong else "solved", wrong


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    count = {"solved": 0, "refused": 0, "failed": 0, "unclear": 0, "wrong": 0}
    for seed in range(FIRST, FIRST + NUMBER):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        cell, verdict, why = judge(seed)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        count[verdict] += 1
        print(f"case {seed}: {verdict}: {cell.title} ({seconds:.0f} s){': ' + why if why else ''}", flush=True)
        shutil.rmtree(WORK / f"case{seed}", ignore_errors=True)
        if verdict == "solved":
            (WORK / f"case{seed}.prm").unlink()
    print(", ".join(f"{n} {verdict}" for verdict, n in count.items()))
    return 1 if count["wrong"] or count["unclear"] > NUMBER // 150 or count["solved"] < NUMBER / 3 else 0


sys.exit(main())
