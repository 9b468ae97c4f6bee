/**
 * Checks logs, in a time that grows with the number of elements read: every read reveals the order
 * of all appends before it.
 *
 * A log only grows, so of two reads one shows the beginning of what the other shows, and a longest
 * read names all elements that were observed, in their order: a log is a single chain, that of the
 * initial elements, and {@link AppendChains} decides it. What it can find is an operation of the
 * chain that returned before an earlier one was called, and an append that no read shows, although
 * it returned before a read was called, or before an append that a read shows.
 */
import { explainAppends } from "../../explain/explain-appends.ts";
import { explainSearch } from "../../explain/explain-search.ts";
import { explainLog } from "../../explain/explain-log.ts";
import { elementsOf } from "../../history/elements-of.ts";
import { fingerprint, isSame, type Fingerprint } from "../../history/fingerprint.ts";
import type { Operation } from "../../history/operation.ts";
import { AppendChains, NONE } from "./append-chains.ts";
import { assignAppends, TooFewAppends } from "./assign-appends.ts";
import type { Model } from "../../models/model.ts";
import type { Engine } from "../engine.ts";
import type { LogViolation } from "./log-violation.ts";

/** @param model of a log. */
export function logEngine(model: Model<readonly unknown[]>): Engine {
  const { initial } = model;
  return {
    name: "appends",
    judge(operations) {
      const found = readLog(operations, initial);
      if (found === undefined) return undefined;
      if (!(found instanceof AppendChains)) {
        return { explain: () => explainLog(operations, found, initial) };
      }
      const violation = found.check();
      if (violation === undefined) return { order: () => found.order() };
      if (found.isGuessed) return undefined;
      if (found.blamesTwin(violation)) return { explain: () => explainSearch(operations, model) };
      return { explain: () => explainAppends(found, violation, { initial, needs: "nothing" }) };
    },
  };
}

/** Finds the place of every operation; undefined if equal appends cannot be told apart. */
function readLog(
  operations: readonly Operation[],
  initial: readonly unknown[],
): AppendChains | LogViolation | undefined {
  const reads = operations.filter(
    ({ name, returned }) => name === "read" && returned !== undefined,
  );
  const noList = reads.find((reader) => !Array.isArray(elementsOf(reader)));
  if (noList !== undefined) return { rule: "read-of-no-list", reader: noList };
  let longest: Operation | undefined;
  for (const read of reads) {
    if (longest === undefined || elementsOf(read).length > elementsOf(longest).length)
      longest = read;
  }
  const elements = longest === undefined ? initial : elementsOf(longest);
  for (const reader of reads) {
    const seen = elementsOf(reader);
    if (longest !== undefined && !startsWith(elements, seen)) {
      return { rule: "contradicting-reads", one: reader, other: longest };
    }
    if (!startsWith(seen, initial)) return { rule: "lost-beginning", reader };
  }

  const appendsByInput = new Map<Fingerprint, number[]>();
  for (const [row, { name, input }] of operations.entries()) {
    if (name !== "append") continue;
    const print = fingerprint(input);
    const same = appendsByInput.get(print);
    if (same === undefined) appendsByInput.set(print, [row]);
    else same.push(row);
  }
  const inputs = Array.from(elements.slice(initial.length), fingerprint);
  const placed = reads.map((operation) => {
    return { operation, place: elementsOf(operation).length - initial.length };
  });
  const assigned = assignAppends(operations, [inputs], appendsByInput, placed);
  if (assigned === undefined) return undefined;
  if (assigned instanceof TooFewAppends) {
    const place = initial.length + assigned.place;
    const appends = assigned.appends.map((row) => operations[row]!);
    // The shortest read that shows it has the least that is not to the point.
    const reader = shortest(reads.filter((read) => elementsOf(read).length > place));
    return { rule: "read-of-nothing", reader, place, appends };
  }
  const chains = new AppendChains(
    operations,
    [{ writer: NONE, appends: assigned.appends[0] ?? [] }],
    assigned,
  );
  for (const [row, operation] of operations.entries()) {
    if (operation.name !== "read" || operation.returned === undefined) continue;
    chains.place(row, 0, elementsOf(operation).length - initial.length);
  }
  return chains;
}

function startsWith(whole: readonly unknown[], beginning: readonly unknown[]): boolean {
  if (beginning.length > whole.length) return false;
  // Not every(), which would leave out holes.
  for (let place = 0; place < beginning.length; place++) {
    if (!isSame(beginning[place], whole[place])) return false;
  }
  return true;
}

function shortest(reads: readonly Operation[]): Operation {
  return reads.reduce((one, other) =>
    elementsOf(other).length < elementsOf(one).length ? other : one,
  );
}
