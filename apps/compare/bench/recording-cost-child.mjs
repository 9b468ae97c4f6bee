/** The process in which recording-cost.mjs measures one run of a strategy. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { findStrategy, serveParent } from "@sync-strategies/command-kit/in-child";
import { HistoryRecorder } from "@sync-strategies/linearizability";
import { generateStreams, presets, WorkloadRun } from "@sync-strategies/workload";

const { parameters } = presets.saturated;
const WARM_UP_MS = 300;

serveParent({
  serve: measure,
  describeFailure: (error) => ({ failure: String(error) }),
});

/** Resolves to the nanoseconds per operation. */
async function measure({ id, moduleUrl, isRecorded, durationMs }) {
  const strategy = await findStrategy(moduleUrl, id);
  const streams = generateStreams(parameters);
  const run = async (forMs, recorder) => {
    const store = await strategy.createStore();
    const workload = new WorkloadRun(store, parameters, streams, { recorder });
    const { readOps, writeOps, elapsedMs } = await workload.start(forMs);
    await store.close();
    return (elapsedMs * 1e6) / (readOps + writeOps);
  };
  const warm = await run(WARM_UP_MS, isRecorded ? new HistoryRecorder() : undefined);
  const recorder = isRecorded ? new HistoryRecorder() : undefined;
  recorder?.prepare(Math.ceil(((durationMs * 1e6) / warm) * 1.5));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return { nanoseconds: await run(durationMs, recorder) };
}
