/** A trial's host in a process of Node: garbage on request, resources, histories in files. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { reasonOf } from "@sync-strategies/command-kit/in-child";
import { formatHistory } from "@sync-strategies/linearizability";
import type { WorkloadRun } from "@sync-strategies/workload";
import type { Host, TrialPhase } from "./measure.ts";
import { saveHistory } from "./save-history.ts";
import { watchResources } from "./watch-resources.ts";

export class NodeHost implements Host {
  readonly #saveHistoryTo: string | undefined;
  readonly #onPhase: () => void;
  #phase: TrialPhase = "loading";
  #run: WorkloadRun | undefined;
  #unsaved: string | undefined;
  /** Keeps the count rising from one run, or phase, to the next. */
  #completedBefore = 0;

  /** @param onPhase called as each phase begins. */
  constructor(saveHistoryTo: string | undefined, onPhase: () => void) {
    this.#saveHistoryTo = saveHistoryTo;
    this.#onPhase = onPhase;
  }

  get phase(): TrialPhase {
    return this.#phase;
  }

  /** How much has been done so far, in any phase: it only rises. */
  get completedOps(): number {
    return this.#completedBefore + (this.#run?.completedOps ?? 0);
  }

  readonly enter = (phase: TrialPhase): void => {
    this.#phase = phase;
    this.#onPhase();
  };

  readonly watch = (run: WorkloadRun | undefined): void => {
    this.#completedBefore = this.completedOps;
    this.#run = run;
  };

  /** Without a flag on the command line. */
  readonly collectGarbage = (kind: "major" | "minor"): void => {
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")({ type: kind });
  };

  readonly watchResources = watchResources;

  /** A disk that is full is no fault of the strategy: what was measured is reported all the same. */
  readonly keepHistory: Host["keepHistory"] = async (history, totalOps) => {
    const path = this.#saveHistoryTo;
    if (path === undefined) return;
    this.enter("saving the history");
    try {
      const lines = formatHistory(history, totalOps);
      await saveHistory(path, lines, (written) => (this.#completedBefore += written));
    } catch (error) {
      this.#unsaved = reasonOf(error);
    }
  };

  /** Why the history could not be saved; undefined if it was, or if there was nothing to save. */
  get unsaved(): string | undefined {
    return this.#unsaved;
  }
}
