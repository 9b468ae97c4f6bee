/** Asks the command's parser what some words mean, without running anything. */
import { CommandError, parseWords } from "@sync-strategies/command-kit";
import { program, type Handlers } from "../src/command-line.ts";
import type { CompareRequest } from "../src/compare/command-line.ts";

/** Which handler the words call, and with which request. */
export async function ask(words: readonly string[]): Promise<[keyof Handlers, unknown]> {
  let asked: [keyof Handlers, unknown] | undefined;
  const record = (name: keyof Handlers) => async (request: unknown) => {
    asked = [name, request];
  };
  const handlers: Handlers = {
    compare: record("compare"),
    list: record("list"),
    check: record("check"),
    explore: record("explore"),
    diff: record("diff"),
    faults: record("faults"),
  };
  await parseWords(program(handlers), words);
  if (asked === undefined) throw new Error(`${words.join(" ")} calls no handler`);
  return asked;
}

/** What `pnpm compare` with these words is asked for. */
export async function askCompare(...words: readonly string[]): Promise<CompareRequest> {
  const [name, request] = await ask(words);
  if (name !== "compare") throw new Error(`${words.join(" ")} calls ${name}`);
  return request as CompareRequest;
}

/** The error that the words end with before anything runs. */
export async function refusalOf(words: readonly string[]): Promise<CommandError> {
  const error: unknown = await ask(words).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CommandError) return error;
  throw new Error(`${words.join(" ")} is not refused`, { cause: error });
}
