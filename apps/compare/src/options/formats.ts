/** What the sub-commands can print. */
import { oneOf } from "@sync-strategies/command-kit";

export const plainFormats = ["table", "json"] as const;
export type PlainFormat = (typeof plainFormats)[number];

/** The option of every sub-command that can print JSON, as commander takes it. */
export const plainFormatOption = [
  "--format <format>",
  plainFormats.join(", "),
  oneOf(plainFormats),
  "table",
] as const satisfies readonly [string, string, (text: string) => PlainFormat, PlainFormat];
