// Chromium with a fixed present time, and a page that tolerates nothing on its console.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { NOW } from "./backend.mjs";

/** Starts Chromium, on a screen with `scale` pixels to a CSS pixel; a start that fails is tried once more. */
export async function startBrowser(scale = 1) {
  const options = {
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--force-color-profile=srgb", `--force-device-scale-factor=${scale}`],
  };
  return chromium.launch(options).catch(() => chromium.launch(options));
}

/**
 * Opens a page of its own context for `use`, and fails when the console then holds an error, a panic or a violation of the
 * content security policy that `expected` (regular expressions) does not name.
 */
export async function withPage(browser, use, { expected = [], url = null, now = NOW, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "Europe/Berlin", locale: "en-GB", ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = [];
  const note = (text) => expected.some((each) => each.test(text)) || faults.push(text);
  page.on("console", (message) => message.type() === "error" && note(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => note(String(error)));
  await context.exposeBinding("__violation", (_, text) => note(text));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      globalThis.__violation(`content security policy: ${event.violatedDirective} blocked ${event.blockedURI}`),
    ),
  );
  if (now) await page.clock.setFixedTime(new Date(now));
  try {
    if (url) await open(page, url);
    await use(page);
    assert.deepEqual(faults, [], "the console stays free of errors");
  } finally {
    await context.close();
  }
}

/** Goes to `url` and waits until every widget has settled. */
export async function open(page, url) {
  await page.goto(url);
  await ready(page);
}

/** Waits for `<body data-ready="true">`, on the far side of a change that has just been made. */
export async function ready(page, timeout = 30_000) {
  // A change marks the page as busy within the same task or a frame later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForSelector('body[data-ready="true"]', { timeout, state: "attached" });
}
