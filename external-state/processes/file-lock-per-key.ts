import type { SharedStrategy } from "@sync-strategies/state-store";
import { inLockedFile } from "../base/file-state.ts";
import { RECORD_BYTES, recordOf } from "../base/number-file.ts";

/** Set where the system locks only whole files. */
export const unavailable =
  process.platform === "darwin"
    ? "it needs locks on parts of a file, which macOS does not have"
    : undefined;

const fileLockPerKey: SharedStrategy = {
  id: "file-lock-per-key",
  title: "File lock per key",
  summary:
    "The state is a file with a record per key, and the kernel locks the bytes of that record.",
  caveat:
    "A process that gave up waiting for a key, and has closed its handle, ends only when the key is " +
    "free: the kernel's wait cannot be called off.",
  reply: "none: the caller, holding the lock, does it itself",
  traits: {
    access: "lock-holder",
    exclusion: "key",
    reads: "wait",
    updaterRuns: "once",
    values: "number",
    survivesKill: true,
    control: false,
  },
  ...inLockedFile((key) => ({ offset: recordOf(key), length: RECORD_BYTES })),
};

export default fileLockPerKey;
