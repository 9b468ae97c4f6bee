/**
 * Ways of handing one history to the checker. The verdict must be the same in each: what an
 * operation means depends neither on the numbers of events, as long as their order and their ties
 * stay, nor on the order in which operations are listed, nor on which engine judges them.
 */
import type {
  HistoryColumns,
  Model,
  Operation,
  OperationForms,
  Verdict,
} from "@sync-strategies/linearizability";
import { drawDisguise } from "./disguises.ts";
import type { EngineCase, Library } from "./engine-cases.ts";
import { atTimes, type Lot, type RandomHistory } from "./random-operations.ts";

export interface Presentation {
  readonly name: string;
  /** Undefined if the history cannot be presented so. */
  readonly check: (history: RandomHistory, lot: Lot) => Verdict | undefined;
}

/** All of them for one case, with the library under test. */
export function presentationsOf(
  { model, disguise }: EngineCase,
  library: Library,
): readonly Presentation[] {
  const { check, formatHistory, HistoryReader, parseHistory } = library;
  const options = { operations: formsOf(model, library) };
  const engines = model.engines ?? [];
  const textOf = ({ operations, failed }: RandomHistory, lot: Lot): string => {
    const lines = formatHistory(stretched([...operations, ...failed], lot));
    return Array.from(lines, (line) => withFailures(line, failed)).join("\n");
  };
  return [
    {
      name: "operations",
      check: ({ operations }) => check(operations, model),
    },
    ...engines.map((engine) => ({
      name: `operations for ${engine.name} alone`,
      check: ({ operations }: RandomHistory) => check(operations, { ...model, engines: [engine] }),
    })),
    {
      name: "operations for the search alone",
      check: ({ operations }) => check(operations, { ...model, engines: [] }),
    },
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
      check({ operations, failed }, lot) {
        return check(parseHistory(textOf({ operations, failed }, lot), options), model);
      },
    },
    {
      name: "a file, read in pieces into columns",
      check(history, lot) {
        const reader = new HistoryReader(options);
        const bytes = new TextEncoder().encode(textOf(history, lot));
        const pieceLength = 1 + lot(200);
        for (let start = 0; start < bytes.length; start += pieceLength) {
          reader.addBytes(bytes.subarray(start, start + pieceLength));
        }
        reader.end();
        return check(reader.columns(), model);
      },
    },
    {
      name: "columns",
      check({ operations, failed }) {
        const columns = registerColumnsOf([...operations, ...failed], failed, model, library);
        return columns && check(columns, model);
      },
    },
  ];
}

/** How its operations are written in a file, if it is one of the models that have files. */
function formsOf({ name, operations }: Model, library: Library): OperationForms | undefined {
  const { [name]: forms }: Record<string, OperationForms> = library.operationForms;
  const isKnown = operations?.every((operation) => forms !== undefined && operation in forms);
  return isKnown === true ? forms : undefined;
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

/** The line of a history in which some operations did not succeed, but failed. */
function withFailures(line: string, failed: readonly Operation[]): string {
  const event = JSON.parse(line) as { process: number; type: string };
  const hasFailed = failed.some(({ client }) => client === event.process);
  return hasFailed && event.type === "ok" ? JSON.stringify({ ...event, type: "fail" }) : line;
}

/** What a recorder would hold, for registers that it can record. */
function registerColumnsOf(
  all: readonly Operation[],
  failed: readonly Operation[],
  { name, initial, isUnpredictable }: Model,
  { Kind, UNFINISHED, UNWRITTEN }: Library,
): HistoryColumns | undefined {
  if (name !== "register" || initial !== null) return undefined;
  const operations = all.toSorted((one, other) => one.called - other.called);
  const { length } = operations;
  const columns = {
    kinds: new Uint8Array(length),
    clients: Int32Array.from(operations, ({ client }) => client),
    keys: Int32Array.from(operations, ({ key }) => Number(key)),
    calls: Int32Array.from(operations, ({ called }) => called + 1),
    returns: Int32Array.from(operations, ({ returned }) =>
      returned === undefined ? UNFINISHED : returned + 1,
    ),
    valuesRead: new Float64Array(length).fill(UNWRITTEN),
    valuesWritten: new Float64Array(length).fill(UNWRITTEN),
  };
  for (const [row, operation] of operations.entries()) {
    const { name: kind, input, output } = operation;
    if (kind === "cas" || isUnpredictable?.(operation) === true) return undefined;
    const [before, after] = kind === "update" ? (output as number[]) : [output, input];
    columns.valuesRead[row] = (before as number | null | undefined) ?? UNWRITTEN;
    columns.valuesWritten[row] = (after as number | null | undefined) ?? UNWRITTEN;
    if ([before, after].some((value) => typeof value === "number" && value < 0)) return undefined;
    if (failed.includes(operation)) columns.kinds[row] = Kind.noEffect;
    else
      columns.kinds[row] =
        kind === "read" ? Kind.read : kind === "write" ? Kind.write : Kind.update;
  }
  const events = Math.max(...columns.calls, ...columns.returns);
  return { length, ...columns, events };
}
