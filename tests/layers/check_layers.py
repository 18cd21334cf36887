"""Who may include whom: check_layers.py ROOT prints each include that crosses a layer and each circle, and exits 1 if there is one."""
import re
import sys
from pathlib import Path

STD = r"[a-z_0-9]+"

# Folders from the bottom to the top. A file includes its own folder and those of the levels below; those of one level stand side by side.
ORDER = [
    ["physics", "solver/support"],
    ["physics/chemistry", "physics/scaffolds"],
    ["physics/coatings", "physics/electrolytes", "physics/kinetics"],
    ["physics/transport"],
    ["meshes"],
    ["solver/input", "solver/discretization"],
    ["solver/checkpoint", "solver/assembly"],
    ["postprocess", "solver/linear", "solver/digest"],
    ["postprocess/quantities", "solver/nonlinear", "solver/impedance"],
    ["solver/adaptivity", "solver/growth", "solver/time"],
    ["solver/results"],
    ["solver/runs"],
    ["solver"],
]
LEVEL = {folder: level for level, folders in enumerate(ORDER) for folder in folders}

# folder: (includes that are allowed, includes that are not although allowed); regular expressions on the whole name
RULES = {
    "physics": ([STD, r"deal\.II/base/vectorization\.h", r"muParser\.h", r"physics/.*"], []),
    "meshes": (
        [STD, r"deal\.II/.*", r"gmsh\.h|png\.h|unistd\.h|sys/wait\.h", r"meshes/.*", r"physics/(parameters|registry|constants|coatings/defects)\.h"],
        [r"deal\.II/(matrix_free|multigrid|integrators|meshworker|lac/(petsc|solver|sparse)).*"],
    ),
    "postprocess": ([r".*"], []),
    "solver": ([r".*"], []),
}
KNOW_THE_SIMULATION = [r"solver/main\.cc", r"solver/simulation\.cc"]


def folder_of(name):
    return name.rpartition("/")[0]


def includes(root):
    """Of every source: its name, the line, what it includes."""
    for folder in RULES:
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix not in (".h", ".cc"):
                continue
            name = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if match:
                    yield name, number, match.group(1)


def crossing(name, header):
    """Why a file must not include a header; empty: it may."""
    top, own, other = name.partition("/")[0], folder_of(name), folder_of(header)
    allowed, forbidden = RULES[top]
    if header == "solver/simulation.h":
        return "" if any(re.fullmatch(p, name) for p in KNOW_THE_SIMULATION) else "only main and simulation.cc know the simulation"
    if not any(re.fullmatch(p, header) for p in allowed) or any(re.fullmatch(p, header) for p in forbidden):
        return f"not for {top}/"
    if header.partition("/")[0] in RULES and own != other:
        if other not in LEVEL:
            return f"{other}/ has no place in the order"
        if own in LEVEL and LEVEL[other] >= LEVEL[own]:
            return f"{other}/ does not stand below {own}/"
    return ""


def circles(graph):
    """Sets of nodes that reach one another."""
    reached = {}
    for start in graph:
        seen, ahead = set(), [start]
        while ahead:
            for node in graph.get(ahead.pop(), ()):
                if node not in seen:
                    seen.add(node)
                    ahead.append(node)
        reached[start] = seen
    return {tuple(sorted(b for b in reached[a] if a in reached.get(b, ()))) for a in reached if a in reached[a]}


def violations(root):
    files, folders = {}, {}
    for name, number, header in includes(root):
        own, other = folder_of(name), folder_of(header)
        if own not in LEVEL and own not in folders:
            yield f"{own}/ has no place in the order"
        folders.setdefault(own, set())
        why = crossing(name, header)
        if why:
            yield f"{name}:{number}: {header}: {why}"
        files.setdefault(name, set()).add(header)
        if own != other and header.partition("/")[0] in RULES:
            folders[own].add(other)
    for graph, what in ((folders, "folders"), (files, "files")):
        for circle in sorted(circles(graph)):
            yield f"{what} that include one another in a circle: {', '.join(circle)}"


def main():
    found = list(violations(Path(sys.argv[1])))
    if found:
        print(f"{len(found)} violations", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
