import type { SharedStrategy, Span, Strategy } from "@sync-strategies/state-store";

/** What a strategy says about itself. */
export interface StrategyDescription extends Pick<
  Strategy,
  "id" | "title" | "summary" | "reply" | "traits"
> {
  /** Between which members its state can be shared; undefined if it lives in one event loop. */
  readonly span?: Span | undefined;
  /** The server that its state lives in. */
  readonly service?: SharedStrategy["service"];
}

/** A strategy that can be run: its description, and the module that it is loaded from. */
export interface StrategySource extends StrategyDescription {
  /** Of a peer: the strategy whose peer it is, or `yardsticks`. */
  readonly group?: string | undefined;
  /** The compiled module, as a file URL. Only a child process imports it. */
  readonly moduleUrl: string;
  /** Where the user finds it: a folder of the repository, or the path that was typed. */
  readonly origin: string;
}

/**
 * Whether it comes with this repository. What does not has been bundled, and its stacks need
 * source maps to name places in its source.
 */
export function isOfRepository({ origin }: StrategySource): boolean {
  return /^(packages|peers|external-state)\//.test(origin);
}
