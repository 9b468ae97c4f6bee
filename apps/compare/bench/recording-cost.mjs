/**
 * What recording the history costs, per strategy: `node bench/recording-cost.mjs [strategy…]`,
 * after a build.
 *
 * Runs `saturated` with and without the recorder, each in a fresh process, in turns. Prints the
 * medians over the rounds of the extra time per operation, and of the factor by which recording
 * slows an operation down.
 */
import {
  interruption,
  runCommand,
  scratchFolder,
  superviseChild,
} from "@sync-strategies/command-kit";
import { selectStrategies } from "@sync-strategies/command-kit/strategies";
import { median } from "@sync-strategies/statistics";

const ROUNDS = 11;
const DURATION_MS = 500;
const PATIENCE_MS = 60_000;

await runCommand("recording-cost", (complain) => ({
  async parseAsync(names) {
    const { strategies, refusals, problems } = await selectStrategies(names, {
      scratch: scratchFolder(),
      signal: interruption(),
    });
    const complaints = [...refusals, ...problems];
    for (const { message } of complaints) complain(message);
    if (complaints.length > 0) process.exitCode = 2;
    else await measureAll(strategies);
  },
}));

async function measureAll(strategies) {
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
      `${strategy.id.padEnd(16)} ${median(extra).toFixed(1).padStart(6)} ns more per operation, ` +
        `${median(ratios).toFixed(3)} times the ${bare.toFixed(0)} ns without ` +
        `(rounds from ${Math.min(...extra).toFixed(0)} to ${Math.max(...extra).toFixed(0)} ns)`,
    );
  }
}

async function nanosecondsOf({ id, moduleUrl }, isRecorded) {
  const end = await superviseChild(new URL("recording-cost-child.mjs", import.meta.url), {
    request: { id, moduleUrl, isRecorded, durationMs: DURATION_MS },
    patienceMs: PATIENCE_MS,
    signal: interruption(),
    onMessage: (message, { result }) => result(message),
  });
  if (end.end !== "result") throw new Error(`the run of ${id}: ${end.reason ?? "it hung"}`);
  if (end.result.failure !== undefined) throw new Error(`${id}: ${end.result.failure}`);
  return end.result.nanoseconds;
}
