import { always, holdsOnlyNumbers } from "../../contract-test.ts";
import { expectSame, show } from "../../expectations.ts";
import { KEY_LIMIT } from "../../numbered-keys.ts";
import { RemoteReason } from "../remote-operation.ts";
import {
  isNoControl,
  type SharedContext,
  type SharedContractTest,
} from "../shared-contract-test.ts";

/** Half of them with each thread as the writer: what a reader has read once it must not read again. */
const ROUNDS = 50;

export const visibility: readonly SharedContractTest[] = [
  ...(["write", "update"] as const).map((name): SharedContractTest => ({
    name: `what one thread's ${name} has acknowledged, the other thread reads`,
    appliesTo: isNoControl,
    run: async ({ openState, settlement }) => {
      const { one, other } = await openState();
      for (let value = 1; value <= ROUNDS; value += 1) {
        const [writer, reader] = value <= ROUNDS / 2 ? [one, other] : [other, one];
        await settlement(`the ${name}`, writer.call(name, 0, value).result);
        const read = await settlement("the read", reader.read(0).result);
        expectSame(read, value, `what ${reader.member.name} reads`);
      }
    },
  })),
  {
    name: "an update works on what the other thread has acknowledged",
    appliesTo: isNoControl,
    run: async ({ openState, settlement }) => {
      const { one, other } = await openState();
      for (let value = 1; value <= ROUNDS; value += 1) {
        const { result } = (value % 2 === 0 ? one : other).update(0);
        expectSame(await settlement("the update", result), value, "what the update made");
      }
    },
  },
  {
    name: "a key that one thread has not written reads as undefined, whatever the other writes",
    appliesTo: always,
    run: async ({ openState, settlement }) => {
      const { one, other } = await openState();
      await settlement("the write", one.write(0, 1).result);
      expectSame(await settlement("the read", other.read(1).result), undefined, "key 1");
      await settlement("the update", other.update(2).result);
      expectSame(await settlement("the read", one.read(1).result), undefined, "key 1");
    },
  },
  {
    name: "the coordinator reads what the threads have left, and changes it",
    appliesTo: isNoControl,
    run: async ({ openState, settlement }) => {
      const { one, other, look } = await openState();
      await settlement("the first write", one.write(0, 1).result);
      await settlement("the second write", other.write(1, 2).result);
      const own = await settlement("the coordinator's handle", look());
      expectSame(await settlement("the read", own.read(0)), 1, "what thread 1 wrote");
      expectSame(await settlement("the read", own.read(1)), 2, "what thread 2 wrote");
      await settlement(
        "the coordinator's update",
        own.update(0, (current = 0) => current + 10),
      );
      expectSame(await settlement("the read", other.read(0).result), 11, "what thread 2 reads");
      await settlement("the closing", own.close());
      expectSame(await settlement("the read", one.read(0).result), 11, "what thread 1 reads");
    },
  },
  {
    name: "two states share nothing",
    appliesTo: always,
    run: async ({ openState, settlement }) => {
      const [first, second] = [await openState(), await openState()];
      await settlement("the write", first.one.write(0, 1).result);
      const read = second.other.read(0).result;
      expectSame(await settlement("the read", read), undefined, "the second state");
    },
  },
  {
    name: "a key that is no whole number below the limit is refused as a RangeError",
    appliesTo: holdsOnlyNumbers,
    run: async (context) => {
      const { one } = await context.openState();
      for (const key of [
        -1,
        0.5,
        KEY_LIMIT,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        "0",
        undefined,
      ]) {
        for (const name of ["read", "write", "update"] as const) {
          const { result } = one.call(name, key, 1);
          const seen = await refusalOf(context, `a ${name} of the key ${String(key)}`, result);
          expectSame(seen, "RangeError", `how a ${name} of the key ${String(key)} is refused`);
        }
      }
      const last = one.update(KEY_LIMIT - 1).result;
      expectSame(await context.settlement("an update of the last key", last), 1, "the last key");
    },
  },
  {
    name: "a value that is no number is refused as a TypeError, and leaves the key as it was",
    appliesTo: holdsOnlyNumbers,
    run: async (context) => {
      const { one, other } = await context.openState();
      await context.settlement("the write", one.write(0, 7).result);
      for (const value of ["1", null, undefined, true, 1n, {}]) {
        for (const name of ["write", "update"] as const) {
          const { result } = one.call(name, 0, value);
          const seen = await refusalOf(context, `a ${name} of ${show(value)}`, result);
          expectSame(seen, "TypeError", `how a ${name} of ${show(value)} is refused`);
        }
        const read = other.read(0).result;
        expectSame(await context.settlement("the read", read), 7, "the value after it");
      }
    },
  },
];

/** The name of the error that the operation rejects with. */
async function refusalOf(
  { settlement }: SharedContext,
  what: string,
  result: Promise<unknown>,
): Promise<unknown> {
  const [settled] = await settlement(what, Promise.allSettled([result]));
  if (settled.status === "fulfilled") return "not refused";
  const reason: unknown = settled.reason;
  const isError = reason instanceof RemoteReason && typeof reason.seen !== "string";
  return isError ? reason.seen.name : reason;
}
