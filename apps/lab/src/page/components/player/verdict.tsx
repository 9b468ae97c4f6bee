import { describeVerdict, type FailureKind } from "@sync-strategies/schedule-explorer";
import type { ComponentChildren } from "preact";

interface Props {
  readonly kind: FailureKind | undefined;
  readonly explanation: string;
  readonly children?: ComponentChildren;
}

/** What the checker says of a run that is over, and what the reader may do next. */
export function Verdict({ kind, explanation, children }: Props) {
  const isGood = kind === undefined;
  return (
    <div class={`verdict ${isGood ? "good" : "bad"}`}>
      <p>
        <span class="verdict-word">
          {isGood ? "✓" : "✗"} {describeVerdict(kind)}
        </span>{" "}
        {explanation}
      </p>
      {children}
    </div>
  );
}
