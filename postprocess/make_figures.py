#!/usr/bin/python3
"""Figures of a finished run: make_figures.py RESULTS_DIR writes figure.png and figure.pdf there,
history.png and history.pdf of a transient run, and impedance.png and impedance.pdf where the run has a spectrum.

Reads only what the run wrote: summary.json and <variant>/{volume.pvd,surface.pvd,history.csv,impedance.csv}. Needs VTK, NumPy and matplotlib; 3-D
surfaces are drawn without a screen through xvfb-run where it is installed, and left out where it is not.
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
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print("usage: make_figures.py RESULTS_DIR", file=sys.stderr)
        return 1
    missing = [name for name in ("vtkmodules", "numpy", "matplotlib") if importlib.util.find_spec(name) is None]
    if missing and os.access(SYSTEM_PYTHON, os.X_OK) and not os.environ.get("ZINCFIELD_FIGURES_RESTARTED"):
        os.environ["ZINCFIELD_FIGURES_RESTARTED"] = "1"
        restart(SYSTEM_PYTHON)
    if missing:
        print(f"make_figures.py: this Python has no {', '.join(missing)}", file=sys.stderr)
        return 1

    from figures import results

    try:
        run = results.read(sys.argv[1])
        if run.dimension == 3 and not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
            sys.stdout.flush()
            restart("xvfb-run", "-a", sys.executable)
        from figures import history, panel, parameter_study, spectrum

        written = parameter_study.draw(run) if parameter_study.wanted(run) else panel.draw(run, run.variants, "figure")
        if history.wanted(run):
            written += history.draw(run)
        if spectrum.wanted(run):
            written += spectrum.draw(run)
    except results.Unusable as problem:
        print(f"make_figures.py: {problem}", file=sys.stderr)
        return 1
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
