/**
 * The yardstick of all hand-overs: one promise per request, resolved from an array that a
 * microtask empties. No primitive that gives each reply its own promise can do less.
 */
import type { Primitives } from "@sync-strategies/primitives";

interface Pending {
  readonly request: number;
  readonly resolve: (reply: number) => void;
}

const primitives: Primitives = {
  id: "hand-over",
  startServer(serve) {
    let pending: Pending[] = [];
    const empty = (): void => {
      const served = pending;
      pending = [];
      for (const { request, resolve } of served) resolve(serve(request));
    };
    return (request) =>
      new Promise((resolve) => {
        if (pending.push({ request, resolve }) === 1) queueMicrotask(empty);
      });
  },
};

export default primitives;
