export { UnsynchronizedStore } from "./unsynchronized-store.ts";
