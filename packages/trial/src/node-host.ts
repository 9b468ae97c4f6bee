/** A trial's host in a process of Node: the phase is reported, histories go to files. */
import { reasonOf } from "@sync-strategies/command-kit/in-child";
import { formatHistory } from "@sync-strategies/linearizability";
import type { Host, TrialPhase } from "./measure.ts";
import { saveHistory } from "./save-history.ts";

export class NodeHost implements Host {
  readonly #saveHistoryTo: string | undefined;
  readonly #onPhase: () => void;
  #phase: TrialPhase = "loading";
  #savedLines = 0;
  #unsaved: string | undefined;

  /** @param onPhase called as each phase begins. */
  constructor(saveHistoryTo: string | undefined, onPhase: () => void) {
    this.#saveHistoryTo = saveHistoryTo;
    this.#onPhase = onPhase;
  }

  get phase(): TrialPhase {
    return this.#phase;
  }

  readonly enter = (phase: TrialPhase): void => {
    this.#phase = phase;
    this.#onPhase();
  };

  /** A disk that is full is no fault of the strategy: what was measured is reported all the same. */
  readonly keepHistory: Host["keepHistory"] = async (history, totalOps) => {
    const path = this.#saveHistoryTo;
    if (path === undefined) return;
    this.enter("saving the history");
    try {
      const lines = formatHistory(history, totalOps);
      await saveHistory(path, lines, (written) => (this.#savedLines += written));
    } catch (error) {
      this.#unsaved = reasonOf(error);
    }
  };

  /** How many lines of the history have been saved so far. */
  get savedLines(): number {
    return this.#savedLines;
  }

  /** Why the history could not be saved; undefined if it was, or if there was nothing to save. */
  get unsaved(): string | undefined {
    return this.#unsaved;
  }
}
