// A real client: @sentry/browser in Chromium sends to the backend, and the dashboard shows exactly that.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { close } from "./support/compare.mjs";
import { bigNumber, readSeries, releaseRows } from "./support/contract.mjs";
import { root } from "./support/root.mjs";
import { serveFolder } from "./support/static_server.mjs";

let backend, browser, host, folder;
before(async () => {
  host = await serveFolder(path.join(root, "tests/e2e"));
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "session-health-"));
  const args = ["--db", path.join(folder, "sdk.db"), "--allow-origin", new URL(host.url).origin];
  [backend, browser] = await Promise.all([startBackend({ demo: false, now: null, args }), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
  await host?.stop();
  if (folder) fs.rmSync(folder, { recursive: true });
});

/** One visit of one person to a web page that has the SDK. */
async function visit(given) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const dsn = `${backend.url.replace("//", "//public@")}/1`;
  await page.goto(`${host.url}shop.html?${new URLSearchParams({ dsn, ...given })}`);
  await page.waitForSelector('body[data-sent="true"]', { state: "attached" });
  await context.close();
}

test("sessions, a crash and a handled error of two releases", async () => {
  await visit({ release: "shop@1.0.0", user: "ada" });
  await visit({ release: "shop@1.0.0", user: "bob" });
  await visit({ release: "shop@1.1.0", user: "ada", does: "handle" });
  await visit({ release: "shop@1.1.0", user: "cyd", does: "crash" });
  await visit({ release: "shop@1.1.0", user: "dan" });

  await withPage(
    browser,
    async (page) => {
      await open(page, `${backend.url}/?statsPeriod=24h`);
      close((await bigNumber(page, "crash-free-sessions")).value, 4 / 5, "one session of five crashed");
      close((await bigNumber(page, "crash-free-users")).value, 3 / 4, "one user of four met a crash");
      const { series } = await readSeries(page, "sessions-by-release");
      const total = (name) => series[name].reduce((sum, value) => sum + (value ?? 0), 0);
      assert.equal(total("1.0.0"), 2);
      assert.equal(total("1.1.0"), 3);
      const rows = await releaseRows(page);
      assert.deepEqual(rows.map((row) => row.release).sort(), ["shop@1.0.0", "shop@1.1.0"]);

      await page.locator('tr[data-release="shop@1.1.0"]').getByRole("button").or(page.locator('tr[data-release="shop@1.1.0"]').getByRole("link")).first().click();
      const issues = page.getByRole("dialog").locator("[data-issue]");
      await issues.first().waitFor();
      const texts = await issues.allInnerTexts();
      assert.equal(texts.length, 2, texts.join("\n"));
      assert.ok(texts.some((text) => text.includes("cart is undefined")), texts.join("\n"));
    },
    { now: null },
  );
});

test("the frontend dashboard shows the same sessions by status", () =>
  withPage(
    browser,
    async (page) => {
      await open(page, `${backend.url}/?statsPeriod=24h&dashboard=frontend-session-health`);
      const { series } = await readSeries(page, "session-counts");
      const total = (status) => series[`${status} : sum(session)`].reduce((sum, value) => sum + (value ?? 0), 0);
      assert.deepEqual(
        Object.fromEntries(["crashed", "errored", "unhandled", "abnormal", "healthy"].map((status) => [status, total(status)])),
        { crashed: 1, errored: 1, unhandled: 0, abnormal: 0, healthy: 3 },
      );
    },
    { now: null },
  ));
