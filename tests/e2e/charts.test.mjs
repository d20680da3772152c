// Charts at work: zoom by mouse, finger and keyboard, and the way back; the cursor that all charts share; what is painted when.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { inkAt, readSeries, widget } from "./support/contract.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const chart = (page, id) => widget(page, id).locator(".chart");
const range = (page) => ["start", "end", "statsPeriod"].map((key) => new URL(page.url()).searchParams.get(key));
const zoomOut = (page) => page.getByRole("button", { name: "Zoom out" });

/** Presses at one share of a chart's width and moves to another, with the button still down. */
async function drag(page, id, from, to) {
  await chart(page, id).scrollIntoViewIfNeeded();
  const box = await chart(page, id).boundingBox();
  const at = (share) => [box.x + box.width * share, box.y + box.height / 3];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2));
  await page.mouse.move(...at(to));
}

test("a drag narrows the page to the buckets under it; Zoom out and Back lead back, Esc gives up", () =>
  withPage(
    browser,
    async (page) => {
      await drag(page, "crash-free-sessions-by-release", 0.4, 0.6);
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.deepEqual(range(page), [null, null, "7d"], "Esc gives up");

      await drag(page, "crash-free-sessions-by-release", 0.4, 0.6);
      await page.mouse.up();
      await ready(page);
      const [start, end] = range(page).map((time) => time && Date.parse(time));
      assert.ok(start % 3_600_000 === 0 && end % 3_600_000 === 0, "whole buckets");
      assert.ok(end - start > 20 * 3_600_000 && end - start < 50 * 3_600_000, `a fifth of seven days: ${(end - start) / 3_600_000} h`);
      const { starts } = await readSeries(page, "session-health");
      assert.equal(starts[0], start, "another widget shows the same range");
      assert.ok(starts.at(-1) < end);

      await zoomOut(page).click();
      await ready(page);
      assert.deepEqual(range(page), [null, null, "7d"]);
      assert.equal(await zoomOut(page).count(), 0);
      await page.goBack();
      await ready(page);
      assert.deepEqual(range(page).slice(0, 2).map(Date.parse), [start, end], "Back finds the zoom again");
      await page.goBack();
      await ready(page);
      assert.deepEqual(range(page), [null, null, "7d"], "and what was before it");
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("start and end typed in do what a drag does", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: /^Time range/ }).click();
      const panel = page.getByRole("dialog", { name: "Time range" });
      await panel.getByLabel("Start").fill("2026-11-16T10:00");
      await panel.getByLabel("End").fill("2026-11-16T22:00");
      await panel.getByLabel("End").press("Enter");
      await ready(page);
      assert.deepEqual(range(page).slice(0, 2), ["2026-11-16T09:00:00Z", "2026-11-16T21:00:00Z"], "times in Berlin");
      const { starts } = await readSeries(page, "session-health");
      assert.equal(starts[0], Date.parse("2026-11-16T09:00:00Z"));
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

const tooltip = (page) => page.locator(".chart-tooltip:popover-open");
const spoken = (page, id) => chart(page, id).getByRole("status").textContent();
const paints = (page) => page.$$eval(".chart-plot", (all) => all.map((plot) => Number(plot.dataset.paints)));
const inked = (page) =>
  page.$$eval(".chart-overlay", (all) => all.map((overlay) => overlay.getContext("2d").getImageData(0, 0, overlay.width, overlay.height).data.some(Boolean)));

test("hovering tells the bucket in one chart, draws the cursor in all of them, and repaints no plot", () =>
  withPage(
    browser,
    async (page) => {
      const before = await paints(page);
      assert.ok(before.length >= 7);
      const { starts, series } = await readSeries(page, "crash-free-sessions-by-release");
      const box = await chart(page, "crash-free-sessions-by-release").boundingBox();
      for (let share = 0.2; share <= 0.9; share += 0.02) await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.4);
      await tooltip(page).waitFor();
      assert.equal(await tooltip(page).count(), 1);
      const text = await tooltip(page).textContent();
      assert.match(text, /2026, \d\d:\d\d – .*Europe\/Berlin/);
      for (const name of Object.keys(series)) assert.ok(text.includes(name), `${name} in ${text}`);
      assert.match(text, /\d+ \/ \d+/, "numerator and denominator");
      assert.ok(starts.length > 100);
      await page.waitForTimeout(100);
      const onScreen = (await inked(page)).filter(Boolean).length;
      assert.equal(onScreen, before.length, "every chart shows the cursor");
      assert.deepEqual(await paints(page), before, "no plot was painted");

      // It can be dismissed without moving pointer or focus, stays away there, and comes back elsewhere.
      await page.keyboard.press("Escape");
      assert.equal(await tooltip(page).count(), 0);
      await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
      await tooltip(page).waitFor();

      // Pinned by a click, it can be entered, and goes by Escape.
      await page.mouse.down();
      await page.mouse.up();
      const pinned = await tooltip(page).textContent();
      const place = await tooltip(page).boundingBox();
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 8 });
      assert.equal(await tooltip(page).textContent(), pinned, "the pointer is in it");
      assert.deepEqual(await paints(page), before, "still no plot was painted");
      await page.keyboard.press("Escape");
      assert.equal(await tooltip(page).count(), 0);
    },
    { url: `${backend.url}/?statsPeriod=7d`, viewport: { width: 1440, height: 2600 } },
  ));

test("a pinned tooltip moves with its chart when the page is scrolled, and goes and comes with it", () =>
  withPage(
    browser,
    async (page) => {
      const box = await chart(page, "crash-free-sessions-by-release").boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await tooltip(page).waitFor();
      await page.mouse.down();
      await page.mouse.up();
      const top = async () => (await tooltip(page).boundingBox()).y - (await chart(page, "crash-free-sessions-by-release").boundingBox()).y;
      const beside = await top();
      await page.mouse.wheel(0, 120);
      await page.waitForTimeout(300);
      assert.ok((await chart(page, "crash-free-sessions-by-release").boundingBox()).y < box.y - 50, "scrolled");
      assert.ok(Math.abs((await top()) - beside) < 2, `${await top()} is ${beside}`);
      await page.mouse.wheel(0, 1000);
      await page.waitForTimeout(300);
      assert.equal(await tooltip(page).count(), 0, "its chart is out of sight");
      await page.mouse.wheel(0, -1120);
      await page.waitForTimeout(300);
      assert.ok(Math.abs((await top()) - beside) < 2, "and back");
      await page.getByRole("heading", { level: 1 }).click();
      assert.equal(await tooltip(page).count(), 0, "a click elsewhere lets it go");
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("what a finger pointed at is told until it taps elsewhere", () =>
  withPage(
    browser,
    async (page) => {
      const plot = chart(page, "crash-free-sessions-by-release");
      await plot.scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
      await plot.tap();
      await tooltip(page).waitFor();
      await page.waitForTimeout(200);
      assert.equal(await tooltip(page).count(), 1, "it stays");
      await widget(page, "crash-free-sessions-by-release").getByRole("heading").tap();
      assert.equal(await tooltip(page).count(), 0);
    },
    { url: `${backend.url}/?statsPeriod=7d`, viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true },
  ));

test("keys read values and series aloud, select buckets and zoom in; the page says which keys", () =>
  withPage(
    browser,
    async (page) => {
      const id = "crash-free-sessions-by-release";
      const plot = chart(page, id);
      const help = await plot.evaluate((element) => document.getElementById(element.getAttribute("aria-describedby")).textContent);
      for (const key of ["Left", "Right", "Up", "Down", "Home", "End", "Shift", "Enter", "Escape"]) assert.ok(help.includes(key), `${key} in ${help}`);
      const { starts, series } = await readSeries(page, id);
      const names = Object.keys(series);
      await plot.focus();
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(300);
      const all = await spoken(page, id);
      for (const name of names) assert.ok(all.includes(name), `${name} in ${all}`);
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(300);
      const one = await spoken(page, id);
      assert.ok(one.includes(names[0]) && !one.includes(names[1]), one);

      for (const key of ["Home", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"]) await page.keyboard.press(key);
      await page.waitForTimeout(300);
      assert.match(await spoken(page, id), /zoom/);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
      assert.equal(new URL(page.url()).searchParams.get("start"), null, "Escape gave the selection up");
      await page.keyboard.press("Shift+ArrowLeft");
      await page.keyboard.press("Shift+ArrowLeft");
      await page.keyboard.press("Enter");
      await ready(page);
      assert.deepEqual(range(page).slice(0, 2).map(Date.parse), [starts[2], starts[5]]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      assert.equal(await tooltip(page).count(), 0);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("release boxes: told under the pointer, opened by a click into their list, on to a release and back", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, "issue-counts");
      await figure.scrollIntoViewIfNeeded();
      const box = await chart(page, "issue-counts").boundingBox();
      let at = null;
      let [column, row] = [0, 0];
      search: for (let share = 0.12; share < 0.95; share += 0.08)
        for (let up = 20; up < 50; up += 3) {
          [column, row] = [box.width * share, box.height - up];
          await page.mouse.move(box.x + column, box.y + row);
          if (/^\d+ Releases?/.test((await tooltip(page).count()) ? await tooltip(page).textContent() : "")) {
            at = await tooltip(page).textContent();
            break search;
          }
        }
      assert.ok(at, "a box with releases was found");
      assert.match(at, /created|first seen/);
      // One can point a little beside a box; wider than any is only the axis, narrower only a tick.
      const near = await Promise.all([-8, -6, -4, -2, 0, 2].map((dy) => inkAt(chart(page, "issue-counts"), "plot", row + dy)));
      const pointed = near.flat().find(([left, right]) => right - left > 8 && right - left < box.width / 2 && left <= column && column <= right);
      const shade = await inkAt(chart(page, "issue-counts"), "overlay", 40);
      assert.equal(shade.length, 1, "its time is shaded in the plot");
      for (const side of [0, 1]) assert.ok(Math.abs(shade[0][side] - pointed[side]) <= 2, `${shade} over ${pointed}`);
      await page.mouse.move(box.x + column, box.y - 20);
      assert.deepEqual(await inkAt(chart(page, "issue-counts"), "overlay", 40), [], "no longer than the pointer is there");
      await page.mouse.move(box.x + column, box.y + row);
      await page.mouse.down();
      await page.mouse.up();
      await page.locator("tr[data-list-release]").first().waitFor();
      await ready(page);
      const url = new URL(page.url()).searchParams;
      assert.deepEqual(["rd", "rdChart"].map((key) => url.get(key)), ["show", "issue-counts"]);
      const [start, end] = ["rdStart", "rdEnd"].map((key) => Date.parse(url.get(key)));
      const releases = (await backend.list("/releases/?per_page=100")).filter(({ dateCreated }) => Date.parse(dateCreated) >= start && Date.parse(dateCreated) < end);
      const listed = () => page.$$eval("tr[data-list-release]", (rows) => rows.map((row) => row.dataset.listRelease));
      assert.deepEqual((await listed()).sort(), releases.map(({ version }) => version).sort(), "what the backend created then");
      assert.ok(at.startsWith(`${releases.length} Release`));
      const drawer = page.getByRole("dialog");
      assert.match(await drawer.getAttribute("aria-label"), new RegExp(`^${releases.length} Release`));
      await drawer.locator("canvas.chart-plot").waitFor();

      const [version] = await listed();
      await drawer.locator("tr[data-list-release] button").first().click();
      await ready(page);
      assert.equal(await drawer.getAttribute("aria-label"), `Release ${version}`);
      assert.ok(await drawer.evaluate((element) => element.contains(document.activeElement)), "focus stays in the drawer");
      await drawer.getByRole("button", { name: "All releases" }).click();
      await ready(page);
      assert.match(await drawer.getAttribute("aria-label"), /^\d+ Release/);
      await page.keyboard.press("Escape");
      assert.equal(await drawer.count(), 0);
      assert.equal(new URL(page.url()).searchParams.get("rd"), null);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("Releases in the legend switches the boxes off and gives their room back; the address keeps it", () =>
  withPage(
    browser,
    async (page) => {
      const legend = widget(page, "issue-counts").getByRole("list", { name: "Legend" });
      const entry = legend.getByRole("button", { name: "Releases", exact: true });
      const colors = () => widget(page, "issue-counts").locator(".chart-plot").evaluate((plot) => plot.toDataURL());
      const before = await colors();
      assert.equal(await entry.getAttribute("aria-pressed"), "true");
      await entry.click();
      await page.waitForTimeout(100);
      assert.equal(await entry.getAttribute("aria-pressed"), "false");
      assert.deepEqual(new URL(page.url()).searchParams.getAll("unselectedSeries"), ["issue-counts:Releases"]);
      assert.notEqual(await colors(), before);
      await legend.getByRole("button", { name: /resolved/ }).first().click();
      assert.deepEqual(new URL(page.url()).searchParams.getAll("unselectedSeries"), [`issue-counts:count%28resolved_issues%29,Releases`]);
      await page.reload();
      await ready(page);
      assert.equal(await entry.getAttribute("aria-pressed"), "false");
      await legend.getByRole("button", { name: "Show all" }).click();
      assert.equal(await entry.getAttribute("aria-pressed"), "true");
      assert.deepEqual(new URL(page.url()).searchParams.getAll("unselectedSeries"), ["issue-counts:"]);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("times follow daylight saving, and the switch to UTC reaches axes, tooltips, tables and filter", () =>
  withPage(
    browser,
    async (page) => {
      // The day that summer time ends in Berlin: 25 hours, one of them twice.
      const texts = async () => {
        const figure = widget(page, "session-health");
        const button = figure.getByRole("button", { name: /view data/i });
        if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
        await figure.locator("tbody th time").first().waitFor();
        return figure.locator("tbody th time").allTextContents();
      };
      const local = await texts();
      assert.equal(local.length, 25);
      assert.deepEqual(local.slice(0, 5), ["00:00", "01:00", "02:00 (UTC+2)", "02:00 (UTC+1)", "03:00"].map((time) => `25 Oct 2026, ${time}`));
      assert.match(await page.locator(".page-range").textContent(), /Europe\/Berlin/);
      const plots = await paints(page);

      await page.getByRole("button", { name: /^Time range/ }).click();
      const panel = page.getByRole("dialog", { name: "Time range" });
      assert.equal(await panel.getByLabel("Start").inputValue(), "2026-10-25T00:00");
      await panel.getByRole("switch", { name: /UTC/ }).click();
      assert.equal(await panel.getByLabel("Start").inputValue(), "2026-10-24T22:00");
      await page.keyboard.press("Escape");
      assert.deepEqual((await texts()).slice(0, 3), ["24 Oct 2026, 22:00", "24 Oct 2026, 23:00", "25 Oct 2026, 00:00"]);
      assert.match(await page.locator(".page-range").textContent(), /24 Oct 2026, 22:00 – 25 Oct 2026, 23:00 UTC/);
      await page.waitForTimeout(100);
      assert.ok((await paints(page)).every((count, at) => count > plots[at]), "axes are drawn anew");
      await chart(page, "crash-free-sessions-by-release").hover();
      assert.match(await tooltip(page).textContent(), /UTC/);
      await page.reload();
      await ready(page);
      assert.match(await page.locator(".page-range").textContent(), /UTC/, "the choice is kept");
    },
    { url: `${backend.url}/?start=2026-10-24T22:00:00Z&end=2026-10-25T23:00:00Z&interval=1h` },
  ));

test("buckets shorter than a minute are told to the second, in tooltip, table and heading", () =>
  withPage(
    browser,
    async (page) => {
      assert.match(await page.locator(".page-range").innerText(), /^3 Nov 2026, 05:54:50 – 05:55:50 Europe\/Berlin · in steps of 10 seconds$/);
      await chart(page, "sessions-by-release").hover();
      assert.match(await tooltip(page).textContent(), /05:55:\d0 – 05:55:\d0/);
      await widget(page, "crash-free-sessions-by-release").getByRole("button", { name: "View data" }).click();
      const cells = widget(page, "crash-free-sessions-by-release").locator("tbody time");
      await cells.first().waitFor();
      const times = await cells.allInnerTexts();
      assert.deepEqual(times, ["54:50", "55:00", "55:10", "55:20", "55:30", "55:40"].map((time) => `3 Nov 2026, 05:${time}`));
    },
    { url: `${backend.url}/?start=2026-11-03T04:54:50Z&end=2026-11-03T04:55:50Z` },
  ));

test("a range that is still to come says so, and not what to do about missing sessions", () =>
  withPage(
    browser,
    async (page) => {
      assert.match(await page.locator(".page-range").innerText(), /^1 Jan 2030, 01:00 – 2 Jan 2030, 01:00 /);
      for (const id of ["crash-free-sessions", "session-health"]) assert.match(await widget(page, id).innerText(), /This range is still to come/);
    },
    { url: `${backend.url}/?start=2030-01-01T00:00:00Z&end=2030-01-02T00:00:00Z` },
  ));

test("what is not complete yet is named in tooltip and table", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, "session-health");
      await figure.getByRole("button", { name: /view data/i }).click();
      await figure.locator("tbody tr").first().waitFor();
      const rows = await figure.locator("tbody th").allTextContents();
      assert.match(rows.at(-1), /still filling/);
      assert.ok(rows.slice(0, -1).every((text) => !/filling|provisional/.test(text)));
      const plot = chart(page, "crash-free-sessions-by-release");
      await plot.focus();
      await page.keyboard.press("End");
      assert.match(await tooltip(page).textContent(), /Still filling/);
      const summaries = await page.$$eval("canvas.chart-plot", (all) => all.map((canvas) => canvas.textContent));
      assert.ok(summaries.length >= 5);
      for (const text of summaries) assert.match(text, /latest .*(over the range).*lowest|No data/);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a finger zooms too, and the way back is a button it can hit", () =>
  withPage(
    browser,
    async (page) => {
      await chart(page, "crash-free-sessions-by-release").scrollIntoViewIfNeeded();
      const box = await chart(page, "crash-free-sessions-by-release").boundingBox();
      const fingers = await page.context().newCDPSession(page);
      const touch = (type, share) =>
        fingers.send("Input.dispatchTouchEvent", { type, touchPoints: share === undefined ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }] });
      await touch("touchStart", 0.3);
      for (let share = 0.35; share < 0.7; share += 0.05) await touch("touchMove", share);
      await touch("touchEnd");
      await ready(page);
      const [start, end] = range(page).map((time) => time && Date.parse(time));
      assert.ok(end - start > 40 * 3_600_000 && end - start < 90 * 3_600_000, `${(end - start) / 3_600_000} h`);
      const button = await zoomOut(page).boundingBox();
      assert.ok(button.height >= 44, `${button.height} px high`);
      // A finger that comes down while the page still scrolls only stops it.
      await zoomOut(page).scrollIntoViewIfNeeded();
      await page.waitForTimeout(400);
      await zoomOut(page).tap();
      // The way back is a step in the browser's history, which takes its time.
      await page.waitForURL(/statsPeriod=7d/);
      await ready(page);
      assert.deepEqual(range(page), [null, null, "7d"]);
    },
    { url: `${backend.url}/?statsPeriod=7d`, viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true },
  ));

test("a chart is never blank or stretched while its size changes", () =>
  withPage(
    browser,
    async (page) => {
      // Later than the page's own observer, and in the same frame: what the person is about to see.
      await page.evaluate(() => {
        globalThis.seen = { frames: 0, faults: [] };
        const look = ({ target, contentRect }) => {
          globalThis.seen.frames += 1;
          const drawn = target.getContext("2d").getImageData(0, 0, target.width, target.height).data.some(Boolean);
          if (!drawn) globalThis.seen.faults.push("blank");
          if (Math.abs(target.width - contentRect.width * devicePixelRatio) > 1) globalThis.seen.faults.push(`${target.width} for ${contentRect.width}`);
        };
        const observer = new ResizeObserver((entries) => entries.forEach(look));
        document.querySelectorAll(".chart-plot").forEach((plot) => observer.observe(plot));
      });
      for (const width of [1300, 1100, 900, 1200, 600, 400, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(60);
      }
      const { frames, faults } = await page.evaluate(() => globalThis.seen);
      assert.ok(frames > 30, `${frames} looks`);
      assert.deepEqual(faults, []);
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("where colours are forced, charts are drawn in the system's, without a reload", () =>
  withPage(
    browser,
    async (page) => {
      /** The opaque colours of a plot that cover most of it, and what the names of two colours of the system stand for. */
      const colors = () =>
        chart(page, "session-health").locator(".chart-plot").evaluate((plot) => {
          const counts = new Map();
          const { data } = plot.getContext("2d").getImageData(0, 0, plot.width, plot.height);
          for (let i = 0; i < data.length; i += 4) {
            const color = `rgb(${[...data.slice(i, i + 3)].join(", ")})`;
            if (data[i + 3] === 255) counts.set(color, (counts.get(color) ?? 0) + 1);
          }
          const probe = document.body.appendChild(document.createElement("span"));
          const system = ["CanvasText", "GrayText"].map((name) => {
            probe.style.color = name;
            return getComputedStyle(probe).color;
          });
          probe.remove();
          return { drawn: [...counts].filter(([, count]) => count > 200).map(([color]) => color), system };
        });
      const before = await colors();
      await page.emulateMedia({ forcedColors: "active" });
      await page.waitForTimeout(200);
      const { drawn, system } = await colors();
      for (const color of system) assert.ok(drawn.includes(color), `${color} in ${drawn}`);
      assert.deepEqual(drawn.filter((color) => before.drawn.includes(color)), [], "none of the page's own is left");
      await page.emulateMedia({ forcedColors: "none" });
      await page.waitForTimeout(200);
      assert.deepEqual((await colors()).drawn, before.drawn);
    },
    { url: `${backend.url}/?statsPeriod=7d`, colorScheme: "dark" },
  ));

test("settings: a cursor for each chart alone, no single-key shortcut; both are kept, and can be taken back without keys", () =>
  withPage(
    browser,
    async (page) => {
      const dialog = page.getByRole("dialog", { name: "Settings and keys" });
      const shared = dialog.getByRole("switch", { name: "One cursor for all charts" });
      const keys = dialog.getByRole("switch", { name: "Single-key shortcuts" });
      const onScreen = async () => {
        const box = await chart(page, "crash-free-sessions-by-release").boundingBox();
        await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
        await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
        await tooltip(page).waitFor();
        await page.waitForTimeout(100);
        return (await inked(page)).filter(Boolean).length;
      };
      assert.ok((await onScreen()) > 5);
      await page.keyboard.press("?");
      assert.ok(await shared.isChecked());
      await shared.click();
      await keys.click();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.equal(await onScreen(), 1, "only where the pointer is");
      const legendAt = (id) => page.locator(`[data-widget-id="${id}"] .legend-value`).first().innerText();
      const elsewhere = await legendAt("sessions-by-release");
      const box = await chart(page, "crash-free-sessions-by-release").boundingBox();
      await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.4);
      assert.equal(await legendAt("sessions-by-release"), elsewhere, "the other legend keeps its totals");

      await page.reload();
      await ready(page);
      assert.equal(await onScreen(), 1);
      await page.keyboard.press("?");
      await page.waitForTimeout(200);
      assert.equal(await dialog.count(), 0, "the key does nothing");
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Settings and keys…" }).click();
      assert.ok(!(await keys.isChecked()));
      await keys.click();
      await shared.click();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.ok((await onScreen()) > 5);
      const search = page.getByRole("searchbox").first();
      await search.press("?");
      assert.equal(await search.inputValue(), "?", "in a field it is a letter");
      assert.equal(await dialog.count(), 0);
      await search.fill("");
      await search.blur();
      await page.keyboard.press("?");
      await dialog.waitFor();
    },
    { url: `${backend.url}/?statsPeriod=7d`, viewport: { width: 1440, height: 2600 } },
  ));

test("the previous period: its numbers are in the tooltip, and are those of that period", () =>
  withPage(
    browser,
    async (page) => {
      const read = async (share) => {
        const box = await chart(page, "session-health").boundingBox();
        await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
        await tooltip(page).waitFor();
        return tooltip(page).locator("tr").evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.querySelector("th").innerText, [...row.querySelectorAll("td")].map((cell) => cell.innerText)])));
      };
      const { starts: buckets } = await readSeries(page, "session-health");
      const now = await read(0.6);
      const at = new Date(await page.locator(".chart-tooltip:popover-open .chart-tooltip-heading").innerText().then((text) => `${text.split(" – ")[0]} GMT+0100`));
      assert.match(now.crashed.at(-1), /^before \d/);
      // So many buckets earlier, read from the table over that time.
      const before = new Date(at - buckets.length * 3_600_000).toISOString().slice(0, 19);
      await open(page, `${backend.url}/?start=2026-11-04T00:00:00Z&end=2026-11-11T13:00:00Z&interval=1h&unselectedSeries=session-health:`);
      const { starts, series } = await readSeries(page, "session-health");
      const index = starts.findIndex((start) => new Date(start).toISOString().startsWith(before));
      assert.ok(index >= 0, before);
      const told = Number(now.crashed.at(-1).replace(/before |%/g, "")) / 100;
      assert.ok(Math.abs(told - series.crashed[index]) < 0.0001, `${told} and ${series.crashed[index]}`);
    },
    { url: `${backend.url}/?statsPeriod=7d&interval=1h&compare=1`, viewport: { width: 1440, height: 2600 } },
  ));

test("the previous period is drawn, and the legend shows which lines it is", () =>
  withPage(
    browser,
    async (page) => {
      const says = () => widget(page, "crash-free-sessions-by-release").locator(".legend").getByText("Previous period").count();
      const plot = () =>
        chart(page, "crash-free-sessions-by-release")
          .locator(".chart-plot")
          .evaluate((plot) => ({ size: [plot.width, plot.height], pixels: plot.toDataURL() }));
      const [alone, saysAlone] = [await plot(), await says()];
      await open(page, `${page.url()}&compare=1`);
      const [both, saysBoth] = [await plot(), await says()];
      assert.deepEqual([saysAlone, saysBoth], [0, 1]);
      assert.deepEqual(both.size, alone.size);
      assert.notEqual(both.pixels, alone.pixels);
    },
    { url: `${backend.url}/?statsPeriod=7d`, viewport: { width: 1440, height: 2600 } },
  ));

test("the previous period is in the expanded chart of a figure and in the chart of a list of releases too", () =>
  withPage(
    browser,
    async (page) => {
      const told = async (where) => {
        const box = await page.locator(`${where} canvas.chart-plot`).boundingBox();
        await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
        await tooltip(page).waitFor();
        return tooltip(page).innerText();
      };
      assert.match(await told(".expanded"), /before \d/);
      await open(page, `${backend.url}/?statsPeriod=7d&compare=1`);
      await page.locator('figure[data-widget-id="issue-counts"]').getByRole("button", { name: /\d+ releases/ }).click();
      assert.match(await told(".stretch-figure"), /before \d/);
    },
    { url: `${backend.url}/?statsPeriod=7d&compare=1&expanded=crash-free-sessions` },
  ));
