"""Type sizes, colours, units and the sheet that panels are put on."""
import re
from textwrap import fill

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

MM = 1 / 25.4
DPI = 300
ONE_COLUMN, TWO_COLUMNS = 85.0, 170.0  # [mm], of a journal
FORMATS = ["png", "pdf"]
# Okabe and Ito: told apart with any colour vision; the dashes tell them apart in print.
OKABE_ITO = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31"]
COLOURS = list(OKABE_ITO)
DASHES = ["-", "-", "-", "-", "--", "--", "--", "--"]
METAL = "#c9cbd1"


def configure(font_size=7.0, formats=("png", "pdf"), style_file=""):
    """Type of one size throughout, as text in PDF and SVG; what a style file says comes last."""
    matplotlib.rcdefaults()
    matplotlib.use("Agg")
    sizes = [
        "axes.titlesize",
        "axes.labelsize",
        "xtick.labelsize",
        "ytick.labelsize",
        "legend.fontsize",
        "font.size",
        "figure.titlesize",
    ]
    widths = {
        "axes.linewidth": 0.6,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
    }
    plt.rcParams.update({size: font_size for size in sizes} | widths)
    plt.rcParams.update({"legend.frameon": False, "lines.linewidth": 1.1, "pdf.fonttype": 42, "svg.fonttype": "none"})
    COLOURS[:] = OKABE_ITO
    if style_file:
        plt.style.use(style_file)
        if "axes.prop_cycle" in matplotlib.rc_params_from_file(style_file, use_default_template=False):
            COLOURS[:] = plt.rcParams["axes.prop_cycle"].by_key().get("color", OKABE_ITO)
    FORMATS[:] = formats


configure()


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
        return (
            (1e-4, "A\N{NO-BREAK SPACE}cm⁻²")
            if size >= 1e5
            else (0.1, "mA\N{NO-BREAK SPACE}cm⁻²")
            if size >= 0.01
            else (100.0, "µA\N{NO-BREAK SPACE}cm⁻²")
        )
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


UNITS_OF_TIME = [(1.0, "s"), (60.0, "min"), (3600.0, "h"), (1e-3, "ms"), (1e-6, "µs")]


def unit_of_time(longest):
    if longest > 2 * 3600.0:
        return UNITS_OF_TIME[2]
    if longest > 300.0:
        return UNITS_OF_TIME[1]
    if longest > 0.5:
        return UNITS_OF_TIME[0]
    return UNITS_OF_TIME[3] if longest > 5e-4 else UNITS_OF_TIME[4]


def duration(seconds):
    """ "20 s", "5.57 h"."""
    if seconds == 0:
        return "0 s"
    factor, unit = unit_of_time(seconds)
    return f"{seconds / factor:.3g} {unit}"


def length_unit(size):
    """Factor from um and the unit in which lengths of this size are read."""
    return (1e3, "nm") if size < 0.5 else (1.0, "µm") if size < 2000 else (1e-3, "mm")


def length_axis(axis, name, labels=True):
    """Labels an axis in nm, µm or mm."""
    factor, unit = length_unit(np.ptp(axis.get_view_interval()))
    if factor != 1:
        axis.set_major_formatter(lambda value, _: f"{factor * value:.4g}".replace("-", "\N{MINUS SIGN}"))
    axis.set_label_text(f"{name} ({unit})" if labels else "")


def few_ticks(bar, n):
    """At most about n numbers at a colour bar, written in full."""
    if isinstance(bar.norm, LogNorm):
        low, high = np.log10([bar.norm.vmin, bar.norm.vmax])
        margin = 0.08 * (high - low)  # numbers at the ends would touch those of the next bar
        powers = np.arange(np.ceil(low + margin), np.floor(high - margin) + 1)
        if len(powers) > 1:
            bar.set_ticks(10.0 ** powers[:: -(-len(powers) // n)])
        return
    bar.locator = MaxNLocator(n)
    bar.formatter.set_useOffset(False)
    bar.update_ticks()


def below():
    """Room [mm] below a frame for the numbers and the name of its axis."""
    return 1.35 * plt.rcParams["font.size"]


def open_frame(axes):
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def autoscale(axes, values, share=0.06):
    """The range of the data with a margin, whether 0 is near or not."""
    values = np.concatenate([np.ravel(v) for v in values])
    values = values[np.isfinite(values)]
    low, high = values.min(), values.max()
    margin = share * (high - low) or 0.05 * abs(high) or 1.0
    axes.set_ylim(low - margin, high + margin)


def labelled(name, unit, room=60):
    """Name and unit for an axis; on two lines where there is room for fewer characters."""
    text = f"{name} ({unit})" if unit else name
    return text if len(text) <= room else fill(text, max(room, 14), break_long_words=False)


def broken(label, width):
    """A label below a frame that is broken before its unit where it would be wider than this [mm]."""
    fits = len(label) * 0.19 * plt.rcParams["font.size"] <= width
    return label if fits else "\n".join(filter(None, (part.strip() for part in re.split(r"(?=\([^()]*\)$)", label))))


class Sheet:
    """A page on which panels are placed in mm from its upper left corner; keeps what is to be said of each."""

    def __init__(self, width, height, pad=0.0):
        self.width, self.height, self.pad, self.captions, self.letters = width, height, pad, [], True
        self.figure = plt.figure(figsize=(width * MM, height * MM))

    def place(self, left, top, width, height):
        return self.figure.add_axes(
            [(self.pad + left) / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height]
        )

    def text(self, x, y, text, **look):
        return self.figure.text((self.pad + x) / self.width, 1 - y / self.height, text, **look)

    def letter(self, axes, left=0.5, note=""):
        """The next letter, left of a panel at the height of its upper edge, and a note beside it."""
        size = plt.rcParams["font.size"]
        top = (1 - axes.get_position().y1) * self.height
        self.text(
            left if left > 0.5 else 0.5 - self.pad,
            top - 0.6,
            chr(ord("a") + len(self.captions)) if self.letters else "",
            fontsize=size + 2,
            fontweight="bold",
            va="bottom",
            ha="left",
        )
        if note:
            self.text((left if left > 0.5 else 0.5 - self.pad) + (0.45 * size if self.letters else 0.0), top - 0.6, note, va="bottom", ha="left")

    def caption(self, text):
        self.captions.append(text)

    def overhang(self, margin=0.5):
        """By how many mm something reaches beyond the left and the right edge, or comes nearer to it than the margin."""
        renderer = self.figure.canvas.get_renderer()
        boxes = [axes.get_tightbbox(renderer) for axes in self.figure.axes]
        per_mm = self.figure.dpi * MM
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes) - self.figure.bbox.x1
        return max(margin - left / per_mm, 0.0), max(right / per_mm + margin, 0.0)


def fitted(compose):
    """The sheet of compose(pad, missing), with more room [mm] at the left and the right until nothing is cut."""
    pad = missing = 0.0
    sheet = compose(pad, missing)
    for _ in range(4):  # in another room labels may break elsewhere
        left, right = sheet.overhang()
        if max(left, right) < 1e-6:
            break
        pad, missing = pad + left, missing + right
        plt.close(sheet.figure)
        sheet = compose(pad, missing)
    return sheet


def legend_rows(names, width):
    """Columns of a legend of such names in a width, and its height, both in mm."""
    size = plt.rcParams["font.size"]
    longest = max((len(line) for name in names for line in name.split("\n")), default=0) * 0.175 * size + 11
    n = max(1, min(len(names), int(width / longest)))
    rows = -(-len(names) // n)
    lines = max((name.count("\n") + 1 for name in names), default=1)
    return -(-len(names) // rows), rows * (0.4 * lines + 0.15) * size  # no name stands alone where it need not


def legend(sheet, names, n, bottom):
    """The lines of all variants, below their frames: over no data."""
    handles = [plt.Line2D([], [], color=colour(i, len(names)), linestyle=dash(i, len(names))) for i in range(len(names))]
    sheet.figure.legend(
        handles,
        names,
        loc="lower center",
        bbox_to_anchor=(0.5, 1 - bottom / sheet.height),
        ncol=n,
        handlelength=1.8,
        columnspacing=1.4,
        borderaxespad=0.0,
        borderpad=0.0,
        labelspacing=0.25,
    )


PER = re.compile(r"\b([numkM]?(?:A|Ah|V|S|C|F|g|mol)|m|mm|um|nm|s|h)(?: per |/)([cmnu]?m|s|h|L)(?:\^?([23])|([²³]))?(?![A-Za-z0-9²³/^])")
RAISED = {"²": "2", "³": "3"}
MICRO = re.compile(r"^um$")
POWERS = {"2": "²", "3": "³"}


def printed(text):
    """Names that an input can hold, as print has them: "1 mA per cm^2" as "1 mA cm⁻²", "2 um" as "2 µm"."""
    text = PER.sub(lambda m: f"{MICRO.sub('µm', m[1])}\N{NO-BREAK SPACE}{m[2]}⁻{EXPONENTS[m[3] or RAISED.get(m[4], '')]}", text)
    text = re.sub(r"(?<=[A-Za-zµ])\^([23])(?![0-9])", lambda m: POWERS[m[1]], text)
    return re.sub(r"(?<=\d )um\b", "µm", text)


def typeset_names(figure):
    """Prints the names of variants and keys as they should be, wherever they stand."""
    for text in figure.findobj(Text):
        if "$" not in text.get_text():
            text.set_text(printed(text.get_text()))


def save(figure, path):
    """One file for each format; returns their names."""
    typeset_names(figure)
    written = [str(path.with_suffix(f".{kind}")) for kind in FORMATS]
    for name in written:
        figure.savefig(name, dpi=DPI, facecolor="white")
    plt.close(figure)
    return written
