/** Whether the run was right: by its final state, and by its history. */
import type { StateCheck } from "@sync-strategies/workload";
import { z } from "zod";
import { count } from "../format-figures.ts";
import { historyVerdict, stateCheck, type HistoryVerdict } from "../shapes.ts";
import { summary, type FieldsOf, type RoundOf, type Topic } from "./topic.ts";

/** What a trial hands over. */
export const measured = {
  /** Of the streams and parameters: see `digestWorkload`. */
  digest: z.string(),
  perTenthOps: z.array(z.number().int()).readonly().nullable().default(null),
  state: stateCheck.nullable().default(null),
  /** Null if no history was recorded. */
  check: historyVerdict.nullable().default(null),
};

type CheckedRound = RoundOf<typeof measured>;

export const summaries = {
  state: summary(stateCheck, addStates),
  /**
   * What the verdict rests on, all rounds together, and what is wrong with the first violation;
   * null if unchecked.
   */
  check: summary(historyVerdict, addChecks),
};

function addStates(rounds: readonly CheckedRound[]): StateCheck | null {
  const states = rounds.flatMap(({ state }) => state ?? []);
  if (states.length === 0) return null;
  return {
    acknowledgedUpdates: states.reduce((sum, state) => sum + state.acknowledgedUpdates, 0),
    lostUpdates: states.reduce((sum, state) => sum + state.lostUpdates, 0),
    lostUpdatesIsLowerBound: states.some((state) => state.lostUpdatesIsLowerBound),
    contradictions: states.flatMap((state) => state.contradictions),
  };
}

/** By rising concern. */
const severity = ["linearizable", "unknown", "not-linearizable"] as const;

/** One round without a verdict leaves the row without. */
function addChecks(rounds: readonly CheckedRound[]): HistoryVerdict | null {
  const checks = rounds.flatMap(({ check }) => check ?? []);
  if (checks.length === 0 || checks.length < rounds.length) return null;
  const worst = checks.reduce((one, other) =>
    severity.indexOf(other.verdict) > severity.indexOf(one.verdict) ? other : one,
  );
  const sum = (amount: (check: HistoryVerdict) => number): number =>
    checks.reduce((total, check) => total + amount(check), 0);
  return {
    ...worst,
    checkedOps: sum(({ checkedOps }) => checkedOps),
    totalOps: sum(({ totalOps }) => totalOps),
    elapsedMs: sum(({ elapsedMs }) => elapsedMs),
  };
}

/** A row's verdict; `unchecked` where no history was recorded. */
export const rowVerdicts = z.enum(["linearizable", "not-linearizable", "unknown", "unchecked"]);

type Row = FieldsOf<typeof summaries> & {
  readonly verdict: z.infer<typeof rowVerdicts>;
  readonly problem: string | null;
};

export const verdictInWords = {
  linearizable: "linearizable",
  "not-linearizable": "NOT linearizable",
  unknown: "unknown",
  unchecked: "unchecked",
} as const;

function showVerdict({ verdict, check }: Row, unit = ""): string {
  const words = verdictInWords[verdict];
  if (check === null) return words;
  const { checkedOps, totalOps } = check;
  if (checkedOps < totalOps) return `${words}, first ${count(checkedOps)}`;
  return `${words}, ${count(checkedOps)}${unit}`;
}

export const correctness: Topic<Row> = {
  columns: [
    {
      key: "acknowledgedUpdates",
      unit: "count",
      of: (row) => row.state?.acknowledgedUpdates,
    },
    {
      key: "lostUpdates",
      head: "lost",
      unit: "count",
      of: (row) => row.state?.lostUpdates,
      placement: ({ parameters }) =>
        parameters.updaters > 0 ? { table: "correctness", width: 6, rank: 23 } : undefined,
      isLimit: true,
    },
    { key: "verdict", of: (row) => row.verdict },
    {
      head: "verdict, operations checked",
      of: (row) => showVerdict(row),
      isLeftAligned: true,
      placement: () => ({ table: "correctness", width: 28, rank: 24 }),
      fuller: {
        head: "verdict",
        width: 44,
        of: (row) => showVerdict(row, " operations checked"),
      },
      shorter: { head: "verdict", width: 16, of: (row) => verdictInWords[row.verdict] },
    },
    { key: "checkedOps", unit: "count", of: (row) => row.check?.checkedOps },
    { key: "problem", of: (row) => row.problem },
  ],
  readings: [
    {
      term: "lost",
      meaning: "Updates that were acknowledged to their client and that left no trace.",
    },
    {
      term: "verdict",
      meaning:
        "Whether the run's own history, of every operation that was counted and of those in flight at the end, was linearizable.",
    },
  ],
};
