"""Impedance: Nyquist's and Bode's plots of every variant that has a spectrum, from impedance.csv."""
import csv

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from . import caption, frames, results, style

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


def smooth(frequency, values, n=24):
    """
    Frequencies and values with n intervals between neighbouring ones: cubic through the computed values against the logarithm of
    the frequency, with the slopes of the parabola through three neighbours. Of a half circle with 5 points a decade it is within
    0.5 % (straight lines: 2.6 %).
    """
    order = np.argsort(frequency)
    x, y = np.log(frequency[order]), np.asarray(values)[order]
    if len(x) < 3:
        return frequency[order], y
    h = np.diff(x)
    d = np.diff(y) / h
    inner = (h[1:] * d[:-1] + h[:-1] * d[1:]) / (h[1:] + h[:-1])
    slope = np.concatenate([[2 * d[0] - inner[0]], inner, [2 * d[-1] - inner[-1]]])
    t = np.linspace(0, 1, n, endpoint=False)[None, :]
    a, b, step = y[:-1, None], y[1:, None], h[:, None]
    curve = a * (1 - t) ** 2 * (1 + 2 * t) + b * t**2 * (3 - 2 * t)
    curve = curve + step * (slope[:-1, None] * t * (1 - t) ** 2 - slope[1:, None] * t**2 * (1 - t))
    return np.exp(np.append((x[:-1, None] + step * t).ravel(), x[-1])), np.append(curve.ravel(), y[-1])


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
    drawn = [variant for variant in run.variants if variant.name in dict(spectra)]
    return style.save(sheet.figure, run.folder / "impedance") + caption.write(run, drawn, sheet.captions, "impedance")


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
        look["linewidth"] = frames.width(i, len(spectra)) if len(spectra) > 1 else 1.1
        frequency, z = smooth(columns["frequency"], columns["Z"] / factor)
        nyquist.plot(z.real, -z.imag, label=name if len(spectra) > 1 else "whole", **look)
        points = {"linestyle": "none", "marker": ".", "markersize": 1.6, "color": look["color"]}
        nyquist.plot(columns["Re Z"] / factor, -columns["Im Z"] / factor, **points)
        modulus.loglog(frequency, abs(z), **look)
        phase.semilogx(frequency, -np.angle(z, deg=True), **look)
    if len(spectra) == 1:
        draw_parts(nyquist, spectra[0][1], factor)
    name_axes(nyquist, modulus, phase, unit, 55 / frame)
    for i, (_, columns) in enumerate(spectra):
        mark_decades(nyquist, columns, factor, style.colour(i, len(spectra)), i == widest)
    magnify(nyquist, spectra, factor, 55 / frame)
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
    said = captions(spectra, factor, (nyquist, modulus, phase))
    for axes, at, text in zip((nyquist, modulus, phase), (0.5, left - 13.5, left - 13.5), said):
        sheet.letter(axes, at)
        sheet.caption(text)
    return sheet


def captions(spectra, factor, panels):
    """What the panels show; spectra that lie upon each other are named."""
    names = [name for name, _ in spectra]
    drawn = [smooth(columns["frequency"], columns["Z"] / factor) for _, columns in spectra]
    groups = frames.same_in_plane(names, [z for _, z in drawn], np.ptp(panels[0].get_ylim()))
    alike = "".join(f"; the curves of {frames.listed(group)} lie upon each other" for group in groups)
    marks = "small points: computed, smooth lines between them; large points: powers of ten of the frequency"
    inset = "; inset: the smaller arcs, magnified" if len(panels[0].child_axes) else ""
    return [
        f"Nyquist's plot{alike}; {marks}{inset}",
        "magnitude of the impedance against frequency"
        + note(frames.said(names, [(np.log10(f), np.log10(abs(z))) for f, z in drawn], panels[1], logged=True)),
        "phase against frequency"
        + note(frames.said(names, [(np.log10(f), -np.angle(z, deg=True)) for f, z in drawn], panels[2], logged=True)),
    ]


def note(text):
    return f"; {text}" if text else ""


def magnify(axes, spectra, factor, shape):
    """An inset with the smaller arcs, in the room above the larger ones, where they are less than a quarter of these."""
    sizes = [np.ptp(columns["Re Z"]) / factor for _, columns in spectra]
    smallest = min(sizes)
    top = max((-columns["Im Z"]).max() for _, columns in spectra) / factor
    low, high = axes.get_ylim()
    room = (high - top) / (high - low) - 0.16
    if len(spectra) < 2 or smallest > 0.25 * max(sizes) or room < 0.25:
        return
    inset = axes.inset_axes([0.14, 1 - room - 0.04, 0.55, room])
    inset.axhline(0, color="0.7", linewidth=0.5, zorder=0)
    for line in axes.lines:
        if line.get_transform() != axes.transData:  # the axis
            continue
        inset.plot(
            *line.get_data(),
            **{k: getattr(line, f"get_{k}")() for k in ("color", "linestyle", "linewidth", "marker", "markersize")},
        )
    width = 1.3 * smallest
    left = min(columns["Re Z"].min() for _, columns in spectra) / factor - 0.08 * width
    height = width * room * shape / 0.55
    inset.set(xlim=(left, left + width), ylim=(-0.08 * height, 0.92 * height))
    inset.tick_params(labelsize=0.85 * style.plt.rcParams["font.size"])
    inset.xaxis.set_major_locator(MaxNLocator(4))
    inset.yaxis.set_major_locator(MaxNLocator(2))


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
    """A dot at every power of ten of the frequency; names outside of the arc where they touch nothing."""
    frequency, z = smooth(columns["frequency"], columns["Z"] / factor)
    powers = np.arange(np.ceil(np.log10(frequency[0]) - 1e-6), np.floor(np.log10(frequency[-1]) + 1e-6) + 1)
    at = np.interp(powers, np.log10(frequency), z.real) - 1j * np.interp(powers, np.log10(frequency), z.imag)
    axes.plot(at.real, at.imag, "o", markersize=2.5, color=colour)
    if not named:
        return
    axes.figure.canvas.draw()
    taken, centre = [], complex(0.5 * (at.real.min() + at.real.max()), 0.0)
    for power, point in sorted(zip(powers.astype(int), at), key=lambda pair: -pair[1].imag):
        place_name(axes, frequency_text(power), point, point - centre, taken)


def place_name(axes, text, point, outwards, taken):
    """A name beside a point, first away from the middle of the arc; none where it would touch another, a curve or the frame."""
    renderer, frame = axes.figure.canvas.get_renderer(), axes.get_window_extent()
    curves = np.concatenate(
        [axes.transData.transform(np.column_stack(line.get_data())) for line in axes.lines if len(line.get_xdata()) > 2]
    )
    sides = [np.sign(outwards.real) or 1.0, -(np.sign(outwards.real) or 1.0)]
    for x, y in [(sides[0], 1), (sides[0], 0), (0, 1), (sides[1], 1), (sides[1], 0)]:
        name = axes.annotate(
            text,
            (point.real, point.imag),
            xytext=(4 * x, 3 * y),
            textcoords="offset points",
            ha={1: "left", 0: "center", -1: "right"}[x],
            va="bottom" if y else "center",
            color="0.35",
        )
        box = name.get_window_extent(renderer)
        inside = box.x0 > frame.x0 + 2 and box.x1 < frame.x1 - 2 and box.y0 > frame.y0 + 2 and box.y1 < frame.y1 - 2
        margin = box.expanded(1.02, 1.1)
        free = not ((curves > [margin.x0, margin.y0]) & (curves < [margin.x1, margin.y1])).all(axis=1).any()
        if inside and free and not any(margin.overlaps(other) for other in taken):
            taken.append(box)
            return
        name.remove()


def frequency_text(power):
    for base, name in [(6, "MHz"), (3, "kHz"), (0, "Hz"), (-3, "mHz")]:
        if power >= base:
            return f"{10 ** (power - base)}\N{NO-BREAK SPACE}{name}"
    return f"{10.0 ** (power + 6):.3g}\N{NO-BREAK SPACE}µHz"
