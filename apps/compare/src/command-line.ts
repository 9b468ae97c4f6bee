/** `pnpm compare` with its sub-commands, each of which calls its handler with what was asked for. */
import type { Command } from "@commander-js/extra-typings";
import { checkCommand, type CheckRequest } from "./check/command-line.ts";
import { compareCommand, type CompareRequest } from "./compare/command-line.ts";
import { diffCommand, type DiffRequest } from "./diff/command-line.ts";
import { exploreCommand, type ExploreRequest } from "./explore/command-line.ts";
import { faultsCommand, type FaultsRequest } from "./faults/command-line.ts";
import { listCommand, type ListRequest } from "./list/command-line.ts";

export interface Handlers {
  readonly compare: (request: CompareRequest) => Promise<void>;
  readonly list: (request: ListRequest) => Promise<void>;
  readonly check: (request: CheckRequest) => Promise<void>;
  readonly explore: (request: ExploreRequest) => Promise<void>;
  readonly diff: (request: DiffRequest) => Promise<void>;
  readonly faults: (request: FaultsRequest) => Promise<void>;
}

export function program(handlers: Handlers): Command {
  const command = compareCommand(handlers.compare);
  command.addCommand(listCommand(handlers.list));
  command.addCommand(checkCommand(handlers.check));
  command.addCommand(exploreCommand(handlers.explore));
  command.addCommand(diffCommand(handlers.diff));
  command.addCommand(faultsCommand(handlers.faults));
  // Without it, "help" would be the name of a strategy.
  command.helpCommand("help [command]", "describe a command");
  return command;
}
