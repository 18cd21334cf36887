"""Reports of runs made up here, read as text and in a real browser: test_report.py SCRATCH_DIR [VTK.JS].

The browser's part needs Chromium, Selenium and vtk.js (packaging/fetch_vtkjs) and is skipped without them.
"""
import base64
import gzip
import importlib.util
import io
import json
import os
import shutil
import struct
import sys
import unittest
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
from PIL import Image

sys.dont_write_bytecode = True
ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "postprocess")]
import made_up  # noqa: E402

SCRATCH = Path(sys.argv.pop(1) if len(sys.argv) > 1 else "report").resolve()
LIBRARY = Path(sys.argv.pop(1) if len(sys.argv) > 1 else ROOT / "build" / "vtk.js").resolve()
os.environ["ZINCFIELD_VTKJS"] = "nowhere"

from figures import inputs, results  # noqa: E402
from report import html, numbers, page, pictures, scene  # noqa: E402

LARGEST = 5_000_000
SECTIONS = ["question", "numbers", "figures", "view", "inputs", "notes", "reproduce", "glossary"]
BAD = '<b onclick="alert(1)">&"'  # in every text of the run

INPUT = f"""# Do tips {BAD} grow?
#
# Assumed: everything.
#
#   a line that keeps its place

subsection Control
  set Applied current density = 10 mA/cm^2  # printed {BAD}
end
subsection Reactions
  subsection zinc
    set Exchange current density = 1 mA/cm^2
  end
end
subsection Variants
  subsection coated
    set Coatings/film/Thickness = 300 nm
  end
end
"""

USED = """subsection Control
  set Applied current density = {current} mA/cm^2
  set Mode = galvanostatic
end
subsection Reactions
  subsection zinc
    set Exchange current density = 1 mA/cm^2
    set Source = Nobody et al. {bad}
  end
end
subsection Coatings
  subsection film
    set Thickness = 300 nm
  end
end
"""


class Elements(HTMLParser):
    """Elements with their attributes, and the text outside scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.inside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "img", "input", "br"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if not set(self.inside) & {"script", "style"}:
            self.texts.append(data)

    def text(self):
        return " ".join(" ".join(self.texts).split())


def reproduced(folder):
    """How to reproduce the run, as text, and whether the copy of the input is in it."""
    text = page.compose(results.read(folder))[0]
    part = text[text.index('id="reproduce"') : text.index('id="glossary"')]
    return Elements(part[part.index(">") + 1 : part.rindex("</section>")]).text(), 'id="input-copy"' in part


def made_up_run(name, variants=("bare", "coated"), solid=False):
    """A folder as a run leaves it, with markup in every text."""
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (made_up.pyramids if solid else made_up.planar)(folder, list(variants))
    (folder / "made_up.prm").write_text(INPUT)
    Image.linear_gradient("L").resize((900, 600)).save(folder / "figure.png")
    summary = json.loads((folder / "summary.json").read_text())
    summary["case"]["title"] = f"Bump {BAD}"
    summary["program"].update(git="1234abcd", ranks=3, date="2026-01-01")
    summary["quantities"] = {
        "max_over_mean": {
            "label": f"largest over mean {BAD}",
            "meaning": f"evenness {BAD}",
            "unit": "1",
            "customary_unit": "1",
            "factor": 1.0,
        },
        "electrode_potential": {
            "label": "potential",
            "meaning": "of the electrode",
            "unit": "V",
            "customary_unit": "mV",
            "factor": 1000.0,
        },
    }
    for i, variant in enumerate(variants):
        data = summary["variants"][variant]
        data["notes"] = [f"a note {BAD}"]
        data["quantities"]["max_over_mean"]["note"] = f"beside {BAD}"
        data["voltage_split"] = {"ohmic": {"value": 0.002, "unit": "V", "error": 1e-5}}
        data["balance"] = {"charge": 1e-9, "Zn2+": 3e-4}
        (folder / results.variant_folder(folder, variant).name / "used.prm").write_text(USED.format(current=10 + i, bad=BAD))
    (folder / "log.txt").write_text(f'  "Materials/{BAD}" has no effect: nothing has it\n')
    (folder / "summary.json").write_text(json.dumps(summary))
    return folder


def written(folder, library=None):
    """report.html of the folder, and what the script says."""
    os.environ["ZINCFIELD_VTKJS"] = str(library or "nowhere")
    lines = page.write(results.read(folder))
    return (folder / "report.html").read_text(encoding="utf-8"), lines


def some_library():
    """Stands for vtk.js: as large, and as hard to compress."""
    path = SCRATCH / "library" / "vtk.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64encode(np.random.default_rng(2).bytes(700_000)))
    path.with_name("vtk.js.LICENSE").write_text("the licence of vtk.js\n")
    return path


def unpacked(text):
    """Header and data of a block."""
    data = gzip.decompress(base64.b64decode(text))
    size = struct.unpack("<I", data[:4])[0]
    return json.loads(data[4 : 4 + size]), data[4 + size :]


class Page(unittest.TestCase):
    def test_holds_every_part_and_asks_for_nothing(self):
        folder = made_up_run("whole")
        text, lines = written(folder, some_library())
        self.assertEqual(lines, [str(folder / "report.html")])
        self.assertLess(len(text.encode()), LARGEST)
        found = Elements(text)
        self.assertEqual(found.inside, [])
        ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
        self.assertEqual([key for key in ids if key in SECTIONS], SECTIONS)
        self.assertEqual(len(ids), len(set(ids)))
        for tag, attributes in found.elements:
            self.assertTrue(attributes.get("src", "data:").startswith("data:"), attributes.get("src"))
            self.assertNotIn(tag, ("link", "iframe", "object", "base"))
            if "href" in attributes:
                name = attributes["href"]
                self.assertTrue(name[1:] in ids if name.startswith("#") else (folder / name).is_file(), name)
        self.assertNotIn("url(", (ROOT / "postprocess" / "report" / "style.css").read_text())
        self.assertIn("default-src 'none'", text)

    def test_text_is_text(self):
        text, _ = written(made_up_run("escaped"), some_library())
        found = Elements(text)
        self.assertFalse(
            [tag for tag, attributes in found.elements if tag == "b" or any(key.startswith("on") for key in attributes)]
        )
        shown = found.text()
        for part in (
            f"Bump {BAD}",
            f"Do tips {BAD} grow?",
            f"largest over mean {BAD}",
            f"evenness {BAD}",
            f"printed {BAD}",
            f"Nobody et al. {BAD}",
            f"a note {BAD}",
            f"beside {BAD}",
            f'"Materials/{BAD}" has no effect',
            "the licence of vtk.js",
        ):
            self.assertIn(part, shown)

    def test_numbers_and_inputs(self):
        text, _ = written(made_up_run("numbers"), some_library())
        shown = Elements(text).text()
        self.assertIn("2.60 ± 0.03", shown)  # max_over_mean
        self.assertIn("potential (mV) −40.0 ± 0.4", shown)
        self.assertIn("Zn2+ 0.0003", shown)
        self.assertNotIn("1e-09", shown)
        self.assertNotIn("lost, as a share of what flows bare charge", shown)
        self.assertIn("10 mA/cm^2 bare 11 mA/cm^2 coated", shown)
        self.assertIn("Coatings / film Thickness 300 nm", shown)
        self.assertNotIn("galvanostatic", shown)  # a default
        self.assertIn('mpirun -n 3 zincfield "made_up.prm"', shown)
        self.assertIn("1234abcd", shown)
        self.assertIn("  a line that keeps its place</pre>", text)

    def test_without_input_or_fields(self):
        folder = made_up_run("poor")
        (folder / "made_up.prm").unlink()
        for variant in ("bare", "coated"):
            (folder / variant / "volume.pvd").unlink()
            (folder / variant / "surface.pvd").unlink()
        text, lines = written(folder, some_library())
        self.assertEqual(lines[1:], ["report.html has no 3-D view: the run wrote no fields that fit"])
        self.assertIn("galvanostatic", text)  # all keys in effect
        self.assertIn("max_over_mean", text)
        self.assertNotIn('id="question"', text)

    def test_the_command_and_the_input_as_they_were(self):
        folder = made_up_run("as_it_was")
        self.assertEqual(reproduced(folder)[1], False)
        command = f"zincfield made_up.prm --set 'Title = {BAD}'"
        (folder / "command.txt").write_text(command + "\n")
        (folder / "input.prm").write_text(INPUT.replace("10 mA/cm^2", "11 mA/cm^2"))
        text, copied = reproduced(folder)
        self.assertIn(command, text)
        self.assertIn("set Applied current density = 11 mA/cm^2", text)
        self.assertTrue(copied)
        self.assertEqual(inputs.find(results.read(folder)), folder / "input.prm")
        (folder / "input.prm").write_text("include made_up.prm\n")  # of which a copy alone is not the input
        self.assertEqual(inputs.find(results.read(folder)).name, "made_up.prm")
        self.assertIn("Files that it includes are not part of it", reproduced(folder)[0])

    def test_without_library(self):
        text, lines = written(made_up_run("still"))
        self.assertEqual(lines[1:], ["report.html has no 3-D view: vtk.js is not installed (packaging/fetch_vtkjs brings it)"])
        self.assertIn('id="view"', text)
        self.assertNotIn("<script", text)
        self.assertLess(len(text.encode()), LARGEST)

    def test_many_variants_stand_below_each_other(self):
        names = [f"case {i}" for i in range(8)]
        text, _ = written(made_up_run("many", names))
        self.assertIn('<th scope="row">case 7</th><td><span title=', text)
        self.assertIn("8 values" if numbers.FEW < 4 else "17 mA/cm^2", text)

    def test_values_with_bars(self):
        plain = {
            (1.02953, 1.8e-4): "1.0295&nbsp;±&nbsp;0.0002",
            (-16.0944, 8.6e-3): "−16.094&nbsp;±&nbsp;0.009",
            (10163, 0.0): "10163",
            (27.2, 3.4): "27&nbsp;±&nbsp;3",
            (0.0, 0.2): "0.0&nbsp;±&nbsp;0.2",
            (1234.5, 20.0): "1230&nbsp;±&nbsp;20",
        }
        for (value, error), text in plain.items():
            self.assertEqual(html.with_error(value, error), text)
        self.assertEqual(html.number(3e-8), "3&#8239;×&#8239;10<sup>−8</sup>")
        self.assertEqual((html.number(float("nan")), html.number(-0.0)), ("–", "0"))

    def test_comments_become_paragraphs(self):
        text = "Measured: one\n          and two\nAssumed:  three\n- a\n  b\n\n  x = y\n\nold     1   2\nnew     3   4"
        self.assertEqual(
            html.paragraphs(text).split("\n", 4)[:4],
            ["<p>Measured: one and two</p>", "<p>Assumed: three</p>", "<p>- a b</p>", "<pre>  x = y</pre>"],
        )
        self.assertTrue(html.paragraphs(text).endswith("<pre>old     1   2\nnew     3   4</pre>"))

    def test_large_figures_are_made_small(self):
        noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (500, 900, 3), dtype=np.uint8))
        data, size = pictures.small(noise, largest=100_000)
        self.assertLessEqual(len(data), 100_000)
        self.assertEqual(Image.open(io.BytesIO(data)).size, size)
        self.assertAlmostEqual(size[0] / size[1], 1.8, delta=0.02)


class Scene(unittest.TestCase):
    def test_fields_survive(self):
        run = results.read(made_up_run("scene"))
        text, names = scene.build(run, LARGEST)
        self.assertEqual(names, ["bare", "coated"])
        header, data = unpacked(text)
        parts = header["variants"][0]["parts"]
        self.assertEqual(set(parts), {"surface", "section"})
        self.assertNotIn("boundary", header["fields"]["surface"])
        field = parts["section"]["fields"]["concentration of Zn2+ [mol/m^3]"]
        steps = np.frombuffer(data, "<u2", field["length"], field["offset"])
        values = field["low"] + steps / 65535 * (field["high"] - field["low"])
        points = np.frombuffer(data, "<f4", parts["section"]["points"]["length"], parts["section"]["points"]["offset"]).reshape(
            -1, 3
        )
        self.assertEqual(len(values), len(points))
        height = 4 * np.exp(-((points[:, 0] / 2.5) ** 2))
        exact = made_up.volume_fields(np.column_stack([np.abs(points[:, 0]), points[:, 1]]), np.minimum(height, 4.0), 30.0, 2.6)
        whole = exact["concentration of Zn2+ [mol/m^3]"]
        self.assertLess(np.abs(values - whole)[height < 20].max(), 1.0)
        self.assertLess(points[:, 0].min(), -9.9)  # mirrored
        shown = header["fields"]["section"]["concentration of Zn2+ [mol/m^3]"]
        self.assertEqual(shown["unit"], "mol\N{NO-BREAK SPACE}L⁻¹")

    def test_axisymmetric_surface_is_turned(self):
        folder = SCRATCH / "turned"
        shutil.rmtree(folder, ignore_errors=True)
        made_up.planar(folder, ["bare"], axisymmetric=True)
        header, data = unpacked(scene.build(results.read(folder), LARGEST)[0])
        place = header["variants"][0]["parts"]["surface"]["points"]
        points = np.frombuffer(data, "<f4", place["length"], place["offset"]).reshape(-1, 3)
        self.assertAlmostEqual(points[:, 2].max(), 10, places=3)
        self.assertAlmostEqual(np.hypot(points[:, 0], points[:, 2]).max(), 10, places=3)

    def test_large_meshes_are_thinned(self):
        run = results.read(made_up_run("large", ["bare"]))
        part = scene.parts_of(run.variants[0], run)["section"]
        thin = scene.thinned(part, len(part.triangles) // 4)
        self.assertLessEqual(len(thin.triangles), len(part.triangles) // 4)
        name = "concentration of Zn2+ [mol/m^3]"
        top = thin.points[:, 1] > 29.9
        self.assertTrue(top.any())
        self.assertLess(np.abs(thin.fields[name][top] - 2000).max(), 20)

    def test_the_room_is_kept(self):
        run = results.read(made_up_run("room", solid=True))
        whole, _ = scene.build(run, LARGEST)
        text, names = scene.build(run, len(whole) * 2 // 3)
        self.assertLessEqual(len(text), len(whole) * 2 // 3)
        self.assertTrue(names)
        self.assertEqual(scene.build(run, 10), (None, []))


def browser():
    """Chromium under Selenium, or why there is none."""
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        return None, "chromium and chromedriver are not installed"
    if importlib.util.find_spec("selenium") is None:
        return None, "python3-selenium is not installed"
    if not LIBRARY.is_file():
        return None, f"there is no {LIBRARY} (packaging/fetch_vtkjs brings it)"
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for option in ("headless=new", "no-sandbox", "use-angle=swiftshader", "enable-unsafe-swiftshader", "window-size=1200,1200"):
        options.add_argument("--" + option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    from selenium.webdriver.chrome.service import Service

    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options), ""


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.driver, reason = browser()
        if cls.driver is None:
            print(f"The 3-D view is not tested: {reason}.")
            raise unittest.SkipTest(f"no browser: {reason}")
        cls.addClassCleanup(cls.driver.quit)
        cls.driver.set_script_timeout(60)

    def element(self, name):
        return self.driver.find_element("id", "viewer-" + name if name else "viewer")

    def opened(self, folder):
        from selenium.webdriver.support.ui import WebDriverWait

        text, lines = written(folder, LIBRARY)
        self.assertEqual(lines[1:], [])
        self.assertLess(len(text.encode()), LARGEST)
        self.driver.get((folder / "report.html").as_uri())
        WebDriverWait(self.driver, 120).until(
            lambda driver: self.element("").get_attribute("data-drawn") or self.element("message").is_displayed()
        )
        self.assertEqual(self.element("message").text, "")
        return text

    def picture(self):
        """What the canvas shows."""
        return np.asarray(Image.open(io.BytesIO(self.element("").screenshot_as_png)).convert("RGB")).astype(int)

    def drawn_by(self, act):
        """The picture after something was done that draws."""
        before = int(self.element("").get_attribute("data-drawn"))
        act()
        self.assertGreater(int(self.element("").get_attribute("data-drawn")), before)
        return self.picture()

    def select(self, name, text):
        from selenium.webdriver.support.ui import Select

        return self.drawn_by(lambda: Select(self.element(name)).select_by_visible_text(text))

    def differ(self, first, second, least=0.01):
        self.assertEqual(first.shape, second.shape)
        self.assertGreater((np.abs(first - second).max(axis=2) > 10).mean(), least)

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def requests(self):
        """Addresses that the page asked for, itself left out."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return [url for url in found if not url.startswith(("data:", "blob:")) and not url.endswith("report.html")]

    def test_surface_and_section_in_colours(self):
        self.requests()
        self.opened(made_up_run("browser", solid=True))
        surface = self.picture()
        drawn = (surface < 250).any(axis=2)
        self.assertGreater(drawn.mean(), 0.1)  # not blank
        self.assertGreater(len(np.unique(surface[drawn] // 16, axis=0)), 20)  # nor of one colour
        self.assertIn("deposition current density (mA", self.element("title").text)
        height = self.select("field", "height")
        self.differ(surface, height)
        self.assertEqual(self.element("title").text, "height (µm)")
        self.assertEqual(self.element("numbers").text.split(), ["0", "2", "4"])
        self.differ(height, self.select("colours", "Plasma"))
        section = self.select("part", "section of the cell")
        self.differ(height, section)
        turned = self.drawn_by(lambda: self.element("right").click())
        self.differ(section, turned)
        again = self.drawn_by(lambda: self.element("reset").click())
        self.assertLess(np.abs(again - section).max(), 30)
        self.differ(section, self.drawn_by(lambda: self.element("nearer").click()))
        self.assertEqual(self.complaints(), [])
        self.assertEqual(self.requests(), [])

    def test_mouse_range_and_variants(self):
        from selenium.webdriver.common.action_chains import ActionChains

        self.opened(made_up_run("mouse", solid=True))
        first = self.picture()
        ActionChains(self.driver).click_and_hold(self.element("")).move_by_offset(90, 30).release().perform()
        turned = self.picture()
        self.differ(first, turned)
        self.differ(turned, self.select("variant", "coated"))

        def set_high():
            self.element("high").clear()
            self.element("high").send_keys("12\t")

        narrow = self.drawn_by(set_high)
        self.differ(turned, narrow)
        self.assertEqual(self.element("numbers").text.split()[-1], "12")
        self.differ(narrow, self.drawn_by(lambda: self.element("log").click()), 0.002)
        self.assertEqual(self.complaints(), [])

    def test_plane_run_begins_with_its_section(self):
        self.opened(made_up_run("plane"))
        self.assertEqual(self.element("part").get_attribute("value"), "section")
        section = self.picture()
        self.assertGreater((section < 250).any(axis=2).mean(), 0.05)
        self.differ(section, self.select("part", "surface of the electrode"))

    def test_text_stays_without_webgl(self):
        folder = made_up_run("no_webgl")
        text, _ = written(folder, LIBRARY)
        (folder / "report.html").write_text(text.replace('getContext("webgl2")', 'getContext("none")'), encoding="utf-8")
        self.driver.get((folder / "report.html").as_uri())
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 60).until(lambda driver: self.element("message").is_displayed())
        self.assertIn("no WebGL 2", self.element("message").text)
        self.assertFalse(self.element("").is_displayed())


if __name__ == "__main__":
    unittest.main(verbosity=1)
