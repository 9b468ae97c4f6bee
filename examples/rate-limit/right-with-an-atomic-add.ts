import { LIMIT, type Admit } from "./limiter.ts";

/** Reading and adding are one instruction, and each request gets a count that no other one gets. */
export function limiterOn(asked: Int32Array): Admit {
  return () => Atomics.add(asked, 0, 1) < LIMIT;
}
