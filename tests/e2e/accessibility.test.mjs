// axe finds nothing on any view, in both themes, on a desk and on a phone.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";
import { root } from "./support/root.mjs";

const axe = fs.readFileSync(`${root}/tests/e2e/node_modules/axe-core/axe.min.js`, "utf8");
let backend, browser, proxy;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  proxy = await startProxy(backend.url);
});
after(async () => {
  await browser?.close();
  await proxy?.stop();
  await backend?.stop();
});

// The page contract asks for <aside role="dialog">; a best-practice rule of axe would rather have another element.
const isTheContractsDrawer = ({ id, nodes }) => id === "aria-allowed-role" && nodes.every(({ html }) => html.startsWith("<aside ") && html.includes('role="dialog"'));

const VIEWS = {
  "mobile dashboard": async (page) => open(page, `${backend.url}/?statsPeriod=14d`),
  "frontend dashboard": async (page) => open(page, `${backend.url}/?statsPeriod=14d&dashboard=frontend-session-health`),
  "compared with the period before": async (page) => open(page, `${backend.url}/?statsPeriod=7d&compare=1`),
  "compared, expanded, zoomed": async (page) => open(page, `${backend.url}/?statsPeriod=7d&compare=1&expanded=session-health&expandedStart=2026-11-12T00:00:00Z&expandedEnd=2026-11-14T00:00:00Z`),
  "data table open": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    await page.getByRole("button", { name: /view data/i }).first().click();
  },
  "widget menu": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    await page.getByRole("button", { name: /^Actions for/ }).nth(3).click();
    await page.getByRole("menu").waitFor();
  },
  "expanded view": async (page) => open(page, `${backend.url}/?statsPeriod=24h&expanded=crash-free-sessions-by-release`),
  "release drawer": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=14d`);
    await page.locator("tr[data-release]").first().getByRole("button").or(page.locator("tr[data-release]").first().getByRole("link")).first().click();
    await page.getByRole("dialog").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "View data" }).first().click();
  },
  "releases of a chart": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=14d&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z`);
    await page.getByRole("dialog").locator(".chart-plot").first().waitFor();
  },
  "empty": async (page) => open(page, `${backend.url}/?release=nothing%401.0.0`),
  "failure": async (page) => {
    proxy.fault(/\/sessions\/raw\//, faults.status(500, "Internal Error"));
    await open(page, proxy.url);
  },
};

/** Fails with what axe finds, and where the page is wider than the screen. */
async function assertAccessible(page, what = "") {
  // Through the debugger: the page's own policy stays on.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const violations = found.violations.filter((violation) => !isTheContractsDrawer(violation));
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 5).map((node) => `    ${node.target}  ${node.failureSummary?.split("\n")[1] ?? ""}`).join("\n")}`);
  assert.equal(violations.length, 0, `${what} ${told.join("\n")}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${what}: the page is ${overflow} px wider than the screen`);
}

for (const [name, visit] of Object.entries(VIEWS))
  for (const colorScheme of ["light", "dark"])
    for (const width of [1440, 375])
      test(`${name}, ${colorScheme}, ${width} px`, () =>
        withPage(
          browser,
          async (page) => {
            await visit(page);
            await assertAccessible(page);
          },
          { colorScheme, viewport: { width, height: 900 }, expected: [/Failed to load resource/] },
        ));

for (const colorScheme of ["light", "dark"])
  for (const width of [1440, 375])
    test(`panels of the filters, ${colorScheme}, ${width} px`, () =>
      withPage(
        browser,
        async (page) => {
          for (const [button, name] of [[/^Projects/, "Projects"], [/^Environments/, "Environments"], [/^Releases/, "Releases"], [/^Add filter/, /./], [/^Time range/, "Time range"], [/^Interval/, "Interval"]]) {
            await page.getByRole("button", { name: button }).first().click();
            const panel = page.locator(":popover-open").filter({ has: page.locator("button, input, [role=option]") });
            await panel.locator("button, input, [role=option]").first().waitFor();
            await assertAccessible(page, String(button));
            await page.keyboard.press("Escape");
            await panel.waitFor({ state: "hidden" });
          }
        },
        { colorScheme, viewport: { width, height: 900 }, url: `${backend.url}/?statsPeriod=24h` },
      ));

for (const [colorScheme, width] of [["light", 1440], ["light", 375], ["dark", 1440], ["dark", 375]])
  test(`settings, share, rename, lists, edit mode, library and builder, ${colorScheme}, ${width} px`, () =>
    withPage(
      browser,
      async (page) => {
        const menu = async (item) => {
          await page.getByRole("button", { name: "More", exact: true }).click();
          await page.getByRole("button", { name: item, exact: true }).click();
        };
        const look = async (name) => {
          const dialog = page.getByRole("dialog", { name });
          await dialog.locator("button, input").nth(1).waitFor();
          await assertAccessible(page, name);
          await page.keyboard.press("Escape");
          await dialog.waitFor({ state: "detached" });
        };
        await page.getByRole("button", { name: "Duplicate", exact: true }).click();
        await page.waitForURL(/dashboard=own-/);
        for (const [item, name] of [["Settings and keys…", "Settings and keys"], ["Share link…", "Share dashboard"], ["Rename…", "Rename dashboard"], ["Export…", /^Export/], ["Import…", /^Import/], ["All dashboards…", "Dashboards"]]) {
          await menu(item);
          await look(name);
        }
        await page.getByRole("button", { name: "Edit", exact: true }).click();
        await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
        await page.locator(".edit-grip").first().waitFor();
        await assertAccessible(page, "edit mode");
        await page.getByRole("button", { name: "Add widget" }).click();
        await page.getByRole("button", { name: "Build your own" }).waitFor();
        await assertAccessible(page, "library");
        await page.getByRole("button", { name: "Build your own" }).click();
        await page.getByRole("dialog", { name: "New widget" }).getByLabel("Filter").waitFor();
        await page.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
        await look("New widget");
      },
      { colorScheme, viewport: { width, height: 900 }, url: `${backend.url}/?statsPeriod=24h` },
    ));
