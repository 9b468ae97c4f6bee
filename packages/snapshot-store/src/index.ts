export { SnapshotStore } from "./snapshot-store.ts";
