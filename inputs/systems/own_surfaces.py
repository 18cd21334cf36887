#!/usr/bin/env python3
"""Writes zinc_section.csv (sem_profile.prm) and zinc_scan.txt (afm_surface.prm): surfaces of our own making, no measurements.

own_surfaces.py [FOLDER]
"""
import math
import random
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent

# A section as one traces it in a micrograph: whole pixels of 50 nm, every fifth or so.
PIXEL = 0.05  # [um]
WIDTH = 40.0  # [um]
# Grains: place, height, half-width at 1/e and how far the top leans to the right [um]
GRAINS = [(4.0, 1.6, 1.6, 0.2), (9.5, 2.8, 1.5, 0.7), (13.6, 1.2, 1.1, -0.2), (19.0, 3.4, 1.3, 1.9), (24.5, 1.5, 1.9, -0.4), (30.0, 2.5, 1.2, -0.8), (35.0, 1.0, 1.5, 0.2)]


def section():
    points = []
    for i in range(161):
        t = WIDTH * i / 160
        shares = [(height, math.exp(-((t - place) / width) ** 2), lean) for place, height, width, lean in GRAINS]
        x = t + sum(share * lean for _, share, lean in shares)
        y = 1.0 + sum(height * share for height, share, _ in shares)
        point = (round(min(max(x, 0.0), WIDTH) / PIXEL), round(y / PIXEL))
        if point not in points:
            points.append(point)
    return points


# A scan of 5 um x 5 um: a Gaussian spectrum of cosines, smooth hills.
SCAN, LINES, ROUGHNESS, CORRELATION = 5.0, 64, 0.060, 0.6  # [um]


def scan(seed=3):
    source = random.Random(seed)
    n = 16
    waves = []
    for j in range(n):
        for i in range(n):
            q2 = (math.pi / SCAN) ** 2 * (i * i + j * j)
            normal = math.sqrt(-2 * math.log(1 - source.random())) * math.cos(2 * math.pi * source.random())
            if i + j > 0:
                waves.append((i, j, normal * math.exp(-q2 * CORRELATION**2 / 8)))
    rms = math.sqrt(sum(a * a / ((1 if i == 0 else 2) * (1 if j == 0 else 2)) for i, j, a in waves))
    along = [[math.cos(math.pi * i * (k + 0.5) / LINES) for k in range(LINES)] for i in range(n)]
    return [[ROUGHNESS / rms * sum(a * along[i][x] * along[j][y] for i, j, a in waves) for x in range(LINES)] for y in range(LINES)]


def main():
    with open(FOLDER / "zinc_section.csv", "w", encoding="utf-8") as file:
        file.write("# A rough zinc section of our own making (own_surfaces.py), as one would trace it: x, y in pixels of 50 nm\n")
        file.writelines(f"{x}, {y}\n" for x, y in section())
    with open(FOLDER / "zinc_scan.txt", "w", encoding="utf-8") as file:
        file.write("# Channel: Height\n# Width: 5.000 \u00b5m\n# Height: 5.000 \u00b5m\n# Value units: nm\n")
        file.writelines("\t".join(f"{1e3 * height:.2f}" for height in row) + "\n" for row in scan())
    return 0


if __name__ == "__main__":
    sys.exit(main())
