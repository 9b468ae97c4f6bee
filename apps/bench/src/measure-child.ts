/** The process in which one benchmark runs with one library. */
import { messageOf } from "@sync-strategies/command-kit";
import { serveParent } from "@sync-strategies/command-kit/in-child";
import { measureBenchmark } from "./measure-benchmark.ts";
import type { Measured, MeasureRequest } from "./measured.ts";

serveParent<MeasureRequest, Measured>({
  serve: measureBenchmark,
  describeFailure: (error) => ({ failed: messageOf(error) }),
});
