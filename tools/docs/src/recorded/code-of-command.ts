/** Which code the output of a command belongs to. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { findExternalState, type StrategyFile } from "@sync-strategies/command-kit/strategies";
import { isShared, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import { wordsOf } from "../commands.ts";
import type { StrategyPackage } from "../strategy-packages.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** Where faults are, a file each. */
const FAULTS = "external-state/faults";

/** Fingerprints by the name of what they belong to: a strategy's id, or a file. */
export type Fingerprints = Readonly<Record<string, string>>;

export class Code {
  readonly #packages: readonly StrategyPackage[];
  readonly #root: string;
  readonly #computed = new Map<string, Promise<string>>();

  constructor(packages: readonly StrategyPackage[], root = workspaceRoot) {
    this.#packages = packages;
    this.#root = root;
  }

  /** The fingerprint of each strategy, or of those that are meant. */
  async ofStrategies(
    isMeant: (strategy: Strategy | SharedStrategy) => boolean = () => true,
  ): Promise<Fingerprints> {
    const fingerprints: Record<string, string> = {};
    for (const { strategies, source } of this.#packages) {
      for (const { id } of strategies.filter(isMeant)) {
        fingerprints[id] = await this.#ofFile(source);
      }
    }
    return fingerprints;
  }

  /**
   * The fingerprints of the code behind a command's output: that of the strategies or of the file
   * that it names; if it names none, of all strategies of one event loop, or of those that threads,
   * processes or services share where the command asks for these. Behind a table of faults are these
   * faults, and whatever they may befall.
   *
   * @throws {RangeError} if there is no rule for such a command.
   */
  async ofCommand(command: string): Promise<Fingerprints> {
    const [program, script = "", ...words] = wordsOf(command);
    if (program !== "pnpm")
      throw new RangeError(`"${command}" cannot be recorded: it is not pnpm's`);
    switch (script) {
      case "compare":
        return words[0] === "faults" ? this.#ofFaults(words.slice(1)) : this.#ofNamed(words);
      case "bench":
        return this.#ofNamed(words);
      case "break-it":
        return this.#ofIds(this.#strategiesIn(words.map((word) => word.split("/")[0] ?? "")));
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
    const named = {
      ...(await this.#ofIds(ids)),
      ...(await this.#ofExternalState(({ id }) => words.includes(id))),
      ...(await this.#ofFiles(files)),
    };
    if (Object.keys(named).length > 0) return named;
    const asksFor = (flag: string): boolean =>
      words.some((word) => word === `--${flag}` || word.startsWith(`${flag}=`));
    // The processes of --services are those that the clients are spread over.
    if (asksFor("services")) return this.#ofExternalState(({ span }) => span === "machines");
    if (asksFor("processes")) return this.#ofExternalState(({ span }) => span === "processes");
    return this.ofStrategies((strategy) => isShared(strategy) === asksFor("threads"));
  }

  async #ofFaults(words: readonly string[]): Promise<Fingerprints> {
    const names = (await readdir(join(this.#root, FAULTS)))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => basename(file, ".ts"));
    const named = names.filter((name) => words.includes(name));
    const files = (named.length > 0 ? named : names).map((name) => `${FAULTS}/${name}.ts`);
    return { ...(await this.#ofExternalState(() => true)), ...(await this.#ofFiles(files)) };
  }

  async #ofExternalState(isMeant: (file: StrategyFile) => boolean): Promise<Fingerprints> {
    const fingerprints: Record<string, string> = {};
    for (const file of (await findExternalState()).filter(isMeant)) {
      fingerprints[file.id] = await this.#ofFile(file.path);
    }
    return fingerprints;
  }

  #ofIds(ids: readonly string[]): Promise<Fingerprints> {
    return this.ofStrategies(({ id }) => ids.includes(id));
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
