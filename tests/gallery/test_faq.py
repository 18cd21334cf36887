#!/usr/bin/python3
"""Runs inputs and commands of docs/faq.md, compares with what the page expects: test_faq.py PROGRAM SOURCE_DIR SCRATCH_DIR."""
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

TOLERANCE = 2e-3  # of the value


def parts(text):
    """(kind, content) of the page in order: inputs, commands, expected numbers and failures."""
    pattern = re.compile(
        r"```prm\n# (?P<name>\S+)\n(?P<input>.*?)```|```sh\n(?P<command>.*?)\n```"
        r"|^Expected: `(?P<key>[\w/]+)` (?P<value>\S+) (?P<unit>\S+)$|^Fails with status (?P<status>\d): (?P<words>[^\n]*)$",
        re.DOTALL | re.MULTILINE,
    )
    return [{key: value for key, value in found.groupdict().items() if value is not None} for found in pattern.finditer(text)]


def main():
    program, source, scratch = (Path(argument).resolve() for argument in sys.argv[1:])
    scratch.mkdir(parents=True, exist_ok=True)
    failures, outcome, command, n_compared = [], None, "", 0
    for part in parts((source / "docs" / "faq.md").read_text(encoding="utf-8")):
        if "input" in part:
            (scratch / part["name"]).write_text(part["input"], encoding="utf-8")
        elif "command" in part:
            command = part["command"]
            words = shlex.split(command)
            assert words[0] == "zincfield", command
            outcome = subprocess.run(
                [program, *words[1:], "--no-figures", "--output", "out"], cwd=scratch, capture_output=True, text=True, timeout=300
            )
        elif "key" in part:
            n_compared += 1
            variant = next(iter(json.loads((scratch / "out" / "summary.json").read_text())["variants"].values()))
            entry = variant["quantities"][part["key"]]
            value = float(part["value"])
            if outcome.returncode or entry["unit"] != part["unit"] or abs(entry["value"] - value) > TOLERANCE * abs(value):
                failures.append(f"{command}: {part['key']} is {entry['value']} {entry['unit']}, expected {value} {part['unit']}")
        else:
            n_compared += 1
            if outcome.returncode != int(part["status"]) or part["words"] not in outcome.stdout + outcome.stderr:
                failures.append(f"{command}: status {outcome.returncode}, expected {part['status']} and \"{part['words']}\"")
    print(*failures, sep="\n")
    print(f"{n_compared} compared, {len(failures)} wrong")
    return 1 if failures or n_compared < 8 else 0


if __name__ == "__main__":
    sys.exit(main())
