/** A case for the engines: a kind of random history, and the model that judges it. */
import type * as real from "@sync-strategies/linearizability";
import type { Model, Verdict } from "@sync-strategies/linearizability";
import type { Kind } from "./random-operations.ts";

/** The package, or a copy of it in which something was changed. */
export type Library = typeof real;

export interface EngineCase {
  readonly engine: Verdict["engine"];
  readonly of: string;
  /** Makes a new one, so that what it draws follows from the seed alone. */
  // oxlint-disable-next-line typescript/no-explicit-any -- of whatever state
  readonly kindOf: () => Kind<any>;
  readonly model: Model;
  /** Each of them must come up. */
  readonly rules: readonly string[];
  /** Present if numbers are values without meaning to the model, so that others will do. */
  readonly disguise?: {
    /** What is the same as `null`. */
    readonly nothing: readonly unknown[];
  };
}
