"""Inputs as text: the comment at the head, the keys that are given and what is said beside them, and used.prm."""
import re
from dataclasses import dataclass
from pathlib import Path

INCLUDE = re.compile(r"^\s*include\s", re.MULTILINE)
LISTS_OF_KEYS = ("Variants", "Sweep")  # sections whose entries name keys of other sections


@dataclass
class Given:
    """A key that an input sets: its path, the text of its value and the comment beside it."""

    path: str
    value: str
    remark: str

    @property
    def section(self):
        return self.path.rpartition("/")[0]

    @property
    def name(self):
        return self.path.rpartition("/")[2]


def header(path):
    """Title and paragraphs of the comment at the head of an input; indented lines stay so."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            if lines or line.strip():
                break
            continue
        lines.append(line.lstrip("#").removeprefix(" ").rstrip())
    lines = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    while lines and not lines[0]:
        lines.pop(0)
    return (lines[0].strip().rstrip("."), "\n".join(lines[1:]).strip("\n")) if lines else (path.stem, "")


def find(run):
    """
    The input of a run: the copy beside the results; where that includes others or is not there, the file that summary.json names,
    seen from here, from the results or from a folder above them. None where it is gone.
    """
    copy = run.folder / "input.prm"
    if copy.is_file() and not INCLUDE.search(copy.read_text(encoding="utf-8", errors="replace")):
        return copy
    name = str((run.summary.get("case") or {}).get("input") or "")
    if not name:
        return None
    folder = run.folder.resolve()
    candidates = [Path(name), *(parent / name for parent in (folder, *folder.parents))]
    return next((path for path in candidates if path.is_file()), None)


def statements(path, depth=0):
    """Lines of an input and of those that it includes, continued ones joined: text and comment."""
    text, remark = "", ""
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        code, _, comment = line.partition("#")
        text, remark = text + code.strip(), remark or comment.strip()
        if text.endswith("\\"):
            text = text[:-1] + " "
            continue
        word, _, rest = text.partition(" ")
        if word == "include" and depth < 16:
            yield from statements(path.parent / rest.strip(), depth + 1)
        elif text:
            yield " ".join(text.split()), remark
        text, remark = "", ""


def entries(path):
    """Every `set` of an input, in order, under its whole path."""
    sections = []
    for text, remark in statements(path):
        word, _, rest = text.partition(" ")
        if word == "subsection":
            sections.append(rest)
        elif text == "end" and sections:
            sections.pop()
        elif word == "set":
            key, _, value = rest.partition("=")
            yield Given("/".join([*sections, key.strip()]), value.strip(), remark)


def given(path):
    """The keys that an input gives, each once; those of variants and parameter studies under the names that they have elsewhere."""
    found = {}
    for entry in entries(path):
        top, *rest = entry.path.split("/")
        if top in LISTS_OF_KEYS:
            rest = rest[1:] if top == "Variants" else rest
            entry = Given("/".join(rest), "", entry.remark if top == "Variants" else "swept")
            if entry.name == "Combination" or not entry.section:
                continue
        found.setdefault(entry.path, entry)
    return list(found.values())


def used(folder):
    """Values of all keys in effect, by path, of a variant with this folder; empty where used.prm is gone."""
    path = folder / "used.prm"
    return {entry.path: entry.value for entry in entries(path)} if path.is_file() else {}
