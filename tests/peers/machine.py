"""What the figures were measured on, without a word that names the machine; and the bandwidth of its memory."""
import csv
import os
import platform
import re
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from programs import HERE, execute


def bandwidth(threads):
    """Bytes a second of a triad on so many threads."""
    with tempfile.TemporaryDirectory() as folder:
        program = folder + "/triad"
        subprocess.run(["g++", "-O3", "-march=native", "-fopenmp", str(HERE / "triad.cc"), "-o", program], check=True)
        return float(execute([program], 300, {"OMP_NUM_THREADS": str(threads)})[0])


def first_match(path, pattern, otherwise):
    try:
        match = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        match = None
    return match.group(1).strip() if match else otherwise


def distribution():
    return first_match("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)', platform.system())


def blas():
    """What factorisations spend their time in."""
    path = str(Path("/etc/alternatives/libblas.so.3-x86_64-linux-gnu").resolve())
    return "OpenBLAS" if "openblas" in path else "reference BLAS" if "/blas/" in path else "not known"


def describe(options, programs):
    memory = int(first_match("/proc/meminfo", r"^MemTotal: *(\d+) kB", "0")) / 2**20
    description = {
        "date": date.today().isoformat(),
        "processor": first_match("/proc/cpuinfo", r"^model name\s*: (.*)", platform.machine()),
        "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GiB",
        "system": distribution(),
        "BLAS": blas(),
        "load before the start": f"{os.getloadavg()[0]:.1f}",
        "runs of each case": f"{options.repeat}, the fastest counts",
    }
    for threads in options.ranks:
        description[f"triad, {threads} thread(s)"] = f"{bandwidth(threads) / 1e9:.1f} GB/s"
    for name, program in programs.items():
        description[name] = program.version()
    return description


def write(path, description):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(description.items())


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return dict(csv.reader(file))
