// The real nginx and Caddy, started with the recipes of examples/hosting: only what has to be another here is replaced, and
// it has to be there to be replaced.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { root } from "./root.mjs";

const recipe = (name) => path.join(root, "examples/hosting", name);

/** Whether there is such a program. */
export const isInstalled = (program) => spawnSync(program, ["-v"]).error === undefined || spawnSync(`/usr/sbin/${program}`, ["-v"]).error === undefined;

/** Starts nginx on `folder`, in front of `upstream`; `{url, stop}`. */
export async function startNginx({ folder, upstream, organization, token }) {
  const [work, port] = [temporary(), await freePort()];
  const server = changed("nginx.conf", [
    ["listen 443 ssl;", `listen 127.0.0.1:${port};`],
    ["root /srv/session-health/dist;", `root ${folder};`],
    ["include /etc/nginx/session-health-headers.conf;", `include ${recipe("session-health-headers.conf")};`],
    ["/organizations/acme/", `/organizations/${organization}/`],
    ["proxy_pass https://sentry.io;", `proxy_pass ${upstream};`],
    ["REPLACE_WITH_A_TOKEN_THAT_ONLY_READS", token],
  ]);
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((each) => `${each}_temp_path ${work}/${each};`).join(" ");
  const user = process.getuid() === 0 ? "user root;" : "";
  fs.writeFileSync(`${work}/nginx.conf`, `${user} daemon off; pid ${work}/pid; error_log stderr error; events {} http { access_log off; ${folders} ${server} }`);
  return started("nginx", ["-p", work, "-c", `${work}/nginx.conf`], port, work);
}

/** Starts Caddy likewise. */
export async function startCaddy({ folder, upstream, organization, token }) {
  const [work, port] = [temporary(), await freePort()];
  const site = changed("Caddyfile", [
    ["health.example.org {", `http://127.0.0.1:${port} {`],
    ["root * /srv/session-health/dist", `root * ${folder}`],
    ["/organizations/acme/", `/organizations/${organization}/`],
    ["reverse_proxy https://sentry.io {", `reverse_proxy ${upstream} {`],
    ["REPLACE_WITH_A_TOKEN_THAT_ONLY_READS", token],
  ]);
  fs.writeFileSync(`${work}/Caddyfile`, `{\n\tadmin off\n\tauto_https off\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n${site}`);
  return started("caddy", ["run", "--config", `${work}/Caddyfile`, "--adapter", "caddyfile"], port, work);
}

function changed(name, changes) {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${name} does not say ${from}`);
    return text.replaceAll(from, to);
  }, fs.readFileSync(recipe(name), "utf8"));
}

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), "session-health-host-"));

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function started(program, args, port, work) {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, HOME: work, XDG_CONFIG_HOME: work, XDG_DATA_HOME: work };
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const ended = new Promise((done) => child.once("exit", done));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    fs.rmSync(work, { recursive: true, force: true });
  };
  return { url, stop };
}

const answers = (url) => fetch(url).then(() => true, () => false);
