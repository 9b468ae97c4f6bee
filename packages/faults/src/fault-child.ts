/** The process in which one round is played, or a fault describes itself. */
import { failureOf, serveParent } from "@sync-strategies/command-kit/in-child";
import { startKeeper, type ServiceError } from "@sync-strategies/servers";
import { describeFault } from "./describe-fault.ts";
import { loadFault } from "./load-strategy.ts";
import { playRound } from "./play-round.ts";
import type { FaultMessage, FaultRequest } from "./round-protocol.ts";

const MISSING_SERVICE: ServiceError["code"] = "NOT_INSTALLED";

const { send } = serveParent<FaultRequest, FaultMessage>({
  async serve(request) {
    const fault = await loadFault(request.moduleUrl);
    if (request.task === "describe") return { type: "described", fault: describeFault(fault) };
    const round = await playRound({ ...request, fault, startKeeper, onStep });
    return { type: "played", round };
  },
  describeFailure(error) {
    const reason = unavailable(error);
    if (reason !== undefined) return { type: "not-run", reason };
    return { type: "failed", failure: failureOf(error) };
  },
});

/** What is not installed here is no fault of the cell. */
function unavailable(error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  const isMissing = code === MISSING_SERVICE || code === "UNAVAILABLE_STRATEGY";
  return isMissing ? message : undefined;
}

function onStep(): void {
  send({ type: "step" });
}
