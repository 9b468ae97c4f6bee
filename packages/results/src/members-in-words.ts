import type { Span } from "@sync-strategies/state-store";
import { plural } from "./format-figures.ts";
import type { Members } from "./parameters-schema.ts";

/** What one member of a span is called. What machines could share is tried with processes of one. */
const nouns: Readonly<Record<Span, string>> = {
  threads: "thread",
  processes: "process",
  machines: "process",
};

/** Where the clients were: "2 threads", "2 processes with servers", or "one event loop". */
export function membersInWords(members: Members | null): string {
  if (members === null) return "one event loop";
  const { span, count } = members;
  if (span === "threads") return plural(count, nouns[span], span);
  const processes = plural(count, nouns[span], "processes");
  return span === "machines" ? `${processes} with servers` : processes;
}

/** What one of them is called: "thread". */
export function memberInWords(members: Members | null): string {
  return members === null ? "event loop" : nouns[members.span];
}
