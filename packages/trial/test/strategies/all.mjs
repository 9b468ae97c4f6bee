/** A sound strategy, and some that go wrong, each in its own way. */
import { SoundStore, strategy } from "./sound-store.mjs";

const never = () => new Promise(() => {});

class NeverAnswers extends SoundStore {
  read() {
    return never();
  }
}

class NeverYields extends SoundStore {
  read() {
    for (;;);
  }
}

class NeverCloses extends SoundStore {
  close() {
    return never();
  }
}

class Dies extends SoundStore {
  read() {
    process.kill(process.pid, "SIGKILL");
    return never();
  }
}

class ThrowsInRead extends SoundStore {
  read() {
    throw new Error("no reading today");
  }
}

class ThrowsLater extends SoundStore {
  read(key) {
    void Promise.reject(new Error("a rejection without a handler"));
    return super.read(key);
  }
}

export default [
  strategy("sound", () => new SoundStore()),
  strategy("never-answers", () => new NeverAnswers()),
  strategy("never-yields", () => new NeverYields()),
  strategy("never-closes", () => new NeverCloses()),
  strategy("never-created", never),
  strategy("dies", () => new Dies()),
  strategy("throws-in-read", () => new ThrowsInRead()),
  strategy("throws-later", () => new ThrowsLater()),
  strategy("throws-when-created", () => {
    throw new Error("no store today");
  }),
  strategy("makes-nothing", () => {}),
  strategy("makes-an-object", async () => ({})),
  strategy("makes-no-close", () => ({ read() {}, write() {}, update() {} })),
];
