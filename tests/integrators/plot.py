#!/usr/bin/python3
"""Work against error of each integrator: plot.py FILE.csv PICTURE.png, the file as compare_integrators writes it."""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

STYLES = {"zincfield": ("#000000", "o-"), "SUNDIALS": ("#d55e00", "s-"), "PETSc bdf": ("#0072b2", "^--"), "PETSc arkimex": ("#009e73", "v--"), "PETSc rosw": ("#cc79a7", "d--")}
WORK = [("set-ups", "factorisations"), ("seconds of the processor", "processor time (s)")]


def main(table, picture):
    with open(table, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["failure"]]
    problems = list(dict.fromkeys(row["problem"] for row in rows))
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
    axes[0, 0].legend(fontsize=5.5)
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    main(*sys.argv[1:])
