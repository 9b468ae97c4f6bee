export { ATTEMPTS, OptimisticStore } from "./optimistic-store.ts";
