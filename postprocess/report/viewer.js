// The 3-D view of a report: reads the block that scene.py writes, and draws it with vtk.js. Both lie compressed in the page.
(async function () {
  "use strict";
  const box = document.getElementById("viewer");
  const element = (id) => document.getElementById(id);

  function give_up(reason) {
    for (const id of ["viewer", "viewer-controls", "viewer-legend"]) element(id).hidden = true;
    const line = element("viewer-message");
    line.textContent = "The view cannot be turned here: " + reason;
    line.hidden = false;
    element("viewer-still").hidden = false;
  }

  async function unpack(id) {
    const text = element(id).textContent.trim();
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  function load_library(code) {
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    if (!window.vtk) throw new Error("vtk.js did not start");
  }

  function start(buffer) {
    const head = new DataView(buffer).getUint32(0, true);
    const scene = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, head)));
    const base = 4 + head;
    const vtk = window.vtk;
    const core = vtk.Rendering.Core;

    for (const id of ["viewer", "viewer-controls", "viewer-legend"]) element(id).hidden = false;
    element("viewer-still").hidden = true;
    const view = vtk.Rendering.Misc.vtkGenericRenderWindow.newInstance({ background: [1, 1, 1], listenWindowResize: true });
    view.setContainer(box);
    view.resize();
    const renderer = view.getRenderer();
    const window_ = view.getRenderWindow();
    const camera = renderer.getActiveCamera();
    camera.setParallelProjection(true);
    const data = vtk.Common.DataModel.vtkPolyData.newInstance();
    const colours = core.vtkColorTransferFunction.newInstance();
    const mapper = core.vtkMapper.newInstance({ interpolateScalarsBeforeMapping: true, useLookupTableScalarRange: true });
    mapper.setInputData(data);
    mapper.setLookupTable(colours);
    const actor = core.vtkActor.newInstance();
    actor.setMapper(mapper);
    renderer.addActor(actor);

    const names = ["variant", "part", "field", "colours", "log", "low", "high"];
    const pick = Object.fromEntries(names.map((name) => [name, element("viewer-" + name)]));
    const current = () => scene.variants[pick.variant.selectedIndex].parts[pick.part.value];
    const field = () => scene.fields[pick.part.value][pick.field.value];

    function choose(select, entries, kept) {
      select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
      if (entries.some(([value]) => value === kept)) select.value = kept;
    }

    function fill_parts() {
      const names = { surface: "surface of the electrode", section: "section of the cell" };
      const parts = Object.keys(scene.variants[pick.variant.selectedIndex].parts);
      choose(pick.part, parts.map((part) => [part, names[part]]), pick.part.value);
    }

    function fill_fields() {
      const available = Object.keys(scene.fields[pick.part.value]).filter((name) => name in current().fields);
      choose(pick.field, available.map((name) => [name, scene.fields[pick.part.value][name].label]), pick.field.value);
    }

    const text_of = (x) => String(Number(x.toPrecision(4))).replace("-", "−");

    function fill_range() {
      pick.low.value = Number(field().range[0].toPrecision(4));
      pick.high.value = Number(field().range[1].toPrecision(4));
      pick.log.checked = false;
      pick.log.disabled = !(field().range[1] > 0);
    }

    function show_shape() {
      const part = current();
      const corners = new Uint32Array(buffer, base + part.triangles.offset, part.triangles.length);
      const cells = new Uint32Array((corners.length / 3) * 4);
      for (let i = 0, j = 0; i < corners.length; i += 3) {
        cells[j++] = 3;
        cells[j++] = corners[i];
        cells[j++] = corners[i + 1];
        cells[j++] = corners[i + 2];
      }
      data.getPoints().setData(new Float32Array(buffer, base + part.points.offset, part.points.length), 3);
      data.getPolys().setData(cells);
      const flat = pick.part.value === "section";
      actor.getProperty().set({ ambient: flat ? 1 : 0.5, diffuse: flat ? 0 : 0.55 });
      data.modified();
    }

    function show_colours() {
      const stored = current().fields[pick.field.value];
      const steps = new Uint16Array(buffer, base + stored.offset, stored.length);
      const factor = field().factor;
      const scale = (stored.high - stored.low) / 65535;
      let low = Number(pick.low.value);
      let high = Number(pick.high.value);
      if (!(high > low)) [low, high] = field().range;
      const log = pick.log.checked && high > 0;
      if (log && !(low > 0)) low = 1e-3 * high;
      const value = log ? (x) => Math.log10(Math.max(x, 1e-3 * low)) : (x) => x;
      const values = Float32Array.from(steps, (step) => value(factor * (stored.low + scale * step)));
      data.getPointData().setScalars(vtk.Common.Core.vtkDataArray.newInstance({ name: "shown", values, numberOfComponents: 1 }));
      colours.applyColorMap(core.vtkColorTransferFunction.vtkColorMaps.getPresetByName(pick.colours.value));
      colours.setMappingRange(value(low), value(high));
      colours.updateRange();
      mapper.setScalarRange(value(low), value(high));
      data.modified();
      show_bar(low, high, log);
    }

    function show_bar(low, high, log) {
      const [from, to] = colours.getMappingRange();
      const stops = [];
      for (let i = 0; i <= 16; ++i) {
        const colour = [0, 0, 0];
        colours.getColor(from + ((to - from) * i) / 16, colour);
        stops.push(`rgb(${colour.map((c) => Math.round(255 * c)).join(" ")})`);
      }
      element("viewer-bar").style.background = `linear-gradient(to right, ${stops.join(", ")})`;
      element("viewer-title").textContent = field().label + (field().unit ? ` (${field().unit})` : "");
      const middle = log ? Math.sqrt(low * high) : 0.5 * (low + high);
      element("viewer-numbers").replaceChildren(...[low, middle, high].map((x) => {
        const span = document.createElement("span");
        span.textContent = text_of(x);
        return span;
      }));
    }

    function look() {
      const up = scene.dimension === 3 ? [0, 0, 1] : [0, 1, 0];
      const flat = pick.part.value === "section";
      const from = scene.dimension === 3 ? (flat ? [0, -1, 0] : [-0.5, -1, 0.62]) : flat ? [0, 0, 1] : [-0.45, 0.6, 1];
      const centre = renderer.computeVisiblePropBounds();
      const focus = [0, 2, 4].map((i) => 0.5 * (centre[i] + centre[i + 1]));
      camera.setFocalPoint(...focus);
      camera.setPosition(...focus.map((x, i) => x + from[i]));
      camera.setViewUp(...up);
      renderer.resetCamera();
      renderer.resetCameraClippingRange();
    }

    function draw() {
      window_.render();
      box.dataset.drawn = Number(box.dataset.drawn || 0) + 1;
    }

    function on(name, event, ...steps) {
      element("viewer-" + name).addEventListener(event, () => {
        for (const step of steps) step();
        draw();
      });
    }
    on("variant", "change", fill_parts, fill_fields, show_shape, show_colours);
    on("part", "change", fill_fields, fill_range, show_shape, show_colours, look);
    on("field", "change", fill_range, show_colours);
    for (const name of ["colours", "log", "low", "high"]) on(name, "change", show_colours);
    on("reset", "click", fill_range, show_colours, look);
    on("left", "click", () => camera.azimuth(30), () => renderer.resetCameraClippingRange());
    on("right", "click", () => camera.azimuth(-30), () => renderer.resetCameraClippingRange());
    on("nearer", "click", () => camera.zoom(1.4));
    on("farther", "click", () => camera.zoom(1 / 1.4));

    // Browsers print what a canvas holds at the end of its last frame, which may be nothing.
    addEventListener("beforeprint", () => {
      window_.render();
      const picture = new Image();
      picture.alt = "the view as it was on the screen";
      picture.src = box.querySelector("canvas").toDataURL();
      element("viewer-print").replaceChildren(picture);
    });

    choose(pick.variant, scene.variants.map((variant, i) => [String(i), variant.name]));
    fill_parts();
    if (scene.dimension === 2 && [...pick.part.options].some((o) => o.value === "section")) pick.part.value = "section";
    fill_fields();
    fill_range();
    show_shape();
    show_colours();
    look();
    draw();
  }

  try {
    if (!window.DecompressionStream) throw new Error("this browser is too old");
    const canvas = document.createElement("canvas");
    if (!canvas.getContext("webgl2")) throw new Error("this browser has no WebGL 2");
    load_library(new TextDecoder().decode(await unpack("viewer-library")));
    start(await unpack("viewer-scene"));
  } catch (problem) {
    give_up(problem.message);
    console.error(problem);
  }
})();
