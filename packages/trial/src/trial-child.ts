/**
 * The process in which one trial runs: it imports one strategy, measures it, and reports home. Of a
 * strategy whose state members share it is the coordinator.
 */
import {
  assertBuiltIns,
  failureOf,
  findStrategy,
  protectBuiltIns,
  serveParent,
} from "@sync-strategies/command-kit/in-child";
import { MemberFailure } from "@sync-strategies/members";
import {
  isShared,
  SPANS,
  type ServicePlace,
  type SharedStrategy,
  type Strategy,
} from "@sync-strategies/state-store";
import type { Clients } from "./clients.ts";
import { LocalClients } from "./local-clients.ts";
import { measure } from "./measure.ts";
import { MemberClients } from "./member-clients.ts";
import type { TrialMember } from "./member-group.ts";
import { memberKinds } from "./member-kind.ts";
import { nameOperation } from "./name-operation.ts";
import { NodeHost } from "./node-host.ts";
import { nodeMachine } from "./node-machine.ts";
import { PROGRESS_INTERVAL_MS, type TrialMessage, type TrialRequest } from "./protocol.ts";
import { SignsOfLife } from "./signs-of-life.ts";

const signs = new SignsOfLife();
let host = new NodeHost(undefined, reportProgress);
let clients: Clients | undefined;

const { send } = serveParent<TrialRequest, TrialMessage>({
  async serve(request) {
    host = new NodeHost(request.saveHistoryTo, reportProgress);
    setInterval(reportProgress, PROGRESS_INTERVAL_MS).unref();
    protectBuiltIns();
    const strategy = await findStrategy(request.moduleUrl, request.strategyId);
    clients = clientsOf(strategy, request);
    const measurement = await measure(clients, request, host);
    assertBuiltIns();
    return { type: "measured", measurement, unsaved: host.unsaved };
  },
  describeFailure(error) {
    const hasEnded = error instanceof MemberFailure && error.end !== undefined;
    return {
      type: "failed",
      status: hasEnded && error.end?.error === undefined ? "died" : "threw",
      phase: host.phase,
      failure: failureOf(nameOperation(error)),
    };
  },
});

function clientsOf(
  strategy: Strategy | SharedStrategy,
  { moduleUrl, members }: TrialRequest,
): Clients {
  const { enter } = host;
  if (!isShared(strategy)) {
    if (members === undefined) return new LocalClients(strategy, nodeMachine, enter);
    throw new TypeError("its state lives in one event loop, and no members can share it");
  }
  if (members === undefined) {
    throw new TypeError(`its state is for ${strategy.span} to share, and there are none`);
  }
  const { span, count, noun, folder, service } = members;
  if (SPANS.indexOf(strategy.span) < SPANS.indexOf(span)) {
    throw new TypeError(`its state is for ${strategy.span} to share, not for ${span}`);
  }
  const kind = memberKinds[span];
  const program = new URL("trial-member.js", import.meta.url);
  const start = (member: number): Promise<TrialMember> =>
    kind.start(program, `${noun} ${member + 1}`);
  const newServicePlace = service && (() => nextPlace(service));
  return new MemberClients({
    strategy,
    moduleUrl,
    count,
    kind,
    start,
    folder,
    newServicePlace,
    enter,
  });
}

/** How many states there were. */
let states = 0;

/** A trial has fewer than 36 states, so no namespace of it begins with another one. */
function nextPlace({ url, namespace }: ServicePlace): ServicePlace {
  return { url, namespace: `${namespace}_${(states++).toString(36)}` };
}

function reportProgress(): void {
  const { completedOps, members } = clients?.progress() ?? { completedOps: 0, members: [] };
  const progress = { completedOps: completedOps + host.savedLines, members };
  send({ type: "progress", ...signs.look(host.phase, progress, performance.now()) });
}
