"""A transient run as a movie: maps of all variants, or curves across a layered cell, on one scale for all times."""
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from . import across, columns, maps, panel, results, style, times

PER_SECOND, MOST, DPI = 8, 240, 150  # frames; of more times every second, third ... is left out
SAMPLES = 8  # frames, from which the colours of a GIF are chosen


def chosen(variants):
    """Times of the frames: those of the variant that wrote most."""
    written = max((variant.times() for variant in variants), key=len)
    return written[:: -(-len(written) // MOST)]


def draw(run):
    """movie.mp4 where ffmpeg is installed, else movie.gif."""
    variants = [variant for variant in run.variants if len(variant.times()) > 1]
    if not variants:
        raise results.Unusable(f"no movie: {run.folder} holds fields of one time only (Field interval asks for more)")
    variants = variants[: times.MOST_VARIANTS]
    moments = chosen(variants)
    states = [[columns.Column(v, run, min(v.times(), key=lambda t: abs(t - moment))) for v in variants] for moment in moments]
    everyone = [column for row in states for column in row if column.section is not None]
    window = columns.view(everyone, run) if everyone else None
    shown = times.most_telling(run, everyone, window) if everyone else None
    if shown is None:
        return []
    frame = curves_of(shown, states) if across.instead_of_maps(run, everyone) else maps_of(shown)
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / f"{k:05d}.png" for k in range(len(moments))]
        for name, moment, row in zip(names, moments, states):
            sheet = frame(run, row, style.duration(moment), shown)
            style.typeset_names(sheet.figure)
            sheet.figure.savefig(name, dpi=DPI, facecolor="white")
            style.plt.close(sheet.figure)
        return [written(names, run.folder)]


def maps_of(shown):
    """What draws a frame of maps, in the colours of all times."""
    room = [0.0, 0.0]  # more at either side, found with the first frame: all are of one size

    def frame(run, row, name, _):
        def compose(pad, missing):
            pad, missing = max(pad, room[0]), max(missing, room[1])
            room[:] = pad, missing
            width = panel.width_of(run, len(row)) - pad
            drawn = maps.MapRow(shown.part(row), width, panel.RIGHT + missing, True, True, name)
            sheet = style.Sheet(width + pad, 1.0 + drawn.height, pad)
            sheet.letters = False
            drawn.draw(sheet, 0.0)
            return sheet

        return style.fitted(compose)

    return frame


def curves_of(shown, states):
    """What draws a frame of curves across the cell, in the range of all times."""
    drawn = [across.layers(column, shown.name)[1] for row in states for column in row]
    largest = max(map(style.largest, drawn))
    factor, _ = style.scale(shown.unit, largest)
    low, high = factor * min(v.min() for v in drawn), factor * max(v.max() for v in drawn)

    def frame(run, row, name, shown):
        width = panel.width_of(run, len(row))
        one = times.FrameRow(
            [[c] for c in row], [name], width, lambda c: across.layers(c, shown.name)[:2], "distance", shown.label, shown.unit
        )
        sheet = style.Sheet(width, 1.0 + one.height)
        sheet.letters = False
        one.draw(sheet, 0.0, largest)
        for axes in sheet.figure.axes:
            style.autoscale(axes, [np.array([low, high])])
        return sheet

    return frame


def written(names, folder):
    if shutil.which("ffmpeg"):
        path = folder / "movie.mp4"
        even = "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white"
        command = ["ffmpeg", "-loglevel", "error", "-y", "-framerate", str(PER_SECOND), "-i", str(names[0].parent / "%05d.png")]
        outcome = subprocess.run([*command, "-vf", even, "-pix_fmt", "yuv420p", str(path)], capture_output=True, text=True)
        if outcome.returncode == 0:
            return str(path)
        path.unlink(missing_ok=True)
    path = folder / "movie.gif"
    frames = [Image.open(name).convert("RGB") for name in names]
    some = frames[:: -(-len(frames) // SAMPLES)]
    sheet = Image.new("RGB", (frames[0].width, sum(one.height for one in some)))
    for k, one in enumerate(some):
        sheet.paste(one, (0, sum(before.height for before in some[:k])))
    palette = sheet.quantize(256, dither=Image.Dither.NONE)  # of colours that occur at any time
    frames = [one.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for one in frames]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=1000 // PER_SECOND, loop=0)
    return str(path)
