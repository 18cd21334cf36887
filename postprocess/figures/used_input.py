"""The input in effect of a variant, used.prm: keys with their sections, values as text."""
import re

NOT_COMPARED = {"Title", "Source"}  # texts that say something and change nothing
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(\s|$)")
SWEPT = ["working electrode", "counter", "sides"]  # boundaries of every geometry but imported meshes, by id


def read(path):
    """{"Section/Subsection/Key": text}; empty where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    sections, values = [], {}
    for line in map(str.strip, lines):
        if line.startswith("subsection "):
            sections.append(line.removeprefix("subsection ").strip())
        elif line == "end" and sections:
            sections.pop()
        elif line.startswith("set "):
            key, _, value = line.removeprefix("set ").partition("=")
            values["/".join([*sections, key.strip()])] = value.strip()
    return values


def different_texts(inputs):
    """Keys whose values are no numbers (names, true or false) and not the same in all inputs, with the values of each."""
    keys = dict.fromkeys(key for values in inputs for key in values)
    found = {}
    for key in keys:
        values = [entry.get(key, "") for entry in inputs]
        if len(set(values)) > 1 and key.split("/")[-1] not in NOT_COMPARED and not any(NUMBER.match(value) for value in values):
            found[key] = values
    return found


def working_boundary(values):
    """Id of the working electrode, None where the mesh was imported and its file alone knows."""
    names = [
        key.split("/")[1]
        for key, value in values.items()
        if re.fullmatch("Boundaries/[^/]*/Condition", key) and value == "electrode"
    ]
    return SWEPT.index(names[0]) if len(names) == 1 and names[0] in SWEPT and values.get("Geometry/Type") != "gmsh" else None
