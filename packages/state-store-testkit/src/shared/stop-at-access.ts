/**
 * Stops this thread for ever before one of its accesses to shared memory, so that it can be terminated
 * there: the platform may terminate a thread between any two of them.
 */
const ACCESSES = [
  "add",
  "and",
  "compareExchange",
  "exchange",
  "load",
  "notify",
  "or",
  "store",
  "sub",
  "waitAsync",
  "xor",
] as const;

type Access = (...parameters: unknown[]) => unknown;

/**
 * @param accesses how many are carried out from now on, before the one that is not.
 * @param onStop called when no code of this thread is to run any more.
 */
export function stopAtAccess(accesses: number, onStop: () => void): void {
  const { wait } = Atomics;
  const forever = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const all = Atomics as unknown as Record<(typeof ACCESSES)[number], Access>;
  let left = accesses;
  for (const name of ACCESSES) {
    const access = all[name];
    all[name] = (...parameters) => {
      if (left === 0) {
        onStop();
        wait(forever, 0, 0);
      }
      left -= 1;
      return access.apply(Atomics, parameters);
    };
  }
}
