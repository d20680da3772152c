// Making a dashboard one's own, as a person does: duplicate, rename, move by keyboard, add from the library, build, reload,
// undo, save; dragging by mouse; leaving asks; a phone. Nothing is lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, widget } from "./support/contract.mjs";

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

/** From the built-in dashboard into edit mode of a copy. */
async function editCopy(page) {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
  await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
  await ready(page);
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
      assert.match(await said(page), /is called “Our health” now/);

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
      assert.equal(await page.getByRole("toolbar", { name: "Edit dashboard" }).count(), 0);
    },
    { url: backend.url },
  ));

test("drag, Esc, cancel with a way back, leaving asks", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
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
      await drag();
      await page.mouse.up();
      assert.equal(await x(), Math.round(to.x), "it is where it was dropped");
      assert.match(await said(page), /“Session Health” is moved: column 5, row 4/);

      await page.getByRole("link", { name: /^Frontend/ }).click();
      const question = page.getByRole("dialog", { name: "You have unsaved edits" });
      await question.getByRole("button", { name: "Leave for later" }).click();
      await ready(page);
      assert.equal(await page.locator("h1").textContent(), "Frontend Session Health");
      await page.goBack();
      await ready(page);
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
      assert.equal(await x(), Math.round(to.x), "and is there again");

      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
      assert.equal(await x(), Math.round(to.x), "even what was discarded comes back");
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
      await dialog.getByText("Invalid search filter: os").waitFor();
      assert.ok(await dialog.getByRole("button", { name: "Add to dashboard" }).isDisabled());
      await dialog.getByLabel("Filter").fill("");
      await dialog.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
      const value = await preview.locator("[data-value]").first().getAttribute("data-value");
      assert.equal(value, await page.locator('[data-widget-id="w2"] [data-value]').first().getAttribute("data-value"));

      await dialog.getByLabel("Line", { exact: true }).check();
      const status = dialog.getByLabel("Group by 1").locator("option", { hasText: "Status" });
      await dialog.getByRole("button", { name: "Add a group" }).click();
      assert.ok(await status.evaluate((option) => option.disabled), "rates are not split by status");
      assert.match(await status.evaluate((option) => option.parentElement.label), /^Not here: Only sum/);
      await dialog.getByLabel("Title").fill("Users by release");
      await dialog.getByRole("button", { name: "Add to dashboard" }).click();
      await ready(page);
      assert.match(await said(page), /“Users by release” is added/);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor({ state: "detached" });
      await ready(page);
      await widget(page, "w13").locator("canvas").first().waitFor();
    },
    { url: backend.url },
  ));

test("a phone: one column, moved by buttons, nothing wider than the screen", () =>
  withPage(
    browser,
    async (page) => {
      await editCopy(page);
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - 375);
      assert.ok((await wide()) <= 0);
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
