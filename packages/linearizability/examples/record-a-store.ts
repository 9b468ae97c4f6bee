import { check, recordStore, register, renderText } from "@sync-strategies/linearizability";
import type { StateStore } from "@sync-strategies/state-store";

const balances = new Map<string, number>();
const store: StateStore<string, number> = {
  read: async (key) => balances.get(key),
  write: async (key, value) => void balances.set(key, value),
  // Wrong: another client may change the balance while this one awaits.
  async update(key, updater) {
    const next = await updater(balances.get(key));
    balances.set(key, next);
    return next;
  },
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

const recording = recordStore(store);
const [alice, bob] = [recording.client(1), recording.client(2)];
const later = async (value: number) => (await new Promise(setImmediate), value);

await Promise.all([
  alice.update("balance", (balance = 0) => later(balance + 10)),
  bob.update("balance", (balance = 0) => later(balance + 20)),
]);

const verdict = check(recording.operations(), register());
if (verdict.verdict === "not-linearizable") {
  console.log(verdict.explanation);
  console.log(renderText(verdict.witness).join("\n"));
}
