export { BYTES_PER_KEY } from "./cells.ts";
export { ATTEMPTS } from "./compare-and-set-store.ts";
export { compareAndSet, futex, futexPerKey, racyMemory, seqlock } from "./strategy.ts";
