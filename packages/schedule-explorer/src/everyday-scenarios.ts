/**
 * The everyday races of `examples/` as scenarios. Where the state is already as a client wants it,
 * its updater awaits nothing: that the second client looks again is what makes the difference.
 */
import { update, type Scenario } from "./scenario.ts";

const PRICE = 80;

export const balanceChargedTwice: Scenario<number> = {
  id: "balance-charged-twice",
  title: "A balance charged twice",
  question: "Two clicks on “buy” with 100: can both pay 80?",
  initial: { balance: 100 },
  clients: clients(2, () =>
    update<number>("balance", (balance = 0) => (balance < PRICE ? balance : balance - PRICE), {
      name: "pay 80 from",
      awaitsIf: (balance = 0) => balance >= PRICE,
    }),
  ),
};

/** The first token has expired. */
const EXPIRED = 1;

export const tokenRenewedTwice: Scenario<number> = {
  id: "token-renewed-twice",
  title: "A token renewed twice",
  question: "Two callers find token 1 expired: do both renew it?",
  initial: { token: EXPIRED },
  clients: clients(2, () =>
    update<number>("token", (token = EXPIRED) => (token > EXPIRED ? token : token + 1), {
      name: "renew",
      awaitsIf: (token = EXPIRED) => token === EXPIRED,
    }),
  ),
};

export const cacheStampede: Scenario<number> = {
  id: "cache-stampede",
  title: "A cache stampede",
  question: "Three visitors find the cache empty: does each of them load the page?",
  clients: clients(3, () =>
    update<number>("home", (page) => page ?? 1, {
      name: "load",
      awaitsIf: (page) => page === undefined,
    }),
  ),
};

const LINES = 3;

export const oneFile: Scenario<number> = {
  id: "one-file",
  title: "Two reports in one file",
  question: "Two authors write three lines each: are there six in the end?",
  initial: { report: 0 },
  clients: clients(2, () =>
    update<number>("report", (lines = 0) => lines + LINES, { name: "write 3 lines into" }),
  ),
  invariant: {
    rule: "the report has 6 lines in the end",
    holds: (state) => state.get("report") === 6,
  },
};

/** The same operation for each of several clients. */
function clients<Operation>(count: number, operation: () => Operation): Operation[][] {
  return Array.from({ length: count }, () => [operation()]);
}

/** The everyday races, in the order of `pnpm example`. */
export const everydayScenarios: readonly Scenario<number>[] = [
  balanceChargedTwice,
  tokenRenewedTwice,
  cacheStampede,
  oneFile,
];
