#!/usr/bin/python3
"""Figures and the report of a finished run, written beside its results.

figure       the variants side by side, or what a parameter study varies; caption.txt says what is shown
maps         of a parameter study: maps of five of its variants
history      of a transient run: numbers against time, potential against capacity, voltammograms
growth       of a deposit that grows: outlines of the surface over time, its shape against the capacity
times        of a transient run with fields: maps and profiles at chosen times
impedance    spectra
report.html  all of it on one page that opens offline
movie        on request (--movie): maps of all times that a transient run wrote, of a surface that grows too
profiles.csv, across.csv, times.csv, cycles.csv, efficiency.csv, outlines.csv, growth.csv, polarisation.csv
             the data of the curves: mA/cm^2, mV, mol/L, um
volume_connected.vtu, view_in_paraview.py    for ParaView
volume_connected_series.pvd                  on request (--connected): all times of a transient run in cells that share points

Reads only what the run wrote: summary.json and <variant>/{used.prm,volume.pvd,surface.pvd,history.csv,impedance.csv}. Needs VTK,
NumPy and matplotlib; 3-D surfaces are drawn without a screen through xvfb-run where it is installed, and left out where it is not.
"""
import importlib.util
import os
import shutil
import sys

SYSTEM_PYTHON = "/usr/bin/python3"


def restart(*prefix):
    os.execvp(prefix[0], [*prefix, os.path.abspath(__file__), *sys.argv[1:]])


def main():
    sys.dont_write_bytecode = True
    missing = [name for name in ("vtkmodules", "numpy", "matplotlib") if importlib.util.find_spec(name) is None]
    if missing and os.access(SYSTEM_PYTHON, os.X_OK) and not os.environ.get("ZINCFIELD_FIGURES_RESTARTED"):
        os.environ["ZINCFIELD_FIGURES_RESTARTED"] = "1"
        restart(SYSTEM_PYTHON)
    if missing:
        print(f"make_figures.py: this Python has no {', '.join(missing)}", file=sys.stderr)
        return 1

    from figures import options, results

    run = None
    try:
        folder, chosen = options.parse(sys.argv[1:], __doc__)
        run = results.read(folder, chosen)
        if run.dimension == 3 and not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
            sys.stdout.flush()
            restart("xvfb-run", "-a", sys.executable)
        from figures import everything
        from report import page

        written = everything.draw(run)
        written += page.write(run)
    except results.Unusable as problem:
        if run is not None:  # numbers and inputs without figures
            from report import page

            page.write(run)
        print(f"make_figures.py: {problem}", file=sys.stderr)
        return 1
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
