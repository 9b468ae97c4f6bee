/**
 * A server for tests: names in memory, over HTTP, kept in a file of its folder. Its only argument says
 * how it behaves: "plain" as any server does.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const { folder, port, version, behaviour, password = "" } = JSON.parse(process.argv[2]);
const file = join(folder, "names.json");
const mark = join(folder, "has-started");
const names = new Set(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
const helper = behaviour === "helper" ? startHelper() : undefined;

function startHelper() {
  // In a session that is not the server's, as Postgres's processes are.
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], {
    detached: true,
    stdio: "ignore",
  });
}

if (behaviour === "fails") {
  console.error("reading the configuration\nfatal: there is no such setting\n");
  process.exit(3);
}
if (behaviour === "logs-json") {
  console.error(JSON.stringify({ level: "fatal", msg: "cannot open", error: "no such folder" }));
  process.exit(1);
}
if (behaviour === "port-taken" && !existsSync(mark)) {
  writeFileSync(mark, "");
  console.error("bind: Address already in use");
  process.exit(1);
}

const tasks = {
  version: () => version,
  pids: () => JSON.stringify({ pid: process.pid, keeper: process.ppid, helper: helper?.pid }),
  put: (name) => names.add(name),
  list: (prefix) => JSON.stringify([...names].filter((name) => name.startsWith(prefix))),
  remove(prefix) {
    for (const name of names)
      if (name.startsWith(prefix) && !name.includes("stuck")) names.delete(name);
  },
  die() {
    console.error("out of memory");
    process.exit(7);
  },
};

createServer((request, response) => {
  const { pathname, search } = new URL(request.url, "http://127.0.0.1");
  const [, task, argument] = pathname.split("/");
  if (behaviour === "silent") return;
  if (behaviour === "talks") return response.writeHead(500).end(`no ${search} here`);
  if (search.slice(1) !== password) return response.writeHead(401).end();
  if (behaviour === "read-only" && task === "put") return response.writeHead(403).end();
  const reply = tasks[task](argument);
  writeFileSync(file, JSON.stringify([...names]));
  response.end(typeof reply === "string" ? reply : "");
}).listen(port, "127.0.0.1", () => {
  if (behaviour !== "never-ready") console.log("ready");
  // What the test waits for: the server is there, and its keeper still waits.
  else writeFileSync(join(folder, "waits"), "");
});
