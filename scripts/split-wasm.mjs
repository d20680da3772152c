// Cuts the release build's WebAssembly into what a first visit needs and parts that are fetched at their first use
// (`src/browser/chunk.rs`), in place of the one file that Trunk staged. Parts are named by their content, the page's main
// program and the two scripts, which name each other, by the content of all.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { transformSync } from "esbuild";
import { namedByLikeness } from "./wasm-order.mjs";
import { renameAndDrop } from "./wasm-sections.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const BUILT = path.join(ROOT, "target/wasm32-unknown-unknown/release/session-health.wasm");
const WORK = path.join(ROOT, "target/wasm-split");
/** Parts of which a first visit needs one. */
const SOURCES = ["demo", "rest", "files", "sums"];
const SMALL_BYTES = 600;
const PACK = "chunk_small.bin";
/** Makes a program of a stretch of the file that holds the small ones. */
const UNPACK = `
let pack;
function unpack(url, from, to) {
    pack ??= fetch(url).then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(\`\${url}: \${response.status}\`))));
    const bytes = pack;
    bytes.catch(() => {
        if (pack === bytes) pack = undefined;
    });
    return async (imports) => WebAssembly.instantiate(new Uint8Array(await bytes, from, to - from), imports);
}
`;
const FEATURES = "bulk-memory bulk-memory-opt sign-ext nontrapping-float-to-int mutable-globals reference-types multivalue simd".split(" ");

/** Writes the parts into `dist`; the names of the main script and program, or none when the build was not made to be split. */
export async function splitWasm(dist) {
  if (!process.env.SPLIT_WASM) return undefined;
  fs.rmSync(WORK, { recursive: true, force: true });
  run(".tools/bin/wasm-split-cli", "--out-name", "app", BUILT, WORK);
  run(".tools/bin/wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", WORK, "--out-name", "app", `${WORK}/app.wasm`);
  fs.rmSync(`${WORK}/app.wasm`);
  slim();
  const built = fs.readdirSync(WORK).filter((name) => name.endsWith(".wasm"));
  await optimiseAll(built);
  const packed = pack();
  const wasm = [...built.filter((name) => !packed.has(name)), PACK];

  const read = (name) => fs.readFileSync(path.join(WORK, name));
  const all = hash(...["app.js", "__wasm_split.js", ...wasm].map(read));
  const names = { "app.js": `session-health-${all}.js`, "__wasm_split.js": `parts-${all}.js`, "app_bg.wasm": `session-health-${all}_bg.wasm` };
  for (const name of wasm.filter((each) => !(each in names))) {
    // One part has a name; what several parts share has a number.
    const part = path.parse(name).name.replace(/^split_/, "").replace(/^chunk_/, "shared-");
    names[name] = `part-${part}-${hash(read(name))}${path.extname(name)}`;
  }
  fs.writeFileSync(path.join(dist, "parts.json"), JSON.stringify(filesOfParts(read("__wasm_split.js").toString(), names), null, 1));
  for (const [name, hashed] of Object.entries(names)) {
    const bytes = name.endsWith(".js") ? minified(renamed(read(name).toString(), names), "js") : read(name);
    fs.writeFileSync(path.join(dist, hashed), bytes);
  }
  return { glue: names["app.js"], wasm: names["app_bg.wasm"] };
}

/**
 * Short names for what the program imports from wasm-bindgen's script (each carries 16 digits that compress to nothing less), and no
 * exports for the streams of a server library that Leptos brings along.
 */
function slim() {
  const [script, program] = [`${WORK}/app.js`, `${WORK}/app_bg.wasm`];
  const short = new Map();
  const rename = (module, name) => {
    if (module !== "./app_bg.js") return name;
    if (!short.has(name)) short.set(name, `i${short.size}`);
    return short.get(name);
  };
  const slimmed = renameAndDrop(fs.readFileSync(program), rename, (name) => /intounderlying(byte)?(source|sink)_/.test(name));
  const glue = fs.readFileSync(script, "utf8").replace(/^( {8})(\w+)(?=: (async )?function|: \w+)/gm, (whole, indent, name) => indent + (short.get(name) ?? name));
  fs.writeFileSync(program, slimmed);
  fs.writeFileSync(script, glue);
}

/**
 * What sources share with each other and with the rest of the page comes in many small programs, two of which cost more to ask
 * for than all of them in one file. Returns the names of those that are in it now.
 */
function pack() {
  const script = `${WORK}/__wasm_split.js`;
  const text = fs.readFileSync(script, "utf8");
  const all = loads(text);
  const wanted = new Set(all.filter(({ part }) => SOURCES.includes(part)).flatMap(({ shared }) => shared));
  const size = (file) => fs.statSync(path.join(WORK, file)).size;
  const small = all.filter(({ part, file }) => wanted.has(part) && size(file) <= SMALL_BYTES);
  let [at, packing] = [0, `${text}\n${UNPACK}`];
  for (const { whole, part, file } of small) {
    const end = at + size(file);
    packing = packing.replace(whole, `const __${part} = makeLoad(() => unpack(new URL("./${PACK}", import.meta.url), ${at}, ${end}), []);`);
    at = end;
  }
  fs.writeFileSync(path.join(WORK, PACK), Buffer.concat(small.map(({ file }) => fs.readFileSync(path.join(WORK, file)))));
  fs.writeFileSync(script, packing);
  return new Set(small.map(({ file }) => file));
}

/** The files that each part is made of, by its name: its own, and those it shares with others. */
function filesOfParts(script, names) {
  const all = loads(script);
  const fileOf = Object.fromEntries(all.map(({ part, file }) => [part, names[file]]));
  const parts = all.filter(({ part }) => !part.startsWith("chunk_"));
  return Object.fromEntries(parts.map(({ part, shared }) => [part, [...new Set([part, ...shared].map((each) => fileOf[each]))]]));
}

/** What the script loads: a part or something that parts share, its file, what has to be there before. */
function loads(script) {
  const found = script.matchAll(/const __(?:wasm_split_load_)?(\w+) = [\s\S]*?"\.\/([\w.]+)"[\s\S]*?\[([^\]]*)\]\)*;/g);
  return [...found].map(([whole, part, file, shared]) => ({ whole, part, file, shared: shared.split(", ").filter(Boolean).map((each) => each.slice(2)) }));
}

/** Without what only people read. */
export function minified(text, loader) {
  return transformSync(text, { loader, minify: true, legalComments: "none" }).code;
}

function run(program, ...args) {
  execFileSync(path.join(ROOT, program), args, { stdio: ["ignore", "ignore", "inherit"] });
}

/** Inlined is only what is called once and short: what is written twice costs more to fetch than a call to run. */
const INLINING = ["--always-inline-max-function-size", "0", "--flexible-inline-max-function-size", "0", "--one-caller-inline-max-function-size", "20"];

/** The largest first, as many at a time as there are processors. */
async function optimiseAll(names) {
  const files = names.map((name) => path.join(WORK, name)).sort((a, b) => fs.statSync(b).size - fs.statSync(a).size);
  const worker = async () => {
    for (let file = files.shift(); file; file = files.shift()) await optimise(file);
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
}

async function optimise(file) {
  // Cleaned up once, it is flatter after flattening.
  await wasmOpt(file, ...INLINING, "--low-memory-unused", "-O2", "--flatten", "--rereloop", "-O3", "-O3", "--strip-debug");
  fs.writeFileSync(file, namedByLikeness(fs.readFileSync(file)));
  await wasmOpt(file, "--reorder-functions-by-name", "--strip-debug");
}

async function wasmOpt(file, ...passes) {
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const program = path.join(ROOT, "scripts/node_modules/.bin/wasm-opt");
  await promisify(execFile)(program, [...passes, ...features, file, "-o", file]);
}

function hash(...contents) {
  const sum = createHash("sha256");
  contents.forEach((each) => sum.update(each));
  return sum.digest("hex").slice(0, 8);
}

/** The script with the names of the files that it imports or fetches replaced. */
function renamed(script, names) {
  return script.replace(/(from |new URL\()(["'])(\.\/)?([\w.-]+)\2/g, (whole, before, quote, dot = "", name) =>
    name in names ? `${before}${quote}${dot}${names[name]}${quote}` : whole,
  );
}
