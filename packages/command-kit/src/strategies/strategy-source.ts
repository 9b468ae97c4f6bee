import type { StrategyTraits } from "@sync-strategies/state-store";

/** A strategy that can be run: what it says of itself, and the module it is loaded from. */
export interface StrategySource {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** How results come back to their callers, where the strategy says so. */
  readonly reply?: string | undefined;
  readonly traits: StrategyTraits;
  /** Of a peer: the strategy whose peer it is, or `floors`. */
  readonly group?: string | undefined;
  /** The compiled module, as a file URL. Only a child process imports it. */
  readonly moduleUrl: string;
  /** Where people find it: a folder of the repository, or the path that the user gave. */
  readonly origin: string;
}

/** What a module tells of the strategies it exports. */
export type StrategyDescription = Pick<
  StrategySource,
  "id" | "title" | "summary" | "reply" | "traits"
>;
