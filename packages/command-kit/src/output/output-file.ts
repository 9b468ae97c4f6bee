/**
 * A file that a command was asked to write. It is tried before anything is measured, and written
 * afterwards.
 */
import { createReadStream, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { CommandError, wrongInput } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
import { userPath } from "../workspace.ts";
import { makeDraft, placeDraft, removeDraft } from "./draft.ts";
import { pour } from "./pour.ts";
import { reasonOf } from "../reason-of.ts";
import { findTarget, type Target } from "./target.ts";

/** What another process writes, before it is put where it belongs. */
export interface OutputDraft {
  /** An empty file, to be opened for writing. */
  readonly path: string;
  /** Puts what is in it where it belongs. Rejects with one line, if that fails. */
  readonly keep: () => Promise<void>;
  readonly discard: () => void;
}

export class OutputFile {
  /** The flag that asked for it, and the path that was typed behind it. */
  readonly name: string;
  readonly #target: Target;
  readonly #identity: string;

  private constructor(name: string, target: Target, identity: string) {
    this.name = name;
    this.#target = target;
    this.#identity = identity;
  }

  /**
   * Finds out whether the file can be written. What is there stays as it is.
   *
   * @param typed the path, relative to where the command was typed.
   * @throws {CommandError} if it cannot.
   */
  static async open(flag: string, typed: string): Promise<OutputFile> {
    const name = `${flag} ${typed}`;
    try {
      const { target, identity } = await findTarget(
        typed.endsWith("/") ? `${userPath(typed)}/` : userPath(typed),
      );
      if (target.kind === "replaced") removeDraft(makeDraft(dirname(target.path), target.mode));
      return new OutputFile(name, target, identity);
    } catch (error) {
      throw new CommandError(ExitCode.failed, `${name}: ${reasonOf(error)}; name another file`);
    }
  }

  /** Writes the text, unless the file can be written only once. */
  writeAlready(text: string): void {
    if (this.#target.kind === "replaced") replaceFile(this.#target.path, text, this.#target.mode);
  }

  /** Rejects with one line that names the file, if the text cannot be written. */
  async write(text: string): Promise<void> {
    await this.#try(async () => {
      if (this.#target.kind === "replaced") replaceFile(this.#target.path, text, this.#target.mode);
      else await pour(Readable.from([text]), this.#target);
    });
  }

  /**
   * A draft of it, for another process to write.
   *
   * @param scratch a folder for drafts of what is no plain file.
   */
  draft(scratch: string): OutputDraft {
    const target = this.#target;
    if (target.kind === "replaced") {
      const path = makeDraft(dirname(target.path), target.mode);
      return {
        path,
        keep: () => this.#try(() => placeDraft(path, target.path)),
        discard: () => removeDraft(path),
      };
    }
    const path = makeDraft(scratch, undefined);
    return {
      path,
      keep: () => this.#try(() => pour(createReadStream(path), target)),
      discard: () => removeDraft(path),
    };
  }

  async #try(write: () => Promise<void> | void): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw new CommandError(
        ExitCode.failed,
        `${this.name}: it could not be written: ${reasonOf(error)}`,
      );
    }
  }

  /** @throws {CommandError} if two of them are the same file, under whatever names. */
  static assertDistinct(files: readonly OutputFile[]): void {
    const names = new Map<string, string>();
    for (const file of files) {
      const { kind } = file.#target;
      // What is written to a device, or printed, does not replace what came before it.
      if (kind === "device" || kind === "printed") continue;
      const other = names.get(file.#identity);
      if (other !== undefined) throw wrongInput(`${other} and ${file.name} are the same file`);
      names.set(file.#identity, file.name);
    }
  }
}

/** Writes a plain file as a whole. */
export function replaceFile(path: string, text: string, mode?: number): void {
  const draft = makeDraft(dirname(path), mode);
  try {
    writeFileSync(draft, text, { flag: "r+" });
    placeDraft(draft, path);
  } catch (error) {
    removeDraft(draft);
    throw error;
  }
}
