"""Tables from the rows of the runs, and docs/performance.md."""
import math

WITHOUT = "–"


def number(text):
    """A value of a CSV file."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def newton_s(row):
    """Time of Newton's method: Jacobians, preconditioners, linear solves."""
    return row["setup_s"] + row["solve_s"]


def line(row):
    evaluations = f", {row['operator_evaluations']} evaluations" if row["operator_evaluations"] != "" else ""
    return (f"{row['program']} {row['solver']}, {row['mesh']}, {row['ranks']} rank(s), {row['species']} species, {row['unknowns']} unknowns: set-up {row['setup_s']:.3g} s, "
            f"solve {row['solve_s']:.3g} s, Newton {row['newton_steps']}, linear {row['linear_iterations']}{evaluations}, "
            f"{row['peak_bytes'] / row['unknowns']:.0f} B/unknown, {row['current']:.6g} A/m^2")


def selected(rows, **wanted):
    return sorted((row for row in rows if all(row[key] == value for key, value in wanted.items())), key=lambda row: row["unknowns"])


def at(rows, unknowns, value):
    """value(row) at so many unknowns, between two runs on a straight line of the logarithms; None far outside of the runs."""
    points = [(math.log(row["unknowns"]), math.log(value(row))) for row in rows]
    x = math.log(unknowns)
    if len(points) < 2 or x < points[0][0] - 0.3 or x > points[-1][0] + 0.3:
        return None
    i = next((i for i in range(1, len(points) - 1) if points[i][0] >= x), len(points) - 1)
    (x0, y0), (x1, y1) = points[i - 1], points[i]
    return math.exp(y0 + (y1 - y0) * (x - x0) / (x1 - x0))


def with_boxes(rows):
    """The runs of all sizes, those on the peers' boxes as a solver of their own."""
    return [row if row["study"] == "sizes" else {**row, "solver": row["solver"] + " on boxes"} for row in rows if row["study"] in ("sizes", "boxes")]


def table(header, rows):
    rows = list(rows)
    if not rows:
        return "Not run.\n"
    return "\n".join(["| " + " | ".join(header) + " |", "|" + "---:|" * len(header)] + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows]) + "\n"


def seconds(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def thousands(value):
    return f"{value:,}".replace(",", " ")


def beside_others(rows):
    """Other programs and solvers at their largest sizes, beside multigrid on the same boxes and, between two runs, on its own meshes with as many unknowns."""
    lines = []
    sizes = [row for row in rows if row["study"] == "sizes"]
    for ranks in sorted({row["ranks"] for row in sizes}):
        ours = selected(sizes, program="zincfield", solver="multigrid", ranks=ranks)
        boxes = {row["unknowns"]: row for row in selected(rows, study="boxes", ranks=ranks)}
        for program, solver in dict.fromkeys((row["program"], row["solver"]) for row in sizes):
            theirs = selected(sizes, program=program, solver=solver, ranks=ranks)
            if not theirs or (program, solver) == ("zincfield", "multigrid"):
                continue
            shared = [row for row in theirs if row["unknowns"] in boxes and program != "zincfield"]
            for row in (shared or theirs)[-2:]:
                same = boxes[row["unknowns"]] if row in shared else None
                here, memory = at(ours, row["unknowns"], newton_s), at(ours, row["unknowns"], lambda r: r["peak_bytes"])
                memory = same["peak_bytes"] if same else memory
                lines.append([ranks, f"{program} {solver}", thousands(row["unknowns"]), seconds(newton_s(row)), seconds(newton_s(same)) if same else WITHOUT,
                              f"**{newton_s(row) / newton_s(same):.1f}**" if same else WITHOUT, seconds(here) if here else WITHOUT,
                              f"{newton_s(row) / here:.1f}" if here else WITHOUT, row["linear_iterations"], same["linear_iterations"] if same else WITHOUT,
                              f"{row['peak_bytes'] / row['unknowns']:.0f}", f"{memory / row['unknowns']:.0f}" if memory else WITHOUT])
    return table(["ranks", "program, solver", "unknowns", "its time [s]", "zincfield multigrid on the same boxes [s]", "times slower", "on its own mesh [s]", "times slower",
                  "its linear iterations", "zincfield's", "its bytes per unknown", "zincfield's"], lines)


def bytes_of_an_unknown(rows):
    """Memory that each further unknown takes: between the smallest and the largest run on one rank."""
    runs = selected(rows, study="sizes", program="zincfield", solver="multigrid", ranks=1)
    return (runs[-1]["peak_bytes"] - runs[0]["peak_bytes"]) / (runs[-1]["unknowns"] - runs[0]["unknowns"]) if len(runs) > 1 else None


def triad(description, ranks):
    text = description.get(f"triad, {ranks} thread(s)")
    return 1e9 * float(text.split()[0]) if text else None


def alone(rows, description):
    lines, held = [], bytes_of_an_unknown(rows)
    runs = [r for study in ("boxes", "sizes") for ranks in sorted({r["ranks"] for r in rows})
            for r in selected(rows, study=study, program="zincfield", solver="multigrid", ranks=ranks)]
    for row in runs:
        n, steps, bandwidth = row["unknowns"], row["newton_steps"], triad(description, row["ranks"])
        share = row["linear_iterations"] * held * n / (row["solve_s"] * bandwidth) if held and bandwidth else None
        lines.append(["boxes" if row["study"] == "boxes" else "own", row["ranks"], thousands(n), row["newton_steps"], f"{row['linear_iterations'] / steps:.1f}", f"{row['operator_evaluations'] / steps:.1f}",
                      seconds(row["mesh_s"]), seconds(row["setup_s"]), seconds(row["solve_s"]), f"{row['setup_s'] / row['solve_s']:.2f}",
                      f"{1e6 * newton_s(row) / n:.1f}", f"{row['peak_bytes'] / n:.0f}", f"{100 * share:.0f} %" if share else WITHOUT,
                      f"{row['solve_s'] * bandwidth / (8 * n * row['linear_iterations']):.0f}" if bandwidth else WITHOUT])
    return table(["mesh", "ranks", "unknowns", "Newton steps", "iterations a step", "evaluations a step", "mesh [s]", "set-up [s]", "solve [s]", "set-up/solve",
                  "µs per unknown", "bytes per unknown", "share of bandwidth", "doubles an iteration"], lines)


def scaling(rows):
    lines = []
    sizes = with_boxes(rows)
    for program, solver in dict.fromkeys((row["program"], row["solver"]) for row in sizes):
        one = selected(sizes, program=program, solver=solver, ranks=1)
        for ranks in sorted({row["ranks"] for row in sizes if row["ranks"] > 1}):
            many = selected(sizes, program=program, solver=solver, ranks=ranks)
            for row in many:
                same = [r for r in one if r["unknowns"] == row["unknowns"]]
                alike = [r for r in one if r["refinements"] == row["refinements"]]  # as many levels of multigrid
                weak = min(alike, key=lambda r: abs(math.log(row["unknowns"] / r["unknowns"] / ranks)), default=None)
                if weak and abs(math.log(row["unknowns"] / weak["unknowns"] / ranks)) > 0.35:
                    weak = None
                strong = f"{newton_s(same[0]) / newton_s(row):.2f}" if same else WITHOUT
                rate = row["unknowns"] / newton_s(row) / ranks * newton_s(weak) / weak["unknowns"] if weak else None
                lines.append([f"{program} {solver}", ranks, thousands(row["unknowns"]), strong, f"{100 * rate:.0f} %" if rate else WITHOUT,
                              thousands(weak["unknowns"]) if weak else WITHOUT])
    return table(["program, solver", "ranks", "unknowns", "speed-up (strong)", "efficiency (weak)", "against, on 1 rank"], lines)


def species(rows):
    runs = selected(rows, study="species")
    first = runs[0] if runs else None
    lines = [[row["species"], thousands(row["unknowns"]), row["newton_steps"], f"{row['linear_iterations'] / row['newton_steps']:.1f}", seconds(row["setup_s"]),
              seconds(row["solve_s"]), f"{newton_s(row) / newton_s(first):.2f}", f"{row['unknowns'] / first['unknowns']:.2f}",
              f"{1e6 * newton_s(row) / row['unknowns']:.1f}", f"{row['peak_bytes'] / row['unknowns']:.0f}"] for row in runs]
    return table(["species", "unknowns", "Newton steps", "iterations a step", "set-up [s]", "solve [s]", "time over that of 2", "unknowns over those of 2", "µs per unknown",
                  "bytes per unknown"], lines)


def reference(rows):
    """Mean current density, and how far two meshes of the fourth degree differ in it."""
    runs = selected(rows, study="reference")
    return (runs[-1]["current"], abs(runs[-1]["current"] - runs[0]["current"])) if len(runs) > 1 else None


def errors(rows):
    """(label, rows) with row["error"], for one rank."""
    if reference(rows) is None:
        return []
    exact = reference(rows)[0]
    groups = [("zincfield, even meshes", selected(rows, study="sizes", program="zincfield", solver="multigrid", ranks=1))]
    groups += [(f"zincfield, {mesh}", selected(rows, study="accuracy", mesh=mesh)) for mesh in ("adaptive", "adaptive, quarter")]
    groups += [(f"{program}, even meshes", selected(rows, study="sizes", program=program, solver=solver, ranks=1))
               for program, solver in (("DOLFINx", "fieldsplit"), ("FreeFEM", "block"))]
    return [(label, [{**row, "error": abs(row["current"] / exact - 1)} for row in runs]) for label, runs in groups if runs]


def accuracy(rows):
    lines = [[label, thousands(row["unknowns"]), f"{row['current']:.3f}", f"{row['error']:.1e}", seconds(row["wall_s"])] for label, runs in errors(rows) for row in runs]
    return table(["program", "unknowns", "current density [A/m²]", "relative error", "time in all [s]"], lines)


def summary(rows, description):
    return "zincfield, multigrid\n" + alone(rows, description) + "\nbeside others\n" + beside_others(rows) + "\nranks\n" + scaling(rows) + "\nspecies\n" + species(rows)


def page(rows, description):
    held, exact = bytes_of_an_unknown(rows), reference(rows)
    loads = [float(value.split()[0]) for key, value in description.items() if key.startswith("load")]
    disturbed = "\nOther work may have run on the machine meanwhile: times are upper bounds, and those on several ranks suffer most.\n" if max(loads) > 0.5 else ""
    if max(loads) > int(description["cores"]) + 1:
        disturbed += "More wanted to run than there are cores: times on several ranks, which wait for one another, and their ratios say nothing about the program.\n"
    machine = table(["measured on", ""], description.items()).replace("---:", ":---")
    held_text = f" (here {held:.0f} bytes)" if held else ""
    exact_text = (f"The reference, {exact[0]:.4f} A/m², is that of elements of the fourth degree on a quarter of the cell; on a mesh half as fine it differs by {exact[1]:.1e} A/m²."
                  if exact else "")
    return f"""# Performance

Generated by `./benchmark`; do not edit. The runs: [performance/runs.csv](performance/runs.csv), [performance/errors.csv](performance/errors.csv).

`inputs/benchmarks/bump.prm`: Nernst-Planck for Zn²⁺ and SO₄²⁻ in a box with a Gaussian bump, Butler-Volmer kinetics; two unknowns per node. All programs solve it
with quadratic elements for both fields, Newton's method to a residual of 1e-8 and, where they iterate, linear solves to 1e-4. The peers' scripts are
`tests/peers/bump_dolfinx.py` (hexahedra, curved at the bump) and `tests/peers/bump_freefem.edp` (tetrahedra, on one rank: Debian's FreeFEM has no PETSc). Their meshes
are N x N x 4 N boxes. zincfield is run on the same boxes (read as a Gmsh mesh and refined, so that its bump has flat facets) and on meshes of its own, which are
graded towards the bump. Times do not include the start of the programs, the import of modules and the compilation of forms.
FreeFEM's are processor times of one thread, since its wall clock counts whole seconds.

{machine}{disturbed}
![Time, iterations, memory, species, accuracy, refinement, error bars](performance.png)

## Beside other programs

Time: the whole of Newton's method, that is Jacobians, preconditioners and linear solves. On its own meshes the time of zincfield at the same number of unknowns is interpolated between two runs.

{beside_others(rows)}
## Alone

Mesh: mesh, spaces, reported numbers and estimates of their errors. Set-up: Jacobians and preconditioners, all steps. Evaluations: of the residual or the Jacobian, including those for smoothing and set-up; parts of it and coarser meshes count by their shares. Bytes: peak memory of the processes divided by the unknowns, with some
150 MB of libraries per rank, which dominate small runs. Share of bandwidth: an estimate, as if each linear iteration read once what the program keeps per
unknown{held_text}; doubles an iteration: what the triad could have moved for each unknown in the time of one iteration.

{alone(rows, description)}
## Ranks

Efficiency (weak): unknowns per second and rank, divided by those of one rank on the mesh with as many levels whose size is nearest to that share.

{scaling(rows)}
## Number of species

Further ions (Na⁺, Cl⁻, K⁺, Mg²⁺) on one mesh, one rank.

{species(rows)}
## Time to an accuracy

Error of the mean current density against the time of the whole program without its start, on one rank; adaptive runs include all their meshes and error
estimates. {exact_text}

{accuracy(rows)}"""
