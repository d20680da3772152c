// Trunk's post_build hook: turns the staged build into a site for any static host.
// 1. what a first visit does not need is cut off its WebAssembly, 2. the inline start script becomes a hashed file, 3. the
// content security policy goes into index.html and `_headers`, 4. the style sheets become two, 5. what only the repository
// needs is dropped, 6. text and WebAssembly get .br and .gz twins.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { minified, splitWasm } from "./split-wasm.mjs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

// Any https backend may be named in the connect dialog, and one on this machine; narrow it here or in `_headers`.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join("; ");

const HEADERS = `# Read by Netlify, Cloudflare Pages and others; write the same for your own server.
/*
  Content-Security-Policy: ${POLICY}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Cross-Origin-Opener-Policy: same-origin
/
  Cache-Control: no-cache
/index.html
  Cache-Control: no-cache
/config.json
  Cache-Control: no-cache
`;

// config.json is for the person who deploys to edit: a compressed twin would go stale.
const COMPRESSED = new Set([".bin", ".css", ".html", ".js", ".svg", ".wasm"]);
/** Style of what is fetched at its first use. */
const LATER_STYLE = /^(boards|connect|drawer|editor|expanded|panels)-/;
const HASHED = /-[0-9a-f]{8,}(_bg)?\.(bin|css|js|wasm)$/;

const dist = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
const release = process.env.TRUNK_PROFILE !== "debug";
fs.rmSync(path.join(dist, "screenshots"), { recursive: true, force: true });
await externalStart();
styleSheets();
const files = fs.readdirSync(dist, { recursive: true }).filter((name) => fs.statSync(path.join(dist, name)).isFile());
fs.writeFileSync(path.join(dist, "_headers"), HEADERS + files.filter((name) => HASHED.test(name)).map(forever).join(""));
if (release) files.filter((name) => COMPRESSED.has(path.extname(name))).forEach(compress);

async function externalStart() {
  const page = path.join(dist, "index.html");
  let html = fs.readFileSync(page, "utf8");
  const inline = /<script type="module"[^>]*>[\s\S]*?<\/script>/.exec(html)?.[0];
  const staged = { glue: /from '\.\/([^']+\.js)'/.exec(inline ?? "")?.[1], wasm: /'\.\/([^']+\.wasm)'/.exec(inline ?? "")?.[1] };
  if (!staged.glue || !staged.wasm) throw new Error("finish-dist: Trunk's start script is not where it was in 0.21");
  const split = await splitWasm(dist);
  const { glue, wasm } = split ?? staged;
  const source = fs.readFileSync(new URL("boot.js", import.meta.url), "utf8");
  const start = minified(source.replace("__GLUE__", glue).replace("__WASM__", wasm), "js");
  const name = `boot-${createHash("sha256").update(start).digest("hex").slice(0, 8)}.js`;
  fs.writeFileSync(path.join(dist, name), start);
  // A chosen theme is in it: nothing is painted before it has run.
  html = html.replace(inline, `<script type="module" blocking="render" src="./${name}"></script>`);
  for (const kind of split ? ["glue", "wasm"] : []) {
    fs.rmSync(path.join(dist, staged[kind]));
    html = html.replaceAll(staged[kind], split[kind]);
  }
  html = html.replace(/<meta charset="utf-8">/, `$&\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`);
  // Chromium checks no integrity on preloads for fetch, and warns about it; a module's is Trunk's own build's.
  html = html.replace(/(<link rel="(?:module)?preload"[^>]*) integrity="[^"]*"/g, "$1");
  html = html.replace(/\n\s*\n/g, "\n");
  fs.writeFileSync(page, html);
}

/**
 * One file compresses better than ten, and is asked for once. A second one has what only parts that come later need; it waits in a
 * template, where browsers leave it alone (src/browser/style.rs takes it out).
 */
function styleSheets() {
  const page = path.join(dist, "index.html");
  let html = fs.readFileSync(page, "utf8");
  const links = [...html.matchAll(/ *<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\n/g)];
  const isLater = ([, name]) => LATER_STYLE.test(name);
  const first = styleSheet("style", links.filter((link) => !isLater(link)));
  const later = styleSheet("later", links.filter(isLater));
  links.forEach(([line, name], at) => {
    html = html.replace(line, at === 0 ? `    ${first}\n    <template id="later-style">${later}</template>\n` : "");
    fs.rmSync(path.join(dist, name));
  });
  fs.writeFileSync(page, html);
}

/** Writes what the sheets of `links` say as one; the link to that. */
function styleSheet(title, links) {
  const text = minified(links.map(([, name]) => fs.readFileSync(path.join(dist, name), "utf8")).join("\n"), "css");
  const name = `${title}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.css`;
  fs.writeFileSync(path.join(dist, name), text);
  return `<link rel="stylesheet" href="./${name}" integrity="sha384-${createHash("sha384").update(text).digest("base64")}">`;
}

function forever(name) {
  return `/${name.split(path.sep).join("/")}\n  Cache-Control: public, max-age=31536000, immutable\n`;
}

function compress(name) {
  const file = path.join(dist, name);
  const bytes = fs.readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  fs.writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
