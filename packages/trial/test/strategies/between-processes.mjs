/** A sound strategy for processes, and some that go wrong, each in its own way. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atRead, losesUpdates, never, strategiesOver } from "./made-up.mjs";

/** A file per key, and one that is there while the key is locked. */
const shared = strategiesOver({
  span: "processes",
  make: ({ folder }) => folder,
  open(folder) {
    const lock = (key) => join(folder, `lock-${key}`);
    const file = (key) => join(folder, `value-${key}`);
    return {
      tryLock: (key) => unless("EEXIST", () => closeSync(openSync(lock(key), "wx"))),
      unlock: (key) => rmSync(lock(key)),
      get(key) {
        let value;
        unless("ENOENT", () => (value = Number(readFileSync(file(key), "utf8"))));
        return value;
      },
      // In one step, for whoever reads it without the lock.
      set(key, value) {
        const draft = `${file(key)}-${process.pid}`;
        writeFileSync(draft, String(value));
        renameSync(draft, file(key));
      },
    };
  },
});

/** Whether it can be done; throws for any other reason than this one. */
function unless(code, action) {
  try {
    action();
    return true;
  } catch (error) {
    if (error.code === code) return false;
    throw error;
  }
}

export default [
  shared("sound"),
  shared("loses-updates", losesUpdates),
  shared("throws", {
    spoil: atRead(10, () => {
      throw Object.assign(new Error("no reading today"), { code: "NO_READING" });
    }),
  }),
  shared("throws-later", {
    spoil: atRead(10, () => {
      void Promise.reject(new Error("a rejection without a handler"));
      return never();
    }),
  }),
  shared("exits", { spoil: atRead(10, () => process.exit(7)) }),
  shared("is-killed", { spoil: atRead(10, () => process.kill(process.pid, "SIGKILL")) }),
  shared("kills-its-coordinator", {
    inWarmUp: true,
    spoil: atRead(1, () => {
      process.stderr.write(`process ${process.pid} goes on`);
      process.kill(process.ppid, "SIGKILL");
      for (;;);
    }),
  }),
];
