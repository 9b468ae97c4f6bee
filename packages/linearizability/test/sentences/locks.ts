/** What is said of locks. A client's hold ends with its next release. */
import type { Operation } from "@sync-strategies/linearizability";
import { everyOrder } from "../every-order.ts";
import { blanksOf, isBefore, type Form, type Told } from "./sentence.ts";

const ENDING = "(never released it|began to release it only afterwards)";

export const formsOfLocks: readonly Form[] = [
  [
    "C released the lock, which it had not acquired",
    (told, client) =>
      releasesBy(told, client).some((release) => {
        return acquiresBy(told, client).every((acquire) => !(acquire.called < release.called));
      }),
  ],
  [
    "C released the lock, although it had released it before, and had not acquired it again",
    (told, client) =>
      releasesBy(told, client).some((release) =>
        releasesBy(told, client).some(
          (earlier) =>
            earlier.called < release.called &&
            acquiresBy(told, client).every(
              ({ called }) => called < earlier.called || called > release.called,
            ),
        ),
      ),
  ],
  [
    `C acquired the lock again while it held it: it had acquired it before, and ${ENDING}. The lock is not re-entrant`,
    (told, client, ending) => acquiredWhileHeld(told, client, client, ending),
  ],
  [
    `C acquired the lock while C held it: C had acquired it before, and ${ENDING}`,
    (told, other, one, again, ending) =>
      one === again && acquiredWhileHeld(told, one, other, ending),
  ],
  [
    "C and C both held the lock: (.*)",
    (told, one, other, why) =>
      acquiresBy(told, one).some((first) =>
        acquiresBy(told, other).some(
          (second) => first !== second && overlap(told, first, second, why),
        ),
      ),
  ],
  [
    `C was not allowed to release the lock, although it held it: it had acquired it before, and ${ENDING}`,
    (told, client, ending) =>
      told.history.some(
        (refusal) =>
          refusal.name === "release" &&
          refusal.output === false &&
          refusal.client === Number(client) &&
          acquiresBy(told, client).some(
            (acquire) => isBefore(acquire, refusal) && hasEnded(told, acquire, refusal, ending),
          ),
      ),
  ],
  [
    "C was refused the lock, but no client can have held it then: (.*)",
    (told, client, why) =>
      told.history.some(
        (refusal) =>
          refusal.name === "tryAcquire" &&
          refusal.output === false &&
          refusal.client === Number(client) &&
          isFreeFor(told, refusal) &&
          why.split(/; |, and (?=client|no)/).every((clause) => isTrueOf(told, refusal, clause)),
      ),
  ],
];

type Clause = readonly [
  words: string,
  isTrue: (told: Told, refusal: Operation, ...blanks: string[]) => boolean,
];

/** Why the lock was free when it was refused. */
const clauses: readonly Clause[] = [
  [
    "no client acquired it",
    ({ history }, refusal) =>
      history.every(
        (one) => one.client === refusal.client || !isAcquire(one) || refusal.returned! < one.called,
      ),
  ],
  [
    "no client had acquired it before",
    (told, refusal) => told.history.every((one) => !isAcquire(one) || !isBefore(one, refusal)),
  ],
  [
    "C(, the last to acquire it,)? had released it before",
    (told, refusal, client) => releasesBy(told, client).some((one) => isBefore(one, refusal)),
  ],
  [
    "C(, the first to acquire it,)? asked for it only afterwards",
    (told, refusal, client) => acquiresBy(told, client).some((one) => isBefore(refusal, one)),
  ],
  [
    "C had acquired it before C began to release it, so that its hold was over earlier",
    (told, refusal, client, next) =>
      acquiresBy(told, client).some((acquire) =>
        releasesBy(told, next).some(
          (release) => isBefore(acquire, release) && isBefore(release, refusal),
        ),
      ),
  ],
  [
    "C, whose (acquire|tryAcquire) did not return, never released it, so that it can only have held it in the end",
    (told, _, client, name) =>
      acquiresBy(told, client).some(
        (one) =>
          one.returned === undefined && one.name === name && releaseOf(told, one) === undefined,
      ),
  ],
  [
    "C never released it, so that its hold was the last",
    (told, _, client) => acquiresBy(told, client).some((one) => releaseOf(told, one) === undefined),
  ],
  [
    "C released it after C had acquired it, so that its hold was a later one",
    (told, refusal, client, previous) =>
      acquiresBy(told, previous).some((acquire) =>
        releasesBy(told, client).some(
          (release) => isBefore(acquire, release) && isBefore(refusal, acquire),
        ),
      ),
  ],
  ["N other holds that overlap this were over before, or began after", () => true],
];

function isTrueOf(told: Told, refusal: Operation, clause: string): boolean {
  return clauses.some(([words, isTrue]) => {
    const blanks = blanksOf(words, clause);
    return blanks !== undefined && isTrue(told, refusal, ...blanks);
  });
}

/** Whether, in each order of the others, no client holds the lock where the refusal may be. */
function isFreeFor({ history, model }: Told, refusal: Operation): boolean {
  let isFree = true;
  const step = (state: {} | null, one: Operation): {} | null | undefined =>
    one === refusal ? state : model.step(state, one);
  everyOrder(history, step, model.initial, (order) => {
    const placed = order.find(({ operation }) => operation === refusal);
    if (placed?.state !== null) isFree = false;
  });
  return isFree;
}

function overlap(told: Told, first: Operation, second: Operation, why: string): boolean {
  const [end, otherEnd] = [releaseOf(told, first), releaseOf(told, second)];
  if (why === "neither of them released it") return end === undefined && otherEnd === undefined;
  const parts = blanksOf(
    "(?:C never released it|C had acquired it before C (began to release it|asked for it)), and (?:C never released it|C began to release it only after C had (released|acquired) it)",
    why,
  );
  if (parts === undefined) return false;
  const [unreleased, acquirer, asker, how, kept, releaser, done, did] = parts;
  const [one, other] = [String(first.client), String(second.client)];
  const isAfterFirst =
    unreleased === ""
      ? acquirer === one &&
        asker === other &&
        (how === "asked for it"
          ? isBefore(first, second)
          : otherEnd !== undefined && isBefore(first, otherEnd))
      : unreleased === other && otherEnd === undefined;
  const isBeforeEnd =
    kept === ""
      ? releaser === one &&
        done === other &&
        end !== undefined &&
        (did === "acquired"
          ? isBefore(second, end)
          : otherEnd !== undefined && isBefore(otherEnd, end))
      : kept === one && end === undefined;
  return isAfterFirst && isBeforeEnd;
}

function acquiredWhileHeld(told: Told, one: string, other: string, ending: string): boolean {
  return acquiresBy(told, one).some((first) =>
    acquiresBy(told, other).some(
      (second) =>
        isBefore(first, second) &&
        second.returned !== undefined &&
        hasEnded(told, first, second, ending),
    ),
  );
}

function hasEnded(told: Told, acquire: Operation, before: Operation, ending: string): boolean {
  const release = releaseOf(told, acquire);
  if (ending === "never released it") return release === undefined;
  return release !== undefined && isBefore(before, release);
}

function releaseOf(told: Told, acquire: Operation): Operation | undefined {
  return releasesBy(told, String(acquire.client))
    .filter(({ called }) => called > acquire.called)
    .toSorted((one, other) => one.called - other.called)[0];
}

function isAcquire({ name, output }: Operation): boolean {
  return name !== "release" && output !== false;
}

function acquiresBy({ history }: Told, client: string): Operation[] {
  return history.filter((one) => one.client === Number(client) && isAcquire(one));
}

function releasesBy({ history }: Told, client: string): Operation[] {
  return history.filter(
    ({ client: by, name, output }) =>
      by === Number(client) && name === "release" && output !== false,
  );
}
