// Pictures of the demo for the README: light, dark and a phone. node scripts/screenshots.mjs [FOLDER]
import fs from "node:fs";
import path from "node:path";
import { open, startBrowser, withPage } from "../tests/e2e/support/browser.mjs";
import { root } from "../tests/e2e/support/root.mjs";
import { serveFolder } from "../tests/e2e/support/static_server.mjs";

const folder = process.argv[2] ?? path.join(root, "public/screenshots");
const PICTURES = [
  { name: "light", colorScheme: "light", viewport: { width: 1440, height: 1180 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1440, height: 1180 } },
  { name: "phone", colorScheme: "light", viewport: { width: 375, height: 820 }, deviceScaleFactor: 2 },
];

fs.mkdirSync(folder, { recursive: true });
const [browser, host] = await Promise.all([startBrowser(), serveFolder(path.join(root, "dist"))]);
for (const { name, ...options } of PICTURES)
  await withPage(
    browser,
    async (page) => {
      await open(page, `${host.url}?statsPeriod=14d`);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      console.log(`screenshots: ${name}.png`);
    },
    options,
  );
await browser.close();
await host.stop();
