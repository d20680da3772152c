// Where dashboards are kept: a storage that fails on command, texts that cannot be read, and everything in one file and back.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { blockStorage, dialog, duplicate, editBar, fillStorage, list, menu, notice, press, rename, saved, undo } from "./support/dashboards.mjs";
import { root } from "./support/root.mjs";

let backend, browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const DAY = "statsPeriod=24h";
const KEY = "session-health:dashboard:";
const heading = (page) => page.getByRole("heading", { level: 1 });
const kept = (page) => page.evaluate(() => ({ ...localStorage }));
const timeRange = (page) => page.getByRole("button", { name: /^Time range/ }).innerText();

test("a storage that may not even be looked at: nothing is lost while the page is open", () =>
  withPage(
    browser,
    async (page) => {
      await blockStorage(page);
      await open(page, `${backend.url}/?${DAY}`);
      assert.equal(await page.locator(".page .notice").count(), 0, "nothing was to be kept yet");
      await duplicate(page);
      await rename(page, "Only here");
      const own = page.url();
      const told = notice(page, "Your changes last only until this page is closed");
      await told.waitFor();
      await press(told, "Dismiss");
      await told.waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Frontend" }).click();
      await ready(page);
      const all = await list(page);
      await all.getByRole("link", { name: "Only here", exact: true }).click();
      await ready(page);
      assert.equal(page.url(), own);
      assert.equal(await heading(page).innerText(), "Only here");
      const backup = JSON.parse(await saved(page, async () => press(await list(page), "Back up all")));
      assert.deepEqual(backup.dashboards.map((stored) => stored.dashboard.title), ["Only here"]);
    },
    {},
  ));

test("a storage that may not even be looked at: favourites and ranges used lately are remembered as long as the page is open", () =>
  withPage(
    browser,
    async (page) => {
      await blockStorage(page);
      await open(page, `${backend.url}/?${DAY}`);
      const star = page.getByRole("button", { name: "Favourite", exact: true });
      await star.click();
      await page.locator('.board-tools button[aria-pressed="true"]').waitFor();
      await page.getByRole("link", { name: "Frontend" }).click();
      await ready(page);
      assert.equal(await star.getAttribute("aria-pressed"), "false");
      const all = await list(page);
      assert.equal(await all.getByRole("button", { name: "Favourite Mobile Session Health" }).getAttribute("aria-pressed"), "true");
      await page.keyboard.press("Escape");

      const range = page.getByRole("button", { name: /^Time range/ });
      await range.click();
      await page.getByRole("option", { name: "Last 7 days" }).click();
      await ready(page);
      await range.click();
      await page.getByRole("list", { name: "Recently used" }).getByRole("button", { name: "Last 7 days" }).waitFor();
    },
    {},
  ));

test("what was in the bin for thirty days goes, and what is damaged is put aside, without anybody looking at the list", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await menu(page, "Delete");
      await page.getByText("is in the bin for 30 days").waitFor();
      const [binned] = Object.keys(await kept(page)).filter((key) => key.startsWith(KEY));
      const days = (n) => page.evaluate(([key, at]) => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), deleted: at })), [binned, new Date(Date.parse(NOW) - n * 86_400_000).toISOString()]);
      await days(29);
      await page.evaluate((key) => localStorage.setItem(key, "{ damaged"), `${KEY}own-bad`);
      await open(page, `${backend.url}/?${DAY}`);
      const has = (key) => page.waitForFunction((key) => Object.keys(localStorage).some((each) => each.startsWith(key)), key);
      await has("session-health:aside:own-bad");
      assert.ok(binned in (await kept(page)), "a day is left");
      await days(30);
      // Whoever follows a link to it is told that it is gone.
      await open(page, `${backend.url}/?dashboard=${binned.slice(KEY.length)}`);
      await page.waitForFunction((key) => localStorage.getItem(key) === null, binned);
      await page.getByText("No such dashboard is kept in this browser").waitFor();
      await heading(page).filter({ hasText: "Mobile Session Health" }).waitFor();
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("Undo of an import takes back what was imported, but nothing that was changed since", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await rename(page, "Mine");
      const before = await kept(page);
      const backup = await saved(page, async () => press(await list(page), "Back up all"));
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "Mobile" }).click();
      await ready(page);
      const document = JSON.parse(backup).dashboards[0].dashboard;
      const importing = dialog(page, "Import dashboards");
      const add = async (value) => {
        await menu(page, "Import…");
        await importing.getByLabel("Or paste its text").fill(JSON.stringify(value));
        await press(importing, "Add");
        await importing.waitFor({ state: "detached" });
      };
      await add({ ...document, title: "Theirs" });
      await heading(page).filter({ hasText: "Theirs" }).waitFor();
      await press(page, "Undo");
      await heading(page).filter({ hasText: /^Mobile Session Health$/ }).waitFor();
      assert.deepEqual(await kept(page), before);
      assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).count(), 0);

      // Two of them; one is renamed in another tab before the import is taken back.
      await add([{ ...document, title: "One" }, { ...document, title: "Two" }]);
      await page.getByText("2 dashboards were added.").waitFor();
      const other = await page.context().newPage();
      await open(other, `${backend.url}/?${DAY}`);
      const [[two]] = Object.entries(await kept(page)).filter(([key, text]) => key.startsWith(KEY) && JSON.parse(text).dashboard.title === "Two");
      await open(other, `${backend.url}/?dashboard=${two.slice(KEY.length)}`);
      await rename(other, "Two, changed");
      await press(page, "Undo");
      await page.getByText("“Two, changed” was changed since, and stays.").waitFor();
      const titles = Object.entries(await kept(page)).filter(([key]) => key.startsWith(KEY)).map(([, text]) => JSON.parse(text).dashboard.title);
      assert.deepEqual(titles.toSorted(), ["Mine", "Two, changed"]);
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("a widget of a foreign data set is renamed and copied in the editor, and exported otherwise as it came", () =>
  withPage(
    browser,
    async (page) => {
      const foreign = fs.readFileSync(`${root}/tests/fixtures/dashboards/v0.json`, "utf8");
      await menu(page, "Import…");
      await dialog(page, "Import dashboards").getByLabel("Or paste its text").fill(foreign);
      await press(dialog(page, "Import dashboards"), "Add");
      await heading(page).filter({ hasText: "My health" }).waitFor();
      await ready(page);
      const exported = async () => {
        await menu(page, "Export…");
        const text = await dialog(page, "Export dashboard").getByLabel("The document").inputValue();
        await page.keyboard.press("Escape");
        return JSON.parse(text).widgets.filter((each) => each.widgetType === "spans");
      };
      const [before] = await exported();
      await page.getByRole("button", { name: "Actions for Slow spans" }).click();
      await page.getByRole("menuitem", { name: "Edit widget" }).click();
      const builder = dialog(page, "Edit widget");
      await builder.getByText("Title and description can be changed.").waitFor();
      await builder.getByLabel("Title").fill("Slower spans");
      await press(builder, "Apply");
      await builder.waitFor({ state: "detached" });
      const layer = page.getByRole("group", { name: "Slower spans", exact: true });
      await press(layer.first(), "Taller");
      await press(layer.first(), "Duplicate");
      await layer.nth(1).waitFor();
      await press(layer.nth(1), "Remove");
      await layer.nth(1).waitFor({ state: "detached" });
      await press(page.getByRole("toolbar", { name: "Edit dashboard" }), "Save");
      await page.getByText("“My health” is saved.").waitFor();
      const [after] = await exported();
      assert.equal(after.title, "Slower spans");
      // Which one of the two it is, is not of its data set.
      const rest = ({ title, layout, "x-session-health": own, ...others }) => others;
      assert.deepEqual(rest(after), rest(before));
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("a full storage: edits last as long as the page, and are kept once there is room again", () =>
  withPage(
    browser,
    async (page) => {
      await open(page, `${backend.url}/?${DAY}`);
      await duplicate(page);
      await rename(page, "Kept");
      await fillStorage(page);
      await rename(page, "In memory");
      const told = notice(page, "Your changes last only until this page is closed");
      await press(told, "Try again");
      await told.waitFor();
      const stored = Object.entries(await kept(page)).filter(([key]) => key.startsWith(KEY));
      assert.deepEqual(stored.map(([, text]) => JSON.parse(text).dashboard.title), ["Kept"], "what was kept still is");
      const backup = JSON.parse(await saved(page, () => press(told, "Save to a file")));
      assert.equal(backup.dashboards[0].dashboard.title, "In memory");
      await fillStorage(page, false);
      await press(told, "Try again");
      await told.waitFor({ state: "detached" });
      await page.reload();
      await ready(page);
      assert.equal(await heading(page).innerText(), "In memory");
    },
    {},
  ));

test("a full storage: what is done to a dashboard is told to last as long as the page", () =>
  withPage(
    browser,
    async (page) => {
      await open(page, `${backend.url}/?${DAY}`);
      const told = (text) => page.locator(".toast").getByText(text, { exact: true }).waitFor();
      const forNow = "until this page is closed: the browser’s storage took no more.";
      await duplicate(page);
      await rename(page, "Mine");
      await told("Renamed to “Mine”.");
      await fillStorage(page);
      await rename(page, "Ours");
      await told(`Renamed to “Ours” ${forNow}`);
      await menu(page, "Delete");
      await told(`“Ours” is in the bin ${forNow}`);
      const all = await list(page);
      await all.getByRole("button", { name: "Restore Ours" }).click();
      await told(`“Ours” is back ${forNow}`);
      await page.keyboard.press("Escape");
      await page.reload();
      await ready(page);
      await (await list(page)).getByRole("link", { name: "Mine" }).waitFor();
    },
    {},
  ));

test("edits that are damaged are told as such, and their dashboard is fine", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await rename(page, "Mine");
      const mine = page.url();
      await press(page, "Edit");
      await editBar(page).waitFor();
      await page.getByRole("group", { name: "Issue Counts", exact: true }).getByRole("button", { name: "Taller", exact: true }).click();
      await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes(":draft:")));
      const other = await page.context().newPage();
      await page.evaluate(() => {
        const key = Object.keys(localStorage).find((key) => key.includes(":draft:"));
        localStorage.setItem(key, localStorage.getItem(key).slice(0, 40));
      });
      await page.close();
      await open(other, mine);
      await notice(other, "Unsaved edits of “Mine” are damaged").waitFor();
      assert.equal(await notice(other, "A dashboard is damaged").count(), 0);
      assert.equal(await heading(other).innerText(), "Mine");
      const all = await list(other);
      await all.getByText("Unsaved edits of “Mine” are damaged and were put aside").waitFor();
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("an import brings back what is only in the bin, and what is here already cannot be added", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await rename(page, "Mine");
      const backup = await saved(page, async () => press(await list(page), "Back up all"));
      await page.keyboard.press("Escape");
      const importing = dialog(page, "Import dashboards");
      const add = importing.getByRole("button", { name: "Add", exact: true });
      const paste = async () => {
        await menu(page, "Import…");
        await importing.getByLabel("Or paste its text").fill(backup);
      };
      await paste();
      await importing.getByText("It is here already.").waitFor();
      assert.equal(await add.isDisabled(), true);
      await page.keyboard.press("Escape");
      await menu(page, "Delete");
      await ready(page);
      const binned = await kept(page);
      await paste();
      await importing.getByText("It is in the bin, and comes back.").waitFor();
      await add.click();
      await heading(page).filter({ hasText: /^Mine$/ }).waitFor();
      await page.getByText("“Mine” is back from the bin.").waitFor();
      await undo(page);
      await heading(page).filter({ hasText: /^Mobile Session Health$/ }).waitFor();
      assert.deepEqual(await kept(page), binned, "it is in the bin again");
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("what is imported fits: widgets lie beside each other, and what Sentry forbids is changed and told", () =>
  withPage(
    browser,
    async (page) => {
      const widget = (title, y, more = {}) => ({
        title,
        displayType: "big_number",
        widgetType: "metrics",
        layout: { x: 0, y, w: 2, h: 1, minH: 1 },
        queries: [{ name: "", fields: ["sum(session)"], aggregates: ["sum(session)"], columns: [], conditions: "", orderby: "" }],
        ...more,
      });
      const document = { title: "Theirs", widgets: [widget("One", 0), widget("Two", 0, { limit: 99 }), widget("Three", 1_000_000_000)] };
      await menu(page, "Import…");
      const importing = dialog(page, "Import dashboards");
      const text = importing.getByLabel("Or paste its text");
      await text.fill(JSON.stringify({ ...document, widgets: [{ ...widget("One", 0), limit: "many" }] }));
      await importing.getByText("its widget 1 cannot be read: “limit” is \"many\" where a whole number from 0 is expected.").waitFor();
      await text.fill(JSON.stringify(document));
      await importing.getByText("Changed, so that it fits").click();
      await importing.getByText("“Two”: its limit is 10, not 99.").waitFor();
      await press(importing, "Add");
      await heading(page).filter({ hasText: "Theirs" }).waitFor();
      await ready(page);
      const boxes = () => Promise.all(["One", "Two", "Three"].map((name) => page.getByRole("figure", { name, exact: true }).boundingBox()));
      const lieBelow = ([one, two, three]) => assert.ok(one.y + one.height <= two.y && two.y + two.height <= three.y && three.y < 2000, JSON.stringify([one, two, three]));
      lieBelow(await boxes());
      await menu(page, "Export…");
      const out = JSON.parse(await dialog(page, "Export dashboard").getByLabel("The document").inputValue());
      assert.deepEqual(out.widgets.map(({ limit, layout }) => [limit, layout.y]), [[null, 0], [10, 1], [null, 2]]);

      // In a link, as anybody may make one.
      const packed = zlib.deflateRawSync(JSON.stringify(document)).toString("base64url");
      await open(page, `${backend.url}/?dashboard=shared#d=1${packed}`);
      lieBelow(await boxes());
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("damaged, newer and too much: told on the page until it is seen, left untouched, taken along by a backup", () =>
  withPage(
    browser,
    async (page) => {
      const newer = '{ "schema": 99, "moods": [1.50], "id": "", "revision": 3, "edited": "2026-11-01", "dashboard": {"title": "From the future", "widgets": []} }';
      const texts = { "own-bad": '{"schema":1,"dash', "own-new": newer };
      await page.addInitScript(
        ([key, texts]) => {
          if (localStorage.getItem("seeded")) return;
          localStorage.setItem("seeded", "1");
          for (const [id, text] of Object.entries(texts)) localStorage.setItem(key + id, text);
          localStorage.setItem("somebody-else", "-".repeat(4_000_000));
        },
        [KEY, texts],
      );
      await open(page, `${backend.url}/?${DAY}`);
      const [damaged, future, full] = ["A dashboard is damaged", "A dashboard was written by a newer version", "storage is nearly full"].map((title) => notice(page, title));
      await damaged.waitFor();
      assert.match(await full.innerText(), /4\.0 of 5 MB/);
      const backup = JSON.parse(await saved(page, () => press(damaged, "Back up all")));
      assert.deepEqual(backup.dashboards, []);
      const id = (key) => key.match(/own-[a-z]+/)[0];
      assert.deepEqual(Object.fromEntries(backup.texts.map(({ key, text }) => [id(key), text])), texts);
      for (const each of [damaged, future, full]) await press(each, "Dismiss");
      await page.waitForFunction(() => !document.querySelector(".page .notice"));
      await page.reload();
      await ready(page);
      await full.waitFor();
      assert.deepEqual([await damaged.count(), await future.count()], [0, 0], "seen once");
      // Looking at everything changes nothing of it.
      const all = await list(page);
      await all.getByText("Read-only: from a newer version").waitFor();
      const after = await kept(page);
      assert.equal(after[`${KEY}own-new`], newer);
      assert.deepEqual(Object.keys(after).filter((key) => after[key] === texts["own-bad"]).length, 1);
      await all.getByRole("link", { name: "From the future" }).click();
      await heading(page).filter({ hasText: "From the future" }).waitFor();
    },
    {},
  ));

test("everything in one file and back; what cannot be imported says why, and nothing is written before Add", () =>
  withPage(
    browser,
    async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: backend.url });
      await duplicate(page);
      await rename(page, "Mine");
      const newer = '{"schema": 99, "strange": 1.0}';
      await page.evaluate(([key, text]) => localStorage.setItem(key, text), [`${KEY}own-new`, newer]);
      const backup = await saved(page, async () => press(await list(page), "Back up all"));
      const before = await kept(page);

      // By the clipboard: good and bad, a clash told, and Escape writes nothing.
      await page.keyboard.press("Escape");
      await menu(page, "Export…");
      await press(dialog(page, "Export dashboard"), "Copy");
      await page.getByText("Copied.").waitFor();
      await page.keyboard.press("Escape");
      await menu(page, "Import…");
      const importing = dialog(page, "Import dashboards");
      const add = importing.getByRole("button", { name: "Add", exact: true });
      await importing.getByLabel("Or paste its text").focus();
      await page.keyboard.press("ControlOrMeta+V");
      await importing.getByText("it will be called “Mine 2”").waitFor();
      assert.equal(await add.isEnabled(), true);
      await page.evaluate(() => navigator.clipboard.writeText("Dear diary"));
      await importing.getByLabel("Or paste its text").focus();
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.press("ControlOrMeta+V");
      await importing.getByText("It is not JSON").waitFor();
      assert.equal(await add.isDisabled(), true);
      await page.keyboard.press("Escape");
      assert.deepEqual(await kept(page), before);

      // A foreign one: shown as far as that goes, said what is not, and exported as it was.
      const foreign = JSON.parse(fs.readFileSync(`${root}/tests/fixtures/dashboards/v0.json`, "utf8"));
      await menu(page, "Import…");
      await importing.getByLabel("File").setInputFiles({ name: "theirs.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(foreign)) });
      await importing.getByText("Kept, but not used here").click();
      await importing.getByText("Slow spans: the data set “spans” is not supported here").waitFor();
      await add.click();
      await heading(page).filter({ hasText: "My health" }).waitFor();
      await ready(page);
      assert.match(await page.locator("figure").filter({ hasText: "Slow spans" }).innerText(), /“spans”, is not supported here/);
      await menu(page, "Export…");
      const out = JSON.parse(await dialog(page, "Export dashboard").getByLabel("The document").inputValue());
      for (const key of ["title", "projects", "environment", "period", "utc", "filters"]) assert.deepEqual(out[key], foreign[key], key);
      const identity = ["id", "widgetId", "dashboardId", "dateCreated", "exploreUrls"];
      const nameless = (object) => Object.fromEntries(Object.entries(object).filter(([key]) => !identity.includes(key)));
      for (const [at, widget] of foreign.widgets.entries()) {
        for (const [key, value] of Object.entries(nameless({ ...widget, queries: widget.queries.map(nameless) }))) assert.deepEqual(out.widgets[at][key], value, key);
      }
      await page.keyboard.press("Escape");

      // All of it into an empty browser.
      await page.evaluate(() => localStorage.clear());
      await open(page, `${backend.url}/?${DAY}`);
      await menu(page, "Import…");
      await importing.getByLabel("File").setInputFiles({ name: "backup.json", mimeType: "application/json", buffer: Buffer.from(backup) });
      const lines = importing.getByRole("list", { name: "To be added" }).locator(":scope > li");
      await lines.first().waitFor();
      assert.deepEqual(await lines.locator(".board-title").allInnerTexts(), ["Mine", "A dashboard written by a newer version"]);
      assert.equal(Object.keys(await kept(page)).some((key) => key.startsWith(KEY)), false);
      await add.click();
      await heading(page).filter({ hasText: "Mine" }).waitFor();
      const restored = await kept(page);
      for (const key of Object.keys(before).filter((key) => key.startsWith(KEY))) {
        if (key.endsWith("own-new")) assert.equal(restored[key], newer);
        else assert.deepEqual(JSON.parse(restored[key]), JSON.parse(before[key]));
      }
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("a built-in dashboard opens with the filters that were saved with it, UTC among an own one's", () =>
  withPage(
    browser,
    async (page) => {
      await menu(page, "Save these filters");
      await page.getByText("now opens with these filters").waitFor();
      await open(page, backend.url);
      assert.match(await timeRange(page), /Last 24 hours/);
      assert.equal(new URL(page.url()).search, "");
      assert.equal(await page.getByRole("group", { name: "Unsaved filters" }).count(), 0);
      const other = await page.context().newPage();
      await open(other, backend.url);

      // A link says otherwise, and changes nothing.
      await open(page, `${backend.url}/?statsPeriod=14d`);
      assert.match(await timeRange(page), /Last 14 days/);
      const unsaved = page.getByRole("group", { name: "Unsaved filters" });
      await press(unsaved, "Cancel");
      await ready(page);
      assert.match(await timeRange(page), /Last 24 hours/);
      await page.goBack();
      await ready(page);
      assert.match(await timeRange(page), /Last 14 days/);
      await press(unsaved, "Save");
      await unsaved.waitFor({ state: "detached" });
      // The other tab follows.
      await other.getByRole("button", { name: /^Time range/ }).filter({ hasText: "Last 14 days" }).waitFor();
      await other.close();
      await press(page, "Undo");
      await unsaved.waitFor();
      await press(unsaved, "Cancel");
      const all = await list(page);
      await all.getByText("Built in, with your filters").waitFor();
      await page.keyboard.press("Escape");
      await menu(page, "Forget saved filters");
      await open(page, backend.url);
      assert.match(await timeRange(page), /Last 14 days/);

      // UTC is saved with a dashboard of one's own, and holds for that one only.
      await open(page, `${backend.url}/?${DAY}`);
      await duplicate(page);
      const range = page.locator(".page-range");
      assert.match(await range.innerText(), /Europe\/Berlin/);
      await page.getByRole("button", { name: /^Time range/ }).click();
      await page.getByRole("switch", { name: /All times in UTC/ }).check();
      await page.keyboard.press("Escape");
      await range.filter({ hasText: "UTC" }).waitFor();
      assert.equal(new URL(page.url()).searchParams.get("utc"), "true");
      await press(unsaved, "Save");
      await unsaved.waitFor({ state: "detached" });
      const own = new URL(page.url()).search;
      assert.doesNotMatch(own, /utc/);
      await menu(page, "Export…");
      assert.equal(JSON.parse(await dialog(page, "Export dashboard").getByLabel("The document").inputValue()).utc, true);
      await open(page, `${backend.url}/?${DAY}`);
      assert.match(await range.innerText(), /Europe\/Berlin/);
      await open(page, `${backend.url}/${own}`);
      await range.filter({ hasText: "UTC" }).waitFor();
    },
    { url: `${backend.url}/?${DAY}` },
  ));

test("no session, user or issue is ever kept in the browser; the library finds a widget by its title", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await page.locator("tr[data-release] button").first().click();
      await page.locator("[data-issue]").first().waitFor();
      await page.keyboard.press("Escape");
      await press(page, "Edit");
      await press(page, "Add widget");
      const library = dialog(page, "Add a widget");
      const titles = () => library.getByRole("button", { name: /^Add/ }).count();
      const all = await titles();
      await library.getByLabel("Search the library").fill("crashing");
      await library.getByText("Top Crashing Releases").waitFor();
      assert.ok((await titles()) < all, "others are left out");
      await library.getByRole("button", { name: /^Add/ }).first().click();
      await page.keyboard.press("Escape");
      await library.waitFor({ state: "hidden" });
      await press(page, "Save");
      await ready(page);
      const texts = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
      assert.ok(texts.includes("Top Crashing Releases"), "the dashboard is kept");
      const sessions = await backend.sessions(DAY);
      const issues = await backend.api("/issues/?statsPeriod=14d&limit=100");
      assert.ok(sessions.length > 1000 && issues.length > 5);
      const secrets = [...sessions.flatMap(({ sid, did }) => [sid, did]), ...issues.flatMap(({ title, shortId }) => [title, shortId])];
      // Shorter ones might stand in any random id.
      assert.deepEqual(secrets.filter((secret) => secret?.length >= 6 && texts.includes(secret)), []);
    },
    { url: `${backend.url}/?${DAY}` },
  ));
