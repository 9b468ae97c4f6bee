/** How often an operation that meets no other waits for the server of its state. */
import type { RoundTrips } from "@sync-strategies/results";
import type { StateStore } from "@sync-strategies/state-store";
import type { SocketWatch } from "./watch-sockets.ts";

/** The first operations connect, prepare statements and load scripts: they are not counted. */
const PRELIMINARY_OPS = 3;

/** How many operations of a kind are counted, of which the middle one says what is usual. */
const COUNTED_OPS = 5;

const KEY = 0;

/** Nothing else may use the store, or the process's connections. */
export async function countRoundTrips(
  store: StateStore<number, number>,
  watch: SocketWatch,
): Promise<RoundTrips> {
  let value = 0;
  const write = (): Promise<void> => store.write(KEY, ++value);
  const read = (): Promise<unknown> => store.read(KEY);
  const update = (): Promise<unknown> => store.update(KEY, (before = 0) => before + 1);
  for (let turn = 0; turn < PRELIMINARY_OPS; turn++) {
    for (const operation of [write, read, update]) await operation();
  }
  const usual = async (operation: () => Promise<unknown>): Promise<number> => {
    const trips: number[] = [];
    while (trips.length < COUNTED_OPS) trips.push(await watch.tripsOf(operation));
    return trips.toSorted((one, other) => one - other)[Math.floor(COUNTED_OPS / 2)]!;
  };
  return { read: await usual(read), write: await usual(write), update: await usual(update) };
}
