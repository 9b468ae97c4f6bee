export { MutexStore } from "./mutex-store.ts";
