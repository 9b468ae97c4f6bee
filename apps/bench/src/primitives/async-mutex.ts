/** async-mutex's Mutex, by `acquire` and its releaser. */
import { Mutex } from "async-mutex";
import type { Lock, Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "async-mutex Mutex",
  makeLock(): Lock<() => void> {
    const mutex = new Mutex();
    return { acquire: () => mutex.acquire(), release: (release) => release() };
  },
};

export default primitives;
