/** Which code the output of a command belongs to. */
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import type { LoadedPackage } from "@sync-strategies/command-kit/strategies";
import { wordsOf } from "../commands.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** Fingerprints by the name of what they belong to: a strategy's id, or a file. */
export type Fingerprints = Readonly<Record<string, string>>;

export class Code {
  readonly #packages: readonly LoadedPackage[];
  readonly #root: string;
  readonly #computed = new Map<string, Promise<string>>();

  constructor(packages: readonly LoadedPackage[], root = workspaceRoot) {
    this.#packages = packages;
    this.#root = root;
  }

  /** The fingerprint of each of these strategies; of all of them if none is named. */
  async ofStrategies(ids: readonly string[] = []): Promise<Fingerprints> {
    const fingerprints: Record<string, string> = {};
    for (const { strategies, source } of this.#packages) {
      for (const { id } of strategies) {
        if (ids.length === 0 || ids.includes(id)) fingerprints[id] = await this.#ofFile(source);
      }
    }
    return fingerprints;
  }

  /**
   * The fingerprints of the code behind a command's output: that of the strategies or of the file
   * that it names; of all strategies if it names none.
   *
   * @throws {RangeError} if there is no rule for such a command.
   */
  async ofCommand(command: string): Promise<Fingerprints> {
    const [program, script = "", ...words] = wordsOf(command);
    if (program !== "pnpm")
      throw new RangeError(`"${command}" cannot be recorded: it is not pnpm's`);
    switch (script) {
      case "compare":
      case "bench":
        return this.#ofNamed(words);
      case "break-it":
        return this.ofStrategies(this.#strategiesIn(words.map((word) => word.split("/")[0] ?? "")));
      case "example":
        return this.#ofFiles(
          words.length === 0
            ? ["examples/stories.ts"]
            : words.map((name) => `examples/${name}/story.ts`),
        );
      case "tsx":
        return this.#ofFiles(words.slice(0, 1));
      default:
        throw new RangeError(`"${command}" cannot be recorded: no rule says which code it runs`);
    }
  }

  /** Strategies may be named by their files, too; these are relative to the root. */
  async #ofNamed(words: readonly string[]): Promise<Fingerprints> {
    const ids = this.#strategiesIn(words);
    const files = words.filter((word) => /^\.\/\S+\.ts$/.test(word));
    if (files.length === 0) return this.ofStrategies(ids);
    const strategies = ids.length === 0 ? {} : await this.ofStrategies(ids);
    return { ...strategies, ...(await this.#ofFiles(files)) };
  }

  /** The ids of the strategies that a command's words name, by id or by package. */
  #strategiesIn(words: readonly string[]): string[] {
    return this.#packages.flatMap(({ name, strategies }) =>
      strategies.map(({ id }) => id).filter((id) => words.includes(id) || words.includes(name)),
    );
  }

  async #ofFiles(paths: readonly string[]): Promise<Fingerprints> {
    const fingerprints: Record<string, string> = {};
    for (const path of paths) fingerprints[path] = await this.#ofFile(join(this.#root, path));
    return fingerprints;
  }

  #ofFile(file: string): Promise<string> {
    const fingerprint = this.#computed.get(file) ?? fingerprintOf(file);
    this.#computed.set(file, fingerprint);
    return fingerprint;
  }
}

/**
 * The names in `recorded` whose code is another one now, or is gone. Code that was added since,
 * such as a new strategy's, changes nothing about what was recorded.
 */
export function changedSince(recorded: Fingerprints, now: Fingerprints): string[] {
  return Object.keys(recorded).filter((name) => recorded[name] !== now[name]);
}
