"""What the inputs in effect of variants tell: keys with their sections, values as text."""
import re

NOT_COMPARED = {"Title", "Source"}  # texts that say something and change nothing
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(\s|$)")
SWEPT = ["working electrode", "counter", "sides"]  # boundaries of every geometry but imported meshes, by id


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
