export { FairLock } from "./fair-lock.ts";
