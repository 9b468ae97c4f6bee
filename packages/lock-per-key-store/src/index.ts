export { LockPerKeyStore } from "./lock-per-key-store.ts";
