/**
 * What went wrong in a child process, in a form that can be sent: one line, the place in the
 * strategy's own source, and the stack for `--debug`.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { messageOf } from "../message-of.ts";
import { printable } from "../printable.ts";
import { workspaceRoot } from "../workspace.ts";

export interface ChildFailure {
  readonly message: string;
  /** `file:line` of the innermost frame outside of Node and of the harness. */
  readonly location: string | undefined;
  readonly stack: string | undefined;
}

/** How many causes of causes are followed. */
const MAXIMUM_DEPTH = 10;

/** Describes what was thrown. The location is that of the innermost cause that has one. */
export function failureOf(thrown: unknown, depth = 0): ChildFailure {
  const stack =
    thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack : undefined;
  const location = stack === undefined ? undefined : locationIn(stack);
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  // Causes may form a circle.
  const inner =
    cause === undefined || depth === MAXIMUM_DEPTH ? undefined : failureOf(cause, depth + 1);
  return {
    message: messageOf(thrown),
    location: inner?.location ?? location,
    stack: inner?.stack ?? stack,
  };
}

const harnessPackages = [
  "command-kit",
  "event-loop",
  "linearizability",
  "members",
  "schedule-explorer",
  "state-store",
  "trial",
  "workload",
];

const harnessFolders = harnessPackages.flatMap((name) =>
  ["src", "dist"].map((part) => `${workspaceRoot}packages/${name}/${part}/`),
);

/** The failure as one line: its message, and its location in brackets. */
export function lineOf({ message, location }: ChildFailure): string {
  return location === undefined ? message : `${message} (${printable(location)})`;
}

/** A line of a stack: `at name (place:line:column)`, or without a name. The place may have spaces. */
const frame = /^ {4}at (?:.*?\()?(?:async )?((?:file:\/\/)?\/.*?):(\d+):\d+\)?$/gm;

/** The innermost frame outside of the harness, and of libraries if there is one. */
function locationIn(stack: string): string | undefined {
  const places = [...stack.matchAll(frame)]
    .map(([, place = "", line]) => ({ path: pathOf(place), line }))
    .filter(({ path }) => !harnessFolders.some((folder) => path.startsWith(folder)));
  const place = places.find(({ path }) => !path.includes("/node_modules/")) ?? places[0];
  return place === undefined ? undefined : `${place.path}:${place.line}`;
}

/** A source map's URL is only partly decoded by Node: `%23` may still be in it. */
function pathOf(place: string): string {
  try {
    if (place.startsWith("file://")) return fileURLToPath(place);
    return existsSync(place) ? place : decodeURIComponent(place);
  } catch {
    return place;
  }
}
