"""`import zincfield` on runs made up here: test_python_package.py SCRATCH_DIR."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "postprocess")]
import made_up  # noqa: E402
import zincfield  # noqa: E402

SCRATCH = Path(sys.argv.pop(1) if len(sys.argv) > 1 else "python_package").resolve()


def made_up_run(name, make, *arguments, **options):
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder, *arguments, **options)
    return folder


class Package(unittest.TestCase):
    def test_a_run_is_a_mapping_of_variants(self):
        run = zincfield.load(made_up_run("planar", made_up.planar, ["bare", "under a film"]))
        self.assertEqual(list(run), ["bare", "under a film"])
        self.assertEqual((len(run), run.title), (2, "Bump"))
        number = run["bare"].quantity("max_over_mean")
        self.assertEqual((number.value, round(number.error, 9), number.unit), (2.6, 0.026, "1"))
        self.assertIsNone(run["bare"].quantity("sand_time"))
        self.assertNotIn("sand_time", run["bare"].quantities)
        with self.assertRaisesRegex(KeyError, "no number .*max_over_mean"):
            run["bare"].quantity("maximum")

    def test_profiles_and_sections(self):
        run = zincfield.load(made_up_run("fields", made_up.planar, ["bare"]))
        profile = run["bare"].profile("current density")
        self.assertEqual((profile.name, profile.unit), ("deposition current density [A/m^2]", "A/m^2"))
        self.assertEqual((profile.arc[0], profile.values.argmax()), (0, 0))
        self.assertAlmostEqual(profile.values[0], 260, places=3)
        self.assertGreater(profile.arc[-1], 10)
        self.assertAlmostEqual(profile.points[0, 1], 4, places=5)
        section = run["bare"].section("current density")
        self.assertEqual(section.vectors.shape, (len(section.points), 2))
        self.assertTrue(np.allclose(np.hypot(*section.vectors.T), section.values))
        self.assertLess(section.triangles.max(), len(section.points))
        potential = run["bare"].section("electrostatic potential")
        self.assertIsNone(potential.vectors)
        self.assertAlmostEqual(potential.values.max(), 0, places=6)
        with self.assertRaisesRegex(KeyError, "may be concentration of Zn2.*or concentration of SO4"):
            run["bare"].section("concentration")
        with self.assertRaisesRegex(KeyError, 'no field "temperature"'):
            run["bare"].profile("temperature")

    def test_solid_runs_are_cut(self):
        run = zincfield.load(made_up_run("solid", made_up.pyramids, ["bare"]))
        self.assertAlmostEqual(run["bare"].profile("height").values.max(), 4, delta=0.01)
        self.assertEqual(run["bare"].section("electric field").points.shape[1], 2)

    def test_history_and_inputs(self):
        folder = made_up_run("study", made_up.parameter_study)
        variant = zincfield.load(folder)["300 nm at 5"]
        (variant.folder / "history.csv").write_text("time [s],step,electrode_potential [V]\n0,plate,-0.01\n1,plate,\n2,plate")
        history = variant.history()
        self.assertTrue(np.array_equal(history["time [s]"], [0, 1]))
        self.assertTrue(np.isnan(history["electrode_potential [V]"][1]))
        self.assertEqual(list(history["step"]), ["plate", "plate"])
        (variant.folder / "history.csv").unlink()
        with self.assertRaisesRegex(zincfield.results.Unusable, "holds no history.csv"):
            variant.history()
        self.assertEqual(variant.parameters["coatings/film/thickness"], (300 * 1e-9, 0.0, "m"))
        (variant.folder / "used.prm").write_text("subsection Control\n  set Mode = galvanostatic\nend\n")
        self.assertEqual(variant.inputs, {"Control/Mode": "galvanostatic"})

    def test_errors_are_one_line(self):
        with self.assertRaisesRegex(zincfield.results.Unusable, "cannot read .*summary.json"):
            zincfield.load(SCRATCH / "nowhere")
        folder = made_up_run("bare", made_up.planar, ["bare"])
        (folder / "bare" / "volume.pvd").unlink()
        with self.assertRaisesRegex(zincfield.results.Unusable, "holds no fields of the volume"):
            zincfield.load(folder)["bare"].section("potential")

    def test_the_notebook_runs(self):
        """docs/python.ipynb, from its folder, on results that lie where it looks for them."""
        top = SCRATCH / "notebook"
        made_up_run("notebook/results/first_run", made_up.planar, ["bare", "coated"])
        for variant in ("bare", "coated"):
            folder = top / "results" / "first_run" / variant
            (folder / "history.csv").write_text("cycle,unknowns,newton,residual\n0,100,1,1e-3\n0,100,2,1e-9\n")
            (folder / "used.prm").write_text("subsection Control\n  set Applied current density = 10 mA/cm^2\nend\n")
        (top / "docs").mkdir(exist_ok=True)
        notebook = json.loads((ROOT / "docs" / "python.ipynb").read_text(encoding="utf-8"))
        self.assertEqual(notebook["nbformat"], 4)
        cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        self.assertGreater(len(cells), 5)
        self.assertEqual([cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"], [[]] * len(cells))
        answer = subprocess.run(
            [sys.executable, "-B", "-W", "ignore", "-c", "\n\n".join(cells)],
            cwd=top / "docs",
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "postprocess"), "MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"},
        )
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for words in ("bare: -40.00 ± 0.4 mV, largest over mean current 2.6 ± 0.03", "10 mA/cm^2", "residual"):
            self.assertIn(words, answer.stdout)
        calls = set(re.findall(r"\.(\w+)\(", "\n".join(cells)))
        self.assertLessEqual({"load", "quantity", "profile", "section", "history"}, calls)

    def test_leaves_matplotlib_alone(self):
        code = "import sys, zincfield; sys.exit(sum(name in sys.modules for name in ('matplotlib', 'pandas', 'pyvista')))"
        subprocess.run([sys.executable, "-B", "-c", code], check=True, cwd=ROOT / "postprocess")

    def test_installs_with_its_readers_and_the_version_of_the_program(self):
        cmake = (ROOT / "CMakeLists.txt").read_text()
        version = re.search(r"project\(zincfield VERSION ([\d.]+)", cmake).group(1)
        if "set(ZINCFIELD_VERSION ${PROJECT_VERSION}-rc)" in cmake:
            version += "rc0"  # as Python writes it
        text = (ROOT / "postprocess" / "pyproject.toml").read_text()
        self.assertIn(f'version = "{version}"', text)
        # as the wheel lays it: the readers inside the package
        target = SCRATCH / "installed" / "zincfield"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(ROOT / "postprocess" / "zincfield", target)
        shutil.copytree(ROOT / "postprocess" / "figures", target / "figures")
        folder = made_up_run("for_installed", made_up.planar, ["bare"])
        code = f"import json, zincfield; arc = zincfield.load({str(folder)!r})['bare'].profile('height').arc\n"
        code += "print(json.dumps([zincfield.__path__, len(arc)]))"
        answer = subprocess.run(
            [sys.executable, "-B", "-c", code], check=True, cwd=target.parent, capture_output=True, text=True
        ).stdout
        path, size = json.loads(answer)
        self.assertEqual((len(path), size), (1, 61))


if __name__ == "__main__":
    unittest.main(verbosity=1)
