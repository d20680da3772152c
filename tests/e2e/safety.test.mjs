// What one makes survives a wrong click: an Undo that comes late, a key that closes, a tab that deletes, a value that is none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { duplicate, editBar, menu, notice, press, undo } from "./support/dashboards.mjs";

let backend, browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const COPY = "Mobile Session Health copy";
const title = (page) => page.getByLabel("Title of the dashboard");
const told = (page) => page.locator(".toast");
const gone = (locator) => locator.waitFor({ state: "detached" });
const kept = (page, part) =>
  page.evaluate((part) => Object.entries(localStorage).filter(([key]) => key.includes(part)).map(([, text]) => JSON.parse(text)), part);

async function edit(page) {
  await press(page, "Edit");
  await editBar(page).waitFor();
}

async function retitle(page, text) {
  await title(page).fill(text);
  await title(page).press("Enter");
}

test("Undo of a copy, of a rename or of filters waits while the dashboard is edited", () =>
  withPage(
    browser,
    async (page) => {
      const busy = told(page).getByText("You are editing this dashboard.");
      await duplicate(page);
      await edit(page);
      await retitle(page, "Edited");
      await undo(page);
      await busy.waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0);
      const [{ deleted, revision }] = await kept(page, "dashboard:own");
      assert.deepEqual([deleted, revision], [null, 1], "it is where it was");
      await press(editBar(page), "Cancel");
      await gone(editBar(page));

      await menu(page, "Rename…");
      await page.getByRole("dialog").getByLabel("Title").fill("Renamed");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Renamed" }).waitFor();
      await edit(page);
      await retitle(page, "Renamed and edited");
      await undo(page);
      await busy.waitFor();
      await press(editBar(page), "Save");
      await gone(editBar(page));
      const [saved] = await kept(page, "dashboard:own");
      assert.equal(saved.dashboard.title, "Renamed and edited", "no other tab is blamed for anything");

      // Without edits there is nothing to wait for.
      await menu(page, "Duplicate");
      await page.getByRole("heading", { level: 1, name: "Renamed and edited copy" }).waitFor();
      await edit(page);
      await undo(page);
      await page.getByRole("heading", { level: 1, name: "Renamed and edited", exact: true }).waitFor();
      assert.equal((await kept(page, "dashboard:own")).length, 1);
    },
    { url: backend.url },
  ));

test("a dashboard in the bin says so and is only looked at; edits of one that was deleted elsewhere become a new one", () =>
  withPage(
    browser,
    async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      await duplicate(page);
      const own = page.url();
      await menu(page, "Delete");
      await ready(page);
      await open(page, own);
      const binned = notice(page, "This dashboard is in the bin");
      await binned.getByText("30 days left").waitFor();
      const tools = page.getByRole("group", { name: "Dashboard", exact: true });
      assert.equal(await tools.getByRole("button", { name: /^(Edit|Favourite)$/ }).count(), 0);
      await press(page, "More");
      assert.equal(await page.getByRole("button", { name: /^(Rename…|Delete)$/ }).count(), 0);
      await page.keyboard.press("Escape");
      await press(binned, "Restore");
      await gone(binned);

      await edit(page);
      await retitle(page, "Mine");
      const other = await page.context().newPage();
      await open(other, `${backend.url}/?statsPeriod=24h`);
      await other.getByRole("navigation", { name: "Dashboards" }).getByRole("button", { name: /^All/ }).click();
      const all = other.getByRole("dialog", { name: "Dashboards" });
      await press(all, `Delete ${COPY}`);
      await page.bringToFront();
      const deleted = notice(page, "Another tab deleted this dashboard");
      await deleted.waitFor();
      // It was not meant: nothing is to be chosen any more.
      await press(all, `Restore ${COPY}`);
      await gone(deleted);

      // For good, even: what is on screen is all there is of it.
      await press(all, `Delete ${COPY}`);
      await press(all, "Empty the bin");
      await press(all, "Delete permanently");
      await deleted.waitFor();
      await page.bringToFront();
      await press(editBar(page), "Save");
      await page.getByText("Choose above what becomes of your edits").waitFor();
      await press(deleted, "Discard my edits");
      await gone(editBar(page));
      await undo(page);
      await page.getByRole("heading", { level: 1, name: "Mine" }).waitFor();
      await ready(page);
      assert.deepEqual((await kept(page, "dashboard:own")).map((stored) => stored.dashboard.title), ["Mine"]);
      assert.equal((await deleted.count()) + (await binned.count()), 0);

      await edit(page);
      await retitle(page, "Mine again");
      await press(all, "Delete Mine");
      await page.bringToFront();
      await press(deleted, "Save as a new dashboard");
      await page.getByRole("heading", { level: 1, name: "Mine again" }).waitFor();
      await gone(deleted);
      assert.deepEqual((await kept(page, "dashboard:own")).map((s) => [s.dashboard.title, s.deleted === null]).sort(), [["Mine again", true], ["Mine", false]]);
      await edit(page);
      await press(editBar(page), "Undo: rename the dashboard");
      assert.equal(await title(page).inputValue(), "Mine", "with all that can be undone");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("an edit that is refused says why where one looks, and the field shows what holds", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await edit(page);
      await retitle(page, "   ");
      await told(page).getByText("A dashboard needs a title.").waitFor();
      assert.equal(await title(page).inputValue(), COPY);
      const first = page.getByRole("group", { name: "Crash Free Users", exact: true }).first();
      for (let n = 12; n < 30; n++) await first.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.getByText("30 of 30 widgets").waitFor();
      await first.getByRole("button", { name: "Duplicate", exact: true }).click();
      await told(page).getByText("A dashboard holds at most 30 widgets").waitFor();
    },
    { url: backend.url },
  ));

test("what was built is there again after the builder was closed; thresholds are what they look like", () =>
  withPage(
    browser,
    async (page) => {
      const dialog = page.getByRole("dialog", { name: "New widget" });
      const build = async () => {
        await press(page, "Add widget");
        await press(page, "Build your own");
        await dialog.waitFor();
      };
      const put = told(page).getByText("The widget was not added to the dashboard");
      await duplicate(page);
      await edit(page);
      await press(told(page), "Dismiss");
      await build();
      await page.keyboard.press("Escape");
      await gone(dialog);
      assert.equal(await told(page).innerText(), "", "nothing was made");

      await build();
      await dialog.getByLabel("Big number", { exact: true }).check();
      await dialog.getByLabel("Title").fill("Half done");
      const asks = () =>
        page.evaluate(() => {
          const event = new Event("beforeunload", { cancelable: true });
          dispatchEvent(event);
          return event.defaultPrevented;
        });
      assert.equal(await asks(), true);
      await page.keyboard.press("Escape");
      await put.waitFor();
      assert.equal(await asks(), false);
      await undo(page);
      assert.equal(await dialog.getByLabel("Title").inputValue(), "Half done");
      assert.ok(await dialog.getByLabel("Big number", { exact: true }).isChecked());

      const add = dialog.getByRole("button", { name: "Add to dashboard" });
      const threshold = (which) => dialog.getByLabel(`${which} threshold`);
      await dialog.getByLabel("Field 1").selectOption({ label: "Crash free sessions" });
      await threshold("First").pressSequentially("95");
      await dialog.getByText("Enter both thresholds, or none.").waitFor();
      assert.ok(await add.isDisabled());
      await threshold("Second").fill("many");
      await dialog.getByText("Enter a number.").waitFor();
      await threshold("Second").fill("99");
      await dialog.getByLabel("Field 1").selectOption({ label: "Sessions" });
      assert.equal(await threshold("First").inputValue(), "95");
      await add.click();
      await gone(dialog);
      assert.equal(await put.count(), 0);
      const [{ dashboard }] = await kept(page, "draft:");
      assert.deepEqual(dashboard.widgets.at(-1).thresholds.max_values, { max1: 95, max2: 99 }, "sessions, not percent");
      assert.equal(dashboard.widgets.at(-1).title, "Half done");
    },
    { url: backend.url },
  ));

test("Ctrl Z takes back what was told last, and is listed with the other keys", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await press(page, "More");
      await press(page, "Settings and keys…");
      await page.getByRole("dialog").getByText("in edit mode, the last edit").waitFor();
      await page.keyboard.press("Control+z");
      assert.equal((await kept(page, "dashboard:own")).length, 1, "not behind a dialog");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+z");
      await page.getByRole("heading", { level: 1, name: "Mobile Session Health", exact: true }).waitFor();
      assert.equal((await kept(page, "dashboard:own")).length, 0);

      // In edit mode it is the editor's.
      await duplicate(page);
      await edit(page);
      await retitle(page, "Edited");
      await title(page).blur();
      await page.keyboard.press("Control+z");
      assert.equal(await title(page).inputValue(), COPY);
      assert.equal((await kept(page, "dashboard:own")).length, 1);
    },
    { url: backend.url },
  ));

test("a file dropped on the import dialog is imported, and is no source of sessions", () =>
  withPage(
    browser,
    async (page) => {
      await menu(page, "Import…");
      const importing = page.getByRole("dialog", { name: "Import dashboards" });
      const drop = (target, text) =>
        target.evaluate((element, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "ours.json"));
          element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }, text);
      await drop(importing, JSON.stringify({ title: "Dropped", widgets: [] }));
      await importing.getByText("Dropped", { exact: true }).waitFor();
      await press(importing, "Add");
      await page.getByRole("heading", { level: 1, name: "Dropped" }).waitFor();
      await open(page, `${backend.url}/`);
      await menu(page, "Export…");
      await drop(page.getByRole("dialog", { name: "Export dashboard" }), "{}");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".source-chip, .failed").getByText("ours.json").count(), 0);
      assert.ok(await page.locator('[data-state="ready"]').count());
    },
    { url: backend.url },
  ));

test("a dashboard that came with a link is no favourite; a damaged text comes back after it was deleted", () =>
  withPage(
    browser,
    async (page) => {
      await menu(page, "Share link…");
      const link = await page.getByRole("dialog").getByLabel("Link").inputValue();
      await page.evaluate(() => localStorage.setItem("session-health:aside:own-x:1", "{cut o"));
      await open(page, link);
      await notice(page, "This dashboard came with a link").waitFor();
      assert.equal(await page.getByRole("button", { name: "Favourite", exact: true }).count(), 0);
      await page.getByRole("navigation", { name: "Dashboards" }).getByRole("button", { name: /^All/ }).click();
      const all = page.getByRole("dialog", { name: "Dashboards" });
      await press(all, "Delete it");
      await gone(all.getByText("was put aside"));
      await undo(page);
      await all.getByText("was put aside").waitFor();
    },
    { url: backend.url },
  ));

test("Undo of filters of a built-in dashboard leaves those that another tab saved since", () =>
  withPage(
    browser,
    async (page) => {
      await menu(page, "Save these filters");
      await told(page).getByText("now opens with these filters").waitFor();
      const other = await page.context().newPage();
      await open(other, `${backend.url}/?statsPeriod=30d`);
      await press(other.getByRole("group", { name: "Unsaved filters" }), "Save");
      await told(other).getByText("now opens with these filters").waitFor();
      await page.bringToFront();
      await undo(page);
      await told(page).getByText("Another tab has saved other filters since").waitFor();
      assert.match(await page.evaluate(() => localStorage.getItem("session-health:filters:mobile-session-health")), /statsPeriod=30d/);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("filters saved for a built-in dashboard over those that another tab saved meanwhile: told, and both are to be had", () =>
  withPage(
    browser,
    async (page) => {
      const saved = () => page.evaluate(() => localStorage.getItem("session-health:filters:mobile-session-health"));
      const save = async (tab) => {
        await press(tab.getByRole("group", { name: "Unsaved filters" }), "Save");
        await told(tab).getByText("now opens with these filters").waitFor();
      };
      await menu(page, "Save these filters");
      await told(page).getByText("now opens with these filters").waitFor();
      const other = await page.context().newPage();
      await open(other, `${backend.url}/?statsPeriod=7d`);
      await open(page, `${backend.url}/?statsPeriod=30d`);
      await save(other);
      assert.doesNotMatch(await told(other).innerText(), /another tab/, "nothing happened unseen");
      await page.bringToFront();
      await save(page);
      await told(page).getByText("Undo brings back those that another tab saved meanwhile").waitFor();
      assert.match(await saved(), /statsPeriod=30d/);
      await undo(page);
      await page.waitForFunction(() => /statsPeriod=7d/.test(localStorage.getItem("session-health:filters:mobile-session-health")));
      // What was seen is replaced without a word.
      await page.reload();
      await ready(page);
      await save(page);
      assert.doesNotMatch(await told(page).innerText(), /another tab/);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));
