/** What can be wrong with the reads of strings, before zones look at their order. */
import type { Operation } from "../../history/operation.ts";

export type TextViolation =
  /** Both reads would go back to the same write, and no appends lead from one to the other. */
  | {
      readonly rule: "contradicting-reads";
      readonly one: Operation;
      readonly other: Operation;
      /** Missing for the initial content. */
      readonly writer: Operation | undefined;
    }
  /** No write, followed by appends, makes what was read. */
  | { readonly rule: "read-of-nothing"; readonly reader: Operation }
  /** These reads show a text more often, in all, than it was appended. */
  | {
      readonly rule: "shown-too-often";
      readonly readers: readonly Operation[];
      readonly input: string;
      readonly appends: readonly Operation[];
    };
