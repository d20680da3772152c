// A few charts, and what stands in their place, as Chromium draws them, beside pictures of how they looked: tests/e2e/snapshots, one pixel for a block of the
// canvas, so that how letters are drawn does not matter. UPDATE_SNAPSHOTS=1 takes new ones: look at them before they are kept.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { widget } from "./support/contract.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";
import { root } from "./support/root.mjs";

const FOLDER = `${root}/tests/e2e/snapshots`;
const [WIDTH, HEIGHT] = [96, 32];
/** Of 256 steps: how far a block may be off, and which share of the blocks may be farther. */
const [NEAR, SHARE] = [24, 0.02];

/** Likewise for skeletons, which are hardly darker than what they lie on. */
const NEAR_OF_SKELETONS = 5;

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

/** Runs in the page: the plot of a widget, or a kept picture, as blocks on white or black, and as a PNG. */
async function blocks([id, kept, width, height, dark]) {
  const source = id ? document.querySelector(`figure[data-widget-id="${id}"] canvas.chart-plot`) : await createImageBitmap(new Blob([Uint8Array.from(atob(kept), (c) => c.charCodeAt(0))], { type: "image/png" }));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.fillStyle = dark ? "#000" : "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return { data: [...context.getImageData(0, 0, width, height).data], png: canvas.toDataURL("image/png").split(",")[1] };
}

/** Share of the blocks that are not as they were. */
const off = (a, b, near = NEAR) => a.filter((value, i) => i % 4 === 0 && [0, 1, 2].some((c) => Math.abs(a[i + c] - b[i + c]) > near)).length / (a.length / 4);

/** Compares what is drawn, as blocks and PNG, with the picture `name`; returns the blocks. */
async function assertAsKept(page, name, now, dark, near = NEAR) {
  const file = `${FOLDER}/${name}.png`;
  if (process.env.UPDATE_SNAPSHOTS) {
    fs.mkdirSync(FOLDER, { recursive: true });
    fs.writeFileSync(file, Buffer.from(now.png, "base64"));
  }
  const kept = await page.evaluate(blocks, [null, fs.readFileSync(file).toString("base64"), WIDTH, HEIGHT, dark]);
  const share = off(now.data, kept.data, near);
  if (share > SHARE) {
    fs.mkdirSync(`${root}/tests/e2e/results`, { recursive: true });
    fs.writeFileSync(`${root}/tests/e2e/results/${name}.png`, Buffer.from(now.png, "base64"));
  }
  assert.ok(share <= SHARE, `${(share * 100).toFixed(1)}% of ${name} looks different: see tests/e2e/results`);
  return now.data;
}

for (const colorScheme of ["light", "dark"])
  test(`charts look as they did, ${colorScheme}`, () =>
    withPage(
      browser,
      async (page) => {
        await page.evaluate(() => document.fonts.ready);
        const drawn = {};
        for (const id of ["sessions-by-release", "session-health", "release-adoption", "issue-counts"]) {
          const now = await page.evaluate(blocks, [id, null, WIDTH, HEIGHT, colorScheme === "dark"]);
          drawn[id] = await assertAsKept(page, `${id}-${colorScheme}`, now, colorScheme === "dark");
        }
        // The measure tells charts apart.
        assert.ok(off(drawn["session-health"], drawn["release-adoption"]) > 10 * SHARE);
        assert.ok(off(drawn["session-health"], drawn["issue-counts"]) > 10 * SHARE);
      },
      { url: `${backend.url}/?statsPeriod=7d`, colorScheme },
    ));

for (const colorScheme of ["light", "dark"])
  test(`what stands in a chart's place, and releases under the pointer, look as they did, ${colorScheme}`, () =>
    withPage(
      browser,
      async (page) => {
        const dark = colorScheme === "dark";
        /** The widget with all that lies over it on the page. */
        const looks = async (id, name, near) => {
          await page.evaluate(() => document.fonts.ready);
          await widget(page, id).scrollIntoViewIfNeeded();
          const shot = await page.screenshot({ clip: await widget(page, id).boundingBox(), animations: "disabled" });
          const now = await page.evaluate(blocks, [null, shot.toString("base64"), WIDTH, HEIGHT, dark]);
          return assertAsKept(page, `${name}-${colorScheme}`, now, dark, near);
        };
        proxy.fault(/\/sessions\/raw\//, faults.stall);
        await page.goto(`${proxy.url}/?statsPeriod=7d`);
        // How far it is told over them, once it takes a while.
        const progress = page.locator(".loading-panel");
        await progress.waitFor();
        await progress.evaluate((card) => (card.style.visibility = "hidden"));
        const skeletons = [];
        for (const id of ["crash-free-sessions", "crash-free-sessions-by-release", "crash-free-by-project"]) {
          await widget(page, id).locator(".skeleton").waitFor();
          skeletons.push(await looks(id, `skeleton-${id}`, NEAR_OF_SKELETONS));
        }
        assert.ok(off(skeletons[0], skeletons[1], NEAR_OF_SKELETONS) > 5 * SHARE, "the measure tells them apart");

        proxy.heal();
        proxy.fault(/\/issues-timeseries\//, faults.status(500, "Internal Error"));
        await open(page, `${proxy.url}/?statsPeriod=7d`);
        await widget(page, "issue-counts").getByRole("button", { name: "Retry" }).waitFor();
        await looks("issue-counts", "failed");
        proxy.heal();
        await open(page, `${proxy.url}/?statsPeriod=7d&release=nothing%401.0.0`);
        await looks("session-health", "empty");

        await open(page, `${proxy.url}/?statsPeriod=7d`);
        await widget(page, "issue-counts").scrollIntoViewIfNeeded();
        const plot = await widget(page, "issue-counts").locator(".chart-plot").boundingBox();
        const told = page.locator(".chart-tooltip:popover-open").filter({ hasText: /^\d+ Release/ });
        search: for (let share = 0.12; share < 0.95; share += 0.08)
          for (let up = 24; up < 50; up += 3) {
            await page.mouse.move(plot.x + plot.width * share, plot.y + plot.height - up);
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
            if ((await told.count()) > 0) break search;
          }
        await told.waitFor();
        await looks("issue-counts", "bubble-under-the-pointer");
      },
      { colorScheme, reducedMotion: "reduce", expected: [/Failed to load resource/] },
    ));
