/** A process with clients that use the state while it is disturbed: it does what the stage orders. */
import { setTimeout as sleep } from "node:timers/promises";
import { serveCoordinator } from "@sync-strategies/members";
import { assertStore, type SharedStrategy, type StateStore } from "@sync-strategies/state-store";
import { generateStreams, isOutcomeUnknown, WorkloadRun } from "@sync-strategies/workload";
import { defer } from "./deferred.ts";
import { JournalWriter } from "./journal.ts";
import { loadStrategy } from "./load-strategy.ts";
import type { HoldOrder, MemberNotice, MemberOrder, Released } from "./member-protocol.ts";

/** How often it says how far it is, in milliseconds. */
const NOTICE_INTERVAL_MS = 5;

/** How long operations may take to settle at the end, and a handle to close, in milliseconds. */
const SETTLING_MS = 1500;

/** How long it waits before it asks for the state again, in milliseconds. */
const HOLD_AGAIN_MS = 20;

/** Longer than any cell takes. */
const RUN_MS = 3_600_000;

interface Held {
  readonly letReturn: () => void;
  /** Resolves to the message with which it rejected, if it did. */
  readonly settled: Promise<string | undefined>;
}

let strategy: SharedStrategy | undefined;
let store: StateStore<number, number> | undefined;
let journal: JournalWriter | undefined;
let takesUnknownFor: "unknown" | "failed" = "unknown";
let run: WorkloadRun | undefined;
let running: Promise<unknown> = Promise.resolve();
const held = new Map<number, Held>();

const { notify } = serveCoordinator<MemberOrder, unknown>(async (order) => {
  switch (order.order) {
    case "load":
      strategy = await loadStrategy(order.strategy);
      journal = new JournalWriter(order.journal);
      takesUnknownFor = order.unknownIs;
      return process.pid;
    case "open":
      store = await ready(strategy).openStore<number, number>(order.address);
      assertStore(store, "openStore");
      return undefined;
    case "start":
      return start(order);
    case "hold":
      return hold(order);
    case "release": {
      const update = held.get(order.client);
      update?.letReturn();
      return { rejected: await update?.settled } satisfies Released;
    }
    case "report":
      return ready(journal).acknowledged satisfies MemberNotice;
    case "end":
      run?.end();
      await Promise.race([running, sleep(SETTLING_MS)]);
      return undefined;
    case "close":
      await Promise.race([store?.close(), sleep(SETTLING_MS)]);
      return undefined;
  }
});

setInterval(() => {
  if (journal !== undefined) notify(journal.acknowledged satisfies MemberNotice);
}, NOTICE_INTERVAL_MS).unref();

function start({ parameters, share }: Extract<MemberOrder, { order: "start" }>): void {
  run = new WorkloadRun(ready(store), parameters, generateStreams(parameters), {
    recorder: ready(journal),
    share,
    onRejected,
  });
  // That of the run is of no interest: what its clients did is in the journal.
  running = run.takePart({ durationMs: RUN_MS }).catch(() => {});
}

function onRejected(client: number, reason: unknown): void {
  ready(journal).rejected(client, isOutcomeUnknown(reason) ? takesUnknownFor : "failed");
}

/** Resolves when the updater has been called. A server that cannot be reached is asked again. */
async function hold(order: HoldOrder): Promise<number | undefined> {
  for (;;) {
    try {
      return await tryToHold(order);
    } catch (error) {
      if (!(error instanceof Refusal) || codeOf(error.cause) !== "UNREACHABLE") throw error;
      await sleep(HOLD_AGAIN_MS);
    }
  }
}

/** An update that settled without its updater being called. */
class Refusal extends Error {}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}

async function tryToHold({ client, key, after }: HoldOrder): Promise<number | undefined> {
  const writer = ready(journal);
  const called = defer<number | undefined>();
  const released = defer();
  const operation = writer.callUpdate(client, key);
  const update = ready(store).update(key, async (before) => {
    writer.updating(operation, before, after);
    called.resolve(before);
    await released.promise;
    return after;
  });
  const settled = update.then(
    () => {
      writer.returnUpdate(operation);
      return undefined;
    },
    (reason: unknown) => {
      onRejected(client, reason);
      return reason instanceof Error ? reason.message : String(reason);
    },
  );
  held.set(client, { letReturn: released.resolve, settled });
  const refused = settled.then(async (message): Promise<never> => {
    if (message === undefined) throw new Error("the update returned though its updater was held");
    throw new Refusal(message, { cause: await update.catch((reason: unknown) => reason) });
  });
  return Promise.race([called.promise, refused]);
}

function ready<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new TypeError("An order was left out.");
  return thing;
}
