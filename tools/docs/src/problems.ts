import type { DocumentsState } from "./documents.ts";

/** One line per thing that is out of date, with the command that repairs it. */
export function problemsOf({ outdated, leftOver, unrecorded }: DocumentsState): string[] {
  return [
    ...[...outdated.keys()].map((path) => `${path} is out of date; run pnpm documents`),
    ...leftOver.map((path) => `${path} belongs to nothing any more; run pnpm documents`),
    ...unrecorded.map((problem) => `${problem}; run pnpm documents --record`),
  ];
}
