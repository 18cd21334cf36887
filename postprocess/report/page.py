"""The page: what a run wrote, in one file."""
import os
from pathlib import Path
from urllib.parse import quote

from figures import inputs

from . import numbers, pictures, scene
from .html import escape, paragraphs, section, table, tag

LARGEST, LONGEST_INPUT = 5_000_000, 200_000  # [bytes]
HERE = Path(__file__).parent
LIBRARIES = [
    HERE.parent / "vtk.js",
    HERE.parents[1] / "build" / "vtk.js",
]  # beside the scripts where installed; in the build of a source tree
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
COLOURS = ["Viridis (matplotlib)", "Plasma (matplotlib)", "Magma (matplotlib)", "Cool to Warm", "Grayscale"]


def library():
    """The compressed viewer library that packaging/fetch_vtkjs brought, or None."""
    chosen = os.environ.get("ZINCFIELD_VTKJS")
    return next((path for path in ([Path(chosen)] if chosen else LIBRARIES) if path.is_file()), None)


def question(run, source):
    if source is None:
        return ""
    title, text = inputs.header(source)
    return (tag("p", tag("strong", escape(title))) if title != run.title else "") + paragraphs(text)


def values_of(path, written, given):
    """The value of a key: one for all variants, or that of each."""
    found = {}
    for name, keys in written.items():
        found.setdefault(keys.get(path, given), []).append(name)
    if len(found) == 1:
        return escape(next(iter(found)))
    if len(found) > 2 * numbers.FEW:
        listed = list(found)
        return f"{len(listed)} values: {escape(listed[0])} … {escape(listed[-1])}"
    return "<br>".join(
        f"{escape(value) or '(empty)'} {tag('span', escape(', '.join(names)), class_='remark')}" for value, names in found.items()
    )


def sources_of(place, written):
    return list(dict.fromkeys(filter(None, (keys.get(f"{place}/Source") for keys in written.values()))))


def inputs_table(run, source):
    """The keys that the input gives with what is said beside them, by section; all keys in effect where the input is gone."""
    written = {variant.name: variant.input for variant in run.variants}
    if source is not None:
        keys = inputs.given(source)
    else:
        keys = [inputs.Given(path, value, "") for path, value in next((w for w in written.values() if w), {}).items() if value]
    by_section = {}
    for key in keys:
        if key.name != "Source":
            by_section.setdefault(key.section, []).append(key)
    rows = []
    for place, entries in by_section.items():
        if place:
            rows.append(tag("tr", tag("th", escape(place.replace("/", " / ")), colspan=3, scope="rowgroup"), class_="section"))
        rows += [
            tag(
                "tr",
                tag("th", escape(key.name), scope="row"),
                tag("td", values_of(key.path, written, key.value)),
                tag("td", escape(key.remark), class_="remark"),
            )
            for key in entries
        ]
        rows += [
            tag("tr", tag("th", "Source", scope="row"), tag("td", escape(text), colspan=2), class_="source")
            for text in sources_of(place, written)
        ]
    if not rows:
        return ""
    head = tag("thead", tag("tr", *(tag("th", title, scope="col") for title in ("key", "value", "said in the input"))))
    said = (
        "Keys that the input gives; all others have their defaults, which used.prm of each variant lists. Values that were set "
        "on the command line or found by a fit are shown as they were used."
        if source is not None
        else "The input was not found; these are all keys in effect."
    )
    return tag("p", escape(said)) + tag("div", tag("table", head, tag("tbody", "\n".join(rows))), class_="wide")


def notes(run):
    """What the run says about its own results."""
    parts, said = [], {}
    for variant in run.variants:
        if variant.data.get("failure"):
            parts.append(tag("p", tag("strong", escape(variant.name)), ": ", escape(variant.data["failure"]), class_="warning"))
        for note in ([variant.data["label"]] if variant.data.get("label") else []) + list(variant.data.get("notes") or []):
            said.setdefault(str(note), []).append(variant.name)
    items = [
        tag(
            "li",
            escape(note),
            "" if len(names) == len(run.variants) else tag("span", f" ({escape(', '.join(names))})", class_="remark"),
        )
        for note, names in said.items()
    ]
    log = run.folder / "log.txt"
    if log.is_file():
        lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
        items += [
            tag("li", escape(line))
            for line in dict.fromkeys(line for line in lines if "has no effect:" in line or line.startswith("warning"))
        ]
    return "".join(parts) + (tag("ul", *items) if items else "")


def missing(run):
    absent = run.summary.get("missing") or []
    status = str(run.summary.get("status") or "complete")
    if status == "complete" and not absent:
        return ""
    return tag(
        "p", escape(f"This run is {status}." + (f" Not in it: {', '.join(map(str, absent))}." if absent else "")), class_="warning"
    )


def reproduce(run):
    program, case = run.summary.get("program") or {}, run.summary.get("case") or {}
    ranks = program.get("ranks", 1)
    start = f"mpirun -n {ranks} zincfield" if isinstance(ranks, int) and ranks > 1 else "zincfield"
    libraries = ", ".join(f"{name} {value}" for name, value in (program.get("libraries") or {}).items())
    rows = [
        ["program", escape(f"zincfield {program.get('version', '')}, revision {program.get('git', 'unknown')}")],
        ["libraries", escape(libraries)],
        ["ranks", escape(ranks)],
        ["SIMD lanes", escape(program.get("lanes", ""))],
        ["finished", escape(program.get("date", ""))],
    ]
    recorded = read_text(run.folder / "command.txt").strip()
    commands = [recorded] if recorded else [f'{start} "{case["input"]}"'] if case.get("input") else []
    files = [variant for variant in run.variants if (variant.folder / "used.prm").is_file()]
    links = [tag("a", escape(variant.name), href=quote(f"{variant.folder.name}/used.prm")) for variant in files]
    text = (
        tag(
            "p",
            "Each variant alone, with all keys as they were in effect: run its <code>used.prm</code> (",
            ", ".join(links),
            "), which lies beside this file. It gives the same numbers.",
        )
        if links
        else ""
    )
    said = "The whole run:" if recorded else "The whole input, without what was set on the command line:"
    what = tag("p", said) + tag("pre", escape("\n".join(commands))) if commands else ""
    what += copy_of_input(run)
    return table(["", ""], [row for row in rows if row[1]]) + what + text


def read_text(path):
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def copy_of_input(run):
    """The input as it stood when the run began, to be opened."""
    text = read_text(run.folder / "input.prm")
    if not text:
        return ""
    others = " Files that it includes are not part of it." if inputs.INCLUDE.search(text) else ""
    long = text[:LONGEST_INPUT] + ("\n..." if len(text) > LONGEST_INPUT else "")
    summary = tag("summary", escape(f"The input as it stood when the run began (input.prm beside this file).{others}"))
    return tag("details", summary, tag("pre", escape(long)), id="input-copy")


def viewer(block, packed, names, run):
    """Controls, canvas, colour bar and data of the 3-D view."""

    def select(name, options=""):
        return f'<select id="viewer-{name}">{options}</select>'

    options = "".join(tag("option", escape(name.removesuffix(" (matplotlib)")), value=name) for name in COLOURS)
    controls = [
        tag("label", text, select(name, options if name == "colours" else ""))
        for name, text in (("variant", "variant"), ("part", "shown"), ("field", "coloured by"), ("colours", "colours"))
    ]
    controls += [
        tag("label", text, f'<input type="number" step="any" id="viewer-{name}">')
        for name, text in (("low", "from"), ("high", "to"))
    ]
    controls.append('<label>logarithmic<input type="checkbox" id="viewer-log"></label>')
    controls += [
        tag("button", text, type="button", id=f"viewer-{name}")
        for name, text in (
            ("left", "turn left"),
            ("right", "turn right"),
            ("nearer", "nearer"),
            ("farther", "farther"),
            ("reset", "reset"),
        )
    ]
    some = (
        tag("p", escape(f"{len(names)} of {len(run.variants)} variants are shown."), class_="meta")
        if len(names) < len(run.variants)
        else ""
    )
    hint = "Turn with the mouse or a finger; the wheel comes nearer, with shift the view moves. Lengths are not stretched."
    return "".join(
        [
            some,
            tag("p", hint, class_="meta"),
            '<div id="viewer-controls" hidden>',
            *controls,
            "</div>",
            '<div id="viewer" hidden></div><div id="viewer-print"></div>',
            '<div id="viewer-legend" hidden><div id="viewer-title"></div><div id="viewer-bar"></div>',
            '<div id="viewer-numbers"></div></div>',
            '<p id="viewer-message" class="warning" hidden></p>',
            "\n",
            tag("script", block, type="application/octet-stream", id="viewer-scene"),
            "\n",
            tag("script", packed, type="application/octet-stream", id="viewer-library"),
            "\n",
            tag("script", (HERE / "viewer.js").read_text(encoding="utf-8")),
        ]
    )


def viewer_or_still(run, room):
    """The 3-D view, or without the library or its data a still picture; and one line that says why."""
    still = pictures.still(run)
    path = library()
    if path is None:
        reason = "vtk.js is not installed (packaging/fetch_vtkjs brings it)"
        return (
            still
            or tag(
                "p",
                "There is no 3-D view, because vtk.js was not installed where this was written; the figures show the same fields.",
            ),
            reason,
        )
    licence = path.with_name("vtk.js.LICENSE")
    licence = licence.read_text(encoding="utf-8") if licence.is_file() else ""
    packed = scene.compress(f"/*\n{licence}*/\n".encode() + path.read_bytes())
    block, names = scene.build(run, room - len(packed) - len(still) - len(escape(licence)))
    if block is None:
        return still, "the run wrote no fields that fit"
    parts = [
        viewer(block, packed, names, run),
        tag("noscript", tag("p", "The view needs JavaScript.")),
        tag("div", still, id="viewer-still"),
    ]
    parts.append(
        tag("details", tag("summary", "Licence of vtk.js, which draws this view"), tag("pre", escape(licence))) if licence else ""
    )
    return "".join(parts), ""


def compose(run):
    """The page, and one line where its 3-D view is missing."""
    source = inputs.find(run)
    tables = [
        numbers.main_table(run),
        numbers.split_table(run),
        numbers.measured_table(run),
        numbers.fits_table(run),
        numbers.impedance_table(run),
        numbers.programme_table(run),
        numbers.balance_table(run),
        numbers.computed_table(run),
    ]
    bars = tag(
        "p",
        "A bar (±) is the estimated difference from the solution on an infinitely fine mesh, and for a film without a mesh what "
        "that costs. A name leads to what the number means; the manual's page <em>Reported numbers</em> (docs/numbers.md) says more.",
        class_="meta",
    )
    rest = {
        "inputs": ("Inputs", inputs_table(run, source)),
        "notes": ("Notes", notes(run)),
        "reproduce": ("How to reproduce", reproduce(run)),
        "glossary": ("What the numbers mean", numbers.glossary(run)),
    }
    first = {
        "question": ("Question", question(run, source)),
        "numbers": ("Numbers", bars + "".join(tables) if any(tables) else ""),
        "figures": ("Figures", pictures.of_run(run)),
    }
    room = LARGEST - 100_000 - sum(len(text.encode()) for _, text in (*first.values(), *rest.values()))
    shown, reason = viewer_or_still(run, room)
    sections = {**first, "view": ("3-D view", shown), **rest}
    links = tag(
        "nav", tag("ul", *(tag("li", tag("a", escape(title), href="#" + key)) for key, (title, text) in sections.items() if text))
    )
    case, program = run.summary.get("case") or {}, run.summary.get("program") or {}
    about = " · ".join(filter(None, (str(case.get(key) or "") for key in ("geometry", "transport"))))
    title = run.title or run.folder.resolve().name
    body = [
        tag(
            "header",
            tag("h1", escape(title)),
            tag("p", escape(f"{about} · zincfield {program.get('version', '')}"), class_="meta"),
            missing(run),
            links,
        ),
        tag("main", *(section(key, heading, text) for key, (heading, text) in sections.items())),
    ]
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        + tag("title", escape(title))
        + "\n"
        + tag("style", (HERE / "style.css").read_text(encoding="utf-8"))
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n' + "\n".join(body) + "\n</body>\n</html>\n",
        reason,
    )


def write(run):
    """Writes report.html; returns lines for whoever asked: its name, and why it has no 3-D view if it has none."""
    text, reason = compose(run)
    path = run.folder / "report.html"
    path.write_text(text, encoding="utf-8")
    return [str(path)] + ([f"report.html has no 3-D view: {reason}"] if reason else [])
