// Stands between the page and the backend and, where told to, answers wrongly.
import http from "node:http";

const NDJSON = { "Content-Type": "application/x-ndjson" };
const pause = (millis) => new Promise((done) => setTimeout(done, millis));
/** Marks a way to answer that changes the backend's own answer. */
const changes = (how) => Object.assign(how, { needsAnswer: true });

/** Ways to answer, for the proxy's `fault`. */
export const faults = {
  status: (code, detail, headers = {}) => (request, response) => {
    response.writeHead(code, { "Content-Type": "application/json", ...headers }).end(JSON.stringify({ detail }));
  },
  html: (request, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Sign in</title><p>Sign in first");
  },
  /** No answer: the connection is reset. */
  unreachable: (request, response) => response.destroy(),
  /** No answer, and nothing that ends the waiting. */
  stall: () => {},
  redirect: (to) => (request, response) => response.writeHead(302, { Location: to, "Access-Control-Allow-Origin": "*" }).end(),
  json: (value, headers = {}) => (request, response) => {
    response.writeHead(200, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
  },
  text: (type, body) => (request, response) => response.writeHead(200, { "Content-Type": type }).end(body),
  noSessions: (request, response) => response.writeHead(200, { ...NDJSON, "X-Session-Count": "0" }).end(),
  /** Sessions as raw lines. */
  lines: (rows) => (request, response) =>
    response.writeHead(200, { ...NDJSON, "X-Session-Count": String(rows.length) }).end(rows.map((row) => `${JSON.stringify(row)}\n`).join("")),
  /** Passes so many of a thousand bytes of the backend's answer on, then breaks off. */
  cut: (parts) =>
    changes((request, response, { body, headers, status }) => {
      response.writeHead(status, { ...headers, "content-length": String(body.length) });
      // A reset throws away what has not been read yet.
      response.write(body.subarray(0, Math.floor((body.length * parts) / 1000)), () => setTimeout(() => response.destroy(), 200));
    }),
  /** Announces more bytes than come, and ends. */
  wrongLength: changes((request, response, { body, headers, status }) => {
    response.writeHead(status, { ...headers, "content-length": String(body.length + 1000) });
    response.write(body, () => response.destroy());
  }),
  /** Answers, but not soon. */
  delay: (millis) =>
    changes(async (request, response, { body, headers, status }) => {
      await pause(millis);
      response.writeHead(status, headers).end(body);
    }),
  /** Answers in `pieces` pieces, each `millis` after the one before. */
  drip: (pieces, millis) =>
    changes(async (request, response, { body, headers, status }) => {
      response.writeHead(status, headers);
      const size = Math.ceil(body.length / pieces);
      for (let at = 0; at < body.length; at += size) {
        response.write(body.subarray(at, at + size));
        await pause(millis);
      }
      response.end();
    }),
  /** The backend's lines with `extra` bytes among them. */
  among: (extra) =>
    changes((request, response, { body, headers, status }) => {
      const { "x-session-count": _, "content-length": __, ...kept } = headers;
      const middle = body.indexOf(10, body.length / 2) + 1;
      response.writeHead(status, kept).end(Buffer.concat([body.subarray(0, middle), extra, body.subarray(middle)]));
    }),
  /** Answers as if the backend's clock were `hours` ahead. */
  ahead: (hours) =>
    changes((request, response, { body, headers, status }) => {
      const date = new Date(Date.parse(headers.date) + hours * 3_600_000).toUTCString();
      response.writeHead(status, { ...headers, date }).end(body);
    }),
  /** A list whose pages overlap, come newest last and go round in circles. */
  circles: changes((request, response, { body, headers, status }) => {
    const rows = JSON.parse(body).reverse();
    const url = new URL(request.url, "http://host");
    const first = !url.searchParams.has("cursor");
    const link = `<http://host/?cursor=0:0:0>; rel="next"; results="true"; cursor="0:0:0"`;
    const { "content-length": _, ...kept } = headers;
    response.writeHead(status, { ...kept, link }).end(JSON.stringify(first ? rows.slice(0, -1) : rows.slice(1)));
  }),
};
faults.truncated = faults.cut(900);

const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Authorization", "Access-Control-Expose-Headers": "Date, X-Session-Count, Link, Retry-After" };

/**
 * Starts the proxy. `fault(pattern, how)` answers so whatever matches, from now on; `heal()` ends all of that. `open`: pages of
 * other origins may read the answers.
 */
export async function startProxy(target, { open = false } = {}) {
  let rules = [];
  const asked = [];
  const requests = [];
  const server = http.createServer((request, response) => {
    // The backend's clock stands still.
    response.sendDate = false;
    if (open) for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (open && request.method === "OPTIONS") return response.writeHead(204).end();
    asked.push(request.url);
    requests.push({ url: request.url, headers: request.headers, at: Date.now() });
    const rule = rules.find(({ pattern }) => pattern.test(request.url));
    if (rule && !rule.how.needsAnswer) return rule.how(request, response);
    const { "accept-encoding": _, ...headers } = request.headers;
    const onward = http.request(target + request.url, { method: request.method, headers }, (answer) => {
      if (!rule) {
        response.writeHead(answer.statusCode, answer.headers);
        return answer.pipe(response);
      }
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const { "transfer-encoding": _, ...kept } = answer.headers;
        rule.how(request, response, { body: Buffer.concat(chunks), headers: kept, status: answer.statusCode });
      });
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    requests,
    fault: (pattern, how) => (rules = [{ pattern, how }, ...rules]),
    heal: () => (rules = []),
    stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}
