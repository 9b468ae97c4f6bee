/** The work of a trial, decided before anything runs: the same wherever it is generated. */
import {
  digestWorkload,
  generateArrivals,
  generateStreams,
  type Arrivals,
  type OperationStream,
  type WorkloadParameters,
} from "@sync-strategies/workload";

export interface Work {
  readonly parameters: WorkloadParameters;
  /** Of all clients, whichever member they belong to. */
  readonly streams: readonly OperationStream[];
  readonly arrivals: Arrivals;
  readonly digest: string;
}

export async function generateWork(parameters: WorkloadParameters): Promise<Work> {
  const streams = generateStreams(parameters);
  const arrivals = generateArrivals(parameters);
  const digest = await digestWorkload(parameters, streams, arrivals);
  return { parameters, streams, arrivals, digest };
}
