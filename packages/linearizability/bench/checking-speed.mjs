/**
 * How long checking takes, and reading what is checked from a file:
 * `node bench/checking-speed.mjs`, after a build. Prints the median of some runs, and whether the
 * verdict was the right one.
 */
import {
  check,
  formatHistory,
  HistoryReader,
  HistoryRecorder,
  operationForms,
  operationsOf,
  register,
} from "@sync-strategies/linearizability";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const RUNS = 7;
const READINGS = 3;

/**
 * A linearizable history on one or more keys: every client always has an operation in flight, and
 * what happens next is drawn at random.
 */
function simulate({ clients, operations, keys, updates, values = Infinity, seed = 1 }) {
  const generator = xoroshiro128plus(seed);
  const lot = (below) => uniformInt(generator, 0, below - 1);
  const recorder = new HistoryRecorder(operations);
  const state = new Map();
  const running = Array.from({ length: clients });
  let serial = 0;
  while (recorder.total < operations) {
    const client = lot(clients);
    const one = running[client];
    if (one === undefined) {
      const key = lot(keys);
      const chance = lot(100);
      const value = values === Infinity ? serial++ : lot(values);
      const kind = chance < updates ? "update" : chance < updates + 35 ? "write" : "read";
      const operation =
        kind === "read"
          ? recorder.callRead(client, key)
          : kind === "write"
            ? recorder.callWrite(client, key, value)
            : recorder.callUpdate(client, key);
      running[client] = { kind, operation, key, value, result: undefined, applied: false };
    } else if (!one.applied) {
      one.applied = true;
      one.result = state.get(one.key);
      if (one.kind !== "read") state.set(one.key, one.value);
      if (one.kind === "update") recorder.updating(one.operation, one.result, one.value);
    } else {
      running[client] = undefined;
      if (one.kind === "read") recorder.returnRead(one.operation, one.result);
      else if (one.kind === "write") recorder.returnWrite(one.operation);
      else recorder.returnUpdate(one.operation);
    }
  }
  return recorder.history();
}

/** Makes one late read return a value that had been replaced long before it was called. */
function plantStaleRead(history) {
  const { length, kinds, keys, returns, valuesRead } = history;
  const isRead = (row) => kinds[row] === 0 && returns[row] !== 0;
  let early = Math.floor(length / 3);
  while (!isRead(early) || valuesRead[early] < 0) early++;
  let late = Math.floor((2 * length) / 3);
  while (!isRead(late) || keys[late] !== keys[early]) late++;
  valuesRead[late] = valuesRead[early];
  return history;
}

function measure(title, expected, history, { model = register(), ...options } = {}) {
  const verdicts = Array.from({ length: RUNS }, () => check(history, model, options));
  const times = verdicts.map(({ elapsedMs }) => elapsedMs).toSorted((one, other) => one - other);
  const [verdict] = verdicts;
  const right = verdicts.every((one) => one.verdict === expected) ? "" : `  WRONG, not ${expected}`;
  const median = times[Math.floor(RUNS / 2)].toFixed(1);
  console.log(
    `${median.padStart(9)} ms  ${title}: ${verdict.verdict}, by ${verdict.engine}${right}`,
  );
  if (verdict.witness) {
    const { operations } = verdict.witness;
    console.log(`${" ".repeat(14)}${verdict.explanation} (${operations.length} operations shown)`);
  }
}

/**
 * Writes the history to a file, and reads that into columns, in pieces. The time is the
 * processor's, the memory that of the columns, without the texts of the values.
 */
function measureReading(title, history, shown = (line) => line) {
  const folder = mkdtempSync(join(tmpdir(), "history-"));
  try {
    const path = join(folder, "history.jsonl");
    writeLines(path, formatHistory(history), shown);
    const readings = Array.from({ length: READINGS }, () => readOnce(path));
    const [{ columns }] = readings;
    const bytes = [...Object.values(columns), columns.meaning.names]
      .filter((column) => ArrayBuffer.isView(column))
      .reduce((sum, { byteLength }) => sum + byteLength, 0);
    const times = readings.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const perOperation = (amount) => (amount / columns.length).toFixed(2);
    const median = times[Math.floor(READINGS / 2)];
    console.log(
      `${median.toFixed(1).padStart(9)} ms  ${title}: ${perOperation(median * 1000)} µs and ` +
        `${Math.round(bytes / columns.length)} bytes per operation`,
    );
    measure(`${title}, checked`, "linearizable", columns);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeLines(path, lines, shown) {
  const file = openSync(path, "w");
  let batch = [];
  for (const line of lines) {
    if (batch.push(shown(line)) < 10_000) continue;
    writeSync(file, `${batch.join("\n")}\n`);
    batch = [];
  }
  writeSync(file, batch.join("\n"));
  closeSync(file);
}

function readOnce(path) {
  const before = process.cpuUsage();
  const reader = new HistoryReader({ operations: operationForms.register });
  const piece = new Uint8Array(2 ** 18);
  const file = openSync(path);
  for (let length; (length = readSync(file, piece)) > 0;)
    reader.addBytes(piece.subarray(0, length));
  closeSync(file);
  reader.end();
  const columns = reader.columns();
  const { user, system } = process.cpuUsage(before);
  return { columns, ms: (user + system) / 1000 };
}

const million = { clients: 1000, operations: 1_000_000, keys: 5, updates: 30 };
const name = "1,000,000 operations of 1,000 clients, 30% updates";
measure(name, "linearizable", simulate(million));
measure(`${name}, one stale read`, "not-linearizable", plantStaleRead(simulate(million)));

measureReading(`${name}, read from a file`, simulate(million));
measureReading(`${name}, with texts as values, read from a file`, simulate(million), (line) =>
  line.replaceAll(/(?<=[:,[])\d+(?=[\],}])(?<="value".*)/g, '"value $&"'),
);

const busy = { clients: 50, operations: 1000, keys: 1, updates: 10 };
measure("1,000 operations of 50 busy clients", "linearizable", simulate(busy));
// Under an unknown name, so that only the search can judge it.
const searchedRegister = { ...register(), engines: [] };
const [sound, stale] = [simulate(busy), plantStaleRead(simulate(busy))].map(operationsOf);
measure("the same by search", "linearizable", sound, { model: searchedRegister });
measure("the same by search, one stale read", "not-linearizable", stale, {
  model: searchedRegister,
});

const budget = { milliseconds: 1000, memoryBytes: 2 ** 27 };
const hard = simulate({ clients: 60, operations: 3000, keys: 1, updates: 20, values: 4, seed: 3 });
console.log(`with a budget of ${budget.milliseconds} ms and ${budget.memoryBytes / 2 ** 20} MiB:`);
measure(
  "3,000 operations of 60 clients, the same four values again and again",
  "linearizable",
  hard,
  {
    budget,
  },
);
console.log(
  `peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
);
