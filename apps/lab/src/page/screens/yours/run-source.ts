/**
 * Runs the editor's code in a separate worker, within limits. The worker gives a sign of life ten
 * times per second; one that falls silent is in a loop that never yields, and one that grows too
 * much would take the page with it. Both are ended from here: the page goes on.
 */
import type {
  SourceScenario,
  SourceTest,
  TrySourceProgress,
  TrySourceReply,
} from "../../../worker/jobs/try-source.ts";
import { MEMORY_LIMIT_BYTES, SILENCE_LIMIT_MS, TRIAL_LIMIT_MS } from "../../../yours/limits.ts";
import { runJob } from "../../../worker/run-job.ts";

/** What is known so far. */
export interface Trial {
  readonly tests: readonly SourceTest[];
  readonly scenarios: readonly SourceScenario[];
  /** What is being done, for people to read; undefined when all is done. */
  readonly doing: string | undefined;
  /** Why it ended before its end, in one line. */
  readonly ended: string | undefined;
  /** What is wrong with the code itself: then nothing was run. */
  readonly fault: Extract<TrySourceReply, { type: "faulty" }> | undefined;
}

const blank: Trial = {
  tests: [],
  scenarios: [],
  doing: "Loading the code",
  ended: undefined,
  fault: undefined,
};

/** Calls `onChange` whenever more is known. Rejects only with the signal's reason. */
export async function runSource(
  source: string,
  signal: AbortSignal,
  onChange: (trial: Trial) => void,
): Promise<void> {
  let trial = blank;
  const know = (more: Partial<Trial>): void => onChange((trial = { ...trial, ...more }));
  const limits = new AbortController();
  const onSilence = (): void => {
    const seconds = SILENCE_LIMIT_MS / 1000;
    limits.abort(
      new Error(
        `${trial.doing ?? "The code"}: no turn of the event loop for ${seconds} s. ` +
          "An endless loop? Its worker was ended.",
      ),
    );
  };
  let silence: ReturnType<typeof setTimeout> | undefined;
  const onProgress = (news: TrySourceProgress): void => {
    // From the first news on: loading the suite is not the code's doing.
    clearTimeout(silence);
    silence = setTimeout(onSilence, SILENCE_LIMIT_MS);
    if (news.type === "memory-limit") {
      const limit = `${MEMORY_LIMIT_BYTES / 1_000_000} MB`;
      limits.abort(
        new Error(
          `${trial.doing ?? "The code"}: more than ${limit} of memory. Its worker was ended.`,
        ),
      );
    }
    const more = learned(trial, news);
    if (more !== undefined) know(more);
  };
  know({});
  try {
    const reply = await runJob(
      "try-source",
      { source },
      {
        ownWorker: true,
        timeLimitMs: TRIAL_LIMIT_MS,
        signal: AbortSignal.any([signal, limits.signal]),
        onProgress,
      },
    );
    know({ doing: undefined, fault: reply.type === "faulty" ? reply : undefined });
  } catch (error) {
    signal.throwIfAborted();
    know({ doing: undefined, ended: error instanceof Error ? error.message : String(error) });
  } finally {
    clearTimeout(silence);
  }
}

function learned({ tests, scenarios }: Trial, news: TrySourceProgress): Partial<Trial> | undefined {
  switch (news.type) {
    case "alive":
    case "memory-limit":
      return undefined;
    case "test-begins":
      return { doing: `Test ${tests.length + 1} of ${news.of}, "${news.name}"` };
    case "test":
      return { tests: [...tests, news.result] };
    case "scenario-begins":
      return { doing: `Scenario ${scenarios.length + 1} of ${news.of}, "${news.title}"` };
    case "scenario":
      return { scenarios: [...scenarios, news.result] };
  }
}
