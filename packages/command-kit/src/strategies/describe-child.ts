/** The child process that imports one strategy module and reports what its strategies are. */
import { failureOf, type ChildFailure } from "../in-child/failure.ts";
import { loadStrategies, NotAStrategyError } from "../in-child/load-strategies.ts";
import { serveParent } from "../in-child/serve-parent.ts";
import type { StrategyDescription } from "./strategy-source.ts";

export interface DescribeRequest {
  readonly moduleUrl: string;
}

export type DescribeMessage =
  | { readonly type: "described"; readonly strategies: readonly StrategyDescription[] }
  | { readonly type: "unfit"; readonly message: string }
  | { readonly type: "failed"; readonly failure: ChildFailure };

process.setSourceMapsEnabled(true);

serveParent<DescribeRequest, DescribeMessage>({
  async serve({ moduleUrl }) {
    const strategies = await loadStrategies(moduleUrl);
    return {
      type: "described",
      strategies: strategies.map(({ id, title, summary, reply, traits }) => ({
        id,
        title,
        summary,
        reply,
        traits,
      })),
    };
  },
  describeFailure: (error) =>
    error instanceof NotAStrategyError
      ? { type: "unfit", message: error.message }
      : { type: "failed", failure: failureOf(error) },
});
