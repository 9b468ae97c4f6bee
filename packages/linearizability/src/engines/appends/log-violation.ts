/** What can be wrong with the reads of logs, before zones look at their order. */
import type { Operation } from "../../history/operation.ts";

export type LogViolation =
  /** Neither read shows the beginning of what the other shows. */
  | { readonly rule: "contradicting-reads"; readonly one: Operation; readonly other: Operation }
  /** What was read is no array. */
  | { readonly rule: "read-of-no-list"; readonly reader: Operation }
  /** What was read does not begin with the initial elements. */
  | { readonly rule: "lost-beginning"; readonly reader: Operation }
  /** An element was read at this place that too few operations appended: only these. */
  | {
      readonly rule: "read-of-nothing";
      readonly reader: Operation;
      readonly place: number;
      readonly appends: readonly Operation[];
    };
