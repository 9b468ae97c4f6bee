export { OptimisticStore } from "./optimistic-store.ts";
