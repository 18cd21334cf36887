"""One run of one program on the bump problem of inputs/benchmarks/bump.prm: a dictionary of what it took.

Times in seconds: mesh_s before Newton's method (mesh, spaces, patterns), setup_s for Jacobians and preconditioners, solve_s for
the rest of Newton's method, wall_s for all of the program but its start. peak_bytes: the processes' peak resident memory.
"""
import itertools
import json
import math
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUMP = ROOT / "inputs/benchmarks/bump.prm"
PYTHON = "/usr/bin/python3"
FREEFEM_PLUGINS = Path("/usr/lib/freefem++")  # Debian's freefem++.pref names another folder
NEWTON_TOLERANCE, LINEAR_TOLERANCE = 1e-8, 1e-4  # the peers' too

FIELDS = ("study program solver mesh degree ranks species n refinements accuracy cells unknowns newton_steps linear_iterations operator_evaluations "
          "mesh_s setup_s solve_s wall_s peak_bytes current").split()


class Failed(Exception):
    """A run that gave no result; the text says why."""


def execute(command, longest, environment=None):
    """Output, wall time and peak memory [bytes] of the process itself; the process and its children end after `longest` seconds."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                                   env={**os.environ, **(environment or {})})
        late = threading.Event()

        def end():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(longest, end)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    if late.is_set():
        raise Failed(f"not done after {longest:.0f} s")
    if process.returncode != 0:
        lines = [line for line in text.splitlines() if line.strip()]
        raise Failed(lines[-1][:200] if lines else f"exit status {process.returncode}")
    return text, wall, 1024 * usage.ru_maxrss


def on_ranks(ranks, command):
    if ranks == 1:
        return command
    return ["mpirun", "--quiet", "-n", str(ranks), "--oversubscribe", "--bind-to", "none"] + command


def with_ions(species):
    """The input with further ions, (name, charge, m^2/s, mol/L), and as much sulfate as they need."""
    surplus = sum(charge * concentration for _, charge, _, concentration in species)
    text, lines = BUMP.read_text(encoding="utf-8"), []
    for name, charge, diffusivity, concentration in species:
        lines += [f"    subsection {name}", f"      set Charge = {charge}", f"      set Diffusivity = {diffusivity} m^2/s",
                  f"      set Bulk concentration = {concentration} mol/L", "    end"]
    head, sulfate, tail = text.partition("    subsection SO4 2-\n")
    return head + "\n".join(lines) + "\n" + sulfate + re.sub(r"(Bulk concentration *= )1 mol", rf"\g<1>{1 + surplus / 2} mol", tail, count=1)


def on_boxes(n, mesh):
    """The input on the peers' mesh of n x n x 4 n hexahedra, which is written as `mesh`; refined, the bump keeps the flat facets of this one."""
    counts = (n, n, 4 * n)

    def node(i, j, k):
        return 1 + (i * (n + 1) + j) * (4 * n + 1) + k

    nodes = []
    for i, j, k in itertools.product(*(range(c + 1) for c in counts)):
        x, y, z = 5 * i / n, 5 * j / n, 5 * k / n
        bottom = 3 * math.exp(-((x - 2.5) ** 2 + (y - 2.5) ** 2) / (2 * 0.8**2))
        nodes.append(f"{node(i, j, k)} {x:.15g} {y:.15g} {bottom + z * (20 - bottom) / 20:.15g}")

    def square(i, j, k, normal):
        a, b = ((0, 1, 0), (0, 0, 1)) if normal == 0 else ((1, 0, 0), (0, 0, 1)) if normal == 1 else ((1, 0, 0), (0, 1, 0))
        return [node(i + p * a[0] + q * b[0], j + p * a[1] + q * b[1], k + p * a[2] + q * b[2]) for p, q in ((0, 0), (1, 0), (1, 1), (0, 1))]

    elements = []  # Gmsh's type, physical group, nodes
    for i, j in itertools.product(range(n), range(n)):
        elements += [(3, 1, square(i, j, 0, 2)), (3, 2, square(i, j, 4 * n, 2))]
    for i, k, end in itertools.product(range(n), range(4 * n), (0, n)):
        elements += [(3, 3, square(end, i, k, 0)), (3, 3, square(i, end, k, 1))]
    for i, j, k in itertools.product(*(range(c) for c in counts)):
        elements.append((5, 4, square(i, j, k, 2) + square(i, j, k + 1, 2)))

    names = ['2 1 "working electrode"', '2 2 "counter"', '2 3 "sides"', '3 4 "electrolyte"']
    lines = ["$MeshFormat", "2.2 0 8", "$EndMeshFormat", "$PhysicalNames", str(len(names)), *names, "$EndPhysicalNames", "$Nodes", str(len(nodes)), *nodes, "$EndNodes",
             "$Elements", str(len(elements)),
             *(f"{number} {kind} 2 {group} {group} " + " ".join(map(str, corners)) for number, (kind, group, corners) in enumerate(elements, 1)), "$EndElements"]
    mesh.write_text("\n".join(lines) + "\n", encoding="ascii")
    geometry = f"subsection Geometry\n  set Type = gmsh\n  set File = {mesh.name}\n  set Length unit = um\n  set Feature size = 3 um\n  set Sharp edges = false\nend"
    return re.sub(r"subsection Geometry\n.*?\nend", geometry, BUMP.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)


class Zincfield:
    name = "zincfield"

    def __init__(self, program):
        self.program = str(program)

    def missing(self):
        return None if Path(self.program).is_file() else f"there is no {self.program}"

    def version(self):
        return ", ".join(line for line in execute([self.program, "--version"], 60)[0].splitlines() if not line.startswith("muParser"))

    def coarse_cells(self, n):
        with tempfile.TemporaryDirectory() as folder:
            text = execute([self.program, str(BUMP), "--mesh-only", "--output", folder, "--set",
                            f"Geometry/Cells across feature = {n}"], 300)[0]
        return int(re.search(r"(\d+) cells written", text).group(1))

    def variant(self, problem, settings, name=None, longest=600, ranks=1):
        """What summary.json says of a variant, by default the only one."""
        with tempfile.TemporaryDirectory() as folder:
            command = [self.program, str(problem), "--no-figures", "--output", folder + "/results"] + (["--variant", name] if name else [])
            for setting in settings:
                command += ["--set", setting]
            execute(on_ranks(ranks, command), longest)
            return self.summary_of(Path(folder))

    @staticmethod
    def summary_of(folder):
        """What summary.json in this folder says of the first variant."""
        summary = json.loads(next(folder.rglob("summary.json")).read_text(encoding="utf-8"))
        variant = next(iter(summary["variants"].values()))
        if variant.get("failure"):
            raise Failed(variant["failure"])
        return variant

    def run(self, solver, n, refinements=0, ranks=1, degree=2, species=(), accuracy=None, most=2e9, quarter=False, boxes=False, longest=600):
        """accuracy: refine from mesh n until it is met, or there are `most` unknowns; otherwise the mesh is even. species: further ions, see with_ions(). boxes: see on_boxes()."""
        settings = [] if boxes else [f"Geometry/Cells across feature = {n}", f"Geometry/Full cell = {'false' if quarter else 'true'}"]
        settings += [
            f"Discretization/Degree = {degree}",
            f"Discretization/Initial refinements = {refinements}",
            f"Discretization/Maximum unknowns = {most:.0f}",
            f"Solver/Linear solver = {solver}",
            f"Solver/Newton tolerance = {NEWTON_TOLERANCE}",
            f"Solver/Linear tolerance = {LINEAR_TOLERANCE}",
            "Output/Volume = false",
            "Output/Surface = false",
        ]
        if accuracy is None:
            settings += ["Discretization/Minimum cycles = 1", "Discretization/Maximum cycles = 1"]
        else:
            settings += [f"Discretization/Accuracy = {accuracy}", "Discretization/Maximum cycles = 12"]
        with tempfile.TemporaryDirectory() as folder:
            problem = BUMP
            if species or boxes:
                problem = Path(folder) / "bump.prm"
                problem.write_text(on_boxes(n, Path(folder) / "boxes.msh") if boxes else with_ions(species), encoding="utf-8")
            variant = self.variant(problem, settings, longest=longest, ranks=ranks)
        row = {key: variant["solver"][key] for key in ("newton_steps", "linear_iterations", "operator_evaluations", "setup_s", "solve_s", "peak_bytes")}
        row.update(program=self.name, solver=solver, ranks=ranks, degree=degree, n=n, refinements=refinements, species=2 + len(species),
                   cells=int(variant["mesh"]["cells"]), unknowns=int(variant["mesh"]["unknowns"]), wall_s=variant["wall_time_s"],
                   current=abs(variant["quantities"]["mean_current_density"]["value"]))
        row["mesh_s"] = row["wall_s"] - row["setup_s"] - row["solve_s"]
        row["mesh"] = "boxes" if boxes else "even" if accuracy is None else "adaptive, quarter" if quarter else "adaptive"
        row["accuracy"] = accuracy or ""
        return row


def printed_result(text):
    for line in text.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line[len("RESULT "):])
    raise Failed("it printed no result")


def peer_row(name, solver, n, ranks, result):
    row = {"program": name, "solver": solver, "mesh": "even", "degree": 2, "ranks": ranks, "species": 2, "n": n, "refinements": 0, "accuracy": "",
           "operator_evaluations": "", **result, "current": abs(result["current"])}
    row["wall_s"] = row["mesh_s"] + row["setup_s"] + row["solve_s"]
    return row


class Dolfinx:
    name = "DOLFINx"

    def missing(self):
        try:
            execute([PYTHON, "-c", "import basix, dolfinx, petsc4py"], 120)
        except (Failed, OSError):
            return "its modules are not there (Debian package fenicsx)"
        return None

    def version(self):
        return "DOLFINx " + execute([PYTHON, "-c", "import dolfinx; print(dolfinx.__version__)"], 120)[0].split()[-1]

    def run(self, solver, n, ranks=1, geometry_degree=2, longest=600):
        command = [PYTHON, str(HERE / "bump_dolfinx.py"), str(n), "--solver", solver, "--geometry-degree", str(geometry_degree)]
        return peer_row(self.name, solver, n, ranks, printed_result(execute(on_ranks(ranks, command), longest)[0]))


class FreeFem:
    name = "FreeFEM"
    environment = {"FF_LOADPATH": str(FREEFEM_PLUGINS)} if FREEFEM_PLUGINS.is_dir() else {}

    def missing(self):
        if shutil.which("FreeFem++-nw") is None:
            return "there is no FreeFem++-nw (Debian packages freefem++ and libfreefem++)"
        try:
            self.run("mumps", 2)
        except Failed as error:
            return str(error)
        return None

    def version(self):
        with tempfile.NamedTemporaryFile("w", suffix=".edp") as script:
            script.write('cout << "VERSION " << version << endl;\n')
            script.flush()
            text = execute(["FreeFem++-nw", "-nw", "-v", "0", script.name], 60)[0]
        return "FreeFEM " + re.search(r"VERSION ([\d.]+)", text).group(1)

    def run(self, solver, n, ranks=1, longest=600):
        command = ["FreeFem++-nw", "-nw", "-v", "0", str(HERE / "bump_freefem.edp"), "-n", str(n), "-solver", solver]
        text, _, peak = execute(command, longest, self.environment)
        return peer_row(self.name, solver, n, ranks, {**printed_result(text), "peak_bytes": peak})
