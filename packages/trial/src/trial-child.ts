/** The process in which one trial runs: it imports one strategy, measures it, and reports home. */
import {
  assertBuiltIns,
  failureOf,
  findStrategy,
  protectBuiltIns,
  serveParent,
} from "@sync-strategies/command-kit/in-child";
import { isShared } from "@sync-strategies/state-store";
import { OperationFailedError } from "@sync-strategies/workload";
import { measure } from "./measure.ts";
import { NodeHost } from "./node-host.ts";
import type { TrialMessage, TrialRequest } from "./protocol.ts";

const PROGRESS_INTERVAL_MS = 200;

let host = new NodeHost(undefined, reportProgress);

const { send } = serveParent<TrialRequest, TrialMessage>({
  async serve(request) {
    host = new NodeHost(request.saveHistoryTo, reportProgress);
    setInterval(reportProgress, PROGRESS_INTERVAL_MS).unref();
    protectBuiltIns();
    const strategy = await findStrategy(request.moduleUrl, request.strategyId);
    if (isShared(strategy)) throw new TypeError(`${strategy.id} needs members`);
    const measurement = await measure(strategy, request, host);
    assertBuiltIns();
    return { type: "measured", measurement, unsaved: host.unsaved };
  },
  describeFailure(error) {
    const { message, ...rest } = failureOf(error);
    const operation = error instanceof OperationFailedError ? `${error.operation}: ` : "";
    const failure = { message: operation + message, ...rest };
    return { type: "failed", phase: host.phase, failure };
  },
});

function reportProgress(): void {
  send({ type: "progress", phase: host.phase, completedOps: host.completedOps });
}
