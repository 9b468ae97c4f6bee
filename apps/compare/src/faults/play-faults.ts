/** Plays cells, one after the other, and tells what came of each. */
import {
  CommandError,
  ExitCode,
  messageOf,
  stackOf,
  type Complain,
} from "@sync-strategies/command-kit";
import {
  bundleFile,
  findExternalState,
  type StrategyFile,
} from "@sync-strategies/command-kit/strategies";
import {
  describeFaultOf,
  playCell,
  type FaultCell,
  type FaultDescription,
  type LoadedFrom,
  type Round,
} from "@sync-strategies/faults";
import { cellResult, nameOf, type CellResult } from "@sync-strategies/faults/results";
import type { FaultFile } from "./find-faults.ts";

export interface PlayContext {
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly complain: Complain;
}

/** A fault that has been loaded. */
export interface LoadedFault {
  readonly moduleUrl: string;
  readonly fault: FaultDescription;
}

/** @throws {CommandError} if the file is no fault, or does not compile. */
export async function loadFault(
  { id, path, origin }: FaultFile,
  { scratch, signal }: PlayContext,
): Promise<LoadedFault> {
  const moduleUrl = await bundleFile(path, origin, scratch, "left-to-node");
  const fault = await describeFaultOf(moduleUrl, origin, { signal });
  if (fault.id === id) return { moduleUrl, fault };
  throw new CommandError(
    ExitCode.failed,
    `${origin}: its fault has the id "${fault.id}", not that of the file`,
  );
}

export interface Rounds {
  readonly seed: number;
  readonly rounds: number;
}

/**
 * Plays all rounds of a cell, and no more after one that could not be played, or when the signal
 * aborts. What was played until then is kept.
 *
 * @param onRound called before each round, with its number from 1 on.
 * @returns undefined if the signal aborted before any round was played.
 */
export async function playRounds(
  { moduleUrl, fault }: LoadedFault,
  number: number,
  { seed, rounds }: Rounds,
  strategies: StrategyModules,
  {
    scratch,
    signal,
    complain,
    onRound,
  }: PlayContext & { readonly onRound: (round: number) => void },
): Promise<CellResult | undefined> {
  const cell = fault.cells[number]!;
  const played: Round[] = [];
  const problem = (end: "not-run" | "failed", reason: string, stack?: string): CellResult => {
    complain(
      end === "failed" ? `${fault.id}, ${nameOf(cell)}: ${reason}` : `not run: ${reason}`,
      stack,
    );
    return cellResult(cell, played, { end, reason });
  };
  let strategy: LoadedFrom;
  try {
    const isOfFault = fault.ownStrategies.includes(cell.strategy);
    strategy = isOfFault
      ? { id: cell.strategy, moduleUrl, isOfFault }
      : await strategies.load(cell);
  } catch (error) {
    if (signal.aborted) return undefined;
    return problem("failed", messageOf(error), stackOf(error));
  }
  for (let round = 0; round < rounds; round++) {
    onRound(round + 1);
    const end = await playCell(
      { moduleUrl, cell: number, strategy, seed: seed + round },
      { scratch, signal },
    ).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (end === undefined) return played.length > 0 ? cellResult(cell, played) : undefined;
    if (end.end === "not-run") return problem("not-run", end.reason);
    if (end.end === "failed") return problem("failed", end.reason, end.stack);
    played.push(end.round);
  }
  return cellResult(cell, played);
}

/** The strategies of `external-state`, each bundled when a cell first needs it. */
export class StrategyModules {
  readonly #scratch: string;
  #files: Promise<readonly StrategyFile[]> | undefined;
  readonly #modules = new Map<string, Promise<string>>();

  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  async load({ strategy: id }: FaultCell): Promise<LoadedFrom> {
    const module = this.#modules.get(id) ?? this.#bundle(id);
    this.#modules.set(id, module);
    return { id, moduleUrl: await module, isOfFault: false };
  }

  async #bundle(id: string): Promise<string> {
    const file = (await (this.#files ??= findExternalState())).find((one) => one.id === id);
    if (file === undefined) throw new TypeError(`external-state has no strategy "${id}"`);
    return bundleFile(file.path, file.origin, this.#scratch, "left-to-node");
  }
}
