// Stands between the page and the backend and, where told to, answers wrongly.
import http from "node:http";

/** Ways to answer, for {@link FaultyProxy.fault}. */
export const faults = {
  status: (code, detail, headers = {}) => (request, response) => {
    response.writeHead(code, { "Content-Type": "application/json", ...headers }).end(JSON.stringify({ detail }));
  },
  html: (request, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Sign in</title><p>Sign in first");
  },
  unreachable: (request, response) => response.destroy(),
  json: (value, headers = {}) => (request, response) => {
    response.writeHead(200, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
  },
  noSessions: (request, response) => {
    response.writeHead(200, { "Content-Type": "application/x-ndjson", "X-Session-Count": "0" }).end();
  },
  /** Passes the backend's answer on, but for its second half. */
  truncated: (request, response, { body, headers, status }) => {
    response.writeHead(status, { ...headers, "content-length": String(body.length) });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  },
};
faults.truncated.needsAnswer = true;

/** Starts the proxy. `fault(pattern, how)` answers so whatever matches, from now on; `heal()` ends all of that. */
export async function startProxy(target) {
  let rules = [];
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url);
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
    fault: (pattern, how) => (rules = [{ pattern, how }, ...rules]),
    heal: () => (rules = []),
    stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}
