/**
 * What recording the history costs, per strategy: `node bench/recording-cost.mjs [strategy…]`,
 * after a build.
 *
 * Runs `saturated` with and without the recorder, each in a fresh process, in turns. Prints the
 * medians over the rounds of what an operation takes longer, and of how much slower it makes it.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fileURLToPath } from "node:url";
import { HistoryRecorder } from "@sync-strategies/linearizability";
import { generateStreams, presets, WorkloadRun } from "@sync-strategies/workload";
import { selectStrategies } from "@sync-strategies/command-kit/strategies";
import { loadStrategies } from "@sync-strategies/command-kit/in-child";

const ROUNDS = 11;
const DURATION_MS = 500;
const { parameters } = presets.saturated;

if (process.send) process.once("message", (request) => void trial(request));
else await measureAll();

async function measureAll() {
  const scratch = mkdtempSync(join(tmpdir(), "recording-cost-"));
  try {
    const { signal } = new AbortController();
    const { strategies, problems } = await selectStrategies(process.argv.slice(2), {
      scratch,
      signal,
    });
    for (const { message } of problems) console.error(`recording-cost: ${message}`);
    if (problems.length > 0) process.exitCode = 2;
    else await measure(strategies);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function measure(strategies) {
  console.log(`saturated, ${ROUNDS} rounds of ${DURATION_MS} ms each with and without recording:`);
  for (const strategy of strategies) {
    const extra = [];
    const ratios = [];
    let bare = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const order = round % 2 === 0 ? [false, true] : [true, false];
      const cost = {};
      for (const isRecorded of order) cost[isRecorded] = await nanosecondsOf(strategy, isRecorded);
      extra.push(cost.true - cost.false);
      ratios.push(cost.true / cost.false);
      bare += cost.false / ROUNDS;
    }
    console.log(
      `${strategy.id.padEnd(16)} ${median(extra).toFixed(1).padStart(6)} ns more an operation, ` +
        `${median(ratios).toFixed(3)} times the ${bare.toFixed(0)} ns without ` +
        `(rounds from ${Math.min(...extra).toFixed(0)} to ${Math.max(...extra).toFixed(0)} ns)`,
    );
  }
}

function nanosecondsOf({ id, moduleUrl }, isRecorded) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { execArgv: [] });
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the trial of ${id} ended with ${code}`)));
    child.send({ id, moduleUrl, isRecorded });
  });
}

async function trial({ id, moduleUrl, isRecorded }) {
  const strategy = (await loadStrategies(moduleUrl)).find((one) => one.id === id);
  const streams = generateStreams(parameters);
  const run = async (durationMs, recorder) => {
    const store = await strategy.createStore();
    const { readOps, writeOps, elapsedMs } = await new WorkloadRun(
      ...[store, parameters, streams, recorder],
    ).start(durationMs);
    await store.close();
    return (elapsedMs * 1e6) / (readOps + writeOps);
  };
  const warm = await run(300, isRecorded ? new HistoryRecorder() : undefined);
  const recorder = isRecorded ? new HistoryRecorder() : undefined;
  recorder?.prepare(Math.ceil(((DURATION_MS * 1e6) / warm) * 1.5));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  process.send(await run(DURATION_MS, recorder), () => process.exit());
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
