"""Current along the surface of all variants: profiles.py RESULTS_DIR [PICTURE]."""
import sys

import matplotlib.pyplot as plt
import zincfield

run = zincfield.load(sys.argv[1])
figure, axes = plt.subplots(layout="constrained")
for name, variant in run.items():
    profile = variant.profile("current density")
    peak = variant.quantity("max_over_mean")
    text = f"{name}: max/mean {peak.value:.4g} ± {peak.error:.1g}" if peak else name
    axes.plot(profile.arc, 0.1 * profile.values, label=text)
axes.set(xlabel="arc length (µm)", ylabel="deposition current density (mA cm⁻²)", title=run.title)
axes.legend()
figure.savefig(sys.argv[2] if len(sys.argv) > 2 else "profiles.png", dpi=200)
