/** The child process that imports strategy modules and reports what their strategies are. */
import { isShared, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import { NotAStrategyError, UnavailableStrategyError } from "../in-child/assert-strategy.ts";
import { restoreBuiltIns } from "../in-child/built-ins.ts";
import { failureOf, type ChildFailure } from "../in-child/failure.ts";
import { strategiesIn, type StrategyModuleExports } from "../in-child/load-strategies.ts";
import { serveParent } from "../in-child/serve-parent.ts";
import type { StrategyDescription } from "./strategy-source.ts";

export interface DescribeRequest {
  readonly moduleUrls: readonly string[];
}

export type DescribeMessage =
  /** The next module's. */
  | { readonly type: "described"; readonly strategies: readonly StrategyDescription[] }
  | { readonly type: "unfit" | "unavailable"; readonly message: string }
  | { readonly type: "failed"; readonly failure: ChildFailure }
  | { readonly type: "done" };

process.setSourceMapsEnabled(true);

const { send } = serveParent<DescribeRequest, DescribeMessage>({
  async serve({ moduleUrls }) {
    for (const moduleUrl of moduleUrls) {
      const module = (await import(moduleUrl)) as StrategyModuleExports;
      // What it does to them is its row's affair, and must not reach the modules after it.
      restoreBuiltIns();
      const strategies = strategiesIn(module);
      send({
        type: "described",
        strategies: strategies.map(descriptionOf),
      });
    }
    return { type: "done" };
  },
  describeFailure(error) {
    if (error instanceof UnavailableStrategyError) {
      return { type: "unavailable", message: error.message };
    }
    return error instanceof NotAStrategyError
      ? { type: "unfit", message: error.message }
      : { type: "failed", failure: failureOf(error) };
  },
});

/** Only what is known of strategies: anything else need not be fit to be sent. */
function descriptionOf(strategy: Strategy | SharedStrategy): StrategyDescription {
  const { id, title, summary, reply, traits } = strategy;
  const { access, exclusion, reads, updaterRuns, values, survivesKill } = traits;
  const { maximumOpen, lacks, control } = traits;
  return {
    id,
    title,
    summary,
    reply,
    span: isShared(strategy) ? strategy.span : undefined,
    service: isShared(strategy) ? strategy.service : undefined,
    traits: {
      access,
      exclusion,
      reads,
      updaterRuns,
      values,
      survivesKill,
      maximumOpen,
      lacks,
      control,
    },
  };
}
