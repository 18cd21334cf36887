"""Pictures that go into the page: those of the run, made small, and a still one of the electrode."""
import base64
import io

import numpy as np
from figures import geometry, render, results, style
from PIL import Image

from .html import escape, tag

WIDTH, LARGEST = 1500, 550_000  # [pixels], [bytes]
SHOWN = {
    "figure": "The variants side by side: fields, current at the surface, profiles along it",
    "maps": "Fields of some of the variants",
    "surface": "The electrode from the side and from above",
    "history": "Against time",
    "times": "Fields and profiles at chosen times",
    "growth": "Outlines of the growing surface, its shape against the capacity",
    "impedance": "Impedance: Nyquist's and Bode's plots",
}


def small(image, width=WIDTH, largest=LARGEST):
    """PNG of at most so many pixels and bytes: fewer colours first, then fewer pixels."""
    image = image.convert("RGB")
    width = min(width, image.width)
    while True:
        scaled = image.resize((width, max(1, round(image.height * width / image.width))), Image.LANCZOS)
        file = io.BytesIO()
        scaled.quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= largest or width < 300:
            return file.getvalue(), scaled.size
        width = int(0.85 * width)


def element(image, text, **limits):
    data, (width, height) = small(image, **limits)
    source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    return f'<img src="{source}" alt="{escape(text)}" width="{width}" height="{height}">'


def of_run(run):
    """Every figure that the run drew."""
    parts = []
    for name, text in SHOWN.items():
        path = run.folder / f"{name}.png"
        if path.is_file():
            with Image.open(path) as image:
                parts.append(tag("figure", element(image, text), tag("figcaption", escape(text))))
    return "\n".join(parts)


def still(run):
    """The electrode of the first variant that has one, coloured by the current; empty for 2-D runs, and without a screen."""
    if run.dimension != 3 or not render.possible():
        return ""
    for variant in run.variants:
        try:
            grid = variant.grid("surface")
        except results.Unusable:
            continue
        surface = geometry.working_electrode(grid, run, variant) if grid is not None else None
        if surface is None or geometry.CURRENT not in surface.fields or len(surface.cells) == 0:
            continue
        surface = geometry.mirror_surface(surface, geometry.mirror_axes(run, geometry.tip_of(surface)))
        values = surface.fields[geometry.CURRENT][np.unique(surface.cells)]
        factor, unit = style.scale("A/m^2", style.largest(values))
        low, high = np.percentile(values, [0, 99.5])
        pixels = render.picture(surface, geometry.CURRENT, style.plt.get_cmap("plasma"), style.plt.Normalize(low, high))
        if pixels is not None:
            text = f"{variant.name}: deposition current density, {factor * low:.4g} (dark) to {factor * high:.4g} {unit} (bright)"
            return tag(
                "figure",
                element(Image.fromarray(np.ascontiguousarray(pixels)), text, width=900, largest=200_000),
                tag("figcaption", escape(text)),
            )
    return ""
