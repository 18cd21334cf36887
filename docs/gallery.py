#!/usr/bin/python3
"""Writes docs/gallery/ from the inputs and the results of their runs: gallery.py [--results DIR] [--inputs DIR] [--output DIR].

A page an input: the comment at its head, the figures of results/NAME (made small; of a transient run the history), the reported
numbers or the steps of the programme. Inputs that were not run keep the picture that the gallery already has.
"""
import argparse
import json
import math
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "postprocess"))
from figures.inputs import header  # noqa: E402

WIDTH, LARGEST_FILE = 1200, 500_000  # [pixels], [bytes]
MOST_CURVES = 6  # through the depth of a scaffold: of parameter studies the numbers are shown
MOST_STEPS = 6  # of a programme, in the table of its page
CHARGE = 36_000  # C/m² in 1 mAh/cm²
SHOWN = ["mean_current_density", "max_over_mean", "tip_to_valley", "electrode_potential", "cell_voltage", "min_surface_concentration",
         "limiting_current_fraction", "coulombic_efficiency", "surface_charge_density", "corrosion_current_density", "surface_ph",
         "surface_saturation", "byproduct_growth", "scaffold_nu", "scaffold_front_over_back", "scaffold_top_share", "scaffold_bottom_share",
         "scaffold_foil_share"]


def small_copy(source, target):
    """A picture of at most LARGEST_FILE bytes by fewer pixels; all colours stay, for legends tell lines apart by them."""
    image = Image.open(source).convert("RGB")
    width = min(WIDTH, image.width)
    while True:
        image.resize((width, round(image.height * width / image.width)), Image.LANCZOS).save(target, optimize=True)
        if target.stat().st_size <= LARGEST_FILE or width < 300:
            return
        width = int(0.85 * width)


def text_of_summary(run):
    return (run / "summary.json").read_text(encoding="utf-8")


def shown(entry):
    if not isinstance(entry, dict) or not isinstance(entry.get("value"), (int, float)):
        return "–"
    value, unit, error = entry["value"], entry.get("unit") or "", entry.get("error")
    scale = 1.0
    if unit == "V":
        scale, unit = 1e3, "mV"
    value, text = scale * value, f"{scale * value:.4g}"
    if isinstance(error, (int, float)) and 0 < scale * abs(error) < 1e-6 * abs(value):
        text = f"{value:.7g}"  # all of its digits are right
    elif isinstance(error, (int, float)) and error != 0:
        error = scale * abs(error)
        decimals = max(0, -math.floor(math.log10(error)))
        text = f"{value:.{decimals}f} ± {error:.{decimals}f}"
    return f"{text} {unit if unit != '1' else ''}".strip()


def table(summary):
    variants = summary.get("variants") or {}
    quantities = {name: (data or {}).get("quantities") or {} for name, data in variants.items()}
    keys = [key for key in SHOWN if any(shown(q.get(key)) != "–" for q in quantities.values())]
    if not keys:
        return []
    kinds = summary.get("quantities") or {}
    lines = ["| variant | " + " | ".join(kinds.get(key, {}).get("label", key) for key in keys) + " |", "|---" * (len(keys) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(shown(q.get(key)) for key in keys) + " |" for name, q in quantities.items()]
    return lines


def programme_table(summary):
    """The steps of the programme of every variant; of a long one the first and the last, as the table says."""
    lines = []
    efficiency = "coulombic_efficiency_of_cycle"
    cycles = any(efficiency in step for data in (summary.get("variants") or {}).values() for step in (data or {}).get("programme") or [])
    for name, data in (summary.get("variants") or {}).items():
        steps = (data or {}).get("programme") or []
        for number, step in enumerate(steps):
            if len(steps) > MOST_STEPS and MOST_STEPS // 2 <= number < len(steps) - MOST_STEPS // 2:
                if number == MOST_STEPS // 2:
                    lines.append(f"| {name} | {len(steps) - 2 * (MOST_STEPS // 2)} more |  |  |  |  |  |" + (" |" if cycles else ""))
                continue
            transition = step.get("transition_time_s")
            lines.append(
                f"| {name} | {step['step']} | {step['end_s']:.5g} | {step['ended_because']} | {round(step['charge_C_per_m2'] / CHARGE, 9) + 0.0:.4g} | "
                f"{round(1e3 * step['electrode_potential_V'], 2) + 0.0:.2f} | {'' if transition is None else format(transition, '.4g')} |"
                + (f" {100 * step[efficiency]:.4g} |" if efficiency in step else " |" if cycles else "")
            )
    if not lines:
        return []
    titles = ["variant", "step", "end (s)", "because", "charge (mAh cm⁻²)", "potential at its end (mV)", "zinc used up after (s)"]
    titles += ["Coulombic efficiency of the cycle (%)"] if cycles else []
    return ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|", *lines]


def page(path, inputs, results, output):
    """Writes the page of one input; returns its line in the list."""
    title, text = header(path)
    text = "\n".join(line.strip() for line in text.splitlines())
    name = path.relative_to(inputs).as_posix()
    run = results / path.stem
    picture, spectra = output / f"{path.stem}.png", output / f"{path.stem}_impedance.png"
    figure = next((run / file for file in ("growth.png", "history.png", "figure.png") if (run / file).is_file()), run / "figure.png")
    electrode, depth = output / f"{path.stem}_surface.png", output / f"{path.stem}_scaffold.png"
    for source, target in ((figure, picture), (run / "impedance.png", spectra), (run / "surface.png", electrode), (run / "scaffold.png", depth)):
        if source.is_file() and (target != depth or text_of_summary(run).count('"scaffold_nu": {') <= MOST_CURVES):
            small_copy(source, target)
        elif (run / "summary.json").is_file():  # what a run does not draw any more
            target.unlink(missing_ok=True)
    lines = [f"# {title}", "", f"`./zincfield inputs/{name}`", ""]
    if picture.is_file():
        lines += [f"![{title}]({picture.name})", ""]
    if spectra.is_file():
        lines += [f"![Impedance]({spectra.name})", ""]
    if depth.is_file():
        lines += [f"![Through the depth of the scaffold]({depth.name})", ""]
    if electrode.is_file():
        lines += [f"![The electrode from the side and from above]({electrode.name})", ""]
    if text:
        lines += [text, ""]
    if (run / "summary.json").is_file():
        summary = json.loads(text_of_summary(run))
        lines += (programme_table(summary) or table(summary)) + [""]
        (output / f"{path.stem}.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    elif not (output / f"{path.stem}.md").is_file():
        (output / f"{path.stem}.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    shown_picture = next((file for file in (spectra, depth) if file.is_file()), picture)
    image = f'<img src="{shown_picture.name}" width="260">' if shown_picture.is_file() else ""
    return f"| [{title}]({path.stem}.md)<br>`inputs/{name}` | {image} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--results", type=Path, default=ROOT / "results")
    parser.add_argument("--inputs", type=Path, default=ROOT / "inputs")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "gallery")
    arguments = parser.parse_args()
    inputs = sorted(arguments.inputs.rglob("*.prm"))
    if not inputs:
        print(f"gallery.py: no inputs in {arguments.inputs}", file=sys.stderr)
        return 1
    arguments.output.mkdir(parents=True, exist_ok=True)
    lines = ["# Gallery", "", "Written by `docs/gallery.py` from the inputs and their results.", ""]
    for folder in dict.fromkeys(path.parent for path in inputs):
        lines += [f"## {folder.relative_to(arguments.inputs).as_posix().capitalize()}", "", "| case | figure |", "|---|---|"]
        lines += [page(path, arguments.inputs, arguments.results, arguments.output) for path in inputs if path.parent == folder]
        lines.append("")
    (arguments.output / "README.md").write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
