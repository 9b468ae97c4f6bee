/**
 * A lock that is a file: the process that creates it has the lock, and removes it to let go. It needs
 * nothing but a file system, and is right as long as every holder lives. If one is killed its file
 * stays, and says nothing about whether its process still runs. Libraries of such locks therefore
 * remove a file that is old enough, by a clock, as a lease does.
 */
import { closeSync, openSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { Admission, type NumberCells } from "@sync-strategies/shared-memory-stores/stores";
import type {
  OperationOptions,
  SharedStrategy,
  StateStore,
  Updater,
} from "@sync-strategies/state-store";
import { inFile } from "../../base/file-state.ts";
import { NumberFile } from "../../base/number-file.ts";
import { pause } from "../../base/pause.ts";

/** Between two tries to create the file, in milliseconds. */
const RETRY_MS = 2;

class LockFileStore implements StateStore<number, number> {
  readonly #cells: NumberCells;
  /** The lock is there while this file is. */
  readonly #path: string;
  readonly #admission: Admission;

  constructor(cells: NumberCells, path: string) {
    this.#cells = cells;
    this.#path = path;
    this.#admission = new Admission(() => cells.close?.());
  }

  async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    return this.#admission.refusal(options) ?? this.#cells.read(key);
  }

  async write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(
      this.#locked(options?.signal, async () => this.#cells.write(key, value)),
    );
  }

  async update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(
      this.#locked(options?.signal, async () => {
        const next = await updater(this.#cells.read(key));
        this.#cells.write(key, next);
        return next;
      }),
    );
  }

  close(): Promise<void> {
    return this.#admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #locked<Result>(
    signal: AbortSignal | undefined,
    step: () => Promise<Result>,
  ): Promise<Result> {
    while (!this.#create()) await pause(RETRY_MS, signal);
    try {
      return await step();
    } finally {
      rmSync(this.#path);
    }
  }

  /** Whether it was not there: of all processes that try at once, the system lets one create it. */
  #create(): boolean {
    try {
      closeSync(openSync(this.#path, "wx"));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }
}

export const lockFile: SharedStrategy = {
  id: "lock-file",
  title: "Lock file",
  summary: "The state is a file, and the process that has created another file may change it.",
  reply: "none: the caller, holding the lock, does it itself",
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "never-wait",
    updaterRuns: "once",
    values: "number",
    survivesKill: false,
    control: false,
  },
  ...inFile(async ({ path, keys }) => {
    const file = await open(path, "r+");
    return new LockFileStore(new NumberFile(file, keys, () => file.close()), `${path}.lock`);
  }),
};
