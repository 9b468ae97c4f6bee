export * from "./contract.ts";
export { testStateStore } from "./test-state-store.ts";
