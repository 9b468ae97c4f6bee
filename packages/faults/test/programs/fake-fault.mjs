/** A fault for tests, which needs no server: each of its cells plays something else. */
import { appendFileSync } from "node:fs";
import sound from "../../../state-store-testkit/dist/shared/sound-stores-to-load.js";
import { OutcomeUnknownError } from "../../../state-store/dist/index.js";

const lockedFile = sound.find(({ id }) => id === "locked-file");

/** Every fourth update takes effect, and its caller does not hear of it. */
const silent = {
  ...lockedFile,
  id: "silent",
  async openStore(address) {
    const store = await lockedFile.openStore(address);
    let updates = 0;
    return {
      read: (key, options) => store.read(key, options),
      write: (key, value, options) => store.write(key, value, options),
      async update(key, updater, options) {
        const value = await store.update(key, updater, options);
        if (++updates % 4 === 0) throw new OutcomeUnknownError();
        return value;
      },
      close: () => store.close(),
      [Symbol.asyncDispose]: () => store.close(),
    };
  },
};

/** Its members say in a file which processes they are. */
const named = {
  ...lockedFile,
  id: "named",
  async openStore(address) {
    appendFileSync(process.env["FAKE_FAULT_PIDS"], `${process.pid}\n`);
    return lockedFile.openStore(address);
  },
};

const linearizable = { verdict: "linearizable" };
const workload = { keys: 1, pauseUs: 1000, hold: 1000 };

export default {
  id: "fake-fault",
  title: "Fake fault",
  question: "Does the stage do what it is asked for?",
  strategies: [silent, named],
  doesNotShow: ["Anything real."],
  cells: [
    { strategy: "locked-file", variant: "undisturbed", expected: linearizable },
    { strategy: "unlocked-file", expected: { verdict: "not-linearizable" } },
    {
      strategy: "locked-file",
      variant: "killed",
      expected: { verdict: "linearizable", waits: "to-the-end" },
    },
    {
      strategy: "locked-file",
      variant: "stopped",
      expected: { verdict: "linearizable", waits: "while-it-lasts" },
    },
    { strategy: "silent", expected: linearizable },
    { strategy: "silent", variant: "as failures", expected: { verdict: "not-linearizable" } },
    { strategy: "locked-file", variant: "throws", expected: linearizable },
    { strategy: "locked-file", variant: "missing", expected: linearizable },
    { strategy: "named", variant: "for ever", expected: linearizable },
  ],

  async run(stage, { strategy, variant }) {
    if (variant === "throws") throw new Error("the fault's own");
    if (variant === "missing") {
      throw Object.assign(new Error("no such program; install it"), { code: "NOT_INSTALLED" });
    }
    const isOneHeld = ["killed", "stopped", "for ever"].includes(variant);
    const clients = await stage.open({
      members: 2,
      workload,
      holders: isOneHeld ? [0] : [],
      unknownIs: variant === "as failures" ? "failed" : "unknown",
    });
    await clients.start();
    await clients.acknowledged(strategy === "unlocked-file" ? 200 : 40);
    stage.mark("the clients have begun");
    if (!isOneHeld) return;
    const [holder] = clients.members;
    const held = await holder.hold(0);
    if (variant === "killed") {
      await stage.strike("kill -9 process 1", () => holder.kill());
      await clients.servedWithin(300);
      return;
    }
    await stage.disturb("SIGSTOP process 1", async () => {
      holder.stop();
      if (variant === "for ever") {
        appendFileSync(process.env["FAKE_FAULT_PIDS"], "stopped\n");
        await new Promise(() => {});
      }
      await clients.servedWithin(300);
      holder.resume();
    });
    await held.release();
    await clients.servedWithin(10_000);
  },

  explain: (scene) =>
    scene.held.map(({ clientTitle, heldMs, acknowledgedMs }) => {
      const lasted = acknowledgedMs === undefined ? "no end" : acknowledgedMs >= heldMs;
      return `${clientTitle} held: ${lasted}`;
    }),
};
