import { parseWords } from "@sync-strategies/command-kit";
import { commandsToParse } from "@sync-strategies/docs/documented-commands";
import { expect, test } from "vitest";
import { program } from "../src/command-line.ts";

test.each(commandsToParse())("understands $command ($path)", async ({ words }) => {
  let isAsked = false;
  const handler = async (): Promise<void> => {
    isAsked = true;
  };
  const command = program({
    compare: handler,
    list: handler,
    check: handler,
    explore: handler,
    diff: handler,
    faults: handler,
  });
  await parseWords(command, words);
  // Help is printed by the parser itself.
  expect(isAsked).toBe(words[0] !== "help");
});
