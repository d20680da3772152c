// Making a dashboard one's own, as a person does: duplicate, rename, move by keyboard, add from the library, build, reload,
// undo, save; dragging by mouse; leaving asks; a phone. Nothing is lost on the way.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, widget } from "./support/contract.mjs";
import { dialog, duplicate, editBar, editCopy, fillStorage, undo } from "./support/dashboards.mjs";
import * as oracle from "./support/oracle.mjs";

let backend, browser;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const said = (page) => page.locator(".edit-bar [role=status]").textContent();
const layer = (page, title) => page.getByRole("group", { name: title, exact: true }).first();
const titles = (page) => page.locator(".grid .widget-title").allTextContents();

const press = (page, name) => editBar(page).getByRole("button", { name, exact: true }).click();

/** Whether the browser would ask before it closes the page. */
const asksToClose = (page) =>
  page.evaluate(() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  });

/** Where the buttons that move and resize a widget lie on what it shows. */
const covered = (page) =>
  page.$$eval(".grid .cell", (cells) =>
    cells.flatMap((cell) => {
      const pad = [...cell.querySelectorAll(".edit-foot > *")].filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().top);
      const shown = [...cell.querySelectorAll(".legend, .big-number, .big-number > *, .chart-plot, .table-scroll, .widget-caveat")];
      const under = shown.filter((each) => each.getBoundingClientRect().bottom > Math.min(...pad) + 0.5);
      return under.map((each) => `${each.className} of ${cell.querySelector(".widget-title").textContent}`);
    }),
  );

/** Waits until the title of this widget has the focus and all of its card is on the screen. */
const isShown = (page, id) =>
  page.waitForFunction((id) => {
    const { top, bottom } = document.getElementById(`grip-${id}`)?.closest(".cell").getBoundingClientRect() ?? {};
    return document.activeElement?.id === `grip-${id}` && top >= 0 && bottom <= innerHeight;
  }, id);

/** Waits until what this selector finds has the focus. */
const hasFocus = (page, selector) => page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);

/** Opens the builder of a new widget from edit mode. */
async function build(page) {
  await press(page, "Add widget");
  await page.getByRole("button", { name: "Build your own" }).click();
  return dialog(page, "New widget");
}

/** What is kept in this browser, by the last part of its key. */
const kept = (page, part) =>
  page.evaluate((part) => Object.entries(localStorage).filter(([key]) => key.includes(part)).map(([, text]) => JSON.parse(text)), part);

test("duplicate, rename, move by keyboard, add from the library, reload, undo, save", () =>
  withPage(
    browser,
    async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      const before = await bigNumber(page, "crash-free-sessions");
      await editCopy(page);
      const title = page.getByLabel("Title of the dashboard");
      assert.equal(await title.inputValue(), "Mobile Session Health copy");
      await title.fill("Our health");
      await title.press("Enter");
      assert.match(await said(page), /Renamed to “Our health”/);

      // By keyboard: the focus stays on the widget, wherever it goes.
      const grip = layer(page, "Crash Free Sessions").getByRole("button", { name: /^Crash Free Sessions ?: move/ });
      await grip.focus();
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.activeElement?.id === "grip-w1");
      assert.match(await said(page), /“Crash Free Sessions” is moved: column 3, row 1/);
      assert.deepEqual((await titles(page)).slice(0, 2), ["Crash Free Users", "Crash Free Sessions"]);
      await page.keyboard.press("Shift+ArrowDown");
      await page.waitForFunction(() => document.activeElement?.id === "grip-w1");
      assert.match(await said(page), /resized: column 3, row 1, 2 wide, 2 high/);
      assert.equal((await bigNumber(page, "w1")).value, before.value, "the same number in another place");

      await page.getByRole("button", { name: "Add widget" }).click();
      await page.getByRole("button", { name: "Add Session Duration" }).click();
      await page.keyboard.press("Escape");
      await ready(page);
      assert.ok((await titles(page)).includes("Session Duration"));
      // At the end of the page, and there one is.
      await isShown(page, "w13");
      assert.deepEqual(await covered(page), []);

      // Whatever happens to the page: the edits and the way back are there.
      await page.reload();
      await ready(page);
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
      assert.ok((await titles(page)).includes("Session Duration"));
      await page.getByRole("button", { name: "Undo: add “Session Duration”" }).click();
      assert.ok(!(await titles(page)).includes("Session Duration"));
      await page.keyboard.press("Control+Shift+z");
      assert.ok((await titles(page)).includes("Session Duration"));
      await page.keyboard.press("Control+z");
      assert.equal((await kept(page, "dashboard:own"))[0].dashboard.title, "Mobile Session Health copy", "nothing is saved yet");

      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      const [saved] = await kept(page, "dashboard:own");
      assert.equal(saved.dashboard.title, "Our health");
      const place = saved.dashboard.widgets.find((w) => w["x-session-health"].id === "w1").layout;
      assert.deepEqual([place.x, place.y, place.w, place.h], [2, 0, 2, 2]);
      assert.deepEqual(await kept(page, "draft:"), [], "no draft is left");
      await page.reload();
      await ready(page);
      assert.equal(await page.locator("h1").textContent(), "Our health");
      assert.equal(await editBar(page).count(), 0);

      // Saving ends nothing: what was saved, renamed elsewhere or filtered is undone step by step.
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Rename…" }).click();
      await page.getByRole("dialog").getByLabel("Title").fill("Theirs now");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Theirs now" }).waitFor();
      await page.reload();
      await ready(page);
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await editBar(page).waitFor();
      await press(page, "Undo: rename the dashboard");
      assert.equal(await title.inputValue(), "Our health");
      await press(page, "Undo: resize “Crash Free Sessions”");
      await press(page, "Undo: move “Crash Free Sessions”");
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      const placed = async () => {
        const [{ dashboard }] = await kept(page, "dashboard:own");
        const { x, y, w, h } = dashboard.widgets.find((w) => w["x-session-health"].id === "w1").layout;
        return [dashboard.title, x, y, w, h];
      };
      assert.deepEqual(await placed(), ["Our health", 0, 0, 2, 1]);
      await undo(page);
      await editBar(page).waitFor();
      assert.deepEqual(await placed(), ["Theirs now", 2, 0, 2, 2], "as it was before Save");
      assert.equal(await title.inputValue(), "Our health", "and the edits are edits again");
      await press(page, "Redo: move “Crash Free Sessions”");

      // In edit mode the menu changes the draft, and nothing behind its back.
      await page.getByRole("button", { name: "More", exact: true }).click();
      assert.equal(await page.getByRole("button", { name: /^Delete: save or cancel first/ }).getAttribute("aria-disabled"), "true");
      await page.getByRole("button", { name: "Rename…" }).click();
      assert.equal(await page.getByRole("dialog").getByLabel("Title").inputValue(), "Our health");
      await page.getByRole("dialog").getByLabel("Title").fill("Ours again");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Ours again" }).waitFor();
      assert.equal((await placed())[0], "Theirs now");
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      assert.deepEqual(await placed(), ["Ours again", 2, 0, 2, 1]);

      // It is taken elsewhere as a file, whatever becomes of it here.
      const menu = async (item) => {
        await page.getByRole("button", { name: "More", exact: true }).click();
        await page.getByRole("button", { name: item, exact: true }).click();
      };
      await menu("Export…");
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save file" }).click()]);
      await page.keyboard.press("Escape");
      await menu("Delete");
      await page.getByRole("navigation", { name: "Dashboards" }).getByRole("button", { name: /^All/ }).click();
      await page.getByRole("button", { name: "Restore Ours again" }).click();
      await page.getByRole("link", { name: "Ours again", exact: true }).last().waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
      const importing = page.getByRole("dialog", { name: "Import dashboards" });
      await importing.getByLabel("File").setInputFiles(await file.path());
      await importing.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Ours again 2" }).waitFor();
      const [ours, again] = (await kept(page, "dashboard:own")).map(({ dashboard }) => dashboard.widgets);
      assert.deepEqual(again, ours, "every widget is as it was, in its place");
    },
    { url: backend.url },
  ));

test("drag, Esc, cancel with a way back, leaving asks", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      // Away from the edges of the screen, near which a drag scrolls.
      await layer(page, "Session Health").evaluate((element) => element.scrollIntoView({ block: "center" }));
      const from = await layer(page, "Session Health").boundingBox();
      const to = await layer(page, "Release Adoption").boundingBox();
      const drag = async () => {
        await page.mouse.move(from.x + 120, from.y + 100);
        await page.mouse.down();
        await page.mouse.move(to.x + 120, to.y + 100, { steps: 6 });
      };
      const x = () => layer(page, "Session Health").boundingBox().then((box) => Math.round(box.x));
      await drag();
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.equal(await x(), Math.round(from.x), "Esc puts it back");
      assert.equal(await asksToClose(page), false, "there is nothing to lose yet");
      await drag();
      await page.mouse.up();
      assert.equal(await asksToClose(page), true);
      assert.equal(await x(), Math.round(to.x), "it is where it was dropped");
      assert.match(await said(page), /“Session Health” is moved: column 5, row 4/);

      await page.getByRole("link", { name: /^Frontend/ }).click();
      const question = page.getByRole("dialog", { name: "You have unsaved edits" });
      await question.getByRole("button", { name: "Keep editing" }).click();
      const here = page.url();
      await page.goBack();
      await question.waitFor();
      assert.equal(page.url(), here, "Back asks as links do");
      await question.getByRole("button", { name: "Keep editing" }).click();
      await page.getByRole("link", { name: /^Frontend/ }).click();
      await question.getByRole("button", { name: "Leave for later" }).click();
      await ready(page);
      assert.equal(await page.locator("h1").textContent(), "Frontend Session Health");
      assert.equal(await asksToClose(page), false);
      await page.goBack();
      await ready(page);
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
      assert.equal(await x(), Math.round(to.x), "and is there again");

      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
      assert.equal(await x(), Math.round(to.x), "even what was discarded comes back");
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      assert.equal(await asksToClose(page), false, "what is saved can be left");
    },
    { url: backend.url },
  ));

test("a widget is built with its numbers in view; what cannot be says why", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      await page.getByRole("button", { name: "Add widget" }).click();
      await page.getByRole("button", { name: "Build your own" }).click();
      const dialog = page.getByRole("dialog", { name: "New widget" });
      const preview = dialog.locator('[data-widget-id="preview"]');
      await dialog.getByLabel("Big number", { exact: true }).check();
      await dialog.getByLabel("Field 1").selectOption({ label: "Crash free users" });
      await dialog.getByLabel("Filter").fill("environment:nowhere");
      await dialog.locator('[data-widget-id="preview"][data-state="empty"]').waitFor();
      await dialog.getByLabel("Filter").fill("os:ios");
      await dialog.getByText("“os” is not a filter here").waitFor();
      assert.ok(await dialog.getByRole("button", { name: "Add to dashboard" }).isDisabled());
      await dialog.getByLabel("Filter").fill("");
      await dialog.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
      const value = await preview.locator("[data-value]").first().getAttribute("data-value");
      assert.equal(value, await page.locator('[data-widget-id="w2"] [data-value]').first().getAttribute("data-value"));

      await dialog.getByLabel("Line", { exact: true }).check();
      const status = dialog.getByLabel("Group by 1").locator("option", { hasText: "Status" });
      await dialog.getByRole("button", { name: "Add a group" }).click();
      assert.ok(await status.evaluate((option) => option.disabled), "rates are not split by status");
      assert.match(await status.evaluate((option) => option.parentElement.label), /^Not available: Only sum/);
      await dialog.getByLabel("Group by 1").selectOption({ label: "Release" });
      assert.equal(await dialog.getByLabel("At most").inputValue(), "5", "as many lines as one can tell apart");
      await preview.locator(".legend-entry").nth(4).waitFor();
      assert.equal(await preview.locator(".legend-entry").count(), 5);
      await dialog.getByLabel("At most").selectOption({ label: "As many as there are" });
      await preview.locator(".legend-entry").nth(12).waitFor();
      // However long the form and the legend: what adds it is in view.
      const add = await dialog.getByRole("button", { name: "Add to dashboard" }).boundingBox();
      assert.ok(add.y + add.height <= 900, `at ${add.y}`);
      await dialog.getByLabel("Title").fill("Users by release");
      await dialog.getByRole("button", { name: "Add to dashboard" }).click();
      await ready(page);
      await isShown(page, "w13");
      assert.match(await said(page), /“Users by release” is added/);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      await ready(page);
      await widget(page, "w13").locator("canvas").first().waitFor();
      const [{ dashboard }] = await kept(page, "dashboard:own");
      const { w, h, minH } = dashboard.widgets.at(-1).layout;
      assert.deepEqual([w, h, minH], [2, 2, 2], "a third of the page, two rows, and never less high");
    },
    { url: backend.url },
  ));

test("how much more fits into a title or a description is told before something is cut off; filters and edits exclude each other", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const check = async (field, around) => {
        await field.fill("");
        assert.equal(await around.getByText(/characters left/).count(), 0);
        await field.fill("x".repeat(225));
        await around.getByText("30 characters left.").waitFor();
        await field.press("End");
        await page.keyboard.insertText("y".repeat(50));
        await around.getByText("0 characters left.", { exact: true }).waitFor();
        assert.equal((await field.inputValue()).length, 255);
        assert.match(await field.evaluate((input) => document.getElementById(input.getAttribute("aria-describedby")).textContent), /^0 characters left/, "readers hear it, too");
        await field.fill("Short again");
        await around.getByText(/characters left/).waitFor({ state: "detached" });
      };
      const title = page.getByLabel("Title of the dashboard");
      await check(title, editBar(page));
      await title.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Short again" }).waitFor();
      await page.getByRole("button", { name: "Add widget" }).click();
      await page.getByRole("button", { name: "Build your own" }).click();
      const dialog = page.getByRole("dialog", { name: "New widget" });
      await check(dialog.getByLabel("Title"), dialog);
      await check(dialog.getByLabel("Description"), dialog);
      await page.keyboard.press("Escape");

      // While something is edited nothing is filtered, and while filters are not saved nothing is edited.
      const filters = page.getByRole("region", { name: "Filters" });
      assert.equal(await filters.count(), 0);
      await press(page, "Save");
      await filters.getByRole("button", { name: /^Environments/ }).click();
      await page.getByRole("dialog", { name: "Environments" }).getByRole("option", { name: "production" }).click();
      await page.keyboard.press("Escape");
      await ready(page);
      const edit = page.getByRole("button", { name: "Edit", exact: true });
      await edit.click();
      await page.locator(".toast").getByText(/filters/).waitFor();
      assert.equal(await filters.count(), 1, "nothing is edited, and the reason is told");
      await page.getByRole("group", { name: "Unsaved filters" }).getByRole("button", { name: "Cancel" }).click();
      await ready(page);
      await edit.click();
      await filters.waitFor({ state: "detached" });
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("every step of moving and resizing has a button, which keeps the focus", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const name = "Crash Free Users";
      const at = () => layer(page, name).boundingBox();
      const [before, other] = [await at(), await layer(page, "ANR / App Hang Rate").boundingBox()];
      const column = other.x - before.x;
      // What each does to column, row, width and height of the widget.
      const place = { column: 3, row: 1, wide: 2, high: 1 };
      for (const [label, key, by] of [
        ["Wider", "wide", 1],
        ["Narrower", "wide", -1],
        ["Taller", "high", 1],
        ["Shorter", "high", -1],
        ["Move right", "column", 2],
        ["Move left", "column", -2],
        ["Move down", "row", 3], // below the charts, which fill two rows
        ["Move up", "row", -3],
      ]) {
        const was = await at();
        await layer(page, name).getByRole("button", { name: label, exact: true }).click();
        place[key] += by;
        await page.waitForFunction((text) => document.querySelector(".edit-bar [role=status]").textContent.includes(text), `column ${place.column}, row ${place.row}, ${place.wide} wide, ${place.high} high`);
        await page.waitForFunction(([label, name]) => document.activeElement.ariaLabel === label && document.activeElement.closest("[role=group]").ariaLabel === name, [label, name]);
        const now = await at();
        const moved = { column: now.x - was.x, row: now.y - was.y, wide: now.width - was.width, high: now.height - was.height };
        for (const [what, px] of Object.entries(moved)) assert.equal(Math.sign(Math.round(px)) + 0, what === key ? Math.sign(by) : 0, `${label} and ${what}: ${px} px`);
      }
      assert.deepEqual(await at(), before, "all the way round");
      assert.ok(column > 0);
    },
    { url: backend.url, viewport: { width: 1440, height: 1400 } },
  ));

test("a table of the three largest releases, a line whose axis starts at its smallest value, a figure that says what it is worth", async () => {
  const now = Date.parse(NOW);
  const window = oracle.windowOf(now - oracle.millis("14d"), now, oracle.sessionInterval(oracle.millis("14d")));
  const rows = oracle.select(oracle.prepare(await backend.sessions()), window);
  const largest = [...oracle.groupBy(rows, (row) => row.release)].map(([release, group]) => [release, oracle.tally(group).sessions.all]).sort((a, b) => b[1] - a[1]);
  assert.ok(largest.length > 4);
  await withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const dialog = page.getByRole("dialog", { name: "New widget" });
      const build = async () => {
        await page.getByRole("button", { name: "Add widget" }).click();
        await page.getByRole("button", { name: "Build your own" }).click();
        await dialog.waitFor();
      };
      const settled = () => dialog.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
      const add = async () => {
        await dialog.getByRole("button", { name: "Add to dashboard" }).click();
        await dialog.waitFor({ state: "detached" });
        await ready(page);
      };
      const cells = (around) => around.locator("tbody tr").evaluateAll((all) => all.map((row) => [row.cells[0].textContent.trim(), Number(row.cells[1].dataset.value)]));

      await build();
      await dialog.getByLabel("Table", { exact: true }).check();
      await dialog.getByLabel("Field 1").selectOption({ label: "Sessions" });
      await dialog.getByRole("button", { name: "Add a group" }).click();
      await dialog.getByLabel("Group by 1").selectOption({ label: "Release" });
      await dialog.getByLabel("Sort").selectOption({ label: "Sessions, lowest first" });
      await dialog.getByLabel("At most").selectOption("3");
      await settled();
      const shown = (sorted) => sorted.slice(0, 3).map(([, count]) => count);
      const preview = dialog.locator('[data-widget-id="preview"]');
      const counts = async (expected) => {
        await page.waitForFunction((expected) => JSON.stringify([...document.querySelectorAll('[data-widget-id="preview"] tbody tr')].map((row) => Number(row.cells[1].dataset.value))) === expected, JSON.stringify(expected));
      };
      await counts(shown(largest.toReversed()));
      await dialog.getByLabel("Sort").selectOption({ label: "Sessions, highest first" });
      await counts(shown(largest));
      const built = await cells(preview);
      for (const [at, [release]] of built.entries()) assert.ok(largest[at][0].includes(release), `${release} for ${largest[at]}`);
      await dialog.getByLabel("Title").fill("Largest releases");
      await add();
      assert.deepEqual(await cells(page.getByRole("figure", { name: "Largest releases" })), built, "and so on the dashboard");

      await build();
      await dialog.getByLabel("Field 1").selectOption({ label: "Crash free sessions" });
      await settled();
      const picture = () => preview.locator("canvas.chart-plot").evaluate((canvas) => canvas.toDataURL());
      const fromZero = await picture();
      await dialog.getByLabel("Axis starts at").selectOption({ label: "The smallest value" });
      await page.waitForFunction((before) => document.querySelector('[data-widget-id="preview"] canvas.chart-plot')?.toDataURL() !== before, fromZero);
      await dialog.getByLabel("Title").fill("From its smallest value");
      await add();

      const figure = async (title, first, second) => {
        await build();
        await dialog.getByLabel("Big number", { exact: true }).check();
        await dialog.getByLabel("Field 1").selectOption({ label: "Crash free sessions" });
        await dialog.getByLabel("First threshold").fill(first);
        await dialog.getByLabel("Second threshold").fill(second);
        await dialog.getByLabel("Title").fill(title);
        await add();
        return page.getByRole("figure", { name: title, exact: true }).locator(".big-number").innerText();
      };
      // Between 90 and 100 % of the sessions are free of crashes.
      assert.match(await figure("Easily pleased", "10", "90"), /Good/);
      assert.match(await figure("In between", "90", "100"), /Fair/);
      assert.match(await figure("Never pleased", "100", "101"), /Poor/);
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      const [{ dashboard }] = await kept(page, "dashboard:own");
      const [table, line] = dashboard.widgets.slice(-5);
      assert.deepEqual([table.queries[0].orderby, table.limit], ["-sum(session)", 3]);
      assert.equal(line.axisRange, "dataMin");
      const card = page.getByRole("figure", { name: "Never pleased", exact: true });
      assert.match(await card.innerText(), /Poor/, "on the card itself");
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  );
});

test("a phone: one column, moved by buttons, nothing wider than the screen", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - 375);
      assert.ok((await wide()) <= 0);
      assert.deepEqual(await covered(page), []);
      const users = layer(page, "Crash Free Users");
      await users.getByRole("button", { name: "Move up" }).tap();
      await page.waitForFunction(() => document.querySelector(".grid .widget-title").textContent === "Crash Free Users");
      const box = await users.getByRole("button", { name: "Move up" }).boundingBox();
      assert.ok(box.width >= 44 && box.height >= 44, JSON.stringify(box));
      await page.getByRole("button", { name: "Add widget" }).tap();
      assert.ok((await wide()) <= 0);
      await page.getByRole("button", { name: "Build your own" }).tap();
      await page.getByRole("dialog", { name: "New widget" }).getByLabel("Filter").waitFor();
      assert.ok((await wide()) <= 0);
    },
    { url: backend.url, viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true },
  ));

test("a corner dragged by the mouse resizes; a finger on the handle moves, on the surface it scrolls", async () => {
  await withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const before = await layer(page, "Crash Free Users").boundingBox();
      const corner = await layer(page, "Crash Free Users").locator(".edit-corner").boundingBox();
      await page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2);
      await page.mouse.down();
      await page.mouse.move(corner.x + before.width, corner.y + before.height, { steps: 8 });
      await page.mouse.up();
      assert.match(await said(page), /“Crash Free Users” is resized: column 3, row 1, 4 wide, 2 high/);
      const after = await layer(page, "Crash Free Users").boundingBox();
      assert.ok(after.width > before.width * 1.8 && after.height > before.height * 1.8, JSON.stringify(after));
      const below = await layer(page, "ANR / App Hang Rate").boundingBox();
      assert.ok(below.y >= after.y + after.height, "what was in its way has made room");
      await page.keyboard.press("Control+z");
      assert.deepEqual(await layer(page, "Crash Free Users").boundingBox(), before);
    },
    { url: backend.url },
  );
  await withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const fingers = await page.context().newCDPSession(page);
      const drag = async (from, by, across = 0) => {
        const touch = (type, part) => fingers.send("Input.dispatchTouchEvent", { type, touchPoints: part === undefined ? [] : [{ x: from.x + across * part, y: from.y + by * part }] });
        await touch("touchStart", 0);
        for (let step = 1; step <= 8; step++) await touch("touchMove", step / 8);
        await touch("touchEnd");
      };
      const first = await layer(page, "Crash Free Sessions").boundingBox();
      const grip = await layer(page, "Crash Free Sessions").locator(".edit-grip").boundingBox();
      assert.ok(grip.width >= 44 && grip.height >= 44, JSON.stringify(grip));
      await drag({ x: grip.x + grip.width / 2, y: grip.y + grip.height / 2 }, first.height * 1.3);
      await page.waitForFunction(() => document.querySelector(".grid .widget-title").textContent === "Crash Free Users");
      assert.deepEqual((await titles(page)).slice(0, 2), ["Crash Free Users", "Crash Free Sessions"]);
      const surface = await layer(page, "Crash Free Sessions").boundingBox();
      await drag({ x: surface.x + surface.width / 2, y: surface.y + surface.height / 2 }, -150);
      await page.waitForFunction(() => scrollY > 50);
      assert.deepEqual((await titles(page)).slice(0, 2), ["Crash Free Users", "Crash Free Sessions"], "it only scrolled");

      // Where there is room for six columns, a finger resizes.
      await page.setViewportSize({ width: 820, height: 1100 });
      await page.evaluate(() => scrollTo(0, 0));
      const users = layer(page, "Crash Free Users");
      const old = await users.boundingBox();
      const corner = await users.locator(".edit-corner").boundingBox();
      assert.ok(corner.width >= 44 && corner.height >= 44, JSON.stringify(corner));
      await drag({ x: corner.x + 22, y: corner.y + 22 }, old.height, old.width);
      assert.match(await said(page), /“Crash Free Users” is resized: column \d, row \d, 4 wide, 2 high/);
      assert.ok((await users.boundingBox()).width > old.width * 1.8);
    },
    { url: backend.url, viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true },
  );
});

test("the menu of a widget edits, duplicates and deletes; so do its buttons in edit mode", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Mobile Session Health copy" }).waitFor();
      await ready(page);
      const choose = async (item) => {
        await page.getByRole("button", { name: "Actions for Crash Free Users" }).first().click();
        await page.getByRole("menuitem", { name: item, exact: true }).click();
        await editBar(page).waitFor();
      };
      const count = async (title) => (await titles(page)).filter((each) => each === title).length;
      const save = async () => {
        await press(page, "Save");
        await editBar(page).waitFor({ state: "detached" });
        await ready(page);
        const [{ dashboard }] = await kept(page, "dashboard:own");
        return dashboard.widgets.map((each) => each.title).filter((title) => /users$/i.test(title));
      };

      await choose("Duplicate");
      await layer(page, "Crash Free Users").getByRole("button", { name: "Duplicate", exact: true }).click();
      assert.equal(await count("Crash Free Users"), 3);
      await page.getByRole("group", { name: "Crash Free Users", exact: true }).last().getByRole("button", { name: "Remove" }).click();
      assert.match(await said(page), /“Crash Free Users” is removed/);
      assert.deepEqual(await save(), ["Crash Free Users", "Crash Free Users"]);

      await choose("Edit widget");
      const dialog = page.getByRole("dialog", { name: "Edit widget" });
      await dialog.getByLabel("Title").fill("Happy users");
      await dialog.getByRole("button", { name: "Apply" }).click();
      await dialog.waitFor({ state: "detached" });
      await layer(page, "Happy users").waitFor();
      assert.deepEqual(await save(), ["Happy users", "Crash Free Users"]);

      await choose("Delete");
      assert.equal(await count("Crash Free Users"), 0);
      assert.deepEqual(await save(), ["Happy users"]);
      await widget(page, "w2").locator("output[data-value]").waitFor();
    },
    { url: backend.url },
  ));

test("a full storage: what was saved and could not be kept is not lost with the page", () =>
  withPage(
    browser,
    async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      await editCopy(page);
      await page.getByLabel("Title of the dashboard").fill("In a full house");
      await page.getByLabel("Title of the dashboard").press("Enter");
      await fillStorage(page);
      await page.getByLabel("Title of the dashboard").fill("In a fuller house");
      await page.getByLabel("Title of the dashboard").press("Enter");
      await page.getByText("Your changes last only until this page is closed").waitFor();
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save to a file" }).click()]);
      assert.match(fs.readFileSync(await file.path(), "utf8"), /In a fuller house/, "the file holds the edits, too");
      await press(page, "Save");
      await page.getByText("“In a fuller house” is saved until this page is closed").waitFor();
      assert.equal(await asksToClose(page), true);
      assert.equal((await kept(page, "dashboard:own"))[0].dashboard.title, "Mobile Session Health copy");
      await page.reload();
      await editBar(page).waitFor();
      await page.getByRole("heading", { level: 1, name: "In a full house" }).waitFor();
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      assert.equal((await kept(page, "dashboard:own"))[0].dashboard.title, "In a full house");
    },
    { url: backend.url },
  ));

test("a widget is copied to another dashboard, and taken back; one is added from view mode", () =>
  withPage(
    browser,
    async (page) => {
      const target = async (title) => (await kept(page, "dashboard:own")).find((each) => each.dashboard.title === title).dashboard.widgets.map((widget) => widget.title);
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Mobile Session Health copy" }).waitFor();
      await open(page, `${backend.url}/?dashboard=frontend-session-health`);
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Frontend Session Health copy" }).waitFor();
      await ready(page);
      await page.getByRole("button", { name: "Actions for Unhealthy Sessions" }).click();
      await page.getByRole("menuitem", { name: "Copy to another dashboard" }).click();
      const dialog = page.getByRole("dialog", { name: "Copy to another dashboard" });
      const row = dialog.getByRole("listitem").filter({ hasText: "Mobile Session Health copy" });
      await row.getByText("12 of 30 widgets").waitFor();
      await row.getByRole("button", { name: "Copy" }).click();
      await page.getByText("A copy is on “Mobile Session Health copy”.").waitFor();
      assert.equal((await target("Mobile Session Health copy")).at(-1), "Unhealthy Sessions");
      assert.equal((await target("Frontend Session Health copy")).length, 7, "it stays here, too");
      const bar = page.getByRole("toolbar", { name: "Edit dashboard" });
      assert.equal(await bar.count(), 0, "nobody asked to edit");
      await page.getByRole("button", { name: "Undo", exact: true }).last().click();
      await page.getByText("The copy is taken back.").waitFor();
      assert.equal((await target("Mobile Session Health copy")).length, 12);

      // Moved, and taken back: it is in one place again.
      const here = page.getByRole("figure", { name: "Unhealthy Sessions", exact: true });
      await page.getByRole("button", { name: "Actions for Unhealthy Sessions" }).click();
      await page.getByRole("menuitem", { name: "Move to another dashboard" }).click();
      const moving = page.getByRole("dialog", { name: "Move to another dashboard" }).getByRole("listitem");
      await moving.filter({ hasText: "Mobile Session Health copy" }).getByRole("button", { name: "Move" }).click();
      await page.getByText("It is on “Mobile Session Health copy” now").waitFor();
      await here.waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo", exact: true }).last().click();
      await page.getByText("It is here again.").waitFor();
      await here.waitFor();
      assert.equal((await target("Mobile Session Health copy")).length, 12);

      await page.getByRole("toolbar", { name: "Edit dashboard" }).getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Add widget…" }).click();
      await page.getByRole("button", { name: "Add Session Duration" }).click();
      await page.keyboard.press("Escape");
      await ready(page);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      assert.equal((await target("Frontend Session Health copy")).at(-1), "Session Duration");
    },
    { url: backend.url },
  ));

test("the menu of a widget is the same on every dashboard; what cannot be done says why", () =>
  withPage(
    browser,
    async (page) => {
      const ITEMS = ["Edit widget", "Duplicate", "Copy to another dashboard…", "Move to another dashboard…", "Delete"];
      const actions = () => page.getByRole("button", { name: "Actions for Unhealthy Sessions" }).first();
      const item = (name) => page.getByRole("menuitem", { name, exact: true });
      // Every entry with the reason why it cannot be chosen, if it cannot.
      const offered = async () => {
        await actions().click();
        const menu = page.getByRole("menu");
        await item("Delete").waitFor();
        return menu.evaluate((menu, names) => {
          const known = [...menu.querySelectorAll("[role=menuitem]")].filter((each) => names.includes(each.textContent.trim()));
          const reason = (each) => document.getElementById(each.getAttribute("aria-describedby"));
          const why = (each) => (each.getAttribute("aria-disabled") === "true" ? (reason(each)?.checkVisibility() && reason(each).textContent) || "no reason" : "");
          return known.map((each) => [each.textContent.trim(), why(each)]);
        }, ITEMS);
      };
      const click = (where, name) => where.getByRole("button", { name, exact: true }).click();
      const refusing = (reason, ...refused) => ITEMS.map((name) => [name, refused.includes(name) ? reason : ""]);
      const all = ["Edit widget", "Duplicate", "Move to another dashboard…", "Delete"];

      // Built in: a copy out of it is harmless, Edit offers the duplicate and goes on to the widget.
      assert.deepEqual(await offered(), refusing("Built-in dashboards stay as they are. Edit a copy.", ...all.slice(1)));
      await page.keyboard.press("Escape");
      await actions().click();
      await item("Edit widget").click();
      await click(page.getByRole("dialog", { name: "Make it yours" }), "Duplicate");
      const builder = page.getByRole("dialog", { name: "Edit widget" });
      assert.equal(await builder.getByLabel("Title").inputValue(), "Unhealthy Sessions");
      await page.keyboard.press("Escape");
      await click(editBar(page), "Cancel");
      await editBar(page).waitFor({ state: "detached" });
      assert.deepEqual(await offered(), refusing(""));
      await page.keyboard.press("Escape");

      const id = new URL(page.url()).searchParams.get("dashboard");

      // Copied from the built-in one: it is there, and nothing is edited.
      await open(page, `${backend.url}/?dashboard=frontend-session-health`);
      await actions().click();
      await item("Copy to another dashboard…").click();
      const dialog = page.getByRole("dialog", { name: "Copy to another dashboard" });
      assert.equal(await dialog.getByRole("button", { name: "Move" }).count(), 0);
      await click(dialog, "Copy");
      await page.getByText("A copy is on “Frontend Session Health copy”.").waitFor();
      assert.equal(await editBar(page).count(), 0);
      const own = () => kept(page, "dashboard:own").then(([{ dashboard }]) => dashboard.widgets.map((each) => each.title));
      assert.equal((await own()).filter((title) => title === "Unhealthy Sessions").length, 2);

      // With filters that are not saved, Edit says why not, and so does the menu.
      await open(page, `${backend.url}/?dashboard=${id}&statsPeriod=24h`);
      await click(page, "Edit");
      await page.getByText("Save or cancel the changed filters first.").waitFor();
      assert.equal(await editBar(page).count(), 0);
      assert.deepEqual(await offered(), refusing("Save or cancel the changed filters first.", ...all));
      await page.keyboard.press("Escape");
      await click(page, "More");
      await page.getByRole("button", { name: "Add widget: save or cancel the filters first" }).waitFor();
      await page.keyboard.press("Escape");
      await click(page.getByRole("group", { name: "Unsaved filters" }), "Cancel");
      await click(page, "Edit");
      await editBar(page).waitFor();
    },
    { url: `${backend.url}/?dashboard=frontend-session-health` },
  ));

test("two tabs edit the same dashboard: who saves second is asked, and neither choice loses the other's work unseen", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Mobile Session Health copy" }).waitFor();
      await ready(page);
      page.on("dialog", (dialog) => dialog.accept());
      const other = await page.context().newPage();
      await open(other, page.url());
      const edit = async (tab, title) => {
        await tab.bringToFront();
        if (!(await tab.getByRole("toolbar", { name: "Edit dashboard" }).count())) await tab.getByRole("button", { name: "Edit", exact: true }).click();
        await tab.getByLabel("Title of the dashboard").fill(title);
        await tab.getByLabel("Title of the dashboard").press("Enter");
      };
      const save = async (tab) => {
        await tab.bringToFront();
        await press(tab, "Save");
        await tab.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      };
      const heading = (tab, name) => tab.getByRole("heading", { level: 1, name, exact: true }).waitFor();
      const question = (tab) => tab.getByText("Another tab changed this dashboard");
      const saved = async () => (await kept(page, "dashboard:own"))[0].dashboard.title;

      await edit(page, "Mine");
      // Whoever duplicates a tab gets a copy of what the browser keeps for that tab.
      const name = await page.evaluate(() => sessionStorage.getItem("session-health:tab"));
      await other.evaluate((name) => sessionStorage.setItem("session-health:tab", name), name);
      await edit(other, "Theirs");
      await save(other);
      await question(page).waitFor();
      await page.bringToFront();
      await heading(page, "Mine");
      await page.getByRole("button", { name: "Keep my edits" }).click();
      await question(page).waitFor({ state: "detached" });
      assert.equal(await saved(), "Theirs", "nothing is replaced before Save");
      await save(page);
      assert.equal(await saved(), "Mine");
      await heading(other, "Mine"); // without edits of its own it simply follows

      // Each tab's edits are its own: whoever gives up takes nothing from the other.
      await edit(page, "Mine again");
      await edit(other, "Given up");
      await press(other, "Cancel");
      await page.bringToFront();
      await page.reload();
      await ready(page);
      await heading(page, "Mine again");

      // The question outlives a reload, and Save is no answer to it.
      await edit(other, "Theirs again");
      await save(other);
      await question(page).waitFor();
      await page.bringToFront();
      await page.reload();
      await ready(page);
      await question(page).waitFor();
      await heading(page, "Mine again");
      await press(page, "Save");
      await page.getByText("Choose above which version to keep").waitFor();
      assert.equal(await saved(), "Theirs again");
      await page.getByRole("button", { name: "Take the other version" }).click();
      await heading(page, "Theirs again");
      await undo(page);
      await heading(page, "Mine again");
      await question(page).waitFor();
      await page.getByRole("button", { name: "Take the other version" }).click();
      await heading(page, "Theirs again");
      await page.reload();
      await ready(page);
      await heading(page, "Theirs again");
      assert.equal(await question(page).count(), 0, "and it is not asked again");

      // What a closed tab left is taken over by the one that opens the dashboard next.
      await edit(other, "Left behind");
      await other.close();
      assert.equal(await editBar(page).count(), 0);
      await page.reload();
      await editBar(page).waitFor();
      await heading(page, "Left behind");
    },
    { url: backend.url },
  ));

test("a half-made widget comes back on the dashboard that it was made for, after Back too, and on no other", () =>
  withPage(
    browser,
    async (page) => {
      const heading = (name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
      const put = page.locator(".toast").getByText("The widget was not added to the dashboard");
      await duplicate(page);
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      const builder = await build(page);
      await builder.getByLabel("Title").fill("Half made");
      await page.goBack();
      await heading("Frontend Session Health");
      await put.waitFor();
      await undo(page);
      await heading("Frontend Session Health copy");
      assert.equal(await builder.getByLabel("Title").inputValue(), "Half made");

      // With other edits that are not saved, Back asks first; the builder waits below the question.
      await page.keyboard.press("Escape");
      await page.locator(".toast").getByRole("button", { name: "Dismiss" }).click();
      await page.getByRole("group", { name: "Unhealthy Sessions", exact: true }).last().getByRole("button", { name: "Duplicate", exact: true }).click();
      await build(page);
      await builder.getByLabel("Title").fill("Half made again");
      await builder.getByLabel("Big number", { exact: true }).check();
      await page.goBack();
      const question = dialog(page, "You have unsaved edits");
      await question.getByRole("button", { name: "Keep editing" }).click();
      await question.waitFor({ state: "detached" });
      assert.equal(await builder.getByLabel("Title").inputValue(), "Half made again");
      assert.ok(await builder.getByLabel("Big number", { exact: true }).isChecked());
      assert.equal(await put.count(), 0, "nothing was closed");

      await page.goBack();
      await question.getByRole("button", { name: "Leave for later" }).click();
      await put.waitFor();
      await open(page, `${backend.url}/?statsPeriod=24h`);
      await duplicate(page);
      assert.deepEqual([await editBar(page).count(), await builder.count()], [0, 0], "nobody wanted to edit this one");
    },
    { url: `${backend.url}/?dashboard=frontend-session-health&statsPeriod=24h` },
  ));

test("a title is an edit while it is typed: kept, undone as one, given up with Esc, refused at once when it is taken", () =>
  withPage(
    browser,
    async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      const COPY = "Mobile Session Health copy";
      const title = page.getByLabel("Title of the dashboard");
      const heading = (name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
      const state = (text) => editBar(page).getByText(text, { exact: true }).waitFor();
      await editCopy(page);
      await state("No edits yet");
      await title.press("End");
      await title.pressSequentially(" of mine");
      await state("Unsaved edits");
      await heading(`${COPY} of mine`);
      assert.equal(await asksToClose(page), true);
      const question = dialog(page, "You have unsaved edits");
      await page.goBack();
      await question.getByRole("button", { name: "Keep editing" }).click();
      assert.match(await said(page), /Renamed to “Mobile Session Health copy of mine”/);
      await title.press("End");
      await title.pressSequentially(", too");
      await page.reload();
      await ready(page);
      assert.equal(await title.inputValue(), `${COPY} of mine, too`);
      await press(page, "Undo: rename the dashboard");
      assert.equal(await title.inputValue(), `${COPY} of mine`);
      await press(page, "Undo: rename the dashboard");
      assert.equal(await title.inputValue(), COPY);
      assert.ok(await editBar(page).getByRole("button", { name: "Undo", exact: true }).isDisabled(), "each time in the field is one step");
      await state("No edits yet");

      await title.fill("Thought better of");
      await heading("Thought better of");
      await title.press("Escape");
      await heading(COPY);
      assert.equal(await title.inputValue(), COPY);
      assert.equal(await asksToClose(page), false);
      assert.ok(await editBar(page).getByRole("button", { name: /^Redo: rename/ }).isEnabled(), "as if nothing had been typed");

      const taken = editBar(page).getByText("Another dashboard has this title.");
      await title.fill("Frontend Session Health");
      await taken.waitFor();
      await heading(COPY);
      assert.equal(await asksToClose(page), true);
      await press(page, "Save");
      await page.locator(".toast").getByText("Another dashboard has this title.").waitFor();
      assert.equal(await title.inputValue(), "Frontend Session Health", "to go on from");
      await title.press("End");
      await title.pressSequentially(" 2");
      await taken.waitFor({ state: "detached" });
      await press(page, "Save");
      await editBar(page).waitFor({ state: "detached" });
      assert.equal((await kept(page, "dashboard:own"))[0].dashboard.title, "Frontend Session Health 2");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a project that is filtered by name in the builder: told how it goes", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const builder = await build(page);
      await builder.getByLabel("Filter").fill("project:shop");
      await builder.getByText("Projects go by number here, as in project:1.").waitFor();
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

for (const width of [640, 768, 1024, 1440])
  test(`what moves a widget lies on nothing that it shows, at ${width} px`, () =>
    withPage(
      browser,
      async (page) => {
        await editCopy(page);
        await ready(page);
        assert.deepEqual(await covered(page), []);
        const cut = await page.$$eval(".edit-name", (all) => all.filter((name) => name.scrollHeight > name.clientHeight + 1 || name.scrollWidth > name.clientWidth + 1).map((name) => name.textContent));
        if (width >= 768) assert.deepEqual(cut, []);
      },
      { url: backend.url, viewport: { width, height: 1000 } },
    ));

test("by keyboard, the focus stays in the editor and comes back from it", () =>
  withPage(
    browser,
    async (page) => {
      const edit = page.getByRole("button", { name: "Edit", exact: true });
      const grip = (id) => hasFocus(page, `#grip-${id}`);
      const key = async (locator) => {
        await locator.focus();
        await page.keyboard.press("Enter");
      };
      const inBar = (name) => editBar(page).getByRole("button", { name, exact: true });
      const onEdit = async () => {
        await editBar(page).waitFor({ state: "detached" });
        await hasFocus(page, ".board-tools .button");
        assert.ok(await edit.evaluate((button) => button === document.activeElement));
      };
      const choose = async (item) => {
        await key(page.getByRole("button", { name: "Actions for Crash Free Users" }).first());
        await key(page.getByRole("menuitem", { name: item, exact: true }));
      };
      await duplicate(page);
      await key(edit);
      await hasFocus(page, "[role=toolbar]");
      await key(inBar("Cancel"));
      await onEdit();

      await key(edit);
      await key(layer(page, "Crash Free Users").getByRole("button", { name: "Remove" }));
      await grip("w3");
      await key(inBar("Save"));
      await onEdit();
      await undo(page);
      await editBar(page).waitFor();
      await press(page, "Undo: remove “Crash Free Users”");
      await key(inBar("Save"));
      await onEdit();

      await choose("Edit widget");
      const builder = dialog(page, "Edit widget");
      await builder.getByLabel("Title").waitFor();
      await page.keyboard.press("Escape");
      await grip("w2");
      await key(layer(page, "Crash Free Users").getByRole("button", { name: "Edit", exact: true }));
      await builder.getByLabel("Title").fill("Happy users");
      await key(builder.getByRole("button", { name: "Apply" }));
      await grip("w2");
      await key(inBar("Cancel"));
      await onEdit();

      await choose("Delete");
      await grip("w3");
      // The last one leaves nothing but what adds another.
      for (let left = 11; left > 0; left--) {
        await key(page.locator(".edit-remove").first());
        await page.waitForFunction((count) => document.querySelectorAll(".edit-remove").length === count, left - 1);
        await hasFocus(page, left > 1 ? ".edit-grip" : ".edit-bar .button");
      }
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));
