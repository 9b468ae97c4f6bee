import { nextTurn } from "@sync-strategies/event-loop";
import type {
  ServicePlace,
  StateStore,
  Storable,
  Strategy,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { clauses } from "./clauses/index.ts";
import { holdsOnlyNumbers, type ContractContext, type ContractTest } from "./contract-test.ts";
import { ControlledClock } from "./controlled-clock.ts";
import { ContractViolation, show, StuckViolation } from "./expectations.ts";
import { NumberedKeys } from "./numbered-keys.ts";
import { Patience } from "./patience.ts";
import { Trace } from "./trace.ts";

/** The whole contract, in the order of its clauses. */
export const contractTests: readonly ContractTest[] = clauses.flatMap((clause) => clause.tests);

export interface ContractOptions {
  /**
   * How long a test may go without any progress before it fails as stuck, in milliseconds;
   * 2000 if not given. Strategies that live far away may need more.
   */
  readonly patienceMs?: number;

  /**
   * Decides what random clients do, a whole number; 1 if not given. Another seed tries other
   * interleavings.
   */
  readonly seed?: number;

  /**
   * How much of what the longest tests repeat is repeated, above 0; 1 if not given. Less is enough for
   * a strategy whose operations each take the way to a server and back. No test is left out.
   */
  readonly effort?: number;

  /**
   * Where on a server a state goes, for a strategy that names a service. Asked once per state: no two
   * states get the same namespace.
   */
  readonly placeOnServer?: () => ServicePlace;
}

export interface ContractResult {
  readonly name: string;
  /** `"skipped"`: the strategy's traits do not promise this. */
  readonly outcome: "passed" | "failed" | "skipped";
  /** What the test rejected with, if it failed. */
  readonly error: unknown;
}

/** Runs every test of the contract against the strategy, one after the other. Never rejects. */
export async function runContract(
  strategy: Pick<Strategy, "traits" | "createStore">,
  options: ContractOptions = {},
): Promise<ContractResult[]> {
  return resultsOf(contractTests, strategy.traits, (test) =>
    runContractTest(test, strategy, options),
  );
}

/** Runs the tests, of which it skips those of what the traits do not promise. Never rejects. */
export async function resultsOf<Test extends Pick<ContractTest, "name" | "appliesTo">>(
  tests: readonly Test[],
  traits: StrategyTraits,
  run: (test: Test) => Promise<void>,
): Promise<ContractResult[]> {
  const results: ContractResult[] = [];
  for (const test of tests) {
    const { name } = test;
    if (!test.appliesTo(traits)) {
      results.push({ name, outcome: "skipped", error: undefined });
      continue;
    }
    try {
      await run(test);
      results.push({ name, outcome: "passed", error: undefined });
    } catch (error) {
      results.push({ name, outcome: "failed", error });
    }
  }
  return results;
}

/** Runs one test on fresh stores. Rejects with what the test found. */
export async function runContractTest(
  test: ContractTest,
  strategy: Pick<Strategy, "traits" | "createStore">,
  { patienceMs = 2000, seed = 1, effort = 1 }: ContractOptions = {},
): Promise<void> {
  const patience = new Patience(patienceMs);
  using clock = new ControlledClock();
  const trace = new Trace();
  const stores: AsyncDisposable[] = [];

  const context: ContractContext = {
    traits: strategy.traits,
    seed,
    repeated: (count) => Math.ceil(count * effort),
    createStore: async <Key, Value extends Storable>() => {
      const store = await patience.wait("a store to be created", create<Key, Value>(strategy));
      stores.push(store);
      return trace.record(store, () => patience.progress());
    },
    ...waitingWith(patience),
    turns: async (count = 1) => {
      for (let turn = 0; turn < count; turn += 1) {
        await nextTurn();
        patience.progress();
      }
    },
    clock,
  };

  try {
    await patience.limit(test.run(context), (waits) => stuck(waits, patienceMs));
  } catch (error) {
    throw withTrace(error, trace);
  } finally {
    // So that a store in another thread or process ends. A test that needs to know whether
    // closing works asks for it itself.
    for (const store of stores) closeUnattended(store);
  }
}

/** How a test waits for what must settle. */
export function waitingWith(patience: Patience): Pick<ContractContext, "settlement" | "rejection"> {
  return {
    settlement: (what, promise) => {
      const wait = patience.wait(what, promise);
      // A test that fails before it awaits this has said enough.
      wait.catch(() => {});
      return wait;
    },
    rejection: async (what, promise) => {
      let value: unknown;
      try {
        value = await patience.wait(`${what} to reject`, promise);
      } catch (error) {
        return error;
      }
      throw new ContractViolation(`${what} resolved to ${show(value)}; it must reject.`);
    },
  };
}

/** A new store that takes the keys of any test. */
async function create<Key, Value extends Storable>(
  strategy: Pick<Strategy, "traits" | "createStore">,
): Promise<StateStore<Key, Value>> {
  if (!holdsOnlyNumbers(strategy.traits)) return strategy.createStore<Key, Value>();
  return new NumberedKeys<Key, Value>(await strategy.createStore<number, Value>());
}

/** Nothing happened for so long that nothing will. */
export function stuck(waits: readonly string[], patienceMs: number): StuckViolation {
  const what = waits.length === 0 ? "the test to end" : listWaits(waits);
  return new StuckViolation(
    `Stuck: nothing happened for ${patienceMs} ms. The test still waits for ${what}.`,
  );
}

/** What a test found, and what it had called until then. */
export function withTrace(error: unknown, trace: Trace): unknown {
  if (trace.isEmpty) return error;
  const found =
    error instanceof ContractViolation
      ? error.message
      : `An operation rejected that must not: ${show(error)}.`;
  const message = [found, "", "The calls, in their order:", ...trace.lines()].join("\n");
  return new ContractViolation(message, { cause: error });
}

/** As many as a reader wants to see. */
const WAITS_SHOWN = 3;

function listWaits(waits: readonly string[]): string {
  const shown = waits.slice(0, WAITS_SHOWN).join(", and for ");
  const rest = waits.length - WAITS_SHOWN;
  return rest > 0 ? `${shown}, and for ${rest} more like it` : shown;
}

function closeUnattended(store: AsyncDisposable): void {
  try {
    Promise.resolve(store[Symbol.asyncDispose]()).catch(() => {});
  } catch {
    // The test that asks whether methods throw has said so.
  }
}
