import type { SharedStrategy } from "@sync-strategies/state-store";
import { inLockedFile } from "../base/file-state.ts";

/** The whole file: the only range that the locks of every system have. */
const wholeFile = { offset: 0, length: 0 };

const fileLock: SharedStrategy = {
  id: "file-lock",
  title: "File lock",
  summary:
    "The state is a file behind a lock of the kernel, which an update holds while it awaits.",
  caveat:
    "A process that gave up waiting for the lock, and has closed its handle, ends only when the lock " +
    "is free: the kernel's wait cannot be called off.",
  reply: "none: the caller, holding the lock, does it itself",
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    values: "number",
    survivesKill: true,
    control: false,
  },
  ...inLockedFile(() => wholeFile),
};

export default fileLock;
