import type { Rendezvous } from "../rendezvous.ts";
import { LIMIT, type Admit } from "./limiter.ts";

/** As it is often written: read how many have passed, compare, write one more. */
export function limiterOn(passed: Int32Array, others: Rendezvous): Admit {
  return () => {
    const seen = Atomics.load(passed, 0);
    // No await, and yet the other threads run here. They read the same count.
    others.meet();
    if (seen >= LIMIT) return false;
    Atomics.store(passed, 0, seen + 1);
    return true;
  };
}
