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
  /** Resolves to what it rejected with, if it did. */
  readonly settled: Promise<{ readonly reason: unknown } | undefined>;
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
      const rejection = await update?.settled;
      return { rejected: rejection && inWords(rejection.reason) } satisfies Released;
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
      if (codeOf(error) !== "UNREACHABLE") throw error;
      await sleep(HOLD_AGAIN_MS);
    }
  }
}

function inWords(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

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
      return { reason };
    },
  );
  held.set(client, { letReturn: released.resolve, settled });
  const refused = settled.then((rejection): never => {
    if (rejection === undefined) throw new Error("the update returned though its updater was held");
    throw rejection.reason;
  });
  return Promise.race([called.promise, refused]);
}

function ready<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new TypeError("An order was left out.");
  return thing;
}
