// Prints what a first visit to dist/ transfers until the page is ready: index.html and everything it leads to.
// node scripts/transfer-table.mjs [DIST]       (an end-to-end test compares the list with a browser's, and guards its sum)
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The most that a first visit may cost. */
export const BUDGET_BYTES = 400_000;

/** Name, plain size and size as transferred (brotli where there is a twin) of every file a first visit asks for. */
export function initialTransfer(dist) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name) || !fs.existsSync(path.join(dist, name))) return;
    seen.add(name);
    if (!/\.(html|css|js)$/.test(name)) return;
    // What fetches parts names them all.
    if (name.startsWith("parts-")) return partFiles(dist).forEach(visit);
    const text = fs.readFileSync(path.join(dist, name), "utf8").replace(/<template[\s\S]*?<\/template>/g, "");
    const here = path.posix.dirname(name);
    // Of the fonts, the style sheet names more than the page needs; the page preloads the one it does.
    const links = name.endsWith(".css") ? [] : text.matchAll(/["'(`]((?:\.{1,2}\/|[\w-]+\/)?[\w./-]+\.(?:js|css|wasm|woff2|svg|json))["')`]/g);
    for (const [, link] of links)
      visit(path.posix.normalize(path.posix.join(here, link)));
  };
  visit("index.html");
  visit("config.json");
  return [...seen].map((name) => {
    const file = path.join(dist, name);
    const size = (each) => fs.statSync(each).size;
    return { name, bytes: size(file), transferred: fs.existsSync(`${file}.br`) ? size(`${file}.br`) : size(file) };
  });
}

/** The files of the one part that speaks with the source of `config.json`. */
function partFiles(dist) {
  const read = (name) => JSON.parse(fs.readFileSync(path.join(dist, name), "utf8"));
  return fs.existsSync(path.join(dist, "parts.json")) ? read("parts.json")[read("config.json").source.kind] : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = initialTransfer(process.argv[2] ?? "dist").sort((a, b) => b.transferred - a.transferred);
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
  const line = (name, bytes, sent) => console.log(`  ${name.padEnd(44)}${bytes}${sent}`);
  line("initial transfer, kB", "    plain", "   brotli");
  for (const row of rows) line(row.name, kilobytes(row.bytes), kilobytes(row.transferred));
  line("total", kilobytes(total("bytes")), kilobytes(total("transferred")));
  console.log(`  budget ${BUDGET_BYTES / 1000} kB: ${total("transferred") <= BUDGET_BYTES ? "kept" : "EXCEEDED"}`);
}
