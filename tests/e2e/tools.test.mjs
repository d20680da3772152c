// What the "…" of a widget opens: by keyboard as by mouse; files that hold what the table shows; the expanded view.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { readTable, widget } from "./support/contract.mjs";
import { readCsv } from "./support/csv.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const CHART = "crash-free-sessions-by-release";
const at = (query) => `${backend.url}/?statsPeriod=7d${query ?? ""}`;
const menuButton = (page, id) => widget(page, id).getByRole("button", { name: /^Actions for/ });
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.getAttribute("aria-label"));
const dialog = (page) => page.locator("dialog.expanded");

/** Chooses from the menu of a widget and returns the file it has the browser save. */
async function saved(page, id, item) {
  await menuButton(page, id).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: item }).click()]);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}

test("the menu goes by arrow keys, letters and Esc, and gives the focus back", () =>
  withPage(
    browser,
    async (page) => {
      const button = menuButton(page, CHART);
      await button.focus();
      await page.keyboard.press("Enter");
      const menu = page.getByRole("menu", { name: /Crash Free Sessions/ });
      await menu.waitFor();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      assert.equal(await focused(page), "Expand");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(page), "Download SVG", "up from the first is the last");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("c");
      assert.equal(await focused(page), "Copy to another dashboard…");
      await page.keyboard.press("c");
      assert.equal(await focused(page), "Copy table");
      await page.keyboard.press("End");
      await page.keyboard.press("Home");
      assert.equal(await focused(page), "Expand");
      await page.keyboard.press("Escape");
      await menu.waitFor({ state: "detached" });
      assert.match(await focused(page), /^Actions for/);
      await button.click();
      await menu.waitFor();
      await button.click();
      await menu.waitFor({ state: "detached" });
      assert.equal(await button.getAttribute("aria-expanded"), "false", "a second press closes it");
    },
    { url: at() },
  ));

test("CSV and clipboard hold every number that View data shows, counts beside rates, the running hour by name", () =>
  withPage(
    browser,
    async (page) => {
      const shown = await readTable(page, CHART);
      const { name, bytes } = await saved(page, CHART, "Download CSV");
      assert.match(name, /^crash-free-sessions_2026-11-11_2026-11-18\.csv$/);
      const [head, ...rows] = readCsv(bytes.toString("utf8"));
      assert.deepEqual(head.slice(0, 3), ["Start", "End", "Interval"]);
      assert.equal(rows.length, shown.rows.length);
      assert.equal(rows.at(-1)[2], "still filling");
      for (const [column, series] of shown.columns.entries()) {
        const place = head.indexOf(series);
        assert.deepEqual(head.slice(place + 1, place + 3), [`${series} (numerator)`, `${series} (denominator)`]);
        for (const [i, row] of rows.entries()) {
          const [value, numerator, denominator] = row.slice(place, place + 3).map((text) => (text === "" ? null : Number(text)));
          assert.equal(Date.parse(row[0]), shown.rows[i].key);
          assert.equal(value, shown.rows[i].values[column], `${series} at ${row[0]}`);
          if (value !== null) assert.ok(Math.abs(value - numerator / denominator) < 1e-12, `${numerator} / ${denominator}`);
        }
      }
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: backend.url });
      await menuButton(page, "crash-free-by-project").click();
      await page.getByRole("menuitem", { name: "Copy table" }).click();
      await widget(page, "crash-free-by-project").getByText(/^Copied/).waitFor();
      const [text, html] = await page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        return Promise.all(["text/plain", "text/html"].map(async (type) => (await item.getType(type)).text()));
      });
      const projects = await readTable(page, "crash-free-by-project");
      const pasted = text.trim().split("\n").map((line) => line.split("\t"));
      assert.deepEqual(pasted.slice(1).map(([project, rate]) => [project, Number(rate)]), projects.rows.map(({ key, values }) => [key, values[0]]));
      const rowsOfHtml = await page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").querySelectorAll("tbody tr").length, html);
      assert.equal(rowsOfHtml, projects.rows.length);
      await menuButton(page, "releases").click();
      assert.equal(await page.getByRole("menuitem", { name: "Download PNG" }).count(), 0, "a table has no picture");
    },
    { url: at() },
  ));

test("PNG and SVG are pictures of the chart with title and legend", () =>
  withPage(
    browser,
    async (page) => {
      const png = await saved(page, CHART, "Download PNG");
      const svg = await saved(page, CHART, "Download SVG");
      fs.mkdirSync("target/pictures", { recursive: true });
      fs.writeFileSync("target/pictures/chart.png", png.bytes);
      fs.writeFileSync("target/pictures/chart.svg", svg.bytes);
      const legend = await widget(page, CHART).getByRole("list", { name: "Legend" }).locator("button[aria-pressed]").allInnerTexts();
      const text = svg.bytes.toString("utf8");
      const words = await page.evaluate((text) => {
        const document = new DOMParser().parseFromString(text, "image/svg+xml");
        if (document.querySelector("parsererror")) throw new Error(document.documentElement.textContent);
        return [...document.querySelectorAll("text")].map((each) => each.textContent.trim());
      }, text);
      for (const word of ["Crash Free Sessions", ...legend.map((name) => name.trim())]) assert.ok(words.includes(word), `${word} is in ${words}`);
      // Both drawn by the browser, as any viewer would: twice the pixels of the one, and the same picture.
      const compared = await page.evaluate(
        async ([png, svg]) => {
          const [W, H] = [96, 48];
          const blocks = async (type, base64) => {
            const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
            const image = new Image();
            image.src = URL.createObjectURL(new Blob([bytes], { type }));
            await image.decode();
            const canvas = new OffscreenCanvas(W, H);
            const context = canvas.getContext("2d");
            context.imageSmoothingQuality = "high";
            context.drawImage(image, 0, 0, W, H);
            return { size: [image.naturalWidth, image.naturalHeight], data: context.getImageData(0, 0, W, H).data };
          };
          const [a, b] = [await blocks("image/png", png), await blocks("image/svg+xml", svg)];
          let off = 0;
          let marked = 0;
          for (let i = 0; i < a.data.length; i += 4) {
            const differs = [0, 1, 2].some((c) => Math.abs(a.data[i + c] - b.data[i + c]) > 48);
            off += Number(differs);
            marked += Number([0, 1, 2].some((c) => Math.abs(a.data[i + c] - a.data[c]) > 16));
          }
          return { sizes: [a.size, b.size], off: off / (W * H), marked: marked / (W * H) };
        },
        [png.bytes.toString("base64"), svg.bytes.toString("base64")],
      );
      assert.deepEqual(compared.sizes, [[1920, 960], [960, 480]], "a PNG at 2x");
      assert.ok(compared.marked > 0.03, `something is drawn: ${compared.marked}`);
      assert.ok(compared.off < 0.03, `the same picture: ${compared.off} of it differs`);
    },
    { url: at() },
  ));

test("a picture says what the page is narrowed to", () =>
  withPage(
    browser,
    async (page) => {
      const svg = (await saved(page, CHART, "Download SVG")).bytes.toString("utf8");
      assert.match(svg, /18 Nov 2026, 13:34 Europe\/Berlin · shop-ios · production, staging\s*</);
    },
    { url: at("&project=1&environment=production&environment=staging") },
  ));

test("a long heading in View data leaves its numbers in sight", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, CHART);
      await figure.getByRole("button", { name: "View data" }).click();
      const heading = figure.locator("thead th").nth(1);
      await heading.locator(".sort-title").evaluate((title) => (title.textContent = "com.acme.shop.release_health_dashboard_for_the_android_and_ios_teams@8.4.1+2034"));
      const { width } = await heading.boundingBox();
      assert.ok(width > 150 && width < 260, `${width} px`);
    },
    { url: at() },
  ));

test("View data is sorted by any column, what has no value last", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, "crash-free-sessions-by-release");
      await figure.getByRole("button", { name: "View data" }).click();
      await figure.locator("tbody tr").first().waitFor();
      const column = figure.locator("thead th").nth(1);
      const values = () => figure.locator("tbody tr td:nth-child(2)").evaluateAll((all) => all.map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value))));
      const own = await values();
      const numbers = own.filter((value) => value !== null);
      const sorted = (sign) => [...numbers.toSorted((a, b) => sign * (a - b)), ...own.filter((value) => value === null)];
      assert.equal(await column.getAttribute("aria-sort"), "none");
      await column.getByRole("button").click();
      assert.equal(await column.getAttribute("aria-sort"), "descending");
      assert.deepEqual(await values(), sorted(-1));
      await column.getByRole("button").click();
      assert.deepEqual(await values(), sorted(1));
      await column.getByRole("button").click();
      assert.deepEqual(await values(), own, "and the own order again");
    },
    { url: at() },
  ));

test("the small tables of cards are sorted by their headings, and the choice outlives reload, dashboard and view", () =>
  withPage(
    browser,
    async (page) => {
      const heading = (figure, name) => figure.getByRole("columnheader", { name });
      const sorting = (figure, name) => heading(figure, name).getAttribute("aria-sort");
      const press = (figure, name) => heading(figure, name).getByRole("button").click();
      const projects = widget(page, "crash-free-by-project");
      const keys = (figure) => figure.locator("tbody tr th").allInnerTexts();
      const rates = () => projects.locator("tbody td").evaluateAll((all) => all.map((cell) => Number(cell.dataset.value)));
      const [own, ownRates] = [await keys(projects), await rates()];
      assert.ok(own.length > 2);
      assert.equal(await sorting(projects, "Crash Free Rate"), "none");
      await press(projects, "Crash Free Rate");
      await projects.locator('th[aria-sort="descending"]').waitFor();
      assert.deepEqual(await rates(), ownRates.toSorted((a, b) => b - a));
      assert.match(await focused(page), /^Crash Free Rate/, "the heading keeps the focus");
      // Other numbers come in the same order.
      const range = async (name) => {
        await page.getByRole("button", { name: /^Time range/ }).click();
        await page.getByRole("option", { name }).click();
        await ready(page);
      };
      await range("Last 24 hours");
      const ofDay = await rates();
      assert.notDeepEqual(ofDay.toSorted(), ownRates.toSorted());
      assert.deepEqual(ofDay, ofDay.toSorted((a, b) => b - a));
      await range("Last 7 days");
      assert.deepEqual(await rates(), ownRates.toSorted((a, b) => b - a));
      await press(projects, "Project");
      await press(projects, "Project");
      await projects.locator('th[aria-sort="ascending"]').waitFor();
      assert.deepEqual(await keys(projects), own.toSorted());
      assert.equal(await sorting(projects, "Crash Free Rate"), "none");

      // The expanded view and "View data" have the same order, and so has the card after a reload and a look elsewhere.
      await projects.getByRole("button", { name: "View data" }).click();
      assert.equal(await sorting(projects, "Project"), "ascending");
      await projects.getByRole("button", { name: "View data" }).click();
      await page.reload();
      await ready(page);
      await projects.locator('th[aria-sort="ascending"]').waitFor();
      assert.deepEqual(await keys(projects), own.toSorted());
      await page.getByRole("link", { name: "Frontend" }).click();
      await ready(page);
      const issues = widget(page, "issues");
      const events = () => issues.locator("tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.querySelector("td.table-number").dataset.value)));
      const before = await events();
      await press(issues, "Events");
      await press(issues, "Events");
      await issues.locator('th[aria-sort="ascending"]').waitFor();
      assert.deepEqual(await events(), before.toSorted((a, b) => a - b));
      const ago = () => issues.locator("tbody time").evaluateAll((all) => all.map((time) => time.getAttribute("datetime")));
      await press(issues, "Last seen");
      await heading(issues, "Last seen").and(page.locator('[aria-sort="descending"]')).waitFor();
      assert.deepEqual(await ago(), (await ago()).toSorted().toReversed());
      await page.getByRole("link", { name: "Mobile" }).click();
      await ready(page);
      assert.deepEqual(await keys(projects), own.toSorted());
      await press(projects, "Project");
      await projects.locator('th[aria-sort="ascending"]').waitFor({ state: "detached" });
      assert.deepEqual(await keys(projects), own, "and the own order again");
    },
    { url: at() },
  ));

test("View data keeps its order and its rows per page, widget by widget", () =>
  withPage(
    browser,
    async (page) => {
      const [one, other] = [widget(page, CHART), widget(page, "user-health")];
      const toggle = (figure) => figure.getByRole("button", { name: "View data" }).click();
      await toggle(one);
      await one.getByRole("columnheader").nth(1).getByRole("button").click();
      await one.locator('th[aria-sort="descending"]').waitFor();
      await one.getByLabel("Rows per page").selectOption("25");
      await one.locator("tbody tr").nth(25).waitFor({ state: "detached" });
      await toggle(one);
      await toggle(one);
      const asChosen = async () => {
        await one.locator('th[aria-sort="descending"]').waitFor();
        assert.deepEqual([await one.locator("tbody tr").count(), await one.getByLabel("Rows per page").inputValue()], [25, "25"]);
      };
      await asChosen();
      await page.reload();
      await ready(page);
      await toggle(one);
      await asChosen();
      await toggle(other);
      await other.locator("tbody tr").nth(25).waitFor();
      assert.equal(await other.locator('th[aria-sort]:not([aria-sort="none"])').count(), 0, "another widget has its own");
    },
    { url: at() },
  ));

test("the expanded view has its own zoom, its own link, and Back closes it", () =>
  withPage(
    browser,
    async (page) => {
      const range = () => dialog(page).locator(".expanded-range").innerText();
      const paints = () => widget(page, "session-health").locator("canvas.chart-plot").getAttribute("data-paints");
      await menuButton(page, CHART).click();
      await page.getByRole("menuitem", { name: "Expand" }).click();
      await dialog(page).waitFor();
      assert.equal(new URL(page.url()).searchParams.get("expanded"), CHART);
      const before = await range();
      const untouched = await paints();
      assert.equal(await dialog(page).locator("tbody tr").count(), 25, "paged");

      const box = await dialog(page).locator(".chart").boundingBox();
      await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 3);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.41, box.y + box.height / 3);
      await page.mouse.move(box.x + box.width * 0.42, box.y + box.height / 3);
      await page.mouse.up();
      await ready(page);
      assert.notEqual(await range(), before);
      assert.equal(new URL(page.url()).searchParams.get("start"), null, "the dashboard keeps its range");
      assert.equal(await paints(), untouched, "and is not drawn again");
      const starts = await dialog(page).locator("tbody time").evaluateAll((all) => all.map((each) => Date.parse(each.dateTime)));
      assert.ok(starts[1] - starts[0] < 3_600_000, "finer buckets for a shorter range");
      const zoomed = await range();
      await dialog(page).getByRole("button", { name: "Zoom out" }).click();
      await ready(page);
      assert.equal(await range(), before);
      await page.goBack();
      await ready(page);
      assert.equal(await range(), zoomed, "each step is one in the history");
      await page.goBack();
      await ready(page);
      assert.equal(await range(), before);

      await page.goBack();
      await dialog(page).waitFor({ state: "detached" });
      await page.waitForFunction(() => /^Actions for/.test(document.activeElement.getAttribute("aria-label") ?? "")); // where it came from
      await page.goForward();
      await dialog(page).waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      assert.equal(new URL(page.url()).searchParams.get("expanded"), null);
    },
    { url: at() },
  ));

/** Numbers of a column of the expanded view's table, on the page it shows; `null` for none. */
const column = (page, at) => dialog(page).locator(`tbody tr > :nth-child(${at})`).evaluateAll((all) => all.map(({ dataset: { value } }) => (value === "" ? null : Number(value))));
const startsShown = (page) => dialog(page).locator("tbody time").evaluateAll((all) => all.map((each) => Date.parse(each.dateTime)));
const nextPage = (page) => dialog(page).getByRole("button", { name: "Next page" });
const previousPage = (page) => dialog(page).getByRole("button", { name: "Previous page" });

/** What `read` gives of every page of the expanded view's table, from the first. */
async function ofAllPages(page, read) {
  const all = await read(page);
  while (await nextPage(page).isEnabled()) {
    await nextPage(page).click();
    all.push(...(await read(page)));
  }
  return all;
}

test("the expanded view's table is sorted over all its pages, as its CSV would be", () =>
  withPage(
    browser,
    async (page) => {
      const [head, ...rows] = readCsv((await saved(page, CHART, "Download CSV")).bytes.toString("utf8"));
      await open(page, at(`&expanded=${CHART}`));
      const headers = dialog(page).locator("thead th");
      const sorts = () => headers.evaluateAll((all) => all.map((each) => each.getAttribute("aria-sort")));
      const titles = (await headers.allInnerTexts()).map((text) => text.trim());
      assert.ok(titles.length > 3);
      // What sorts is fetched with the first click.
      const sortBy = async (at, order) => {
        await headers.nth(at - 1).getByRole("button").click();
        await dialog(page).locator(`thead th:nth-child(${at})[aria-sort="${order}"]`).waitFor();
      };
      for (const at of [2, titles.length]) {
        const others = (order) => titles.map((_, i) => (i === at - 1 ? order : "none"));
        const place = head.indexOf(titles[at - 1]);
        const kept = rows.map((row) => ({ start: Date.parse(row[0]), value: row[place] === "" ? null : Number(row[place]) }));
        const numbers = kept.filter(({ value }) => value !== null);
        const missing = kept.filter(({ value }) => value === null);
        assert.ok(numbers.length > 0);
        for (const [order, sign] of [["descending", -1], ["ascending", 1]]) {
          await sortBy(at, order);
          assert.deepEqual(await sorts(), others(order), "one column says how it is sorted");
          // Equal values stay in order of time.
          const expected = [...numbers.toSorted((a, b) => sign * (a.value - b.value) || a.start - b.start), ...missing];
          const shown = await ofAllPages(page, async () => {
            const [starts, values] = [await startsShown(page), await column(page, at)];
            return starts.map((start, i) => ({ start, value: values[i] }));
          });
          assert.deepEqual(shown, expected, `${titles[at - 1]}, ${order}`);
        }
        await sortBy(at, "none");
        assert.deepEqual(await sorts(), others("none"));
      }
      await sortBy(1, "descending");
      const times = rows.map((row) => Date.parse(row[0]));
      assert.deepEqual(await ofAllPages(page, startsShown), times.toSorted((a, b) => b - a), "the newest first");
    },
    { url: at() },
  ));

test("the expanded view's table has pages with ends, of as many rows as one likes", () =>
  withPage(
    browser,
    async (page) => {
      const status = dialog(page).locator(".pager").getByRole("status");
      const total = 7 * 24 + 1; // The hours that seven days touch.
      assert.equal(await status.innerText(), `1–25 of ${total}`);
      assert.deepEqual([await previousPage(page).isDisabled(), await nextPage(page).isDisabled()], [true, false]);
      const sizes = [];
      const starts = await ofAllPages(page, async () => {
        const shown = await startsShown(page);
        sizes.push(shown.length);
        return shown;
      });
      assert.deepEqual(sizes, [25, 25, 25, 25, 25, 25, total - 150]);
      assert.deepEqual(starts, starts.map((_, i) => starts[0] + i * 3_600_000), "every hour once");
      assert.equal(await status.innerText(), `151–${total} of ${total}`);
      assert.deepEqual([await previousPage(page).isDisabled(), await nextPage(page).isDisabled()], [false, true]);
      await previousPage(page).click();
      assert.equal(await status.innerText(), `126–150 of ${total}`);
      assert.deepEqual(await startsShown(page), starts.slice(125, 150));

      await dialog(page).locator("thead th").nth(1).getByRole("button").click();
      // Another order starts at its first page.
      await status.filter({ hasText: `1–25 of ${total}` }).waitFor();
      await nextPage(page).click();
      await dialog(page).getByLabel("Rows per page").selectOption("100");
      assert.equal(await status.innerText(), `1–100 of ${total}`);
      assert.equal((await startsShown(page)).length, 100);
      await dialog(page).getByLabel("Rows per page").selectOption("500");
      assert.equal((await startsShown(page)).length, total);
      assert.deepEqual([await previousPage(page).isDisabled(), await nextPage(page).isDisabled()], [true, true]);
    },
    { url: at(`&expanded=${CHART}`) },
  ));

test("a zoom of the expanded view leaves the dashboard's charts, numbers and address alone", () =>
  withPage(
    browser,
    async (page) => {
      const paints = () => page.$$eval("figure[data-widget-id] canvas.chart-plot", (all) => all.map((each) => [each.closest("figure").dataset.widgetId, each.dataset.paints]));
      const figures = () => page.$$eval("figure[data-widget-id] output[data-value]", (all) => all.map((each) => each.dataset.value));
      const query = () => Object.fromEntries([...new URL(page.url()).searchParams].filter(([key]) => !key.startsWith("expanded")));
      const before = [await paints(), await figures(), query()];
      assert.ok(before[0].length > 5 && before[1].length > 1);
      const [first, last] = [await startsShown(page), await ofAllPages(page, startsShown)].map((starts, i) => starts.at(-i));
      const box = await dialog(page).locator(".chart").boundingBox();
      const go = (share) => page.mouse.move(box.x + box.width * share, box.y + box.height / 3);
      await go(0.3);
      await page.mouse.down();
      await go(0.4);
      await go(0.6);
      await page.mouse.up();
      await ready(page);
      const zoomed = await ofAllPages(page, startsShown);
      assert.ok(zoomed[0] > first && zoomed.at(-1) < last, "the view shows less");
      assert.deepEqual([await paints(), await figures(), query()], before);
      await dialog(page).getByRole("button", { name: "Close" }).click();
      await dialog(page).waitFor({ state: "detached" });
      await ready(page);
      assert.deepEqual([await paints(), await figures(), query()], before, "nor when it is closed");
    },
    { url: at(`&expanded=${CHART}`) },
  ));
test("a zoom that fails is asked for again as it was, and shows its range once the backend is back", async () => {
  const proxy = await startProxy(backend.url);
  try {
    await withPage(
      browser,
      async (page) => {
        // Counts of issues are asked for zoom by zoom; sessions are in hand.
        await page.goto(`${proxy.url}/?statsPeriod=7d&expanded=issue-counts`);
        await ready(page);
        const range = () => dialog(page).locator(".expanded-range").innerText();
        const whole = await range();
        proxy.fault(/issues-timeseries/, faults.status(400, "out of order"));
        const box = await dialog(page).locator(".chart").boundingBox();
        await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 3);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 3, { steps: 3 });
        await page.mouse.up();
        const failed = dialog(page).getByRole("alert").filter({ hasText: "out of order" });
        await failed.waitFor();
        const zoomed = new URL(page.url()).searchParams.get("expandedStart");
        const asked = proxy.asked.findLast((url) => url.includes("issues-timeseries"));

        const count = proxy.asked.length;
        await failed.getByRole("button", { name: "Retry" }).click();
        await ready(page);
        assert.deepEqual(proxy.asked.slice(count).filter((url) => url.includes("issues-timeseries")).at(-1), asked, "the same question");
        await failed.waitFor();
        proxy.heal();
        await failed.getByRole("button", { name: "Retry" }).click();
        await failed.waitFor({ state: "detached" });
        await ready(page);
        assert.equal(new URL(page.url()).searchParams.get("expandedStart"), zoomed, "still zoomed");
        assert.notEqual(await range(), whole);
        const first = await dialog(page).locator("tbody time").first().getAttribute("datetime");
        assert.ok(Math.abs(Date.parse(first) - Date.parse(zoomed)) < 3_600_000, `${first} for ${zoomed}`);
        await dialog(page).getByRole("button", { name: "Zoom out" }).click();
        await ready(page);
        assert.equal(await range(), whole);
      },
      { expected: [/status of 400/] },
    );
  } finally {
    await proxy.stop();
  }
});

test("releases opened from the expanded view lie on it: closed, they lead back to it as it was", () =>
  withPage(
    browser,
    async (page) => {
      const range = () => dialog(page).locator(".expanded-range").innerText();
      const drawer = page.locator(".drawer");
      const zoomed = await range();
      assert.match(zoomed, /^12 Nov 2026, 01:00 – 16 Nov 2026, 0\d:00/, "the zoom is in the link");
      await dialog(page).getByRole("button", { name: /Show \d+ release/ }).click();
      await drawer.waitFor();
      await page.keyboard.press("Escape");
      await drawer.waitFor({ state: "detached" });
      await dialog(page).waitFor();
      await ready(page);
      assert.equal(await range(), zoomed, "zoom and all");
      assert.ok(await page.evaluate(() => document.activeElement.closest("dialog.expanded")), "the focus is in it");
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
    },
    { url: at("&expanded=issue-counts&expandedStart=2026-11-12T00:00:00Z&expandedEnd=2026-11-16T00:00:00Z") },
  ));

test("every widget has an expanded view with its numbers, by link", () =>
  withPage(
    browser,
    async (page) => {
      const ids = await page.$$eval("figure[data-widget-id]", (all) => all.map((each) => each.dataset.widgetId));
      assert.ok(ids.length >= 12);
      for (const id of ids) {
        await page.evaluate((query) => {
          history.pushState(null, "", query);
          dispatchEvent(new PopStateEvent("popstate"));
        }, `?statsPeriod=7d&expanded=${id}`);
        await ready(page);
        assert.equal(await dialog(page).getAttribute("data-expanded"), id);
        assert.ok((await dialog(page).locator("tbody tr").count()) > 0, id);
      }
    },
    { url: at("&expanded=no-such-widget") },
  ));

test("lists are longer in the expanded view, and lead on as they do in the card", () =>
  withPage(
    browser,
    async (page) => {
      const rows = dialog(page).locator("tbody tr[data-release]");
      assert.ok((await rows.count()) > (await widget(page, "releases").locator("tbody tr").count()), "more of a page");
      await dialog(page).getByRole("button", { name: "Total sessions" }).click();
      const [pager, frame] = [await dialog(page).locator(".releases-foot").boundingBox(), await dialog(page).boundingBox()];
      assert.ok(pager.y + pager.height <= frame.y + frame.height, `the pager ends at ${pager.y + pager.height}, the view at ${frame.y + frame.height}`);
      const column = await dialog(page).locator("thead th").evaluateAll((all) => all.findIndex((th) => th.textContent.includes("Total sessions")));
      const totals = await rows.evaluateAll((all, at) => all.map((row) => Number(row.cells[at].dataset.value)), column);
      assert.ok(totals.length > 10 && totals.every((total, at) => at === 0 || total <= totals[at - 1]), `${totals}`);
      const first = await rows.first().getAttribute("data-release");
      await rows.first().getByRole("button").click();
      const drawer = page.getByRole("dialog", { name: `Release ${first}` });
      await drawer.waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor();

      await page.goto(`${backend.url}/?statsPeriod=14d&dashboard=frontend-session-health&expanded=issues`);
      await ready(page);
      const listed = await backend.api("/issues/?statsPeriod=14d&limit=100");
      assert.ok(listed.length > 5);
      assert.equal(await dialog(page).locator("tr[data-issue]").count(), Math.min(listed.length, 100));
      const links = await dialog(page).locator("tr[data-issue] a").count();
      assert.equal(links, listed.filter((issue) => issue.permalink).length, "with their links");
    },
    { url: at("&expanded=releases") },
  ));
