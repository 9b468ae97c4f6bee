import type { Span } from "@sync-strategies/state-store";
import { plural } from "./format-figures.ts";
import type { Members } from "./parameters-schema.ts";

/** What one member of a span is called. */
const nouns: Readonly<Record<Span, string>> = {
  threads: "thread",
  processes: "process",
  machines: "machine",
};

/** Where the clients were: "2 threads", or "one event loop". */
export function membersInWords(members: Members | null): string {
  if (members === null) return "one event loop";
  return plural(members.count, nouns[members.span], members.span);
}

/** What one of them is called: "thread". */
export function memberInWords(members: Members | null): string {
  return members === null ? "event loop" : nouns[members.span];
}
