import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  StoreClosedError,
  type SharedStrategy,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

/** Each key is a file, which is replaced as a whole. A second file is there while it is locked. */
class FileStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #folder: string;
  readonly #isLocking: boolean;
  #drafts = 0;
  #closed = false;

  constructor(folder: string, isLocking: boolean) {
    this.#folder = folder;
    this.#isLocking = isLocking;
  }

  async read(key: Key): Promise<Value | undefined> {
    if (this.#closed) throw new StoreClosedError();
    const text = await readFile(this.#fileOf(key), "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }

  write(key: Key, value: Value): Promise<void> {
    return this.#locked(key, () => this.#put(key, value));
  }

  update(key: Key, updater: Updater<Value>): Promise<Value> {
    return this.#locked(key, async () => {
      const value = await updater(await this.read(key));
      await this.#put(key, value);
      return value;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #fileOf(key: Key): string {
    return join(this.#folder, String(key));
  }

  async #put(key: Key, value: Value): Promise<void> {
    const draft = `${this.#fileOf(key)}.${process.pid}-${++this.#drafts}`;
    await writeFile(draft, JSON.stringify(value));
    await rename(draft, this.#fileOf(key));
  }

  async #locked<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const lock = `${this.#fileOf(key)}.lock`;
    if (this.#isLocking) await created(lock);
    try {
      return await work();
    } finally {
      if (this.#isLocking) await rm(lock);
    }
  }
}

/** Tries until the file is this caller's. */
async function created(path: string): Promise<void> {
  for (;;) {
    const isNew = await writeFile(path, "", { flag: "wx" }).then(
      () => true,
      () => false,
    );
    if (isNew) return;
  }
}

function inFiles(id: string, isLocking: boolean): SharedStrategy {
  return {
    id,
    title: `The test strategy ${id}`,
    summary: "It exists for a test.",
    span: "processes",
    traits: {
      access: isLocking ? "lock-holder" : "any-caller",
      exclusion: isLocking ? "key" : "nothing",
      reads: "never-wait",
      updaterRuns: "once",
      values: "copy",
      survivesKill: false,
      control: !isLocking,
    },
    createState: async ({ folder }) => ({
      addressFor: () => ({ address: folder }),
      [Symbol.asyncDispose]: async () => {},
    }),
    openStore: async (address) => new FileStore(address as string, isLocking),
  };
}

export default [inFiles("files-locked", true), inFiles("files-unlocked", false)];
