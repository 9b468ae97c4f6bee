/**
 * Ways of handing one history to the checker. The verdict must be the same in each: what an
 * operation means depends neither on the numbers of events, as long as their order and their ties
 * stay, nor on the order in which operations are listed, nor on which engine judges them.
 */
import type {
  MemberClock,
  MemberHistory,
  Model,
  Operation,
  OperationForms,
  Verdict,
} from "@sync-strategies/linearizability";
import { isSameData } from "./brute-force.ts";
import { drawDisguise } from "./disguises.ts";
import type { EngineCase, Library } from "./engine-case.ts";
import { atTimes, type Lot, type RandomHistory } from "./random-operations.ts";

export interface Presentation {
  readonly name: string;
  /** Whether it shows the operations as they were drawn, so that a witness is made of these. */
  readonly isPlain?: boolean;
  /** Undefined if the history cannot be presented so. */
  readonly check: (history: RandomHistory, lot: Lot) => Verdict | undefined;
}

/** All of them for one case, with the library under test. */
export function presentationsOf(
  { kindOf, model, disguise }: EngineCase,
  library: Library,
): readonly Presentation[] {
  const { check, formatHistory, HistoryReader, mergeHistories, parseHistory } = library;
  const options = { operations: formsOf(model, library) };
  const engines = model.engines ?? [];
  const { isByClient = false } = kindOf();
  const textOf = ({ operations, failed }: RandomHistory, lot: Lot): string | undefined => {
    const all = stretched([...operations, ...failed].map(withoutUpdater), lot);
    const lines = Array.from(formatHistory(all), (line) => withFailures(line, failed));
    // In a file no client goes on after an unknown outcome, or does two things at once.
    return isByClient && !keepsClients(lines, all) ? undefined : lines.join("\n");
  };
  return [
    ...[
      { name: "operations", judge: model },
      // A single engine is asked first anyway.
      ...(engines.length < 2 ? [] : engines).map((engine) => ({
        name: `operations for ${engine.name} alone`,
        judge: { ...model, engines: [engine] },
      })),
      { name: "operations for the search alone", judge: { ...model, engines: [] } },
    ].map(({ name, judge }) => ({
      name,
      isPlain: true,
      check: ({ operations }: RandomHistory) => check(operations, judge, { order: true }),
    })),
    {
      name: "operations in any order, at other times, with values of all sorts",
      check({ operations }, lot) {
        const shown = disguise
          ? disguised(operations, drawDisguise(lot, disguise.nothing))
          : operations;
        return check(shuffled(stretched(shown, lot), lot), model);
      },
    },
    {
      name: "text",
      check(history, lot) {
        const text = textOf(history, lot);
        return text === undefined ? undefined : check(parseHistory(text, options), model);
      },
    },
    {
      name: "a file, read into columns",
      check(history, lot) {
        const reader = new HistoryReader(options);
        const text = textOf(history, lot);
        if (text === undefined) return undefined;
        const bytes = new TextEncoder().encode(text);
        const pieceLength = 1 + lot(200);
        for (let start = 0; start < bytes.length; start += pieceLength) {
          reader.addBytes(bytes.subarray(start, start + pieceLength));
        }
        reader.end();
        return check(reader.columns(), model);
      },
    },
    {
      name: "members with one counter",
      check({ operations }, lot) {
        if (haveTies(operations)) return undefined;
        const members = membersOf(operations, { kind: "counter" }, lot);
        return check(mergeHistories(members).history, model);
      },
    },
    {
      name: "members with one clock",
      check({ operations }, lot) {
        const clock = { kind: "time", name: "a clock", errorNs: 0 } as const;
        return check(mergeHistories(membersOf(operations, clock, lot)).history, model);
      },
    },
  ];
}

const rising = (one: number, other: number): number => one - other;

function keepsClients(lines: readonly string[], operations: readonly Operation[]): boolean {
  const processes = lines
    .map((line) => JSON.parse(line) as { process: number; type: string })
    .flatMap(({ process, type }) => (type === "invoke" ? process : []));
  const clients = operations.map(({ client }) => client);
  return isSameData(processes.toSorted(rising), clients.toSorted(rising));
}

/** Undefined for a model that the package does not know, whose operations may have any form. */
function formsOf({ name }: Model, { operationForms }: Library): OperationForms | undefined {
  return (operationForms as Readonly<Record<string, OperationForms>>)[name];
}

/** Each client is one of a member, so that its operations stay together. */
function membersOf(
  operations: readonly Operation[],
  clock: MemberClock,
  lot: Lot,
): MemberHistory<readonly Operation[]>[] {
  const histories: Operation[][] = Array.from({ length: 1 + lot(4) }, () => []);
  const memberOf = new Map<number, Operation[]>();
  for (const operation of operations) {
    const member = memberOf.get(operation.client) ?? histories[lot(histories.length)]!;
    memberOf.set(operation.client, member);
    member.push(operation);
  }
  return histories.map((history) => ({ history, clock }));
}

function haveTies(operations: readonly Operation[]): boolean {
  const events = operations.flatMap(({ called, returned }) =>
    returned === undefined ? [called] : [called, returned],
  );
  return new Set(events).size < events.length;
}

function disguised(
  operations: readonly Operation[],
  disguise: (value: unknown) => unknown,
): Operation[] {
  return operations.map((operation) => ({
    ...operation,
    ...("input" in operation && { input: disguise(operation.input) }),
    ...(operation.output !== undefined && { output: disguise(operation.output) }),
  }));
}

/** The same order of events and the same ties, with numbers of any kind. */
function stretched(operations: readonly Operation[], lot: Lot): Operation[] {
  const scale = [1, 7, 2 ** 20, 1 / 8, 2 ** -40][lot(5)] ?? 1;
  const start = [0, -9, 2 ** 31 - 5, 2 ** 32 - 3, 2 ** 53 - 100][lot(5)] ?? 0;
  // Fractions beyond 2^53 would make ties.
  const isExact = start < 2 ** 50 && (scale >= 2 ** -20 || start === 0);
  return atTimes(operations, (event) => start + event * (isExact ? scale : 1));
}

function shuffled<Item>(items: readonly Item[], lot: Lot): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = lot(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

/** A file does not say what an updater would have made of another value. */
function withoutUpdater(operation: Operation): Operation {
  const { input: _, ...rest } = operation;
  return operation.name === "update" ? rest : operation;
}

/** The line of a history in which some operations did not succeed, but failed. */
function withFailures(line: string, failed: readonly Operation[]): string {
  const event = JSON.parse(line) as { process: number; type: string };
  const hasFailed = failed.some(({ client }) => client === event.process);
  return hasFailed && event.type === "ok" ? JSON.stringify({ ...event, type: "fail" }) : line;
}
