/**
 * Where in the caller's code a wait began: the first frame of the stack that is outside these
 * packages. `undefined` if there is none, as for a task that a package keeps for itself.
 */
export function callersPlace(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error("Where the wait began");
  Error.stackTraceLimit = limit;
  // A program may have replaced what a stack is.
  if (typeof stack !== "string") return undefined;
  for (const line of stack.split("\n")) {
    const place = FRAME.exec(line)?.[1];
    if (place !== undefined && !isOurs(place)) return shortened(place);
  }
  return undefined;
}

/** A frame's file, line and column: `at f (file:///a/b.js:1:2)`, or `f@https://a/b.js:1:2`. */
const FRAME = /((?:[a-z]+:\/\/|[A-Za-z]:\\|\/)[^()]*?:\d+:\d+)\)?$/;

/** The folder of all these packages where they are developed; installed, they share a scope. */
const WORKSPACE = pathOf(new URL("../../", import.meta.url).href);
const SOURCES = /^[^/]+\/(?:src|dist)\//;

function isOurs(place: string): boolean {
  const path = pathOf(place);
  if (path.includes("/@sync-strategies/")) return true;
  return path.startsWith(WORKSPACE) && SOURCES.test(path.slice(WORKSPACE.length));
}

/** Relative to the current folder where there is one. */
function shortened(place: string): string {
  const path = pathOf(place);
  const folder = globalThis.process?.cwd?.().replaceAll("\\", "/");
  return folder !== undefined && path.startsWith(`${folder}/`)
    ? path.slice(folder.length + 1)
    : path;
}

function pathOf(place: string): string {
  const path = place.replaceAll("\\", "/").replace(/^file:\/\//, "");
  return path.includes("%") ? decodeURI(path) : path;
}
