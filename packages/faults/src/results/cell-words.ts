/** A cell in words: what was expected, what was found, and its name. */
import type { Expected, FaultCell, Wait } from "../fault.ts";
import type { Round } from "../round.ts";
import type { CellResult } from "./cell-result.ts";

export function nameOf({ strategy, variant }: FaultCell): string {
  return variant === undefined ? strategy : `${strategy}, ${variant}`;
}

export function expectedInWords({ verdict, waits = "no" }: Expected): string {
  return outcomeInWords(verdict, waits);
}

/** "NOT linearizable", or with several rounds "WORSE: linearizable 9 of 10; NOT linearizable 1 of 10". */
export function foundInWords({ rounds, outcome, problem }: CellResult): string {
  if (problem !== null && rounds.length === 0) return outcome === "not-run" ? "not run" : "failed";
  const tally = new Map<string, number>();
  for (const { verdict, waited } of rounds) {
    const words = outcomeInWords(verdict, waited);
    tally.set(words, (tally.get(words) ?? 0) + 1);
  }
  const found = [...tally].map(([words, times]) =>
    rounds.length === 1 ? words : `${words} ${times} of ${rounds.length}`,
  );
  return `${judgements[outcome] ?? ""}${found.join("; ")}`;
}

const judgements: Partial<Readonly<Record<CellResult["outcome"], string>>> = {
  better: "better: ",
  worse: "WORSE: ",
  failed: "failed: ",
};

/** A wait says nothing about a state that went wrong. */
function outcomeInWords(verdict: Round["verdict"], wait: Wait): string {
  if (verdict === "not-linearizable") return "NOT linearizable";
  return verdict === "unknown" ? "unknown" : `linearizable${waits[wait]}`;
}

const waits: Readonly<Record<Wait, string>> = {
  no: "",
  "while-it-lasts": ", waits while it lasts",
  "to-the-end": ", waits to the end",
};
