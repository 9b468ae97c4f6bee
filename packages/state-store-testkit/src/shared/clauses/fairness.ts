import { startsOver, unlessLacking } from "../../contract-test.ts";
import { ContractViolation } from "../../expectations.ts";
import type { BusyName } from "../orders.ts";
import { isNoControl, type SharedContractTest } from "../shared-contract-test.ts";

const names: readonly BusyName[] = ["read", "write", "update", "update that awaits"];

/** What keeps the other thread waiting: with one client a lock is free now and then, with four never. */
const CLIENT_COUNTS = [1, 4];

/** Between two looks, the busy thread overtakes as often as this at least. */
const OVERTAKEN_PER_LOOK = 2000;

/** They take longer than any store lets the event loop wait, however quick its reads. */
const MAXIMUM_CALLS = 1_000_000;

export const fairness: readonly SharedContractTest[] = [
  ...names.map((name): SharedContractTest => ({
    name: `${phraseOf(name)} gets its turn while the other thread never pauses`,
    appliesTo: (traits) => isNoControl(traits) && unlessLacking("bounded-overtaking")(traits),
    run: async ({ openState, newRace, settlement, repeated }) => {
      const { one, other } = await openState();
      for (const busyName of ["update", "update that awaits"] as const) {
        for (const clients of CLIENT_COUNTS) {
          const race = newRace();
          const busy = settlement(
            "the busy thread",
            one.beBusy(busyName, 0, clients, race.address),
          );
          const waits = other.outlast(name, 0, race.address, repeated(OVERTAKEN_PER_LOOK));
          const { overtaken, hasSettled } = await settlement(
            `${phraseOf(name)} of thread 2`,
            waits,
          );
          await busy;
          if (hasSettled) continue;
          throw new ContractViolation(
            `${phraseOf(name)} of thread 2 was overtaken by ${overtaken.toLocaleString("en")} ` +
              `operations that ${clients} client${clients === 1 ? "" : "s"} of thread 1 called ` +
              "later, and still waited.",
          );
        }
      }
    },
  })),
  {
    name: "an update settles, however often the other thread changes its key while it awaits",
    appliesTo: (traits) => startsOver(traits) && unlessLacking("bounded-overtaking")(traits),
    run: async ({ openState, newRace, settlement, repeated }) => {
      const { one, other } = await openState();
      const race = newRace();
      const busy = settlement("the busy thread", one.beBusy("write", 0, 4, race.address));
      const waits = other.outlast(
        "update that awaits a change",
        0,
        race.address,
        repeated(OVERTAKEN_PER_LOOK),
      );
      const { overtaken, hasSettled } = await settlement("an update of thread 2", waits);
      await busy;
      if (hasSettled) return;
      throw new ContractViolation(
        "an update of thread 2 started over again and again while thread 1 wrote its key " +
          `${overtaken.toLocaleString("en")} times, and still had not settled.`,
      );
    },
  },
  ...names.slice(0, 3).map((name): SharedContractTest => ({
    name: `${name}s that both threads call over and over leave timers their turn in both`,
    appliesTo: unlessLacking("interruptible"),
    run: async ({ openState, settlement }) => {
      const { one, other } = await openState();
      const both = [one, other].map((handle) => handle.awaitTimer(name, 0, MAXIMUM_CALLS));
      const fired = await settlement(`the ${name}s of both threads`, Promise.all(both));
      const starved = [one, other].filter((_, member) => fired[member] !== true);
      if (starved.length === 0) return;
      const threads = starved.map(({ member }) => member.name).join(" and ");
      throw new ContractViolation(
        `No timer fired in ${threads} during ${MAXIMUM_CALLS.toLocaleString("en")} ${name}s.`,
      );
    },
  })),
];

function phraseOf(name: BusyName): string {
  return name.startsWith("update") ? `an ${name}` : `a ${name}`;
}
