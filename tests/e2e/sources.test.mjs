// Any source: a backend behind a token, files, hostile content. What is secret stays secret, what is text stays text.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, releaseRows, stateOf, states } from "./support/contract.mjs";
import { readCsv } from "./support/csv.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";
import { root } from "./support/root.mjs";

const RAW = /\/sessions\/raw\//;
const SECRET = "sntrys_ThisIsSecret0123456789";
const expected = [/Failed to load resource/];
let backend, browser, proxy, elsewhere;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  [proxy, elsewhere] = await Promise.all([startProxy(backend.url), startProxy(backend.url, { open: true })]);
});
beforeEach(() => (proxy.heal(), elsewhere.heal()));
after(async () => {
  await browser?.close();
  await Promise.all([proxy?.stop(), elsewhere?.stop()]);
  await backend?.stop();
});

/** Fills in the connect dialog of the page on screen. */
async function fill(page, { base, organization, token = "" }) {
  await page.getByLabel("Address").fill(base);
  await page.getByLabel("Organization").fill(organization);
  await page.getByLabel("Token (optional)").fill(token);
}

test("a token is sent to its backend and is nowhere else: not in the address, storages, page, console or referrer", () =>
  withPage(
    browser,
    async (page) => {
      const said = [];
      page.on("console", (message) => said.push(message.text()));
      // A cookie for the backend's host, which it must not be sent.
      await page.context().addCookies([{ name: "signed", value: "in", url: elsewhere.url }]);
      await open(page, `${backend.url}/?statsPeriod=24h`);
      await page.locator(".source-chip").click();
      await fill(page, { base: elsewhere.url, organization: "demo", token: SECRET });
      await page.getByRole("button", { name: "Test connection" }).click();
      await page.getByText(/^Connected: \d+ projects with sessions/).waitFor();
      // A failure first, then a login.
      elsewhere.fault(RAW, faults.status(401, "no"));
      await page.getByRole("button", { name: "Connect", exact: true }).click();
      await page.getByText("The token was not accepted").waitFor();
      await page.getByText("Technical details").click();
      const leaks = async () => {
        const [html, stores] = await Promise.all([page.content(), page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, performance.getEntries().map((e) => e.name)]))]);
        const places = { html, stores, url: page.url(), console: said.join("\n") };
        return Object.keys(places).filter((place) => places[place].includes(SECRET));
      };
      assert.deepEqual(await leaks(), []);
      elsewhere.heal();
      await page.getByRole("button", { name: "Retry" }).click();
      await ready(page);
      assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
      assert.deepEqual(await leaks(), []);
      const api = elsewhere.requests.filter(({ url }) => url.startsWith("/api/"));
      assert.ok(api.length > 5 && api.every(({ headers, url }) => headers.authorization === `Bearer ${SECRET}` && !url.includes(SECRET)));
      assert.ok(elsewhere.requests.every(({ headers }) => headers.referer === undefined && headers.cookie === undefined));
      // Nor in what a person takes out of the page.
      await page.getByRole("button", { name: "Actions for Crash Free Users" }).click();
      const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Download CSV" }).click()]);
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Export…" }).click();
      const [document] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save file" }).click()]);
      await page.keyboard.press("Escape");
      for (const file of [csv, document]) {
        const text = fs.readFileSync(await file.path(), "utf8");
        assert.ok(text.length > 20 && !text.includes(SECRET) && !text.includes(elsewhere.url), text);
      }
      // The source is remembered without its token.
      await page.reload();
      await ready(page);
      const last = elsewhere.requests.at(-1);
      assert.ok(last.url.startsWith("/api/") && last.headers.authorization === undefined);
      await page.locator(".source-chip").click();
      await page.getByRole("group", { name: "Recent sources" }).getByRole("button").first().click();
      assert.equal(await page.getByLabel("Address").inputValue(), elsewhere.url);
      assert.equal(await page.getByLabel("Token (optional)").inputValue(), "");
      // Only by choice, only in this tab, it outlives a reload.
      await page.getByLabel("Token (optional)").fill(SECRET);
      await page.getByLabel(/^Keep the token/).check();
      await page.getByRole("button", { name: "Connect", exact: true }).click();
      await ready(page);
      await page.reload();
      await ready(page);
      assert.equal(elsewhere.requests.at(-1).headers.authorization, `Bearer ${SECRET}`);
      assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes(SECRET));
    },
    { expected },
  ));

test("a test of the connection says what is wrong in words", () =>
  withPage(
    browser,
    async (page) => {
      await open(page, `${backend.url}/?statsPeriod=24h`);
      await page.locator(".source-chip").click();
      const said = async (where) => {
        await fill(page, where);
        await page.getByRole("button", { name: "Test connection" }).click();
        return page.locator(".connect-test .notice").innerText();
      };
      const plain = { base: elsewhere.url, organization: "demo" };
      assert.match(await said({ ...plain, organization: "nobody" }), /no organization “nobody”/);
      elsewhere.fault(/\/projects\//, faults.html);
      assert.match(await said(plain), /not a Sentry API/);
      elsewhere.heal();
      elsewhere.fault(/\/(projects|environments)\//, faults.status(403, "no"));
      assert.match(await said(plain), /org:read/);
      // Answers, but without the headers that let another origin read.
      assert.match(await said({ ...plain, base: proxy.url }), /answers, but does not let this page read it/);
      assert.match(await said({ ...plain, base: "http://127.0.0.1:1" }), /does not answer/);
      await page.getByLabel("Address").fill("http://sentry.example.org");
      await page.getByRole("button", { name: "Test connection" }).click();
      await page.getByText(/anybody on the way could read the token/).waitFor();
      await page.evaluate(fs.readFileSync(`${root}/tests/e2e/node_modules/axe-core/axe.min.js`, "utf8"));
      const complaints = () => page.evaluate(async () => (await globalThis.axe.run("dialog[open]")).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
      assert.deepEqual(await complaints(), []);
      await page.getByLabel(/^Files/).check({ force: true });
      assert.deepEqual(await complaints(), []);
    },
    { expected: [...expected, /CORS/, /ERR_/] },
  ));

test("files, chosen and dropped, packed or not, are shown as they are and leave the machine in no way", () =>
  withPage(browser, async (page) => {
    const rows = await backend.sessions("statsPeriod=24h");
    const lines = (some) => some.map((row) => `${JSON.stringify(row)}\n`).join("");
    const half = rows.length >> 1;
    await open(page, `${backend.url}/?statsPeriod=24h`);
    const settled = await bigNumber(page, "crash-free-sessions");
    const asked = [];
    page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
    await page.locator(".source-chip").click();
    await page.getByLabel(/^Files/).check({ force: true });
    assert.match(await page.locator("dialog[open]").innerText(), /never leave this device/);
    await page.locator('input[type="file"]').setInputFiles([
      { name: "one.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(lines(rows.slice(0, half))) },
      { name: "two.json.gz", mimeType: "application/gzip", buffer: gzipSync(JSON.stringify(rows.slice(half))) },
    ]);
    await page.getByText("2 files").first().waitFor();
    await ready(page);
    assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
    assert.match(await page.locator(".source-chip").innerText(), /Up to 18 Nov 2026/);
    // The range ends with the newest session instead of now, so the first minutes may differ: nearly the same number.
    const shown = await bigNumber(page, "crash-free-sessions");
    assert.ok(Math.abs(shown.value - settled.value) < 0.002, `${shown.value} ${settled.value}`);
    assert.equal(await stateOf(page, "issue-counts"), "error", "no issues in files");
    assert.match(await page.locator('figure[data-widget-id="issue-counts"]').innerText(), /does not provide issues/);
    // Dropped anywhere.
    const text = lines(rows.slice(0, half));
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.ndjson"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }, text);
    await page.getByText("dropped.ndjson").first().waitFor();
    await ready(page);
    assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
    // A file without sessions says so.
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["<p>no sessions"], "page.html"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await page.getByRole("heading", { name: "No session could be read" }).waitFor();
    assert.deepEqual(asked.filter((each) => !/^GET .*\.(bin|wasm|js|css)$/.test(each)), [], "nothing is sent");
  }));

test("a file is read bit by bit, with its progress, until somebody cancels", () =>
  withPage(browser, async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    const before = await states(page);
    // A slow disk: 50 sessions at a time.
    await page.evaluate((started) => {
      const line = (n) => `{"sid":"00000000-0000-4000-8000-${String(n).padStart(12, "0")}","did":"u","project":1,"started":"${started}","timestamp":"${started}","status":"exited","errors":0,"attrs":{"release":"a@1","environment":"e"}}\n`;
      globalThis.pulls = 0;
      Blob.prototype.stream = () =>
        new ReadableStream({
          async pull(to) {
            await new Promise((done) => setTimeout(done, 20));
            const from = 50 * (globalThis.pulls += 1);
            to.enqueue(new TextEncoder().encode(Array.from({ length: 50 }, (_, n) => line(from + n)).join("")));
          },
        });
      const data = new DataTransfer();
      data.items.add(new File(["x".repeat(1e7)], "large.ndjson"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }, started);
    const panel = page.locator(".loading-panel");
    const words = panel.locator(".loading-count");
    await words.filter({ hasText: /^[\d,]+ sessions · [\d.]+ [kM]B$/ }).waitFor();
    const first = await words.innerText();
    await page.waitForFunction((first) => document.querySelector(".loading-count").textContent !== first, first);
    const part = await panel.getByRole("progressbar").evaluate((bar) => bar.value ?? Number(bar.getAttribute("aria-valuenow")));
    assert.ok(part > 0, `${part} of a file whose size is known`);
    await panel.getByRole("button", { name: "Cancel" }).click();
    await panel.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Connect", exact: true }).waitFor();
    const pulls = await page.evaluate(() => globalThis.pulls);
    await page.waitForTimeout(300);
    assert.ok((await page.evaluate(() => globalThis.pulls)) <= pulls + 2, "the file is let go");
    // And back to the backend: files are not remembered.
    await page.reload();
    await ready(page);
    assert.deepEqual(await states(page), before);
  }));

/** Names that mean something to a page, a spreadsheet, a terminal or a file system. */
const HOSTILE = [
  `<img src=x onerror="globalThis.pwned=1">@1.0.0`,
  `javascript:globalThis.pwned=1//@2.0.0`,
  "\u202Egnp.exe@3.0.0\u2066",
  `${"A".repeat(10_000)}@4.0.0`,
  "👩‍👩‍👧‍👦🚀@5.0.0",
  "nul\u0000byte@6.0.0",
  `=HYPERLINK("http://example.org","click")@7.0.0`,
  "\u0000=1+1,\"\r\n@SUM(A1)@8.0.0",
];
const started = new Date(Date.parse(NOW) - 3_600_000).toISOString();
const hostileRows = () =>
  HOSTILE.map((release, n) => ({ sid: `00000000-0000-4000-8000-00000000000${n}`, did: "u", project: 1, started, timestamp: started, status: "exited", errors: 0, attrs: { release, environment: `<b>${n}</b>` } }));

test("names from a hostile backend are text, laid out sanely, and lead nowhere", () =>
  withPage(browser, async (page) => {
    const names = HOSTILE;
    const rows = hostileRows();
    const issue = (n, permalink) => ({ id: `${n}`, shortId: `<i>X-${n}</i>`, title: `</h2><script>globalThis.pwned=1</script>${"T".repeat(3000)}`, culprit: "\u202Eevil", level: "fatal", status: "unresolved", project: { id: "1", slug: "x" }, count: "3", userCount: 1, firstSeen: started, lastSeen: started, permalink });
    proxy.fault(RAW, faults.lines(rows));
    proxy.fault(/\/issues\/\?/, faults.json([issue(1, "javascript:globalThis.pwned=1"), issue(2, "https://example.org/i/2")]));
    proxy.fault(/\/projects\//, faults.json([HOSTILE[0], ...names].map((name, n) => ({ id: `${n + 1}`, slug: name, name, platform: name, hasSessions: true }))));
    proxy.fault(/\/environments\//, faults.json(names.map((name, n) => ({ id: `${n}`, name }))));
    proxy.fault(/\/releases\/\?/, faults.json(names.map((version) => ({ version, status: "open", dateCreated: started, newGroups: 1, projects: [{ id: 1, slug: "<u>p</u>", newGroups: 1, hasHealthData: true }] }))));
    for (const dashboard of ["mobile-session-health", "frontend-session-health"]) {
      await open(page, `${proxy.url}/?statsPeriod=24h&dashboard=${dashboard}`);
      const shown = await states(page);
      assert.ok(Object.values(shown).every((state) => state !== "loading"), JSON.stringify(shown));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${dashboard}: nothing sticks out`);
      if (dashboard.startsWith("mobile")) {
        const listed = (await releaseRows(page)).map(({ release }) => release);
        for (const name of names) assert.ok(listed.includes(name), name.slice(0, 40));
        await page.locator("tr[data-release]").filter({ hasText: "5.0.0" }).getByRole("button").first().click();
        await page.locator('[role="dialog"][aria-label^="Release"] [data-issue]').first().waitFor();
      }
      const links = await page.$$eval("a[href]", (all) => all.map((each) => each.href));
      assert.deepEqual(links.filter((href) => !/^https?:\/\//.test(href)), []);
      // The good link is there; the bad one is none.
      if (dashboard.startsWith("frontend")) assert.equal(links.filter((href) => href === "https://example.org/i/2").length, 1, links.join(" "));
      assert.equal(await page.locator("main img, main script, main b, main i, main u").count(), 0);
      if (dashboard.startsWith("mobile")) await page.keyboard.press("Escape");
      // The choices of the filter bar.
      for (const label of ["Projects", "Environments"]) {
        await page.locator(".filter-bar").getByRole("button", { name: new RegExp(`^${label}`) }).click();
        const panel = page.getByRole("dialog", { name: label });
        await panel.getByRole("option").nth(2).waitFor();
        const texts = (await panel.getByRole("option").allTextContents()).join("\n");
        for (const name of names) assert.ok(texts.includes(name), `${label}: ${name.slice(0, 40)}`);
        const box = await panel.evaluate((each) => [each.scrollWidth - each.clientWidth, each.getBoundingClientRect().right - innerWidth, each.querySelectorAll("img, script, b, i, u").length]);
        assert.ok(box[0] <= 0 && box[1] <= 0 && box[2] === 0, `${label}: ${box}`);
        await page.keyboard.press("Escape");
        await panel.waitFor({ state: "detached" });
      }
    }
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  }));

test("hostile names stay text in the files that are saved and in what is copied", () =>
  withPage(browser, async (page) => {
    proxy.fault(RAW, faults.lines(hostileRows()));
    await open(page, `${proxy.url}/?statsPeriod=24h&dashboard=mobile-session-health`);
    const act = async (id, item) => {
      await page.locator(`figure[data-widget-id="${id}"]`).getByRole("button", { name: /^Actions for/ }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    const [download] = await Promise.all([page.waitForEvent("download"), act("releases", "Download CSV")]);
    assert.match(download.suggestedFilename(), /^[a-z0-9_-]+\.csv$/);
    const csv = fs.readFileSync(await download.path(), "utf8");
    assert.ok(!csv.includes("\u0000"));
    const cells = readCsv(csv).slice(1).map(([release]) => release);
    // Each whole, but for what no file of text holds, and none of them a formula.
    const clean = (name) => name.replaceAll("\u0000", "");
    assert.deepEqual(cells.map((cell) => cell.replace(/^'/, "")).sort(), HOSTILE.map(clean).sort());
    for (const cell of cells) assert.ok(!/^[\s\uFEFF]*[=+\-@\t]/.test(cell), JSON.stringify(cell.slice(0, 40)));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: proxy.url });
    await act("releases", "Copy table");
    await page.locator('figure[data-widget-id="releases"]').getByText(/^Copied/).waitFor();
    const [text, html] = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return Promise.all(["text/plain", "text/html"].map(async (type) => (await item.getType(type)).text()));
    });
    assert.equal(text.trim().split("\n").length, 1 + HOSTILE.length, "a name makes no rows");
    const found = await page.evaluate((html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("img, script, a, b")].length, html);
    assert.equal(found, 0);
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  }));

test("a share link made by somebody hostile shows text, and leads nowhere", () =>
  withPage(browser, async (page) => {
    const query = { fields: ["sum(session)"], aggregates: ["sum(session)"], columns: [], conditions: "", name: "<b>n</b>", orderby: "" };
    const widgets = HOSTILE.map((name, n) => ({ title: name.slice(0, 255), description: name.slice(0, 255), displayType: n % 2 ? "line" : "big_number", widgetType: "metrics", interval: "1h", queries: [query] }));
    const shared = { title: HOSTILE[0], permalink: "javascript:globalThis.pwned=1", widgets };
    const link = `${proxy.url}/?dashboard=shared&statsPeriod=24h#d=1${deflateRawSync(JSON.stringify(shared)).toString("base64url")}`;
    await open(page, link);
    assert.equal(await page.locator("main h1").innerText(), HOSTILE[0]);
    assert.equal(Object.keys(await states(page)).length, HOSTILE.length);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "nothing sticks out");
    const links = await page.$$eval("a[href]", (all) => all.map((each) => each.protocol));
    assert.deepEqual(links.filter((protocol) => !/^https?:$/.test(protocol)), []);
    assert.equal(await page.locator("main img, main script, main b").count(), 0);
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  }));

test("a page that refreshes itself shows what came, and rests while it is hidden", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "session-health-"));
  const own = await startBackend({ demo: false, now: null, args: ["--db", path.join(folder, "own.db")] });
  try {
    await withPage(
      browser,
      async (page) => {
        const send = async (sid, status) => {
          const started = new Date(Date.now() - 1000).toISOString();
          const session = { sid: `00000000-0000-4000-8000-00000000000${sid}`, did: "u1", init: true, started, timestamp: started, status, errors: 0, attrs: { release: "shop@1.0.0", environment: "production" } };
          const answer = await fetch(`${own.url}/api/1/envelope/`, { method: "POST", body: `{}\n{"type":"session"}\n${JSON.stringify(session)}\n` });
          assert.equal(answer.status, 200);
        };
        await send(1, "exited");
        await page.clock.install();
        await open(page, `${own.url}/?statsPeriod=24h`);
        const asked = [];
        page.on("request", (request) => RAW.test(request.url()) && asked.push(request.url()));
        const total = () => page.locator('figure[data-widget-id="crash-free-sessions"] output[data-value]').getAttribute("data-value");
        assert.equal(await total(), "1");
        await page.locator(".source-chip").click();
        await page.getByLabel("30 s").check({ force: true });
        await page.keyboard.press("Escape");
        assert.match(await page.locator(".source-chip").innerText(), /live/);
        await send(2, "crashed");
        // Numbers change in place: no skeleton, no new figure or canvas, no chart drawn more than a few times.
        await page.evaluate(() => {
          globalThis.flicker = [];
          globalThis.paints = new Map();
          const odd = ".skeleton, canvas, figure, .loading-panel";
          const look = (node, what) => node instanceof Element && (node.matches(odd) || node.querySelector(odd)) && globalThis.flicker.push(`${what} ${node.className || node.tagName}`);
          new MutationObserver((records) => {
            for (const { type, target, addedNodes, removedNodes } of records) {
              if (type === "attributes") globalThis.flicker.push(`${target.dataset.widgetId}: ${target.dataset.state}`);
              for (const node of addedNodes) look(node, "new");
              for (const node of removedNodes) look(node, "gone");
            }
          }).observe(document.querySelector("main"), { subtree: true, childList: true, attributeFilter: ["data-state"] });
          const { clearRect } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.clearRect = function (...at) {
            globalThis.paints.set(this.canvas, (globalThis.paints.get(this.canvas) ?? 0) + 1);
            return clearRect.apply(this, at);
          };
        });
        await page.clock.runFor(35_000);
        await page.waitForFunction(() => document.querySelector('figure[data-widget-id="crash-free-sessions"] output[data-value]').dataset.value === "0.5");
        assert.match(asked[0], /updatedSince=/);
        await ready(page);
        const { flicker, paints } = await page.evaluate(() => ({ flicker: globalThis.flicker, paints: [...globalThis.paints.values()] }));
        assert.deepEqual(flicker, []);
        assert.ok(paints.length > 0 && Math.max(...paints) <= 3, `paints: ${paints}`);
        // Nor does the release drawer blank what it shows: the focus stays on a chart, and the place that one has read to.
        await page.locator('tr[data-release="shop@1.0.0"]').getByRole("button").first().click();
        const drawer = page.getByRole("dialog", { name: "Release shop@1.0.0" });
        const plot = drawer.locator('.life-chart [tabindex="0"]').first();
        await plot.focus();
        await ready(page);
        await send(3, "crashed");
        await drawer.evaluate((node) => {
          const body = node.querySelector(".drawer-body");
          body.scrollTop = 40;
          globalThis.read = { focus: document.activeElement, body, place: body.scrollTop };
          globalThis.flicker = [];
          new MutationObserver((records) => {
            for (const added of records.flatMap(({ addedNodes }) => [...addedNodes]))
              if (added instanceof Element && (added.matches("[aria-busy], canvas") || added.querySelector("[aria-busy], canvas"))) globalThis.flicker.push(added.className);
          }).observe(node, { subtree: true, childList: true });
        });
        const tile = () => drawer.locator(".fact-tile-value").first().getAttribute("data-value");
        assert.equal(await tile(), "0.5");
        await page.clock.runFor(35_000);
        await page.waitForFunction(() => Number(document.querySelector(".fact-tile-value").dataset.value) < 0.4);
        await ready(page);
        const kept = await page.evaluate(() => ({ flicker: globalThis.flicker, focus: document.activeElement === globalThis.read.focus, moved: globalThis.read.body.scrollTop - globalThis.read.place }));
        assert.deepEqual(kept, { flicker: [], focus: true, moved: 0 });
        // What cannot be renewed stays, and is told to be old.
        const issues = /\/issues\/\?/;
        await page.route(issues, (route) => route.fulfill({ status: 403, json: { detail: "no" } }));
        const known = await drawer.locator("#drawer-issue-panel").innerText();
        await page.clock.runFor(35_000);
        await drawer.getByText("This could not be refreshed.").waitFor();
        assert.ok((await drawer.locator("#drawer-issue-panel").innerText()).includes(known));
        await page.unroute(issues);
        await page.keyboard.press("Escape");
        await drawer.waitFor({ state: "detached" });
        const before = asked.length;
        await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => true, configurable: true }));
        await page.clock.runFor(120_000);
        assert.equal(asked.length, before, "hidden: nothing is asked");
        await page.evaluate(() => delete document.hidden);
        await page.clock.runFor(3_000);
        await page.waitForTimeout(300);
        assert.equal(asked.length, before + 1, "seen again: one look");
      },
      { now: null, expected: [/status of 403/] },
    );
  } finally {
    await own.stop();
    fs.rmSync(folder, { recursive: true });
  }
});
