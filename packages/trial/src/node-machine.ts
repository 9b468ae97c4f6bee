/**
 * What a thread of Node uses of the machine: allocated memory, garbage collection, processor time.
 * And garbage on request, without a flag on the command line.
 */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { GCProfiler, getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";
import type { GarbageCollection, Resources } from "./clients.ts";
import type { Machine } from "./event-loop-clients.ts";

export const nodeMachine: Machine = { collectGarbage, watchResources };

// Flags are those of the whole process: they are set before there are other threads.
if (isMainThread) setFlagsFromString("--expose-gc");

function collectGarbage(kind: GarbageCollection): void {
  runInNewContext("gc")({ type: kind });
}

/**
 * Node does not report allocations. But they are the sum of the heap's growth and of what each
 * collection freed: a collection is reported with the heap's size before and after it.
 */
function watchResources(): () => Resources {
  const profiler = new GCProfiler();
  profiler.start();
  const heapBefore = getHeapStatistics().used_heap_size;
  const cpuBefore = process.cpuUsage();
  const threadBefore = threadCpuMs();
  const loopBefore = performance.eventLoopUtilization();
  return () => {
    const busyMs = performance.eventLoopUtilization(loopBefore).active;
    const threadAfter = threadCpuMs();
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
      threadCpuMs:
        threadBefore === null || threadAfter === null ? null : threadAfter - threadBefore,
      busyMs,
    };
  };
}

/**
 * The processor time of this thread, in milliseconds. Only Linux says; elsewhere it is null. Its
 * scheduler brings the figure up to date every few milliseconds.
 */
function threadCpuMs(): number | null {
  try {
    const [nanoseconds] = readFileSync("/proc/thread-self/schedstat", "utf8").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}
