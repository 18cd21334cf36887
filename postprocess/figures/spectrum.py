"""Impedance: Nyquist's and Bode's plots of every variant that has a spectrum, from impedance.csv."""
import csv

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from . import results, style

PARTS = ["working electrode", "electrolyte", "counter electrode"]


def read(variant):
    """Columns of impedance.csv by name; None where the run did not write it."""
    path = variant.folder / "impedance.csv"
    if not path.is_file():
        return None
    try:
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        values = np.array([[float(x) for x in row] for row in rows[1:]])
        columns = {name.split(" [")[0]: values[:, i] for i, name in enumerate(rows[0])}
        columns["Z"] = columns["Re Z"] + 1j * columns["Im Z"]
        return columns
    except (ValueError, IndexError, KeyError) as problem:
        raise results.Unusable(f"{path} is no table of impedances: {problem}") from None


def wanted(run):
    return any(read(variant) is not None for variant in run.variants)


def prefix(size):
    """Factor from ohm cm^2, and the unit shown."""
    for factor, name in [(1e6, "MΩ"), (1e3, "kΩ"), (1.0, "Ω")]:
        if size >= factor:
            return factor, f"{name}\N{NO-BREAK SPACE}cm²"
    return 1e-3, "mΩ\N{NO-BREAK SPACE}cm²"


def draw(run):
    """Writes impedance.*: Nyquist's plot beside Bode's, or above where the page is narrow."""
    spectra = [(variant.name, columns) for variant, columns in ((v, read(v)) for v in run.variants) if columns is not None]
    sheet = compose(run, spectra)
    pad, _ = sheet.overhang()
    if pad > 0:
        style.plt.close(sheet.figure)
        sheet = compose(run, spectra, pad)
    return style.save(sheet.figure, run.folder / "impedance")


def compose(run, spectra, pad=0.0):
    factor, unit = prefix(max(style.largest(columns["Re Z"]) for _, columns in spectra))
    widest = int(np.argmax([np.ptp(columns["Re Z"]) for _, columns in spectra]))
    width = (run.options.width or style.TWO_COLUMNS) - pad
    beside = width > 120
    names = (
        [name for name, _ in spectra]
        if len(spectra) > 1
        else ["whole", *(part for part in PARTS if f"Re Z {part}" in spectra[0][1])]
    )
    n_legend, legend = style.legend_rows(names, width - 8) if len(names) > 1 else (1, 0.0)
    frame = (width - 38.0) / 2 if beside else width - 18.0
    sheet = style.Sheet(width + pad, (73.0 if beside else 145.0) + legend, pad)
    left, top = (28.0 + frame, 6.0) if beside else (14.0, 76.0)
    nyquist, modulus, phase = (
        sheet.place(14, 6, frame, 55),
        sheet.place(left, top, frame, 25),
        sheet.place(left, top + 30, frame, 25),
    )
    for i, (name, columns) in enumerate(spectra):
        look = {"color": style.colour(i, len(spectra)), "linestyle": style.dash(i, len(spectra))}
        nyquist.plot(columns["Re Z"] / factor, -columns["Im Z"] / factor, label=name if len(spectra) > 1 else "whole", **look)
        mark_decades(nyquist, columns, factor, look["color"], i == widest)
        modulus.loglog(columns["frequency"], columns["|Z|"] / factor, **look)
        phase.semilogx(columns["frequency"], -columns["phase"], **look)
    if len(spectra) == 1:
        draw_parts(nyquist, spectra[0][1], factor)
    name_axes(nyquist, modulus, phase, unit, 55 / frame)
    handles, labels = nyquist.get_legend_handles_labels()
    if len(handles) > 1:
        sheet.figure.legend(
            handles,
            labels,
            loc="lower center",
            bbox_to_anchor=(0.5, 0.5 / sheet.height),
            ncol=n_legend,
            handlelength=1.8,
            columnspacing=1.4,
            borderaxespad=0.0,
            borderpad=0.0,
            labelspacing=0.25,
        )
    for axes, at in ((nyquist, 0.5), (modulus, left - 13.5), (phase, left - 13.5)):
        sheet.letter(axes, at)
        sheet.caption("")
    return sheet


def name_axes(nyquist, modulus, phase, unit, shape):
    equal_scales(nyquist, shape)
    nyquist.set_xlabel(f"Re Z ({unit})")
    nyquist.set_ylabel(f"−Im Z ({unit})")
    nyquist.axhline(0, color="0.7", linewidth=0.5, zorder=0)
    modulus.set_ylabel(f"|Z| ({unit})")
    modulus.tick_params(labelbottom=False)
    if np.divide(*modulus.get_ylim()[::-1]) < 1e3:
        modulus.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        modulus.yaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
        modulus.yaxis.set_minor_formatter(NullFormatter())
    phase.set_ylabel("−phase (°)")
    phase.set_xlabel("frequency (Hz)")
    phase.set_xlim(modulus.get_xlim())


def equal_scales(axes, shape):
    """Half circles stay round; little room below the axis unless something is there. `shape`: height over width."""
    x = np.concatenate([line.get_xdata() for line in axes.lines])
    y = np.concatenate([line.get_ydata() for line in axes.lines])
    low = min(y.min(), 0.0)
    width = max(1.25 * np.ptp(x), 1.25 * (y.max() - low) / shape, 1e-12)
    left = x.min() - 0.06 * np.ptp(x) if 1.25 * np.ptp(x) >= width else 0.5 * (x.min() + x.max() - width)
    bottom = low - 0.05 * width * shape
    axes.set_xlim(left, left + width)
    axes.set_ylim(bottom, bottom + width * shape)


def draw_parts(axes, columns, factor):
    """What the whole is made of, each part from its own origin."""
    for i, part in enumerate(PARTS):
        if f"Re Z {part}" in columns:
            axes.plot(
                columns[f"Re Z {part}"] / factor,
                -columns[f"Im Z {part}"] / factor,
                color=style.COLOURS[i + 1],
                linestyle="--",
                linewidth=0.9,
                label=part,
            )


def mark_decades(axes, columns, factor, colour, named):
    """A dot at every power of ten of the frequency; names where there is room between them."""
    frequency, z = columns["frequency"], columns["Z"] / factor
    span, last = max(np.ptp(z.real), np.ptp(z.imag)), None
    for power in range(int(np.ceil(np.log10(frequency.min()) - 1e-6)), int(np.floor(np.log10(frequency.max()) + 1e-6)) + 1):
        order = np.argsort(frequency)
        at = np.interp(power, np.log10(frequency[order]), z.real[order]) + 1j * np.interp(
            power, np.log10(frequency[order]), z.imag[order]
        )
        axes.plot(at.real, -at.imag, "o", markersize=2.5, color=colour)
        if named and (last is None or abs(at - last) > 0.12 * span):
            axes.annotate(
                frequency_text(power), (at.real, -at.imag), xytext=(2, 3), textcoords="offset points", fontsize=7, color="0.35"
            )
            last = at


def frequency_text(power):
    for base, name in [(6, "MHz"), (3, "kHz"), (0, "Hz"), (-3, "mHz")]:
        if power >= base:
            return f"{10 ** (power - base)}\N{NO-BREAK SPACE}{name}"
    return f"{10.0 ** (power + 6):.3g}\N{NO-BREAK SPACE}µHz"
