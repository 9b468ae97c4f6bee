import { unlessLacking, type ContractContext, type ContractTest } from "../contract-test.ts";
import { ContractViolation } from "../expectations.ts";
import { forEach, operations } from "../operations.ts";
import type { StateStore } from "@sync-strategies/state-store";

/**
 * How many operations clients call before they give the event loop up. A store that lets it have
 * a turn now and then needs a small part of them.
 */
const MAXIMUM_CALLS = 50_000;

/** One call, on its way to being repeated without a pause. */
type Call = (store: StateStore<string, number>, value: number) => Promise<unknown>;

export const interruptibility: readonly ContractTest[] = [
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} called over and over leaves timers, signals and I/O their turn`,
    appliesTo: unlessLacking("interruptible"),
    run: async (context) => {
      const call: Call = (store, value) => operation.call(store, "a", value);
      await expectTurns(context, 1, `${operation.name}s of "a"`, call);
      await expectTurns(context, 4, `${operation.name}s of "a"`, call);
    },
  })),
  {
    name: "operations that reject, called over and over, leave timers, signals and I/O their turn",
    appliesTo: unlessLacking("interruptible"),
    run: async (context) => {
      const error = new Error("on purpose");
      const throwing: Call = (store) =>
        store.update("a", () => {
          throw error;
        });
      await expectTurns(context, 1, 'updates of "a" whose updaters throw', throwing);
      const signal = AbortSignal.abort(error);
      const aborted: Call = (store, value) => store.write("a", value, { signal });
      await expectTurns(context, 1, 'writes of "a" with an aborted signal', aborted);
    },
  },
];

/** Clients call until a timer, a signal and a message have arrived from the event loop. */
async function expectTurns(
  { createStore, settlement }: ContractContext,
  clientCount: number,
  what: string,
  call: Call,
): Promise<void> {
  const store = await createStore();
  using outside = new Outside();
  let calls = 0;
  const client = async (): Promise<void> => {
    while (outside.missing.size > 0 && calls < MAXIMUM_CALLS) {
      calls += 1;
      await call(store, calls).catch(() => {});
    }
  };
  const clients = Array.from({ length: clientCount }, client);
  await settlement(what, Promise.all(clients));
  if (outside.missing.size === 0) return;
  const missing = [...outside.missing].join(" and ");
  throw new ContractViolation(
    `${calls.toLocaleString("en")} ${what}, called without a pause by ${clientCount} ` +
      `client${clientCount === 1 ? "" : "s"}, kept ${missing} from running.`,
  );
}

/** What comes from the event loop, each within a millisecond if that has a turn. */
class Outside implements Disposable {
  /** What has not come yet. */
  readonly missing = new Set(["a timer", "a signal", "a message"]);

  readonly #timer = setTimeout(() => this.missing.delete("a timer"), 1);
  readonly #channel = new MessageChannel();

  constructor() {
    const signal = AbortSignal.timeout(1);
    signal.addEventListener("abort", () => this.missing.delete("a signal"), { once: true });
    this.#channel.port1.addEventListener("message", () => this.missing.delete("a message"));
    this.#channel.port1.start();
    this.#channel.port2.postMessage(undefined);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#channel.port1.close();
  }
}
