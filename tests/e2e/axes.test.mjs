// The labels of charts as Chromium draws them, in the page's own font: none overlaps another, none is cut off, whatever the width.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** Runs before the page: remembers of every canvas the texts that are on it, with the boxes of their ink in CSS pixels. */
function rememberTexts() {
  const texts = new WeakMap();
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    texts.delete(this.canvas);
    return clearRect.apply(this, box);
  };
  for (const side of ["width", "height"]) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    Object.defineProperty(HTMLCanvasElement.prototype, side, {
      get,
      set(value) {
        texts.delete(this);
        set.call(this, value);
      },
    });
  }
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { a: scale, e, f } = this.getTransform();
    const ink = this.measureText(text);
    const all = texts.get(this.canvas) ?? [];
    const ratio = devicePixelRatio;
    const at = { x: (x * scale + e) / ratio, y: (y * scale + f) / ratio };
    all.push({
      text,
      left: at.x - (ink.actualBoundingBoxLeft * scale) / ratio,
      right: at.x + (ink.actualBoundingBoxRight * scale) / ratio,
      top: at.y - (ink.actualBoundingBoxAscent * scale) / ratio,
      bottom: at.y + (ink.actualBoundingBoxDescent * scale) / ratio,
    });
    texts.set(this.canvas, all);
    return fillText.call(this, text, x, y);
  };
  globalThis.textsOn = (canvas) => texts.get(canvas) ?? [];
}

/**
 * Runs in the page: gives every chart each of `widths` and returns what is wrong with its labels, and how many there were; no
 * widths: the ones that the page gives them.
 */
async function faultsAt(widths) {
  /** Between two labels on one line, at least. */
  const APART = 3;
  /** Waits until every chart is drawn at the size it has. */
  const drawn = async () => {
    const isDrawn = (canvas) => Math.abs(canvas.width - canvas.getBoundingClientRect().width * devicePixelRatio) <= 1;
    for (let frames = 0; frames < 100; frames++) {
      await new Promise((done) => requestAnimationFrame(done));
      if (frames > 0 && [...document.querySelectorAll("canvas.chart-plot")].every(isDrawn)) return;
    }
    faults.push("not drawn again within 100 frames");
  };
  const faults = [];
  let seen = 0;
  const look = (about) => {
    for (const canvas of document.querySelectorAll("canvas.chart-plot")) {
      const { width, height } = canvas.getBoundingClientRect();
      const all = globalThis.textsOn(canvas);
      const what = `${canvas.closest("figure").dataset.widgetId} ${about} ${width} x ${height}`;
      seen += all.length;
      if (all.length < 2) faults.push(`${what}: ${all.length} labels`);
      for (const [i, a] of all.entries()) {
        if (a.left < 0 || a.top < 0 || a.right > width || a.bottom > height) faults.push(`${what}: “${a.text}” is cut off (${[a.left, a.top, a.right, a.bottom].map((n) => n.toFixed(1))})`);
        for (const b of all.slice(i + 1))
          if (a.left < b.right + APART && b.left < a.right + APART && a.top < b.bottom && b.top < a.bottom) faults.push(`${what}: “${a.text}” and “${b.text}” overlap`);
      }
    }
  };
  for (const width of widths) {
    for (const chart of document.querySelectorAll(".chart")) chart.style.width = `${width}px`;
    await drawn();
    look("made");
  }
  if (widths.length === 0) {
    await drawn();
    look("laid out");
  }
  return { faults: faults.slice(0, 20), seen };
}

/** Charts that no built-in dashboard has. */
const query = (fields, columns = []) => ({ name: "", fields: [...columns, ...fields], aggregates: fields, columns, conditions: "", orderby: "" });
const widgetOf = (id, title, displayType, ...of) => ({ id, title, displayType, widgetType: "metrics", queries: [query(...of)] });
const OTHERS = {
  schema: 1,
  id: "own-others",
  revision: 1,
  edited: "2026-11-01T00:00:00Z",
  dashboard: {
    title: "Others",
    widgets: [
      widgetOf("durations", "Durations", "line", ["p50(session.duration)", "p95(session.duration)"]),
      widgetOf("projects", "Projects", "area", ["sum(session)"], ["project"]),
      widgetOf("sessions", "Sessions", "bar", ["sum(session)"]),
      widgetOf("bars", "Bars by environment", "bar", ["sum(session)"], ["environment"]),
    ],
  },
};

const range = (from, to, step, first = from) => Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => first + i * step);
// Times are told in 24 hours and English whatever the browser's language; zones differ, by quarters of an hour and over the
// change of the clocks on 25 October. Each visit takes other widths.
for (const [n, [what, query, options]] of [
  ["1 h", "statsPeriod=1h", {}],
  ["24 h in Kathmandu, for a browser in Arabic", "statsPeriod=24h&compare=1", { timezoneId: "Asia/Kathmandu", locale: "ar-EG" }],
  ["14 d in UTC", "statsPeriod=14d&utc=true", {}],
  ["90 d on a screen of 1.5 pixels", "statsPeriod=90d", { timezoneId: "America/St_Johns", locale: "en-US", deviceScaleFactor: 1.5 }],
  ["over the change of the clocks", "start=2026-10-24T10:00:00Z&end=2026-10-26T03:00:00Z", {}],
  ["charts of an own dashboard", "statsPeriod=7d&dashboard=own-others", { locale: "de-DE" }],
  ["two-day charts of an own dashboard", "statsPeriod=48h&dashboard=own-others&utc=true", {}],
].entries())
  test(`labels at any width from 280 to 2000 px: ${what}`, () =>
    withPage(
      browser,
      async (page) => {
        await page.addInitScript(rememberTexts);
        await page.addInitScript(([key, text]) => localStorage.setItem(key, text), ["session-health:dashboard:own-others", JSON.stringify(OTHERS)]);
        await open(page, `${backend.url}/?${query}`);
        await page.evaluate(() => document.fonts.ready);
        const { faults, seen } = await page.evaluate(faultsAt, [280, ...range(280, 2000, 23, 281 + 3 * n), 2000]);
        assert.deepEqual(faults, []);
        assert.ok(seen > 77 * 4 * 8, `${seen} labels`);
      },
      options,
    ));

test("labels in the cards of the page on screens from 280 to 2000 px", () =>
  withPage(
    browser,
    async (page) => {
      await page.addInitScript(rememberTexts);
      await open(page, `${backend.url}/?statsPeriod=14d&compare=1`);
      for (const width of [280, 320, 375, 599, 601, 768, 1024, 1100, 1280, 1440, 1920, 2000]) {
        await page.setViewportSize({ width, height: 900 });
        const { faults } = await page.evaluate(faultsAt, []);
        assert.deepEqual(faults, [], `on a screen of ${width} px`);
        const outside = await page.$$eval("canvas.chart-plot", (all) =>
          all
            .filter((canvas) => {
              const [plot, card] = [canvas, canvas.closest("figure")].map((each) => each.getBoundingClientRect());
              return plot.left < card.left || plot.right > card.right || plot.top < card.top || plot.bottom > card.bottom;
            })
            .map((canvas) => canvas.closest("figure").dataset.widgetId),
        );
        assert.deepEqual(outside, [], `on a screen of ${width} px`);
      }
    },
    {},
  ));
