/**
 * From the editor's TypeScript to a module that the browser can load: types are removed, and each
 * import becomes a lookup among the packages that the lab has. Lines stay where they are, so that a
 * line of an error is a line of the editor. Types are not checked: that takes the compiler, which
 * is larger than the whole lab.
 */
import { transform } from "sucrase";

/** The source cannot be compiled, or what it imports is not there. */
export class SourceError extends Error {
  readonly code = "SOURCE";
  /** From 1; undefined if no line is to blame. */
  readonly line: number | undefined;

  constructor(message: string, line?: number, cause?: unknown) {
    super(message, { cause });
    this.name = "SourceError";
    this.line = line;
  }
}

/** The body of a function of `require`, `exports` and `module`. @throws {SourceError} */
export function compile(source: string): string {
  try {
    return transform(source, {
      transforms: ["typescript", "imports"],
      // The browser knows private fields and the like.
      disableESTransforms: true,
      preserveDynamicImport: true,
    }).code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /\((?<line>\d+):\d+\)/.exec(message)?.groups?.["line"];
    throw new SourceError(
      message.replace(/^Error transforming [^:]*: /, "").replace(/\s*\(\d+:\d+\)$/, ""),
      line === undefined ? undefined : Number(line),
      error,
    );
  }
}
