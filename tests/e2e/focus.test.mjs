// One sees where the focus is: at least two pixels of a colour that stands out from what it lies on, 3 to 1, in both themes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** Runs in the page: the element with the focus, and the best of what shows that it has it. */
function indicator() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  /** Red, green, blue and alpha of a computed colour. */
  const parsed = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return /^color\(/.test(text) ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const background = (element) => {
    if (!element) return [255, 255, 255, 1];
    const own = parsed(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, background(element.parentElement));
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const found = [];
  const consider = (style, element) => {
    const length = (text) => Number.parseFloat(text) || 0;
    const width = style.outlineStyle === "none" ? 0 : length(style.outlineWidth);
    const color = parsed(style.outlineColor);
    if (width > 0) {
      const inside = length(style.outlineOffset) < 0;
      const on = background(inside ? element : element.parentElement);
      // A border of the same colour is one with it.
      const border = length(style.outlineOffset) === 0 && style.borderTopColor === style.outlineColor ? length(style.borderTopWidth) : 0;
      found.push({ width: width + border, contrast: contrast(over(color, on), on) });
    }
    const shadow = /^(rgba?\([^)]*\)) 0px 0px 0px ([\d.]+)px inset$/.exec(style.boxShadow);
    if (shadow) found.push({ width: Number(shadow[2]), contrast: contrast(over(parsed(shadow[1]), background(element)), background(element)) });
  };
  // In a list the focus is the option that arrow keys have come to; a field may be drawn as one with what is around it.
  const option = document.getElementById(focused.getAttribute("aria-activedescendant") ?? "");
  const seen = option ?? focused;
  consider(getComputedStyle(seen), seen);
  consider(getComputedStyle(seen, "::after"), seen);
  if (!option) for (const around of [focused.closest("label"), focused.parentElement, focused.parentElement?.parentElement]) if (around) consider(getComputedStyle(around), around);
  const best = found.filter(({ width }) => width >= 2).sort((a, b) => b.contrast - a.contrast)[0] ?? found[0] ?? { width: 0, contrast: 1 };
  focused.dataset.walked ??= String((globalThis.walked = (globalThis.walked ?? 0) + 1));
  const text = (seen.getAttribute("aria-label") ?? seen.textContent ?? "").trim().slice(0, 40);
  return { ...best, stop: focused.dataset.walked, what: `${seen.tagName.toLowerCase()}.${seen.className} "${text}"` };
}

/** Presses `key` until it leads nowhere new; returns what was wrong on the way, and how many stops there were. */
async function walk(page, about, key = "Tab", most = 250) {
  const [reached, faults] = [new Set(), []];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    const at = await page.evaluate(indicator);
    const stop = at && (key === "Tab" ? at.stop : at.what);
    if (!at) continue; // It went round by the browser's own bars.
    if (reached.has(stop)) break;
    reached.add(stop);
    if (at.width < 2 || at.contrast < 3) faults.push(`${about}: ${at.what}: ${at.width} px, ${at.contrast.toFixed(2)} : 1`);
  }
  return { faults, stops: reached.size };
}

for (const colorScheme of ["light", "dark"]) {
  const views = {
    "mobile dashboard": ["statsPeriod=7d", 60],
    "frontend dashboard": ["statsPeriod=7d&dashboard=frontend-session-health", 50],
    "expanded view": ["statsPeriod=24h&expanded=crash-free-sessions-by-release", 12],
    "release drawer": ["statsPeriod=14d&rd=show&rdRelease=com.acme.shop%408.5.0%2B2041", 8],
    "releases of a chart": ["statsPeriod=14d&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z", 8],
  };
  for (const [name, [query, least]] of Object.entries(views))
    test(`one sees the focus: ${name}, ${colorScheme}`, () =>
      withPage(
        browser,
        async (page) => {
          const { faults, stops } = await walk(page, name);
          assert.deepEqual(faults, []);
          assert.ok(stops >= least, `${stops} stops`);
        },
        { colorScheme, url: `${backend.url}/?${query}` },
      ));

  test(`one sees the focus: filters, menus, dialogs, edit mode, ${colorScheme}`, () =>
    withPage(
      browser,
      async (page) => {
        const faults = [];
        const look = async (...given) => {
          const { faults: more, stops } = await walk(page, ...given);
          faults.push(...more);
          assert.ok(stops > 1, `${given[0]}: ${stops} stops`);
        };
        const panel = async (button, name) => {
          await page.getByRole("button", { name: button }).first().click();
          await page.getByRole("dialog", { name }).locator("button, input, [role=option]").first().waitFor();
          await look(`${name}, options`, "ArrowDown", 4);
          await look(name, "Tab", 8);
          await page.keyboard.press("Escape");
        };
        await panel(/^Projects/, "Projects");
        await panel(/^Releases/, "Releases");
        await panel(/^Time range/, "Time range");
        await page.getByRole("button", { name: /^Actions for/ }).nth(3).click();
        await page.getByRole("menu").waitFor();
        await look("menu of a widget", "ArrowDown", 3);
        await page.keyboard.press("Escape");

        const dialog = async (item, name) => {
          await page.getByRole("button", { name: "More", exact: true }).click();
          await page.getByRole("button", { name: item, exact: true }).waitFor();
          await look("menu of the dashboard", "Tab", 4);
          await page.getByRole("button", { name: item, exact: true }).click();
          await page.getByRole("dialog", { name }).locator("button, input").nth(1).waitFor();
          await look(name, "Tab", 30);
          await page.keyboard.press("Escape");
          await page.getByRole("dialog", { name }).waitFor({ state: "detached" });
        };
        await page.getByRole("button", { name: "Duplicate", exact: true }).click();
        await page.waitForURL(/dashboard=own-/);
        await ready(page);
        await dialog("Settings and keys…", "Settings and keys");
        await dialog("All dashboards…", "Dashboards");
        await dialog("Rename…", "Rename dashboard");
        await page.getByRole("button", { name: "Edit", exact: true }).click();
        await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
        await page.locator(".edit-grip").first().waitFor();
        await look("edit mode", "Tab", 60);
        await page.getByRole("button", { name: "Add widget" }).click();
        await page.getByRole("button", { name: "Build your own" }).waitFor();
        await look("library", "Tab", 12);
        await page.getByRole("button", { name: "Build your own" }).click();
        await page.getByRole("dialog", { name: "New widget" }).getByLabel("Filter").waitFor();
        await look("builder", "Tab", 30);
        assert.deepEqual(faults, []);
      },
      { colorScheme, url: `${backend.url}/?statsPeriod=24h` },
    ));
}
