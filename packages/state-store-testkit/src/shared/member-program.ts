/** A member of the suite: opens handles and does with them what it is ordered to do. */
import { serveCoordinator } from "@sync-strategies/members";
import { isShared, type SharedStrategy, type StateStore } from "@sync-strategies/state-store";
import { defer, type Deferred } from "../deferred.ts";
import {
  seenReason,
  type CallOrder,
  type Order,
  type Report,
  type Step,
  type UpdaterPlan,
} from "./orders.ts";
import {
  actAtRandom,
  awaitTimer,
  beBusy,
  increment,
  outlast,
  stopAll,
  turns,
} from "./member-clients.ts";
import { openFilesIn } from "./open-files.ts";
import { stopAtAccess } from "./stop-at-access.ts";

/** Keys and values may be anything: some tests hand in what the store must refuse. */
type Handle = StateStore<unknown, never>;

interface OpenOperation {
  readonly controller: AbortController;
  readonly decision: Deferred<Step>;
}

const handles = new Map<number, Handle>();
const openOperations = new Map<number, OpenOperation>();

const { notify, letEnd } = serveCoordinator<Order, unknown>(serve);

async function serve(order: Order): Promise<unknown> {
  switch (order.order) {
    case "open": {
      const strategy = await load(order.module, order.id);
      handles.set(order.handle, await strategy.openStore(order.address));
      return undefined;
    }
    case "call":
      return call(order);
    case "abort":
      return openOperations.get(order.operation)?.controller.abort(order.reason);
    case "decide":
      return openOperations.get(order.operation)?.decision.resolve(order.step);
    case "turns":
      return turns(order.count);
    case "increments":
      return increment(handleOf(order), order);
    case "random clients":
      return actAtRandom(handleOf(order), order);
    case "be busy":
      return beBusy(handleOf(order), order);
    case "outlast":
      return outlast(handleOf(order), order);
    case "await a timer":
      return awaitTimer(handleOf(order), order);
    case "processor time": {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
    case "open files":
      return openFilesIn(order.folder);
    case "exit":
      return process.exit(0);
    case "let end":
      return letEnd();
    case "clear":
      return clear();
  }
}

async function load(module: string, id: string): Promise<SharedStrategy> {
  const { default: exported } = await import(module);
  const strategy = [exported].flat().find((each) => isShared(each) && each.id === id);
  if (strategy === undefined) throw new TypeError(`${module} exports no shared strategy "${id}"`);
  return strategy;
}

function handleOf({ handle }: { readonly handle: number }): StateStore<number, number> {
  return handles.get(handle) as StateStore<number, number>;
}

/** Returns when the operation has been called; reports tell what becomes of it. */
function call(order: CallOrder): void {
  const open: OpenOperation = { controller: new AbortController(), decision: defer<Step>() };
  openOperations.set(order.operation, open);
  const { operation } = order;
  const report = (what: Report): void => {
    openOperations.delete(operation);
    notify(what);
  };
  if (order.stopsAfter !== undefined) {
    stopAtAccess(order.stopsAfter, () => notify({ report: "stopped", operation } satisfies Report));
  }
  perform(handles.get(order.handle)!, order, open).then(
    (value) => report({ report: "resolved", operation, value }),
    (error: unknown) => report({ report: "rejected", operation, reason: seenReason(error) }),
  );
}

function perform(
  store: Handle,
  { operation, name, key, value, updater }: CallOrder,
  { controller: { signal }, decision }: OpenOperation,
): Promise<unknown> {
  switch (name) {
    case "read":
      return store.read(key, { signal });
    case "write":
      return store.write(key, value as never, { signal });
    case "close":
      return store.close();
    case "update":
      return store.update(key, updaterOf(operation, updater, decision.promise) as never, {
        signal,
      });
  }
}

function updaterOf(
  operation: number,
  plan: UpdaterPlan = { does: "add", amount: 1 },
  decision: Promise<Step>,
): (current: unknown) => unknown {
  let wasCalled = false;
  return (current) => {
    if (!wasCalled) notify({ report: "called", operation, current } satisfies Report);
    wasCalled = true;
    if (plan.does !== "await the decision") return take(plan, current);
    return decision.then((step) => take(step, current));
  };
}

function take(step: Step, current: unknown): unknown {
  switch (step.does) {
    case "set":
      return step.value;
    case "add":
      return ((current as number | undefined) ?? 0) + step.amount;
    case "throw":
      throw new Error(step.message);
  }
}

/** Resolves when all handles are closed. */
async function clear(): Promise<void> {
  stopAll();
  for (const { controller, decision } of openOperations.values()) {
    controller.abort("the test is over");
    decision.resolve({ does: "throw", message: "the test is over" });
  }
  const open = [...handles.values()];
  handles.clear();
  await Promise.allSettled(open.map((handle) => handle.close()));
}
