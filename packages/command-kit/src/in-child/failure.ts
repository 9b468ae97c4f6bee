/**
 * What went wrong in a child process, in a form that travels: one line, the place in the
 * author's own source, and the stack for `--debug`.
 */
import { fileURLToPath } from "node:url";
import { messageOf } from "../messages.ts";
import { workspaceRoot } from "../workspace.ts";

export interface ChildFailure {
  readonly message: string;
  /** `file:line` of the innermost frame outside of Node and of this harness. */
  readonly location: string | undefined;
  readonly stack: string | undefined;
}

/** Describes what was thrown; a location is looked for along the chain of causes. */
export function failureOf(thrown: unknown): ChildFailure {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  const location = stack === undefined ? undefined : locationIn(stack);
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const inner = cause === undefined ? undefined : failureOf(cause);
  return {
    message: messageOf(thrown),
    location: inner?.location ?? location,
    stack: inner?.stack ?? stack,
  };
}

const harnessFolders = ["apps/compare", "packages/workload"].flatMap((folder) =>
  ["src", "dist"].map((part) => `${workspaceRoot}${folder}/${part}/`),
);

function locationIn(stack: string): string | undefined {
  for (const [, place, line] of stack.matchAll(
    /(?:\(|at )((?:file:\/\/)?\/[^\s()]+?):(\d+):\d+\)?/g,
  )) {
    const path = place?.startsWith("file://") ? fileURLToPath(place) : place;
    if (path === undefined || harnessFolders.some((folder) => path.startsWith(folder))) continue;
    return `${path}:${line}`;
  }
  return undefined;
}
