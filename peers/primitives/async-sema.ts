/** async-sema's Sema with one token. */
import { Sema } from "async-sema";
import type { Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "async-sema",
  makeLock() {
    const semaphore = new Sema(1);
    return { acquire: () => semaphore.acquire(), release: () => semaphore.release() };
  },
};

export default primitives;
