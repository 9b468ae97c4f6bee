/** What a run uses of the machine: allocated memory, garbage collection, processor time. */
import { GCProfiler, getHeapStatistics } from "node:v8";
import type { MeasuredRound } from "@sync-strategies/results";

type RunResources = NonNullable<MeasuredRound["resources"]>;

/**
 * Starts to watch; call what it returns when the run is over.
 *
 * Node does not report allocations. But they are the sum of the heap's growth and of what each
 * collection freed: a collection is reported with the heap's size before and after it.
 */
export function watchResources(): () => RunResources {
  const profiler = new GCProfiler();
  profiler.start();
  const heapBefore = getHeapStatistics().used_heap_size;
  const cpuBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    const growth = getHeapStatistics().used_heap_size - heapBefore;
    const collections = profiler.stop().statistics;
    const freed = collections.reduce(
      (sum, { beforeGC, afterGC }) =>
        sum + beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
      0,
    );
    return {
      heapBytes: Math.max(0, growth + freed),
      gcCount: collections.length,
      gcMs: collections.reduce((sum, { cost }) => sum + cost, 0) / 1000,
      cpuMs: (user + system) / 1000,
    };
  };
}
