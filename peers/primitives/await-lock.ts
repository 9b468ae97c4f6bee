/** await-lock's AwaitLock. */
import AwaitLock from "await-lock";
import type { Primitives } from "@sync-strategies/primitives";

const primitives: Primitives = {
  id: "await-lock",
  makeLock() {
    const lock = new AwaitLock();
    return { acquire: () => lock.acquireAsync(), release: () => lock.release() };
  },
};

export default primitives;
