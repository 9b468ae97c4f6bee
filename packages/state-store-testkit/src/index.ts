export { garbageCollector } from "./collect-garbage.ts";
export * from "./contract.ts";
export { testStateStore } from "./test-state-store.ts";
export { testSharedStore } from "./test-shared-store.ts";
