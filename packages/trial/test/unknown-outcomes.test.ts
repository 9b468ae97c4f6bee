/**
 * Operations of unknown outcome, from the store to the verdict: a sound store stays sound whatever
 * becomes of them, and an unsound one is found all the same.
 */
import { UNFINISHED, type HistoryColumns } from "@sync-strategies/linearizability";
import {
  OutcomeUnknownError,
  type Strategy,
  type StateStore,
  type Updater,
} from "@sync-strategies/state-store";
import { completeParameters, type WorkloadParameters } from "@sync-strategies/workload";
import { describe, expect, test } from "vitest";
import { LocalClients } from "../src/local-clients.ts";
import { measure, type Measurement } from "../src/measure.ts";

/** What becomes of an operation whose client is told that its outcome is unknown. */
type Fate = "takes effect first" | "never takes effect" | "takes effect later";

/** One operation in this many has an unknown outcome. */
const UNKNOWN_IN = 7;

/** One operation after the other. It loses touch with its clients, but never with its state. */
class OutOfTouchStore implements StateStore<number, number> {
  readonly #state = new Map<number, number>();
  readonly #fate: Fate;
  #last: Promise<unknown> = Promise.resolve();
  #operations = 0;

  constructor(fate: Fate) {
    this.#fate = fate;
  }

  read(key: number): Promise<number | undefined> {
    return this.#inTurn(async () => this.#state.get(key));
  }

  write(key: number, value: number): Promise<void> {
    return this.#inTurn(async () => void this.#state.set(key, value));
  }

  update(key: number, updater: Updater<number>): Promise<number> {
    return this.#inTurn(async () => {
      const value = await updater(this.#state.get(key));
      this.#state.set(key, value);
      return value;
    });
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #inTurn<Result>(operation: () => Promise<Result>): Promise<Result> {
    if (++this.#operations % UNKNOWN_IN > 0) return this.#queue(operation);
    if (this.#fate === "takes effect first") await this.#queue(operation);
    if (this.#fate === "takes effect later") void this.#queue(operation);
    throw new OutcomeUnknownError();
  }

  #queue<Result>(operation: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(operation);
    this.#last = result;
    return result;
  }
}

const parameters = completeParameters({
  readers: 2,
  writers: 1,
  updaters: 3,
  keys: 2,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

/** What was measured, and the history that it was judged by. */
async function measured(
  createStore: () => StateStore<number, number>,
  workload: WorkloadParameters,
): Promise<Measurement & { readonly history: HistoryColumns }> {
  const strategy = {
    createStore: async () => createStore(),
  } as unknown as Strategy;
  const machine = { collectGarbage() {}, watchResources: () => () => null };
  const clients = new LocalClients(strategy, machine, () => {});
  const request = { parameters: workload, runLength: { operations: 2000 }, isChecked: true };
  let history: HistoryColumns | undefined;
  const keepHistory = async (kept: HistoryColumns): Promise<void> => void (history = kept);
  const measurement = await measure(clients, request, { enter() {}, keepHistory });
  return { ...measurement, history: history! };
}

/** The clients that called something after an operation that had not returned by then. */
function clientsThatOverlap(history: HistoryColumns): number[] {
  const freeFrom = new Map<number, number>();
  const overlapping: number[] = [];
  for (let row = 0; row < history.length; row++) {
    const client = history.clients[row]!;
    const returned = history.returns[row]!;
    if (history.calls[row]! < (freeFrom.get(client) ?? 0)) overlapping.push(client);
    freeFrom.set(client, returned === UNFINISHED ? Infinity : returned);
  }
  return overlapping;
}

const fates: readonly Fate[] = ["takes effect first", "never takes effect", "takes effect later"];

describe.each(fates)("an operation of unknown outcome that %s", (fate) => {
  test.each([
    ["in a closed loop", parameters],
    ["in an open loop", { ...parameters, ratePerSecond: 50_000, maximumInFlight: 20 }],
    ["of updaters alone", { ...parameters, readers: 0, writers: 0 }],
    ["of clients that pause", { ...parameters, pauseUs: 100 }],
  ])("is neither completed nor failed, %s", async (_, workload) => {
    const { unknownOutcomes, check, state, history, ...run } = await measured(
      () => new OutOfTouchStore(fate),
      workload,
    );
    const unknown = Object.values(unknownOutcomes ?? {}).reduce((sum, one) => sum + one);
    const counted = run.readOps + run.writeOps + run.updateOps;
    expect(unknown).toBeGreaterThan(0);
    expect(counted + unknown).toBeGreaterThanOrEqual(2000);
    expect(run.perClientCalls.reduce((sum, calls) => sum + calls)).toBe(
      counted + run.inFlightAtDeadline + unknown,
    );
    expect(state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(check).toMatchObject({ verdict: "linearizable" });
    expect(check?.checkedOps).toBe(check?.totalOps);
    expect(clientsThatOverlap(history)).toEqual([]);
  });
});

test("all writes and updates may have an unknown outcome, and the run ends all the same", async () => {
  class OutOfReachStore extends OutOfTouchStore {
    override write(): Promise<never> {
      return this.update();
    }
    override update(): Promise<never> {
      return Promise.reject(new OutcomeUnknownError());
    }
  }
  const outOfReach = (): OutOfReachStore => new OutOfReachStore("never takes effect");
  const { unknownOutcomes, state, check, ...run } = await measured(outOfReach, {
    ...parameters,
    readers: 0,
  });
  expect(run).toMatchObject({ readOps: 0, writeOps: 0, updateOps: 0, inFlightAtDeadline: 0 });
  // Nothing was written for certain, so a store that is empty contradicts nothing.
  expect(state).toMatchObject({ acknowledgedUpdates: 0, lostUpdates: 0, contradictions: [] });
  expect(check?.verdict).toBe("linearizable");
  expect(unknownOutcomes?.read).toBe(0);
  expect(unknownOutcomes!.write + unknownOutcomes!.update).toBeGreaterThanOrEqual(2000);
});

test("a store that loses updates besides is found guilty", async () => {
  class LosingStore extends OutOfTouchStore {
    readonly #values = new Map<number, number>();
    override async update(key: number, updater: Updater<number>): Promise<number> {
      const value = await updater(this.#values.get(key));
      this.#values.set(key, value);
      return value;
    }
    override async read(key: number): Promise<number | undefined> {
      return this.#values.get(key);
    }
    override async write(): Promise<void> {
      throw new OutcomeUnknownError();
    }
  }
  const losing = (): LosingStore => new LosingStore("never takes effect");
  const { unknownOutcomes, state, check } = await measured(losing, parameters);
  expect(unknownOutcomes).toMatchObject({ read: 0, update: 0 });
  expect(state.lostUpdates).toBeGreaterThan(0);
  expect(check?.verdict).toBe("not-linearizable");
});
