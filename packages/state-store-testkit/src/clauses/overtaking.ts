/**
 * Overtaking is bounded: while an operation waits, other clients call one operation after the
 * other, each as soon as another one has settled, and the first must still get its turn.
 *
 * The clock stands still: clients that pause because it is time to would all pause at once, and
 * leave a store idle that otherwise always has another client to prefer.
 */
import type { StateStore } from "@sync-strategies/state-store";
import { unlessLacking, type ContractContext, type ContractTest } from "../contract-test.ts";
import { ContractViolation } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { forEach, operations } from "../operations.ts";

/** More than any store lets pass that means to serve the one that waits. */
const MAXIMUM_OVERTAKEN = 2000;

/** With a single client the store is idle between two calls; with many something always waits. */
const CLIENT_COUNTS = [1, 2, 16];

const A_FEW_TURNS = 3;

/** What other clients call over and over. */
interface Overtakers {
  /** In the plural, for messages. */
  readonly phrase: string;
  readonly call: (store: StateStore<string, number>, value: number) => Promise<unknown>;
}

const overtakersOfEachKind: readonly Overtakers[] = [
  ...["m", "a", "z"].flatMap((key) =>
    operations.map((operation) => ({
      phrase: `${operation.name}s of "${key}"`,
      call: (store: StateStore<string, number>, value: number) => operation.call(store, key, value),
    })),
  ),
  {
    phrase: 'reads, writes and updates of "m"',
    call: (store, value) => operations[value % operations.length]!.call(store, "m", value),
  },
];

export const overtaking: readonly ContractTest[] = [
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} that waits gets its turn, however many operations are called later`,
    appliesTo: unlessLacking("bounded-overtaking"),
    run: async (context) => {
      context.clock.stop();
      const store = await context.createStore();
      for (const overtakers of overtakersOfEachKind) {
        for (const clientCount of CLIENT_COUNTS) {
          const held = await holdKey(context, store, "m");
          const waiting = operation.call(store, "m", 1);
          const overtaken = overtake(waiting, clientCount, (value) =>
            overtakers.call(store, value),
          );
          held.finish(0);
          const name = `${operation.phrase} of "m" that waited`;
          await expectNotStarved(context, name, waiting, overtaken, overtakers);
        }
      }
    },
  })),
  {
    name: "an update whose updater awaits settles, however often other clients change its key",
    appliesTo: unlessLacking("bounded-overtaking"),
    run: async (context) => {
      context.clock.stop();
      const changes = overtakersOfEachKind.filter(({ phrase }) =>
        /^(write|update)s of "m"/.test(phrase),
      );
      const store = await context.createStore();
      for (const overtakers of changes) {
        for (const clientCount of CLIENT_COUNTS) {
          // Awaits until another client has changed the key, or none can.
          let whenChanged: (() => void) | undefined;
          const slow = store.update("m", async (current = 0) => {
            const changed = new Promise<void>((resolve) => (whenChanged = resolve));
            await Promise.race([changed, context.turns(A_FEW_TURNS)]);
            return current + 1;
          });
          const overtaken = overtake(slow, clientCount, async (value) => {
            await overtakers.call(store, value);
            whenChanged?.();
          });
          const name = 'an update of "m" whose updater awaits';
          await expectNotStarved(context, name, slow, overtaken, overtakers);
        }
      }
    },
  },
];

/** Calls operations until `waiting` has settled. Resolves to the number that settled before it. */
async function overtake(
  waiting: Promise<unknown>,
  clientCount: number,
  call: (value: number) => Promise<unknown>,
): Promise<number> {
  const race = { settled: false, overtaken: 0 };
  const settle = (): void => {
    race.settled = true;
  };
  waiting.then(settle, settle);
  const client = async (): Promise<void> => {
    while (!race.settled && race.overtaken < MAXIMUM_OVERTAKEN) {
      await call(race.overtaken);
      if (!race.settled) race.overtaken += 1;
    }
  };
  await Promise.all(Array.from({ length: clientCount }, client));
  return race.overtaken;
}

async function expectNotStarved(
  { settlement }: ContractContext,
  name: string,
  waiting: Promise<unknown>,
  overtaken: Promise<number>,
  { phrase }: Overtakers,
): Promise<void> {
  const count = await settlement(`${name}, or for ${phrase} called later`, overtaken);
  if (count >= MAXIMUM_OVERTAKEN) {
    throw new ContractViolation(
      `${name} was overtaken by ${count.toLocaleString("en")} ${phrase} that were called later, ` +
        `and still waited.`,
    );
  }
  await settlement(name, waiting);
}
