"""Type sizes, colours and units: 180 mm wide at most, nothing smaller than 7 pt."""
from textwrap import fill

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

MM = 1 / 25.4
DPI = 300
# Okabe and Ito: told apart with any colour vision; the dashes tell them apart in print.
COLOURS = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31"]
DASHES = ["-", "-", "-", "-", "--", "--", "--", "--"]
METAL = "#c9cbd1"

plt.rcParams.update(
    {
        "font.size": 7,
        "axes.titlesize": 7.5,
        "axes.labelsize": 7,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "legend.fontsize": 7,
        "legend.frameon": False,
        "axes.linewidth": 0.6,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "lines.linewidth": 1.1,
        "pdf.fonttype": 42,
    }
)


def colour(i, n):
    return COLOURS[i % len(COLOURS)] if n <= len(COLOURS) else plt.get_cmap("viridis")(0.92 * i / max(n - 1, 1))


def dash(i, n):
    return DASHES[i % len(DASHES)] if n <= len(COLOURS) else "-"


def largest(values):
    values = np.abs(np.asarray(values, float))
    values = values[np.isfinite(values)]
    return values.max() if values.size else 0.0


PREFIXES = [(1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")]

EXPONENTS = {"": "¹", "2": "²", "3": "³"}


def scale(unit, size):
    """Factor from the SI unit of a field to the unit shown, and its name, for values of this size."""
    if unit == "mol/m^3":
        return (1e-3, "mol\N{NO-BREAK SPACE}L⁻¹") if size >= 100 else (1.0, "mmol\N{NO-BREAK SPACE}L⁻¹")
    if unit == "A/m^2":
        return (1e-4, "A\N{NO-BREAK SPACE}cm⁻²") if size >= 1e5 else (0.1, "mA\N{NO-BREAK SPACE}cm⁻²") if size >= 0.01 else (100.0, "µA\N{NO-BREAK SPACE}cm⁻²")
    if unit == "mA/cm^2":
        return 1.0, "mA\N{NO-BREAK SPACE}cm⁻²"
    if unit == "nm":
        return (1e-3, "µm") if size >= 1000 else (1.0, "nm")
    if unit == "um":
        return 1.0, "µm"
    if unit == "ohm m^2":
        return 1e4, "Ω cm²"
    if unit.partition("/")[0] in ("V", "m", "S", "s", "A", "C"):
        factor, prefix = next((p for p in PREFIXES if size >= (0.5 if p[1] == "" else 1.0) * p[0]), (1.0, ""))
        return 1 / factor, typeset(prefix + unit)
    return 1.0, "" if unit in ("", "1") else unit


def typeset(unit):
    """mA/cm^2 as mA cm⁻²."""
    base, _, rest = unit.partition("/")
    name, _, exponent = rest.partition("^")
    return f"{base}\N{NO-BREAK SPACE}{name}⁻{EXPONENTS[exponent]}" if rest else base


def length_axis(axis, name, labels=True):
    """Labels an axis in micrometres; in nanometres where it is shorter than a tenth of one."""
    if np.ptp(axis.get_view_interval()) < 0.1:
        axis.set_major_formatter(lambda value, _: f"{1000 * value:.4g}".replace("-", "\N{MINUS SIGN}"))
        axis.set_label_text(f"{name} (nm)" if labels else "")
    else:
        axis.set_label_text(f"{name} (µm)" if labels else "")


def labelled(name, unit, room=60):
    """Name and unit for an axis; on two lines where there is room for fewer characters."""
    text = f"{name} ({unit})" if unit else name
    return text if len(text) <= room else fill(text, max(room, 12))


def overhang(figure, axes, margin=0.5):
    """By how many mm the labels of some axes reach beyond the right edge of the figure, or come nearer to it than the margin."""
    renderer = figure.canvas.get_renderer()
    right = max((a.get_tightbbox(renderer).x1 for a in axes), default=0)
    return max((right - figure.bbox.x1) / figure.dpi / MM + margin, 0)


def letter(axes, i, dx=-2.0):
    axes.annotate(f"{chr(ord('a') + i)}", (0, 1), xycoords="axes fraction", xytext=(dx * 7, 4), textcoords="offset points",
                  fontsize=9, fontweight="bold", va="bottom", ha="left", annotation_clip=False)


def save(figure, path):
    """PNG and PDF beside each other; returns both names."""
    figure.savefig(path.with_suffix(".png"), dpi=DPI, facecolor="white")
    figure.savefig(path.with_suffix(".pdf"), dpi=DPI, facecolor="white")
    plt.close(figure)
    return [str(path.with_suffix(".png")), str(path.with_suffix(".pdf"))]
