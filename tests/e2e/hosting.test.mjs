// dist/ as it is, on a plain static host: at the root and below a path, under its content security policy, with nothing
// asked of anybody else.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { BUDGET_BYTES, initialTransfer } from "../../scripts/transfer-table.mjs";
import { startBrowser, withPage } from "./support/browser.mjs";
import { states } from "./support/contract.mjs";
import { editBar, menu, press } from "./support/dashboards.mjs";
import { root } from "./support/root.mjs";
import { policyOf, serveFolder } from "./support/static_server.mjs";

const dist = path.join(root, "dist");
let browser;
before(async () => (browser = await startBrowser()));
after(() => browser?.close());

const headers = { "Content-Security-Policy": policyOf(dist), "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" };

for (const at of ["/", "/some/path/"])
  test(`the demo runs at ${at}, under the policy, without third parties`, async () => {
    const host = await serveFolder(dist, { at, headers });
    try {
      await withPage(
        browser,
        async (page) => {
          const asked = [];
          page.on("request", (request) => asked.push(request.url()));
          await page.goto(host.url);
          await page.waitForSelector('body[data-ready="true"]', { state: "attached", timeout: 60_000 });
          const shown = await states(page);
          assert.ok(Object.keys(shown).length >= 10, `widgets: ${JSON.stringify(shown)}`);
          assert.ok(Object.values(shown).every((state) => state === "ready"), JSON.stringify(shown));
          const foreign = asked.filter((url) => !url.startsWith(host.url) && !/^(data|blob):/.test(url));
          assert.deepEqual(foreign, []);
          assert.equal(await page.locator("#boot").count(), 0, "the loading text is gone");
        },
      );
    } finally {
      await host.stop();
    }
  });

test("what a first visit transfers is what `make dist` prints, and does not grow", async () => {
  const host = await serveFolder(dist, { headers });
  try {
    await withPage(browser, async (page) => {
      await page.goto(host.url);
      await page.waitForSelector('body[data-ready="true"]', { state: "attached", timeout: 60_000 });
    });
    const listed = Object.fromEntries(initialTransfer(dist).map(({ name, transferred }) => [name, transferred]));
    for (const [name, bytes] of host.sent) assert.equal(listed[name], bytes, `${name} is in the printed table`);
    const total = [...host.sent.values()].reduce((sum, bytes) => sum + bytes, 0);
    assert.ok(total <= BUDGET_BYTES, `${total} bytes`);
  } finally {
    await host.stop();
  }
});

/** Opens the site where the part of this name cannot be fetched, until `use` calls `mend`. */
async function withoutPart(part, use) {
  const host = await serveFolder(dist, { headers });
  try {
    await withPage(
      browser,
      async (page) => {
        let isDown = true;
        await page.route("**/part-*.wasm", (route) => (isDown && route.request().url().includes(part) ? route.abort() : route.continue()));
        await page.goto(host.url);
        await page.waitForSelector('body[data-ready="true"]', { state: "attached", timeout: 60_000 });
        await use(page, host, () => (isDown = false));
      },
      { expected: [new RegExp(`part-${part}|ERR_FAILED|Failed to fetch`)] },
    );
  } finally {
    await host.stop();
  }
}

test("a part of the program that cannot be fetched is told, and fetched by Retry", () =>
  withoutPart("panels", async (page, host, mend) => {
    const before = host.requests.filter((name) => /part-panels/.test(name));
    assert.deepEqual(before, [], "panels are not fetched before they are opened");
    await page.getByRole("button", { name: /^Projects/ }).click();
    await page.getByText("This part of the page could not be loaded").waitFor();
    mend();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByRole("option").first().waitFor();
  }));

test("an editor that cannot be fetched is told, and comes when Edit is pressed again; until then nothing is edited unasked", () =>
  withoutPart("studio", async (page, _, mend) => {
    await press(page, "Duplicate");
    await page.getByRole("heading", { level: 1, name: / copy$/ }).waitFor();
    await press(page, "Edit");
    await page.getByText("A part of the page could not be loaded. Try again.").waitFor();
    mend();
    // The wish is gone with the failure: another dashboard of one's own is only looked at.
    await menu(page, "Duplicate");
    await page.getByRole("heading", { level: 1, name: / copy 2$/ }).waitFor();
    await page.getByText("Duplicated as").waitFor();
    assert.equal(await editBar(page).count(), 0);
    await press(page, "Edit");
    await editBar(page).waitFor();
  }));

test("text and WebAssembly have compressed twins, and config.json, which people edit, has none", () => {
  const files = fs.readdirSync(dist);
  for (const name of files.filter((each) => /\.(bin|html|css|js|wasm)$/.test(each)))
    assert.ok(files.includes(`${name}.br`) && files.includes(`${name}.gz`), name);
  assert.ok(!files.includes("config.json.br"));
  assert.ok(!files.includes("screenshots"));
});

test("the page has words before WebAssembly, and says so when it is not allowed", async () => {
  const policy = headers["Content-Security-Policy"].replace(" 'wasm-unsafe-eval'", "");
  const host = await serveFolder(dist, { headers: { ...headers, "Content-Security-Policy": policy } });
  try {
    await withPage(
      browser,
      async (page) => {
        await page.goto(host.url);
        await page.getByText(/could not start|needs WebAssembly/).waitFor();
      },
      { expected: [/./] },
    );
    await withPage(
      browser,
      async (page) => {
        await page.goto(host.url);
        assert.match(await page.locator("body").innerText(), /needs JavaScript and WebAssembly/);
      },
      { javaScriptEnabled: false },
    );
  } finally {
    await host.stop();
  }
});

test("the recipes for nginx and Caddy send the very headers of _headers", () => {
  const ready = fs.readFileSync(path.join(dist, "_headers"), "utf8");
  const named = [...ready.matchAll(/^ {2}([\w-]+): (.*)$/gm)].filter(([, name]) => name !== "Cache-Control").map(([, name, value]) => [name, value]);
  assert.ok(named.length >= 5);
  for (const recipe of ["session-health-headers.conf", "Caddyfile"]) {
    const text = fs.readFileSync(path.join(root, "examples/hosting", recipe), "utf8");
    for (const [name, value] of named) assert.ok(text.includes(`${name} "${value}"`), `${recipe}: ${name}`);
  }
});
