/**
 * A child process that imports one strategy module and sends home what its strategies say of
 * themselves. The command itself never imports a strategy: one that throws or never ends while
 * it is loaded must not take the command with it.
 */
import { failureOf, type ChildFailure } from "../trial/child-failure.ts";
import type { StrategyDescription } from "./strategy-source.ts";
import { loadStrategies, NotAStrategyError } from "./strategy-module.ts";

export type DescribeMessage =
  | { readonly type: "described"; readonly strategies: readonly StrategyDescription[] }
  | { readonly type: "unfit"; readonly message: string }
  | { readonly type: "failed"; readonly failure: ChildFailure };

function send(message: DescribeMessage): void {
  process.send?.(message, () => process.exit());
}

process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.setSourceMapsEnabled(true);
try {
  const strategies = await loadStrategies(process.argv[2] ?? "");
  send({
    type: "described",
    strategies: strategies.map(({ id, title, summary, reply, traits }) => ({
      ...{ id, title, summary, reply, traits },
    })),
  });
} catch (error) {
  if (error instanceof NotAStrategyError) send({ type: "unfit", message: error.message });
  else send({ type: "failed", failure: failureOf(error) });
}
