"""Files of fields of about 1e7 unknowns in each format: their size, and the time that writing them takes. Runs, and their table.

The run writes a row of history.csv when the mesh is solved, and the fields next: the time is that from this row to the last file of fields.
"""
import os
import tempfile
import time
from datetime import date
from pathlib import Path

from programs import BUMP, Failed, execute, on_ranks
from report import seconds, table, thousands

FORMATS = ["vtu", "vtkhdf", "xdmf"]
FIELDS = "study format ranks cells unknowns files bytes solve_s write_s peak_bytes load date".split()
REFINEMENTS = 3  # 1.2e7 unknowns


def field_files(folder):
    return [path for path in folder.iterdir() if path.name.startswith(("volume", "surface", "fields."))]


def one_run(zincfield, form, ranks, longest, refinements=REFINEMENTS):
    """A row of what a run with these files took."""
    settings = [f"Output/Format = {form}", f"Discretization/Initial refinements = {refinements}", "Discretization/Minimum cycles = 1",
                "Discretization/Maximum cycles = 1", "Discretization/Maximum unknowns = 2000000000"]
    with tempfile.TemporaryDirectory() as scratch:
        results = Path(scratch) / "results"
        command = [zincfield.program, str(BUMP), "--no-figures", "--output", str(results)]
        for setting in settings:
            command += ["--set", setting]
        began = time.time()
        execute(on_ranks(ranks, command), longest)
        summary = zincfield.summary_of(results)
        folder = results / "base"
        files = field_files(folder)
        solved = (folder / "history.csv").stat().st_mtime
        return {"format": form, "ranks": ranks, "cells": int(summary["mesh"]["cells"]), "unknowns": int(summary["mesh"]["unknowns"]),
                "files": len(files), "bytes": sum(path.stat().st_size for path in files), "solve_s": solved - began,
                "write_s": max(path.stat().st_mtime for path in files) - solved, "peak_bytes": summary["solver"]["peak_bytes"],
                "load": os.getloadavg()[0], "date": str(date.today())}


def formats(programs, options, add):
    print("files of fields", flush=True)
    for ranks in options.ranks:
        for form in FORMATS:
            try:
                row = one_run(programs["zincfield"], form, ranks, 2 * options.longest)
            except Failed as error:
                print(f"  {form}: left out, {error}", flush=True)
                continue
            print(f"  {form}, {ranks} rank(s): {row['unknowns']} unknowns, {row['bytes'] / 1e6:.0f} MB, written in {row['write_s']:.1f} s", flush=True)
            add({"study": "formats", **row})


def rows_of_table(rows):
    for row in rows:
        yield [row["format"], row["ranks"], thousands(row["unknowns"]), row["files"], f"{row['bytes'] / 1e9:.2f}", f"{row['bytes'] / row['unknowns']:.0f}",
               seconds(row["write_s"]), f"{1e6 * row['write_s'] / row['unknowns']:.1f}", seconds(row["solve_s"]), f"{row['peak_bytes'] / 2**30:.1f}"]


def page(rows):
    rows = [row for row in rows if row["study"] == "formats"]
    if not rows:
        return ""
    loads = f"{min(row['load'] for row in rows):.1f} to {max(row['load'] for row in rows):.1f}"
    return f"""
## Files of fields

`./benchmark --only formats`: the same input on its own mesh, refined {REFINEMENTS} times everywhere, with each of `Output/Format`. All fields in the volume and on the
surfaces are written, at the nodes of the quadratic elements, in single precision. The time is that from the end of the solution to the end of the last file; nothing
waits for the disk. All are compressed with zlib; the HDF5 formats shuffle bytes before and write binary data, VTU has them as text (base64).
Before: start, mesh and solution.
Measured on {", ".join(sorted({str(row["date"]) for row in rows}))}; load of the machine at the ends of the runs, their own included: {loads}.

{table(["format", "ranks", "unknowns", "files", "size [GB]", "bytes per unknown", "writing [s]", "µs per unknown", "before [s]", "peak memory [GiB]"], rows_of_table(rows))}"""
