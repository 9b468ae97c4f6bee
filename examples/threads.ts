/**
 * The worker threads that examples run on. They are started on first use and serve all stories,
 * since to start a thread takes far longer than any of the stories.
 */
import { startThread, type Member } from "@sync-strategies/members";
import type { Call } from "./thread.ts";

export const THREADS = 3;

let started: Promise<Member<Call, unknown>[]> | undefined;

/** What a thread gets: plain data, and what in it is transferred rather than copied. */
export interface Input<Data> {
  readonly data: Data;
  readonly transfer?: readonly object[] | undefined;
}

/**
 * Calls the function that `program` exports by default in every thread, with an input for each.
 * Resolves to what they return, when all of them have.
 */
export async function inEveryThread<Data, Result>(
  program: URL,
  inputFor: (thread: number) => Input<Data>,
): Promise<Result[]> {
  const threads = await (started ??= startThreads());
  const results = threads.map((thread, index) => {
    const { data, transfer } = inputFor(index);
    return thread.ask({ program: program.href, input: data }, transfer);
  });
  return (await Promise.all(results)) as Result[];
}

/** Ends the threads, if there are any. */
export async function endThreads(): Promise<void> {
  const threads = await started;
  started = undefined;
  await Promise.all(threads?.map((thread) => thread.end()) ?? []);
}

function startThreads(): Promise<Member<Call, unknown>[]> {
  const program = new URL("./thread.mjs", import.meta.url);
  const names = Array.from({ length: THREADS }, (_, index) => `thread ${index + 1}`);
  return Promise.all(names.map((name) => startThread<Call, unknown>(program, name)));
}
