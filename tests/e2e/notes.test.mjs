// What the page says beside its numbers, so that nobody takes them for something else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { widget } from "./support/contract.mjs";

const PAGE_VIEWS = /a session may be one page view or navigation/;
const NOT_EVENTS = /Crashed sessions are not crash events/;
let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** What the "i" beside a widget's title tells. */
async function meaning(page, id) {
  const note = widget(page, id).getByRole("note");
  await widget(page, id).getByRole("button", { name: /^About / }).click();
  await note.locator(".hint-line").first().waitFor();
  return note.innerText();
}

test("adoption names its base, page views are told where there are any, and issue counts say that crashes are no events", () =>
  withPage(browser, async (page) => {
    await open(page, `${backend.url}/`);
    assert.match(await widget(page, "issue-counts").innerText(), NOT_EVENTS, "without a click");
    assert.match(await meaning(page, "release-adoption"), /all sessions of the selected projects, environments and range/);
    assert.match(await meaning(page, "releases"), /New issues are those of its whole life/);
    assert.match(await meaning(page, "crash-free-sessions"), PAGE_VIEWS);

    const projects = await backend.api("/projects/");
    const app = projects.find((project) => !project.platform.startsWith("javascript"));
    await open(page, `${backend.url}/?project=${app.id}`);
    assert.doesNotMatch(await meaning(page, "crash-free-sessions"), PAGE_VIEWS);

    // What a filter cannot reach says so, and only then.
    const unfiltered = /cannot be filtered by release/;
    assert.doesNotMatch(await widget(page, "issue-counts").innerText(), unfiltered);
    const [{ version }] = await backend.api("/releases/");
    await open(page, `${backend.url}/?release=${encodeURIComponent(version)}`);
    assert.match(await widget(page, "issue-counts").innerText(), unfiltered);
    assert.doesNotMatch(await widget(page, "session-health").innerText(), unfiltered);
  }));

test("a widget looked at closely has all of its meaning, once", () =>
  withPage(browser, async (page) => {
    const shown = page.locator("dialog.expanded");
    await open(page, `${backend.url}/?expanded=session-health`);
    const words = await shown.locator(".expanded-meaning").innerText();
    assert.match(words, /Each session has one status\. Healthy ones are hidden/);
    assert.match(words, PAGE_VIEWS);
    await open(page, `${backend.url}/?expanded=issue-counts`);
    assert.equal((await shown.innerText()).split("Crashed sessions are not crash events").length, 2);
  }));

test("a change says better or worse where everybody reads it, on cards of any width", () =>
  withPage(browser, async (page) => {
    await open(page, `${backend.url}/?statsPeriod=14d`);
    for (const width of [1440, 1024, 800, 375, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [id, up, down] of [["crash-free-sessions", "better", "worse"], ["crash-free-users", "better", "worse"], ["anr-rate", "worse", "better"]]) {
        const output = widget(page, id).locator("output[data-change]");
        const change = Number(await output.getAttribute("data-change"));
        assert.ok(change !== 0, `${id} changed`);
        assert.match(await output.innerText(), new RegExp(` ${change > 0 ? up : down}$`), `${id}: ${change}`);
        assert.equal(await output.locator(".visually-hidden").count(), 0);
        const over = await widget(page, id).evaluate((figure) => {
          const [card, ...parts] = [figure, ...figure.querySelectorAll(".big-number-change > *, .big-number-base")].map((each) => each.getBoundingClientRect());
          return Math.max(...parts.map((part) => Math.max(part.right - card.right, part.bottom - card.bottom)));
        });
        assert.ok(over < 0, `${id} at ${width} px: ${over} px out of its card`);
      }
    }
  }));
