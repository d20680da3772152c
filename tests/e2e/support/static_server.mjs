// Any static host: files of a folder below a path, with the headers that a host should send.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain", ".mjs": "text/javascript" };

/** The `Content-Security-Policy` line of dist/_headers. */
export const policyOf = (folder) => /Content-Security-Policy: (.*)/.exec(fs.readFileSync(path.join(folder, "_headers"), "utf8"))[1];

/** Serves `folder` below `at`; `requests` lists what was asked for, `sent` how many bytes of body went out. */
export async function serveFolder(folder, { at = "/", headers = {}, compressed = true } = {}) {
  const requests = [];
  const sent = new Map();
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    requests.push(pathname);
    const inside = pathname.startsWith(at) ? decodeURIComponent(pathname.slice(at.length)) || "index.html" : null;
    const file = inside === null ? null : path.join(folder, path.normalize(inside));
    if (!file || !file.startsWith(folder) || !fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end();
    const brotli = compressed && /\bbr\b/.test(request.headers["accept-encoding"] ?? "") && fs.existsSync(`${file}.br`);
    const body = fs.readFileSync(brotli ? `${file}.br` : file);
    sent.set(inside, body.length);
    response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream", ...(brotli && { "Content-Encoding": "br" }), ...headers });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}${at}`;
  return { url, requests, sent, stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}
