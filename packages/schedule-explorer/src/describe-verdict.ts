import type { FailureKind } from "./fault.ts";

/** A verdict in a word or two: what kind of failure it is, or that there is none. */
export function describeVerdict(kind: FailureKind | undefined): string {
  return kind === undefined ? "Passes." : verdicts[kind];
}

const verdicts: Readonly<Record<FailureKind, string>> = {
  "not-linearizable": "Not linearizable.",
  deadlock: "Deadlock.",
  livelock: "Livelock.",
  starvation: "Starvation.",
  threw: "Unexpected error.",
  "wrong-result": "Wrong result.",
  invariant: "Invariant broken.",
};
