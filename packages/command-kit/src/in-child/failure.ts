/**
 * What went wrong in a child process, in a form that can be sent: one line, the place in the
 * strategy's own source, and the stack for `--debug`.
 */
import { fileURLToPath } from "node:url";
import { messageOf } from "../message-of.ts";
import { workspaceRoot } from "../workspace.ts";

export interface ChildFailure {
  readonly message: string;
  /** `file:line` of the innermost frame outside of Node and of the harness. */
  readonly location: string | undefined;
  readonly stack: string | undefined;
}

/** Describes what was thrown. The location is that of the innermost cause that has one. */
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

const harnessPackages = [
  "command-kit",
  "linearizability",
  "schedule-explorer",
  "trial",
  "workload",
];

const harnessFolders = harnessPackages.flatMap((name) =>
  ["src", "dist"].map((part) => `${workspaceRoot}packages/${name}/${part}/`),
);

/** The failure as one line: its message, and its location in brackets. */
export function lineOf({ message, location }: ChildFailure): string {
  return location === undefined ? message : `${message} (${location})`;
}

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
