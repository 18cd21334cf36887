"""Who may include whom: check_layers.py ROOT prints each include that crosses a layer and exits 1 if there is one."""
import re
import sys
from pathlib import Path

STD = r"[a-z_0-9]+"

# folder: (includes that are allowed, includes that are not although allowed); regular expressions on the whole name
RULES = {
    "physics": ([STD, r"deal\.II/base/vectorization\.h", r"muParser\.h", r"physics/.*"], []),
    "meshes": (
        [STD, r"deal\.II/.*", r"meshes/.*", r"physics/(parameters|registry|constants)\.h"],
        [r"deal\.II/(matrix_free|multigrid|integrators|meshworker|lac/(petsc|solver|sparse)).*"],
    ),
    "postprocess": ([r".*"], [r"solver/(nonlinear|linear)/.*"]),
    "solver": ([r".*"], []),
}
KNOW_THE_SIMULATION = [r"solver/main\.cc", r"solver/simulation\.cc", r"solver/members\.cc", r"solver/input/command_line\.(h|cc)"]


def violations(root):
    for folder, (allowed, forbidden) in RULES.items():
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix not in (".h", ".cc"):
                continue
            name = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if not match:
                    continue
                header = match.group(1)
                where = f"{name}:{number}: {header}"
                if header == "solver/simulation.h":
                    if not any(re.fullmatch(p, name) for p in KNOW_THE_SIMULATION):
                        yield f"{where}: only main, simulation.cc and the command line know the simulation"
                elif not any(re.fullmatch(p, header) for p in allowed) or any(re.fullmatch(p, header) for p in forbidden):
                    yield f"{where}: not for {folder}/"


def main():
    found = list(violations(Path(sys.argv[1])))
    if found:
        print(f"{len(found)} violations", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
