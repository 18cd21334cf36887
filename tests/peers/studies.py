"""What is run: time and memory against unknowns, the cost of species, the time to an accuracy. Each study hands its rows to `add`."""
import math

from programs import Failed
from report import newton_s

# Ions beside Zn2+ and SO4 2-: name, charge, diffusivity at infinite dilution [m^2/s], concentration [mol/L].
IONS = [("Na+", 1, "1.334e-9", 0.1), ("Cl-", -1, "2.032e-9", 0.1), ("K+", 1, "1.957e-9", 0.1), ("Mg2+", 2, "0.706e-9", 0.1)]
SPECIES_MESH = {"n": 2, "refinements": 1}
ACCURACIES = [1e-2, 1e-3, 3e-4, 1e-4, 3e-5]
SHARE_OF_MEMORY = 0.7
WORTH_REPEATING = 30  # [s]


def available_memory():
    with open("/proc/meminfo", encoding="ascii") as file:
        return 1024 * int(next(line for line in file if line.startswith("MemAvailable")).split()[1])


class Series:
    """Runs of one solver on growing meshes, which ends before a run that would take too long or too much memory."""

    def __init__(self, options, add, label, study):
        self.options, self.add, self.label, self.study = options, add, label, study
        self.rows, self.ended = [], False

    def predicted(self, key, unknowns):
        """From the growth between the last two sizes, which is taken to be at least linear."""
        last = self.rows[-1]
        power = 1.0
        if len(self.rows) > 1 and self.rows[-2]["unknowns"] < last["unknowns"]:
            before = self.rows[-2]
            power = max(1.0, math.log(last[key] / before[key]) / math.log(last["unknowns"] / before["unknowns"]))
        return last[key] * (unknowns / last["unknowns"]) ** power

    def run(self, unknowns, program, *arguments, **settings):
        """unknowns: about as many as the run will have, None if nobody knows."""
        if self.ended:
            return None
        if self.rows and unknowns:
            seconds, memory = self.predicted("wall_s", unknowns), self.predicted("peak_bytes", unknowns)
            if seconds > self.options.longest:
                return self.end(f"{unknowns} unknowns would take about {seconds:.0f} s (--longest {self.options.longest:.0f})")
            if memory > SHARE_OF_MEMORY * available_memory():
                return self.end(f"{unknowns} unknowns would take about {memory / 2**30:.1f} GiB of memory")
        try:
            tries = []
            while not tries or (len(tries) < self.options.repeat and tries[0]["wall_s"] < WORTH_REPEATING):
                tries.append(program.run(*arguments, longest=2 * self.options.longest, **settings))
        except Failed as error:
            return self.end(str(error))
        best = {**min(tries, key=newton_s), "study": self.study}
        if self.rows and best["unknowns"] == self.rows[-1]["unknowns"]:
            return None  # the mesh before was good enough for this accuracy, too
        self.rows.append(best)
        self.add(best)
        return best

    def end(self, why):
        print(f"  {self.label}: stopped, {why}", flush=True)
        self.ended = True


def even_meshes(zincfield, smallest, largest):
    """(cells across the bump, refinements, about the unknowns), each at least 1.45 times the one before."""
    coarse = {n: zincfield.coarse_cells(n) for n in (2, 3, 4, 8)}
    found = sorted((round(16 * cells * 8**r * (1 + 0.15 / 2**r)), n, r) for n, cells in coarse.items() for r in range(8))
    chosen = []
    for unknowns, n, r in found:
        many_on_the_coarsest = n == 8 and r == 0
        if 0.85 * smallest <= unknowns <= 1.05 * largest and not many_on_the_coarsest and (not chosen or unknowns >= 1.45 * chosen[-1][2]):
            chosen.append((n, r, unknowns))
    return chosen


def coarsened(n):
    """The mesh of the peers' boxes from which refinements lead to theirs with n cells across the base: (cells across the base, refinements)."""
    refinements = 0
    while n % 2 == 0 and n > 6:
        n, refinements = n // 2, refinements + 1
    return n, refinements


def box_meshes(smallest, largest):
    """(cells across the base, unknowns) of the peers' meshes N x N x 4 N."""
    meshes = [(n, 2 * (2 * n + 1) ** 2 * (8 * n + 1)) for n in (5, 6, 8, 10, 12, 16, 20, 24, 28, 34, 42)]
    return [(n, unknowns) for n, unknowns in meshes if 0.85 * smallest <= unknowns <= 1.05 * largest]


def sizes(programs, options, add):
    """Time and memory against unknowns; all programs, all numbers of ranks."""
    zincfield = programs["zincfield"]
    print("time and memory against unknowns", flush=True)
    for solver in ("multigrid", "block", "direct"):
        largest = options.largest if solver == "multigrid" else min(options.largest, options.largest_peer)
        for ranks in options.ranks if solver != "direct" else [1]:
            series = Series(options, add, f"zincfield {solver}, {ranks} rank(s)", "sizes")
            for n, r, unknowns in even_meshes(zincfield, options.smallest, largest):
                series.run(unknowns, zincfield, solver, n, refinements=r, ranks=ranks)
    for ranks in options.ranks:
        series = Series(options, add, f"zincfield multigrid on the peers' boxes, {ranks} rank(s)", "boxes")
        for n, unknowns in box_meshes(options.smallest, options.largest):
            coarse, r = coarsened(n)
            if r > 0:
                series.run(unknowns, zincfield, "multigrid", coarse, refinements=r, ranks=ranks, boxes=True)
    for name, solvers in (("DOLFINx", ["fieldsplit", "mumps"]), ("FreeFEM", ["block", "mumps"])):
        if name not in programs:
            continue
        for solver in solvers:
            for ranks in options.ranks if solver == "fieldsplit" else [1]:
                series = Series(options, add, f"{name} {solver}, {ranks} rank(s)", "sizes")
                for n, unknowns in box_meshes(options.smallest, min(options.largest, options.largest_peer)):
                    series.run(unknowns, programs[name], solver, n, ranks=ranks)


def species(programs, options, add):
    """2 to 6 ions on one mesh."""
    print("cost against the number of species", flush=True)
    series = Series(options, add, "species", "species")
    for further in range(len(IONS) + 1):
        unknowns = series.rows[0]["unknowns"] * (2 + further) // 2 if series.rows else None
        series.run(unknowns, programs["zincfield"], "multigrid", species=IONS[:further], **SPECIES_MESH)


def accuracy(programs, options, add):
    """Time against the error of the mean current density; the even meshes are those of sizes()."""
    print("time to an accuracy", flush=True)
    zincfield = programs["zincfield"]
    reference = Series(options, add, "reference", "reference")
    for r in (0, 1):
        reference.run(50000 * 8**r, zincfield, "multigrid", 4, refinements=r, degree=4, quarter=True)
    for quarter in (False, True):
        series = Series(options, add, "adaptive, a quarter" if quarter else "adaptive", "accuracy")
        for wanted in ACCURACIES:
            series.run(None, zincfield, "multigrid", 2, accuracy=wanted, quarter=quarter, most=options.largest)
