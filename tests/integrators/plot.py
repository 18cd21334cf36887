#!/usr/bin/python3
"""Work against error of each integrator: plot.py FILE.csv PICTURE.png, the file as compare_integrators writes it. Prints the work at equal error."""
import csv
import math
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

STYLES = {"zincfield": ("#000000", "o-"), "SUNDIALS": ("#d55e00", "s-"), "PETSc bdf": ("#0072b2", "^--"), "PETSc arkimex": ("#009e73", "v--"), "PETSc rosw": ("#cc79a7", "d--")}
WORK = [("set-ups", "factorisations"), ("seconds of the processor", "processor time (s)")]


def at(error, rows, key):
    """Work at an error, on the line between two runs in logarithms; None beyond the runs."""
    points = sorted((math.log(float(row["error [mV or share]"])), math.log(float(row[key]))) for row in rows)
    for (e, w), (f, v) in zip(points, points[1:]):
        if e <= math.log(error) <= f:
            return math.exp(w + (v - w) * (math.log(error) - e) / (f - e))
    return None


def print_table(rows, problems):
    keys = ["steps", "evaluations", "set-ups", "solves", "seconds of the processor"]
    for problem in problems:
        error = 1e-3 if problem == "sweep" else 1e-2
        print(f"\n| {problem}, at {error:g} {'of the peak' if problem == 'sweep' else 'mV'} | " + " | ".join(keys) + " |\n|:---|" + "---:|" * len(keys))
        for integrator in dict.fromkeys(row["integrator"] for row in rows if row["problem"] == problem):
            its = [row for row in rows if (row["problem"], row["integrator"]) == (problem, integrator)]
            work = [at(error, its, key) for key in keys]
            print(f"| {integrator} | " + " | ".join("-" if w is None else f"{w:.2g}" if key.startswith("seconds") else f"{w:.0f}" for key, w in zip(keys, work)) + " |")


def main(table, picture):
    with open(table, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["failure"]]
    problems = list(dict.fromkeys(row["problem"] for row in rows))
    print_table(rows, problems)
    figure, axes = plt.subplots(len(WORK), len(problems), figsize=(3.2 * len(problems), 5.2), squeeze=False, layout="constrained")
    for column, problem in enumerate(problems):
        of_problem = [row for row in rows if row["problem"] == problem]
        for (key, label), axis in zip(WORK, axes[:, column]):
            for integrator in dict.fromkeys(row["integrator"] for row in of_problem):
                colour, line = next(style for name, style in STYLES.items() if integrator.startswith(name))
                points = [(float(row["error [mV or share]"]), float(row[key])) for row in of_problem if row["integrator"] == integrator]
                shade = 1.0 if not integrator.endswith(("TR-BDF2", "ESDIRK3(2)4L[2]SA", "2", "3")) else 0.5
                axis.loglog(*zip(*points), line, color=colour, alpha=shade, markersize=3, linewidth=1, label=integrator)
            axis.set_ylabel(label)
            axis.set_xlabel("largest error (share of the peak)" if problem == "sweep" else "largest error (mV)")
            axis.invert_xaxis()
        axes[0, column].set_title(problem, fontsize=9)
    figure.get_layout_engine().set(rect=(0, 0.1, 1, 0.9))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="lower center", ncol=3, fontsize=7)
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    main(*sys.argv[1:])
