"""docs/performance.png: the runs in eight panels."""
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import NullFormatter  # noqa: E402

import errors  # noqa: E402
import report  # noqa: E402

COLOURS = {
    ("zincfield", "multigrid"): "#0b5394",
    ("zincfield", "multigrid on boxes"): "#45818e",
    ("zincfield", "block"): "#6fa8dc",
    ("zincfield", "direct"): "#93c47d",
    ("DOLFINx", "fieldsplit"): "#cc4125",
    ("DOLFINx", "mumps"): "#e69138",
    ("FreeFEM", "block"): "#674ea7",
    ("FreeFEM", "mumps"): "#b4a7d6",
}
RANKS = {1: ("-", "o"), 2: ("--", "s")}


def groups(rows):
    sizes = report.with_boxes(rows)
    for program, solver in COLOURS:
        for ranks in sorted({row["ranks"] for row in sizes}):
            runs = report.selected(sizes, program=program, solver=solver, ranks=ranks)
            if runs:
                style, marker = RANKS.get(ranks, (":", "^"))
                yield runs, {"color": COLOURS[program, solver], "linestyle": style, "marker": marker, "markersize": 4, "linewidth": 1.4,
                             "label": f"{program} {solver}" + (f", {ranks} ranks" if ranks > 1 else "")}


def against_unknowns(axis, rows, value, title, unit, logarithmic=True):
    for runs, style in groups(rows):
        points = [(row["unknowns"], value(row)) for row in runs if value(row) is not None]
        if points:
            axis.plot(*zip(*points), **style)
    axis.set_xscale("log")
    if logarithmic:
        axis.set_yscale("log")
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.set(title=title, xlabel="unknowns", ylabel=unit)


def iterations(row):
    return row["linear_iterations"] / row["newton_steps"] if row["solver"] not in ("direct", "mumps") else None


def draw_refinement(axis, found):
    for label, runs in errors.refinement_lines(found):
        if runs:
            axis.loglog([row["unknowns"] for row in runs], [row["error"] for row in runs], color="#0b5394" if label == errors.ADAPTIVE else "0.5", marker="o", markersize=4, label=label)
    axis.set(title="Uniformity, pyramid array", xlabel="unknowns", ylabel="relative error of std/mean")
    if axis.has_data():
        axis.legend(frameon=False)


def draw_error_bars(axis, found):
    known = [row for row in errors.compared(found, "bars") if errors.effectivity(row) is not None]
    colours = plt.get_cmap("tab10")
    for i, case in enumerate(errors.CASES):
        mine = [row for row in known if row["case"] == case.name]
        if mine:
            axis.loglog([row["error"] for row in mine], [errors.effectivity(row) for row in mine], color=colours(i), marker="o", markersize=4, linestyle="none", label=case.name)
    axis.axhspan(*errors.GOOD, color="#93c47d", alpha=0.3)
    axis.invert_xaxis()
    axis.set(title="Error bars", xlabel="relative error", ylabel="error bar/error")
    if known:
        axis.set_ylim(top=1e5)
        axis.legend(frameon=False, fontsize=7, loc="upper right")


def draw(rows, found, path):
    plt.rcParams.update({"font.size": 9, "axes.grid": True, "grid.alpha": 0.3, "axes.titlesize": 10, "axes.titleweight": "bold"})
    figure, axes = plt.subplots(2, 4, figsize=(17, 7.6), layout="constrained")
    against_unknowns(axes[0, 0], rows, report.newton_s, "Time of Newton's method", "s")
    against_unknowns(axes[0, 1], rows, lambda row: 1e6 * report.newton_s(row) / row["unknowns"], "Cost", "µs per unknown")
    against_unknowns(axes[0, 2], rows, lambda row: row["peak_bytes"] / row["unknowns"], "Peak memory", "bytes per unknown")
    against_unknowns(axes[1, 0], rows, iterations, "Linear iterations", "a Newton step", logarithmic=False)
    axes[1, 0].set_ylim(bottom=0)

    runs = report.selected(rows, study="species")
    if runs:
        first = report.newton_s(runs[0])
        axes[1, 1].plot([row["species"] for row in runs], [report.newton_s(row) / first for row in runs], color="#0b5394", marker="o", markersize=4, label="measured")
        axes[1, 1].plot([row["species"] for row in runs], [row["species"] / 2 for row in runs], color="0.6", linestyle=":", label="as the unknowns")
        axes[1, 1].legend(frameon=False)
        axes[1, 1].set_xticks([row["species"] for row in runs])
    axes[1, 1].set(title="Cost of species (one mesh)", xlabel="species", ylabel="time over that of 2")

    colours = {"zincfield, even meshes": "#0b5394", "zincfield, adaptive": "#6fa8dc", "zincfield, adaptive, quarter": "#3d85c6", "DOLFINx, even meshes": "#cc4125",
               "FreeFEM, even meshes": "#674ea7"}
    markers = {"zincfield, adaptive": "v", "zincfield, adaptive, quarter": "^"}
    for label, runs in report.errors(rows):
        axes[1, 2].loglog([row["error"] for row in runs], [row["wall_s"] for row in runs], color=colours[label], marker=markers.get(label, "o"), markersize=4,
                          linestyle="none" if label in markers else "-", label=label)
    axes[1, 2].invert_xaxis()
    axes[1, 2].set(title="Time to an accuracy, 1 rank", xlabel="relative error of the mean current", ylabel="s")
    if axes[1, 2].has_data():
        axes[1, 2].legend(frameon=False, fontsize=8)
    draw_refinement(axes[0, 3], found)
    draw_error_bars(axes[1, 3], found)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=5, frameon=False)
    figure.savefig(path, dpi=110, bbox_inches="tight")
    plt.close(figure)
