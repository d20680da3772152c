// What a person does to dashboards, for the tests of them.
import fs from "node:fs";
import { ready } from "./browser.mjs";

export const dialog = (page, name) => page.getByRole("dialog", { name });
export const press = (where, name) => where.getByRole("button", { name, exact: true }).click();
/** What the page tells below its head. */
export const notice = (page, text) => page.locator(".page .notice").filter({ hasText: text });
export const editBar = (page) => page.getByRole("toolbar", { name: "Edit dashboard" });
/** Takes back what the toast tells. */
export const undo = (page) => press(page.locator(".toast"), "Undo");

/** Adds a copy of the dashboard on screen, which is opened. */
export async function duplicate(page) {
  const original = await page.getByRole("heading", { level: 1 }).innerText();
  await press(page, "Duplicate");
  await page.waitForURL(/dashboard=own-/);
  await page.getByRole("heading", { level: 1, name: `${original.replace(/ copy( \d+)?$/, "")} copy` }).waitFor();
  await ready(page);
}

/** From the built-in dashboard on screen into edit mode of a copy. */
export async function editCopy(page) {
  await press(page, "Edit");
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
  await editBar(page).waitFor();
  await ready(page);
}

/** Chooses from the menu of the dashboard on screen. */
export async function menu(page, item) {
  await press(page, "More");
  await press(page, item);
}

/** Opens the list of all dashboards. */
export async function list(page) {
  await page.getByRole("navigation", { name: "Dashboards" }).getByRole("button", { name: /^All/ }).click();
  return dialog(page, "Dashboards");
}

/** The text of the file that the browser saves after `click`. */
export async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return fs.readFileSync(await download.path(), "utf8");
}

/** Has the browser refuse the page any look at its local storage. */
export const blockStorage = (page) =>
  page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });

/** Has the browser's storage take nothing more, or take all again. A reload undoes it. */
export const fillStorage = (page, isFull = true) =>
  page.evaluate((isFull) => {
    globalThis.setItem ??= Storage.prototype.setItem;
    const refuse = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    Storage.prototype.setItem = isFull ? refuse : globalThis.setItem;
  }, isFull);

/** Renames the dashboard on screen. */
export async function rename(page, title) {
  await menu(page, "Rename…");
  await dialog(page, "Rename dashboard").getByLabel("Title").fill(title);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).filter({ hasText: title }).waitFor();
}
