/**
 * Our checker compared with Porcupine on the same files: `node bench/compare-with-porcupine.mjs`, after a build. See porcupine/README.md.
 *
 * Prints for each file the verdict of each checker and the processor time that it took, without
 * reading the file and without explaining a violation. Checkers take turns, and the best of a few
 * rounds counts. Exits with 1 if two verdicts contradict each other, or one is known to be wrong.
 */
import {
  check,
  counter,
  formatHistory,
  HistoryReader,
  operationForms,
  register,
  text,
} from "@sync-strategies/linearizability";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const ROUNDS = 3;
/** Beyond it a verdict is unknown. */
const TIMEOUT_MS = 2_000;
/** What takes this long is not repeated. */
const LONG_MS = 300;
const MEMORY_BYTES = 2 ** 30;

const models = { register, counter, string: text };
const folder = mkdtempSync(join(tmpdir(), "compare-with-porcupine-"));

/** A program that answers requests, one line each. */
class Program {
  #child;
  #answers;

  constructor(command, args) {
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async check({ file, model, initial }) {
    this.#child.stdin.write(`${file}\t${model}\t${JSON.stringify(initial)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`The checker ended at ${file}.`);
    const [, verdict, ms] = value.split("\t");
    return { verdict, ms: Number(ms) };
  }

  end() {
    this.#child.stdin.end();
  }
}

const ours = {
  check({ file, model, initial }) {
    const reader = new HistoryReader({ file, operations: operationForms[model] });
    reader.addBytes(readFileSync(file));
    reader.end();
    const history = reader.columns();
    const budget = { milliseconds: TIMEOUT_MS, memoryBytes: MEMORY_BYTES };
    const [before, startedAt] = [process.cpuUsage(), performance.now()];
    const { verdict, engine, elapsedMs } = check(history, models[model](initial), { budget });
    const wholeMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(before);
    // The rest of the time went into the explanation, which the others do not give.
    const share = verdict === "not-linearizable" ? elapsedMs / wholeMs : 1;
    return { verdict, engine, ms: ((user + system) / 1000) * share };
  },
  end() {},
};

function porcupine() {
  const build = join(folder, "porcupine");
  cpSync(fileURLToPath(new URL("porcupine", import.meta.url)), build, { recursive: true });
  const sources = process.env.PORCUPINE;
  const go = (...args) => execFileSync("go", args, { cwd: build, stdio: "inherit" });
  if (sources === undefined) go("get", "github.com/anishathalye/porcupine@v1.3.0");
  else go("mod", "edit", `-replace=github.com/anishathalye/porcupine=${sources}`);
  go("build", "-o", "checker", ".");
  return new Program(join(build, "checker"), ["-timeout", `${TIMEOUT_MS}ms`]);
}

function recorded() {
  const root = process.env.HISTORIES;
  if (root === undefined) return [];
  const entries = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8"));
  return entries.map((entry) => ({
    ...entry,
    group: entry.file.split("/")[0],
    name: entry.file,
    file: join(root, entry.file),
    ops: readFileSync(join(root, entry.file), "utf8").split('"invoke"').length - 1,
  }));
}

/** Registers whose clients always have an operation in flight; one read in it may be stale. */
function simulate({ clients, ops, keys, values, isViolating }) {
  const generator = xoroshiro128plus(1);
  const lot = (below) => uniformInt(generator, 0, below - 1);
  const [history, states, running] = [[], new Map(), []];
  let [events, serial] = [0, 0];
  for (let open = 0; history.length < ops || open > 0;) {
    const client = lot(clients);
    const one = running[client];
    if (one === undefined) {
      if (history.length >= ops) continue;
      const [key, name] = [
        `k${lot(keys)}`,
        ["read", "write", "update"][lot(20) < 10 ? 0 : 1 + lot(2)],
      ];
      const input = values === Infinity ? ++serial : lot(values);
      running[client] = { client, key, name, called: ++events, ...(name !== "read" && { input }) };
      history.push(running[client]);
      open++;
    } else if (!("isApplied" in one)) {
      const before = states.get(one.key) ?? null;
      if (one.name === "read") one.output = before;
      else states.set(one.key, one.input);
      if (one.name === "update") [one.output, one.input] = [[before, one.input], undefined];
      Object.defineProperty(one, "isApplied", { value: true });
    } else {
      one.returned = ++events;
      running[client] = undefined;
      open--;
    }
  }
  if (isViolating) {
    const reads = history.filter(({ name, key }) => name === "read" && key === "k0");
    const early = reads[Math.floor(reads.length / 3)];
    // What was replaced long ago; a value that comes up again would be no violation.
    reads[Math.floor((2 * reads.length) / 3)].output = values === Infinity ? early.output : -1;
  }
  return history;
}

function generated() {
  const sizes = [10, 20, 50, 100].flatMap((clients) =>
    [1_000, 10_000, 100_000].map((ops) => ({ clients, ops, keys: 1 })),
  );
  const shapes = [
    ...sizes,
    { clients: 20, ops: 100_000, keys: 100 },
    { clients: 100, ops: 100_000, keys: 100 },
  ];
  return shapes.flatMap((shape) =>
    [Infinity, 5].flatMap((values) =>
      [false, true].map((isViolating) => {
        const { clients, ops, keys } = shape;
        const name =
          `${clients} clients, ${ops} operations${keys > 1 ? `, ${keys} keys` : ""}, ` +
          `${values === Infinity ? "unique values" : `${values} values`}${isViolating ? ", one wrong read" : ""}`;
        const file = join(folder, `${name.replaceAll(/\W+/g, "-")}.jsonl`);
        const history = simulate({ ...shape, values, isViolating });
        writeFileSync(file, [...formatHistory(history)].join("\n"));
        const expected = isViolating ? "not-linearizable" : "linearizable";
        return {
          group: "generated",
          name,
          file,
          model: "register",
          initial: null,
          expected,
          clients,
          ops,
        };
      }),
    ),
  );
}

/** The best of some rounds, in which the checkers take turns. */
async function compare(entry, checkers) {
  const best = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, checker] of checkers) {
      const before = best.get(name);
      if (before !== undefined && before.ms > LONG_MS) continue;
      const answer = await checker.check(entry);
      if (before === undefined || answer.ms < before.ms) best.set(name, answer);
    }
  }
  return best;
}

/** Unknown is slower than any verdict. */
function timeOf({ verdict, ms }) {
  return verdict === "unknown" ? Infinity : ms;
}

/** How many times as long the other took; a bound if it gave up. */
function ratioOf(other, mine) {
  if (mine.verdict === "unknown") return other.verdict === "unknown" ? "-" : "0";
  const ratio = String(Number((other.ms / mine.ms).toPrecision(2)));
  return other.verdict === "unknown" ? `> ${ratio}` : ratio;
}

const checkers = new Map([
  ["ours", ours],
  ["Porcupine", porcupine()],
]);
const names = [...checkers.keys()];
const short = { linearizable: "yes", "not-linearizable": "no", unknown: "unknown", skipped: "-" };
const cell = ({ verdict, ms }) =>
  `${short[verdict]} | ${verdict === "skipped" ? "-" : ms.toFixed(2)}`;

console.log(
  `${cpus()[0]?.model}, Node ${process.version}, ${execFileSync("go", ["version"]).toString().trim()}`,
);
console.log(
  `Best of ${ROUNDS} rounds, interleaved; ms of processor time for checking alone; ` +
    `unknown after ${TIMEOUT_MS} ms.\n`,
);
console.log(
  `| history | ${names.map((name) => `${name} | ms`).join(" | ")} | engine | Porcupine / ours |`,
);
console.log(`|---|${names.map(() => "---|--:|").join("")}---|--:|`);

const groups = new Map();
let [wrong, required, slower] = [0, 0, []];
for (const entry of [...recorded(), ...generated()]) {
  const answers = await compare(entry, checkers);
  const [mine, other] = [answers.get("ours"), answers.get("Porcupine")];
  for (const [name, { verdict }] of answers) {
    if (verdict === entry.expected || verdict === "unknown" || verdict === "skipped") continue;
    wrong++;
    console.log(`| WRONG: ${name} says ${verdict} of ${entry.name}, which is ${entry.expected} |`);
  }
  const isRequired = (entry.clients ?? 0) >= 20 || entry.ops >= 10_000;
  if (isRequired) required++;
  if (isRequired && timeOf(mine) > timeOf(other)) slower.push(entry.name);
  if (entry.group !== "generated") {
    const sums = groups.get(entry.group) ?? { files: 0, of: new Map() };
    sums.files++;
    for (const [name, { verdict, ms }] of answers) {
      const sum = sums.of.get(name) ?? { ms: 0, unknown: 0, skipped: 0 };
      sum.ms += ms;
      if (verdict === "unknown") sum.unknown++;
      if (verdict === "skipped") sum.skipped++;
      sums.of.set(name, sum);
    }
    groups.set(entry.group, sums);
    continue;
  }
  const cells = names.map((name) => cell(answers.get(name))).join(" | ");
  console.log(`| ${entry.name} | ${cells} | ${mine.engine} | ${ratioOf(other, mine)} |`);
}
for (const [group, { files, of }] of groups) {
  const cells = names.map((name) => {
    const { ms, unknown, skipped } = of.get(name);
    const notes = [unknown && `${unknown} unknown`, skipped && `${skipped} skipped`].filter(
      Boolean,
    );
    return `${notes.join(", ") || "all right"} | ${ms.toFixed(2)}`;
  });
  console.log(
    `| ${files} files of ${group}, in all | ${cells.join(" | ")} | | ${ratioOf(of.get("Porcupine"), of.get("ours"))} |`,
  );
}
console.log(
  `\nFrom 20 clients or 10,000 operations on ours was slower in ${slower.length} of ${required} ` +
    `histories${slower.length > 0 ? `: ${slower.join("; ")}` : "."}`,
);
for (const checker of checkers.values()) checker.end();
rmSync(folder, { recursive: true, force: true });
process.exitCode = wrong > 0 ? 1 : 0;
