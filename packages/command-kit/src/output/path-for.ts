import { extname } from "node:path";

/**
 * The path of one of several files where a single name was given: the parts are put before the
 * extension. `run.jsonl` becomes `run.contended.mutex.jsonl`.
 */
export function pathFor(path: string, ...parts: readonly (string | number)[]): string {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return [stem, ...parts].join(".") + extension;
}
