#!/usr/bin/python3
"""Measures zincfield, alone and beside DOLFINx and FreeFEM, on inputs/benchmarks/bump.prm; started by ./benchmark.

Prints each run as it is done, and writes docs/performance/*.csv, docs/performance.png and docs/performance.md. Peers that are not
installed are left out; `./benchmark --install-peers` installs them. Nothing else should run on the machine meanwhile.
"""
import argparse
import csv
import os
import sys
from pathlib import Path

import errors
import formats
import machine
import plot
import report
import studies
from programs import FIELDS, ROOT, Dolfinx, FreeFem, Zincfield

STUDIES = {"sizes": studies.sizes, "species": studies.species, "accuracy": studies.accuracy}
ERRORS = {"bars": errors.bars, "adaptive": errors.adaptive}
FORMATS = {"formats": formats.formats}


def parse_options():
    parser = argparse.ArgumentParser(prog="./benchmark", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install-peers", action="store_true", help="install Debian's fenicsx and freefem++ first")
    parser.add_argument("--smallest", type=float, default=1e4, metavar="N", help="smallest number of unknowns (10000)")
    parser.add_argument("--largest", type=float, default=1e6, metavar="N", help="largest number of unknowns (1e6; 5e6 takes about 4 GB)")
    parser.add_argument("--largest-peer", type=float, default=3e5, metavar="N", help="the same for the peers and for zincfield's other solvers (3e5)")
    parser.add_argument("--ranks", type=lambda text: sorted({int(r) for r in text.split(",")}), default=[1, 2], metavar="R,R", help="numbers of ranks (1,2)")
    parser.add_argument("--repeat", type=int, default=1, metavar="K", help="runs of each case of less than half a minute, of which the fastest counts (1)")
    parser.add_argument("--longest", type=float, default=600, metavar="S", help="seconds that a run may be expected to take (600)")
    parser.add_argument("--only", choices=[*STUDIES, *ERRORS, *FORMATS], action="append", help="run this study only; may be repeated")
    parser.add_argument("--no-peers", action="store_true", help="run zincfield only")
    parser.add_argument("--report-only", action="store_true", help="write plot and page again from the CSV files")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", metavar="DIR", help="where performance.md is written (docs)")
    parser.add_argument("--program", type=Path, default=ROOT / "build/zincfield", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.repeat < 1 or not options.ranks or options.ranks[0] < 1:
        parser.error("--repeat and --ranks take whole numbers from 1")
    return options


def find_programs(options):
    programs = {}
    for program in [Zincfield(options.program)] + ([] if options.no_peers else [Dolfinx(), FreeFem()]):
        missing = program.missing()
        if missing is None:
            programs[program.name] = program
        elif program.name == "zincfield":
            sys.exit(f"benchmark: {missing}")
        else:
            print(f"{program.name} is left out: {missing}")
    return programs


class Table:
    """The rows of a CSV file, written anew after each run so that an interrupted benchmark keeps what it has."""

    def __init__(self, path, fields, exact=()):
        """exact: what is written with all its digits."""
        self.path, self.fields, self.exact, self.rows = path, fields, exact, []
        if path.is_file():
            with open(path, newline="", encoding="utf-8") as file:
                self.rows = [{key: report.number(value) for key, value in row.items()} for row in csv.DictReader(file)]

    def drop(self, names):
        self.rows = [row for row in self.rows if row["study"] not in names]

    def add(self, row):
        self.rows.append(row)
        self.write()

    def write(self):
        with open(self.path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows({key: f"{row[key]:.6g}" if isinstance(row[key], float) and key not in self.exact else row[key] for key in self.fields} for row in self.rows)


def main():
    options = parse_options()
    folder = options.output / "performance"
    folder.mkdir(parents=True, exist_ok=True)
    runs, found = Table(folder / "runs.csv", FIELDS, ["current"]), Table(folder / "errors.csv", errors.FIELDS, ["value"])
    files = Table(folder / "formats.csv", formats.FIELDS, ["bytes", "unknowns"])
    if not options.report_only:
        chosen = options.only or [*STUDIES, *ERRORS, *FORMATS]
        programs = find_programs(options)
        description = machine.describe(options, programs)
        if any(name in STUDIES for name in chosen) or not (folder / "machine.csv").is_file():
            machine.write(folder / "machine.csv", description)  # of the runs that are timed
        for key, value in description.items():
            print(f"{key}: {value}")
        runs.drop(chosen + (["reference"] if "accuracy" in chosen else []) + (["boxes"] if "sizes" in chosen else []))
        found.drop(chosen)
        files.drop(chosen)
        loads = []

        def timed(row):
            print("  " + report.line(row), flush=True)
            runs.add(row)
            loads.append(os.getloadavg()[0])
            machine.write(folder / "machine.csv", {**description, "load meanwhile, its own included": f"{sum(loads) / len(loads):.1f} on average"})

        for name in chosen:
            if name in STUDIES:
                STUDIES[name](programs, options, timed)
            elif name in FORMATS:
                FORMATS[name](programs, options, files.add)
            else:
                ERRORS[name](programs, options, found.add)
    if not runs.rows and not found.rows:
        sys.exit(f"benchmark: there are no runs in {folder}")
    description = machine.read(folder / "machine.csv")
    plot.draw(runs.rows, found.rows, options.output / "performance.png")
    (options.output / "performance.md").write_text(report.page(runs.rows, description) + errors.page(found.rows) + formats.page(files.rows), encoding="utf-8")
    print("\n" + report.summary(runs.rows, description) + errors.page(found.rows) + formats.page(files.rows))
    print(f"written: {options.output / 'performance.md'}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
