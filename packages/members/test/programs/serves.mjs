/** A member that does what it is asked, wrong things included. */
import { parentPort, workerData } from "node:worker_threads";
import { serveCoordinator, transferring } from "../../dist/index.js";

class StoreError extends Error {
  name = "StoreError";
  code = "STORE_FULL";
  /** Not to be cloned. */
  retry() {}
}

const never = new Promise(() => {});
let release;

const tasks = {
  echo: ({ value }) => value,
  wait: () => new Promise((resolve) => (release = resolve)),
  release: () => release("released"),
  buffer() {
    const buffer = new ArrayBuffer(8);
    setImmediate(() => notify({ lengthAfterwards: buffer.byteLength }));
    return transferring(buffer, [buffer]);
  },
  throw() {
    throw new StoreError("no room", { cause: new RangeError("of 8 rows") });
  },
  throwText() {
    throw "a text";
  },
  cannotBePosted: () => () => {},
  loop() {
    for (;;);
  },
  notifyAndLoop() {
    notify("looping");
    for (;;);
  },
  exit: ({ code }) => process.exit(code),
  notifyAndExit() {
    for (let notice = 1; notice <= 3; notice++) notify(notice);
    process.exit(0);
  },
  throwLater() {
    setImmediate(() => {
      throw new StoreError("nobody caught this");
    });
    return never;
  },
  rejectLater() {
    void Promise.reject(new TypeError("nobody handled this"));
    return never;
  },
  letEnd: () => letEnd(),
  ways: () => Object.keys(workerData ?? {}),
  postElsewhere() {
    const forged = { type: "replied", number: 1, reply: "forged" };
    parentPort?.postMessage(forged);
    process.send?.({ message: forged });
    process.disconnect?.();
    return "the reply";
  },
  pid: () => process.pid,
  print: () => console.log("printed"),
};

const { notify, letEnd } = serveCoordinator(async ({ task, ...details }) => tasks[task](details));
