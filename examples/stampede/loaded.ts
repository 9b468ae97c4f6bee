/**
 * What a store keeps of a page: its text, or the failure to load it. A store keeps no promise, so
 * a failure must be a value if all who wait for the page are to share it.
 */
import type { Database } from "./database.ts";

export type Loaded =
  | { readonly text: string }
  | { readonly error: unknown; readonly failedAtMs: number };

/** Never rejects: in a store, an error would reach the first visitor, and the next would load again. */
export async function load(database: Database, page: string): Promise<Loaded> {
  try {
    return { text: await database.load(page) };
  } catch (error) {
    return { error, failedAtMs: performance.now() };
  }
}

/** A text is for everyone. A failure is for those who asked before it; who asks later, loads again. */
export function isFor(askedAtMs: number, cached: Loaded | undefined): cached is Loaded {
  if (cached === undefined) return false;
  return "text" in cached || askedAtMs <= cached.failedAtMs;
}

export function textOf(loaded: Loaded): string {
  if ("text" in loaded) return loaded.text;
  throw loaded.error;
}
