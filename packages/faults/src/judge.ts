/** From what the members wrote down and what the state says at the end to a verdict and its figures. */
import {
  check,
  mergeHistories,
  register,
  renderText,
  UNFINISHED,
  withMarks,
  type HistoryColumns,
  type Mark,
  type MergedHistory,
  type Verdict,
} from "@sync-strategies/linearizability";
import { countLostUpdates } from "@sync-strategies/workload";
import type { Journal, JournalOperation } from "./journal.ts";
import type { Disturbance, HeldOperation, Scene } from "./scene.ts";
import type { Round } from "./round.ts";

/** The widest that lanes may be, in characters: indented, they fit a terminal of 80. */
const DRAWING_WIDTH = 78;

export interface Played {
  /** Of each member, and of the stage, which reads the state at the end. */
  readonly journals: readonly { readonly name: string; readonly journal: Journal }[];
  /** The clients that held an update. */
  readonly holders: ReadonlySet<number>;
  /** From the clients' start to their end, in nanoseconds of the machine's clock. */
  readonly beganNs: number;
  readonly endedNs: number;
  /** In nanoseconds likewise. */
  readonly disturbances: readonly MarkedDisturbance[];
  /** What is drawn above the lanes, in the order of time. */
  readonly marks: readonly { readonly label: string; readonly atNs: number }[];
  /** The value of each key at the end; undefined if the state could not be read. */
  readonly final: readonly (number | undefined)[] | undefined;
  /** Why not, or what a held update rejected with. */
  readonly rejections: ReadonlyMap<number, string>;
}

export interface MarkedDisturbance {
  readonly label: string;
  readonly fromNs: number;
  readonly toNs: number;
}

export type Judged = Omit<Round, "seed" | "elapsedMs">;

/** @param explain makes the fault's own sentences. */
export function judge(played: Played, explain: (scene: Scene) => readonly string[]): Judged {
  const merged = mergeHistories(played.journals.map(({ journal }) => journal.history));
  const { history, totalOps } = merged;
  const clientTitle = titlesOf(merged, played);
  const times = timesOf(merged, played);
  const verdict = check(history, register(), { totalOps, clientTitle });
  const operations = played.journals.flatMap(({ journal }) => journal.operations);
  const scene: Scene = {
    verdict,
    disturbances: played.disturbances.map((one) => inMs(one, played)),
    held: heldOperations(played),
    timeOf: (event) => msSince(played, times[event] ?? played.endedNs),
    clientTitle,
  };
  return {
    verdict: verdict.verdict,
    ...serviceOf(operations, played),
    ...countsOf(operations),
    applied: appliedOf(operations, played.final),
    lost: lostOf(operations, played.final),
    unservedMs: longestWithout(returnsOf(operations), played),
    unchangedMs: longestWithout(returnsOf(operations.filter(isChange)), played),
    checked: verdict.checkedOps,
    ...inWords(verdict, marksOf(played, times)),
    sentences: explain(scene),
  };
}

function inWords(verdict: Verdict, marks: readonly Mark[]): Pick<Round, "explanation" | "drawing"> {
  if (verdict.verdict === "linearizable") return { explanation: null, drawing: [] };
  const { explanation } = verdict;
  if (verdict.verdict === "unknown") return { explanation, drawing: [] };
  const witness = withMarks(verdict.witness, marks);
  return { explanation, drawing: renderText(witness, { width: DRAWING_WIDTH }) };
}

function countsOf(operations: readonly JournalOperation[]) {
  const settledAs = (as: "returned" | "failed" | "unknown"): JournalOperation[] =>
    operations.filter(({ settled }) => settled?.as === as);
  const returned = settledAs("returned");
  return {
    acknowledged: returned.length,
    acknowledgedChanges: returned.filter(isChange).length,
    unknown: settledAs("unknown").length,
    failed: settledAs("failed").length,
    unfinished: operations.filter(({ settled }) => settled === undefined).length,
  };
}

function isChange({ kind }: JournalOperation): boolean {
  return kind !== "read";
}

/** An update whose outcome is unknown may be a link between acknowledged ones. */
function lostOf(operations: readonly JournalOperation[], final: Played["final"]): number | null {
  if (final === undefined) return null;
  return final.reduce((sum: number, value, key) => {
    const updates = operations.flatMap(({ kind, key: itsKey, before, after, settled }) =>
      kind === "update" && itsKey === key && after !== undefined && settled?.as !== "failed"
        ? [{ before, after, isAcknowledged: settled?.as === "returned" }]
        : [],
    );
    return sum + countLostUpdates(updates, value);
  }, 0);
}

/**
 * How many times a change took effect: each that was acknowledged, and each other whose value was
 * found, by an updater, by a read, or at the end. Every value is written by one change. If it was
 * found before the updater of that change last ran, and the change was acknowledged afterwards, it
 * was made twice: a client library had sent it again.
 */
function appliedOf(operations: readonly JournalOperation[], final: Played["final"] = []): number {
  const foundNs = new Map(final.map((value) => [value, Infinity]));
  for (const { before, heldNs, settled } of operations) {
    const atNs = heldNs ?? settled?.atNs ?? Infinity;
    foundNs.set(before, Math.min(atNs, foundNs.get(before) ?? Infinity));
  }
  return operations.filter(isChange).reduce((sum, { after, heldNs, settled }) => {
    if (after === undefined) return sum;
    const isFound = foundNs.has(after);
    if (settled?.as !== "returned") return isFound ? sum + 1 : sum;
    const isMadeTwice = heldNs !== undefined && isFound && foundNs.get(after)! <= heldNs;
    return sum + (isMadeTwice ? 2 : 1);
  }, 0);
}

/** How long those clients waited that held nothing, when the first disturbance came. */
function serviceOf(
  operations: readonly JournalOperation[],
  { disturbances: [first], holders }: Played,
): Pick<Round, "waited" | "servedAfterMs"> {
  if (first === undefined) return { waited: "no", servedAfterMs: null };
  const { fromNs, toNs } = first;
  const isOverAtOnce = fromNs === toNs;
  // What was called before may have been done before the disturbance took hold.
  const served = operations.flatMap(({ kind, client, calledNs, settled }) =>
    kind !== "read" && !holders.has(client) && settled?.as === "returned" && calledNs >= fromNs
      ? settled.atNs
      : [],
  );
  const nextNs = served.reduce((least, atNs) => Math.min(least, atNs), Infinity);
  const servedAfterMs = nextNs === Infinity ? null : (nextNs - fromNs) / 1e6;
  if (isOverAtOnce ? nextNs < Infinity : nextNs <= toNs) return { waited: "no", servedAfterMs };
  return { waited: nextNs < Infinity ? "while-it-lasts" : "to-the-end", servedAfterMs };
}

function returnsOf(operations: readonly JournalOperation[]): number[] {
  return operations.flatMap(({ settled }) => (settled?.as === "returned" ? settled.atNs : []));
}

/** In milliseconds, between the clients' start and their end. */
function longestWithout(returns: readonly number[], { beganNs, endedNs }: Played): number {
  const within = returns.filter((atNs) => atNs >= beganNs && atNs <= endedNs);
  const moments = [beganNs, ...within.toSorted((one, other) => one - other), endedNs];
  return moments.reduce(
    (longest, atNs, index) => Math.max(longest, (atNs - (moments[index - 1] ?? atNs)) / 1e6),
    0,
  );
}

function titlesOf({ clients }: MergedHistory, { journals }: Played): (client: number) => string {
  return (number) => {
    const { client, member } = clients.get(number) ?? { client: number, member: 0 };
    return titleOf(client, journals[member]?.name);
  };
}

function titleOf(client: number, member = ""): string {
  return `client ${client} (${member})`;
}

/**
 * When each event of the merged history happened, by its number. The operations of one client are in
 * the same order there as in its member's journal.
 */
function timesOf(
  { history, clients }: MergedHistory<HistoryColumns>,
  { journals }: Played,
): Float64Array {
  const times = new Float64Array(history.events + 1);
  const nextOf = journals.map(({ journal }) => inTurn(journal.operations));
  for (let row = 0; row < history.length; row++) {
    const { member, client } = clients.get(history.clients[row]!)!;
    const operation = nextOf[member]?.(client);
    if (operation === undefined) continue;
    const { calledNs, settled } = operation;
    times[history.calls[row]!] = calledNs;
    if (history.returns[row] !== UNFINISHED)
      times[history.returns[row]!] = settled?.atNs ?? calledNs;
  }
  return times;
}

/** Gives out each client's operations, one after the other. */
function inTurn(
  operations: readonly JournalOperation[],
): (client: number) => JournalOperation | undefined {
  const waiting = new Map<number, JournalOperation[]>();
  for (const operation of operations.toReversed()) {
    const ofClient = waiting.get(operation.client);
    if (ofClient === undefined) waiting.set(operation.client, [operation]);
    else ofClient.push(operation);
  }
  return (client) => waiting.get(client)?.pop();
}

/** Marks go by events: each comes after the last event before it. */
function marksOf({ marks }: Played, times: Float64Array): Mark[] {
  return marks.map(({ label, atNs }) => ({
    label,
    event: times.reduce((last, time, event) => (time <= atNs ? event : last), 0),
  }));
}

function heldOperations(played: Played): HeldOperation[] {
  return played.journals.flatMap(({ name, journal }) =>
    journal.operations.flatMap((operation): HeldOperation[] => {
      const { client, key, before, after, calledNs, heldNs, settled } = operation;
      if (!played.holders.has(client)) return [];
      // One that was refused before it held anything was called again.
      if (heldNs === undefined && settled?.as === "failed") return [];
      const hasReturned = settled?.as === "returned";
      return [
        {
          clientTitle: titleOf(client, name),
          key,
          before,
          after: after ?? 0,
          calledMs: msSince(played, calledNs),
          heldMs: heldNs === undefined ? undefined : msSince(played, heldNs),
          acknowledgedMs: hasReturned ? msSince(played, settled.atNs) : undefined,
          rejected:
            settled === undefined || hasReturned
              ? undefined
              : {
                  atMs: msSince(played, settled.atNs),
                  message: played.rejections.get(client) ?? settled.as,
                },
        },
      ];
    }),
  );
}

function inMs({ label, fromNs, toNs }: MarkedDisturbance, played: Played): Disturbance {
  return { label, fromMs: msSince(played, fromNs), toMs: msSince(played, toNs) };
}

function msSince({ beganNs }: Played, atNs: number): number {
  return (atNs - beganNs) / 1e6;
}
