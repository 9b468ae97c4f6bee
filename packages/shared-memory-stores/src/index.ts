export { BYTES_PER_KEY } from "./cells.ts";
export { ATTEMPTS } from "./compare-and-set-store.ts";
