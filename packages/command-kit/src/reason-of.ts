import { messageOf } from "./message-of.ts";

/** The reason in an error of the file system, without its code and path: "no space left on device". */
export function reasonOf(error: unknown): string {
  const line = messageOf(error);
  return /^[A-Z0-9_]+: ([^,]+)/.exec(line)?.[1] ?? line;
}
