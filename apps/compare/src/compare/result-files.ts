/**
 * Where a result is kept: the files that were asked for, and the record that every run leaves. All
 * files are tried before anything is measured; what cannot be written afterwards costs one line,
 * never what was measured.
 */
import { messageOf, OutputFile, stackOf } from "@sync-strategies/command-kit";
import type { ResultDocument } from "@sync-strategies/results";
import { RunRecord } from "../saved/saved-results.ts";
import type { CompareRequest } from "./command-line.ts";
import { HistoryFiles } from "./history-files.ts";

export interface Unsaved {
  /** One line that says what was not saved, and why. */
  readonly line: string;
  readonly stack?: string | undefined;
  /** Whether the user asked for it. */
  readonly isAskedFor: boolean;
}

export class ResultFiles {
  readonly histories: HistoryFiles | undefined;
  readonly #saved: OutputFile | undefined;
  readonly #report: OutputFile | undefined;
  readonly #record: RunRecord;

  private constructor(
    histories: HistoryFiles | undefined,
    saved: OutputFile | undefined,
    report: OutputFile | undefined,
    record: RunRecord,
  ) {
    this.histories = histories;
    this.#saved = saved;
    this.#report = report;
    this.#record = record;
  }

  /**
   * @param strategies their ids.
   * @throws {CommandError} if a file that was asked for cannot be written.
   */
  static async open(request: CompareRequest, strategies: readonly string[]): Promise<ResultFiles> {
    const { saveHistory, save, report, workloads, rounds } = request;
    // Loaded before the files are tried: with a device among them Node 20 was seen not to find the
    // report's dependencies afterwards, for a reason that is not known.
    if (report !== undefined) await import("@sync-strategies/report");
    const runs = { workloads, strategies, rounds };
    const histories =
      saveHistory === undefined ? undefined : await HistoryFiles.open(saveHistory, runs);
    const saved = save === undefined ? undefined : await OutputFile.open("--save", save);
    const page = report === undefined ? undefined : await OutputFile.open("--report", report);
    OutputFile.assertDistinct(
      [saved, page, ...(histories?.files ?? [])].filter((file) => file !== undefined),
    );
    return new ResultFiles(histories, saved, page, await RunRecord.open());
  }

  /** Keeps the result so far, in case the run is killed. */
  keep(document: ResultDocument): void {
    const text = textOf(document);
    this.#record.keep(text);
    try {
      this.#saved?.writeAlready(text);
    } catch {
      // Tried again at the end, which is when it counts.
    }
  }

  /** Writes everything, and resolves to what could not be written. */
  async finish(document: ResultDocument): Promise<Unsaved[]> {
    const text = textOf(document);
    const unsaved: Unsaved[] = [];
    this.#record.keep(text);
    const { problem } = this.#record;
    if (problem !== undefined) unsaved.push({ line: problem, isAskedFor: false });
    const attempt = async (write: () => Promise<void> | undefined): Promise<void> => {
      try {
        await write();
      } catch (error) {
        const stack = stackOf(error);
        unsaved.push({ line: messageOf(error), stack, isAskedFor: true });
      }
    };
    await attempt(() => this.#saved?.write(text));
    const report = this.#report;
    if (report !== undefined) {
      await attempt(async () => {
        // The charting library takes longer to load than everything else together.
        const { renderReport } = await import("@sync-strategies/report");
        await report.write(renderReport(document));
      });
    }
    return unsaved;
  }
}

function textOf(document: ResultDocument): string {
  return `${JSON.stringify(document)}\n`;
}
