/** The verdict on a history, in a form that can be kept, sent and shown. */
import { explainViolation } from "./explain-violation.ts";
import type { RegisterHistory } from "./register-history.ts";
import { checkZones, type ZoneViolation } from "./zones.ts";

export type Verdict =
  | (Coverage & { readonly verdict: "linearizable" })
  | (Coverage & {
      readonly verdict: "not-linearizable";
      /** The rule that was broken; its name does not change between major versions. */
      readonly rule: ZoneViolation["rule"];
      /** One sentence that names the operations. */
      readonly explanation: string;
    });

/** What the verdict rests on. */
interface Coverage {
  readonly engine: "zones";
  /** How many operations were checked: the first ones, if there were more. */
  readonly checkedOps: number;
  /** How many there were. */
  readonly totalOps: number;
  /** How long checking took. */
  readonly elapsedMs: number;
}

/**
 * Checks that a history is linearizable, every key being a register of its own that starts out
 * unwritten.
 *
 * @param totalOps how many operations there were, if not all of them are in the history.
 * @throws {RepeatedValueError} if a key is written the same value twice.
 */
export function check(history: RegisterHistory, totalOps = history.length): Verdict {
  const startedAt = performance.now();
  const violation = checkZones(history);
  const coverage: Coverage = {
    engine: "zones",
    checkedOps: history.length,
    totalOps,
    elapsedMs: performance.now() - startedAt,
  };
  if (violation === undefined) return { verdict: "linearizable", ...coverage };
  return {
    verdict: "not-linearizable",
    rule: violation.rule,
    explanation: explainViolation(history, violation),
    ...coverage,
  };
}
