/**
 * Turns the names that the user typed into strategies. Those of this repository are found by what
 * their packages export; others are named by their file's path.
 */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError, wrongInput } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
import { suggestion } from "../nearest-name.ts";
import { userPath } from "../workspace.ts";
import { describeModules, type DescribedModule } from "./describe-modules.ts";
import { findPeers, peersOf, type PeerFile } from "./find-peers.ts";
import { arePeersInstalled, installPeers } from "./install-peers.ts";
import { assertStrategyFile, loadStrategyFile } from "./load-file.ts";
import { controlsLast, findStrategyPackages, type StrategyPackage } from "./strategy-packages.ts";
import type { StrategySource } from "./strategy-source.ts";
import { isPath, withoutSynonyms } from "./typed-names.ts";

/** What the names on the command line mean. */
export interface Selection {
  /** Empty if a name was refused. */
  readonly strategies: readonly StrategySource[];
  /** One for each name that means nothing, or two things: most likely a slip, so nothing runs. */
  readonly refusals: readonly CommandError[];
  /** One for each strategy that was meant and cannot be loaded. The others can run. */
  readonly problems: readonly CommandError[];
  /** One line for each package of the repository that cannot be loaded, and that was not meant. */
  readonly notes: readonly string[];
}

export interface SelectionOptions {
  /** A folder that bundles may be written to. */
  readonly scratch: string;
  /** Interrupts it; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /**
   * Installs the peers, and adds those of the chosen strategies and the yardsticks. Where peers are
   * named, only those are meant.
   */
  readonly withPeers?: boolean;
}

/**
 * Turns names into strategies: a name is an id, a package's folder, the path of a file, or the id
 * of a peer. Without names, all of the repository's.
 *
 * @throws {CommandError} if the peers were asked for and cannot be installed.
 */
export async function selectStrategies(
  typed: readonly string[],
  options: SelectionOptions,
): Promise<Selection> {
  const { withPeers = false, signal } = options;
  const packages = await findStrategyPackages();
  const names = await withoutSynonyms(typed, packages);
  const modules = await describeWorkspace(packages, signal);
  const known = controlsLast(
    modules.flatMap(({ strategies }) => strategies),
    ({ traits }) => traits.control,
  );
  const peers = await findPeers(known.map(({ id }) => id));
  // Names are looked at before anything is installed, bundled or loaded for them.
  const refusals = await refusalsOf(names, modules, peers, withPeers);
  if (refusals.length > 0) return { strategies: [], refusals, problems: [], notes: [] };
  if (withPeers) await installPeers({ signal });
  const named =
    names.length === 0
      ? { strategies: known, refusals, problems: modules.flatMap(problemOf), notes: [] }
      : await selectNamed(names, modules, peers, options);
  if (!withPeers || named.strategies.some(({ group }) => group !== undefined)) {
    return withoutNamesakes(named);
  }
  const added = peersOf(
    named.strategies.map(({ id }) => id),
    peers,
  );
  const { strategies, problems } = await loadPeers(added, options);
  return withoutNamesakes({
    ...named,
    strategies: [...named.strategies, ...strategies],
    problems: [...named.problems, ...problems],
  });
}

/** Refuses strategies of one id: their rows could not be told apart. */
function withoutNamesakes(selection: Selection): Selection {
  const firstOf = new Map<string, StrategySource>();
  const refusals = [...selection.refusals];
  for (const strategy of selection.strategies) {
    const { id, origin } = strategy;
    const first = firstOf.get(id) ?? strategy;
    firstOf.set(id, first);
    if (first !== strategy) {
      refusals.push(
        wrongInput(`${first.origin} and ${origin} both have the id "${id}"; change one`),
      );
    }
  }
  return { ...selection, refusals, strategies: refusals.length > 0 ? [] : selection.strategies };
}

/** The packages of the repository that hold strategies, loaded or not. */
function describeWorkspace(
  packages: readonly StrategyPackage[],
  signal: AbortSignal,
): Promise<DescribedModule[]> {
  return describeModules(
    packages.map(({ compiled, folder }) => ({
      moduleUrl: pathToFileURL(compiled).href,
      origin: folder,
    })),
    { signal },
  );
}

function problemOf({ problem }: DescribedModule): CommandError[] {
  return problem === undefined ? [] : [problem];
}

/** Strategies, and what is wrong with those that could not be loaded. */
interface Loaded {
  readonly strategies: readonly StrategySource[];
  readonly problems: readonly CommandError[];
}

/** Bundles peers and lets them describe themselves. Their libraries must be installed. */
async function loadPeers(
  files: readonly PeerFile[],
  { scratch, signal }: SelectionOptions,
): Promise<Loaded> {
  const loaded = await Promise.all(
    files.map(async ({ group, path, origin }): Promise<Loaded> => {
      try {
        const strategies = await loadStrategyFile(path, scratch, origin, signal);
        return { strategies: strategies.map((strategy) => ({ ...strategy, group })), problems: [] };
      } catch (error) {
        if (!isFaultOfModule(error)) throw error;
        // The peers' files are ours: that one fails is not the user's mistake.
        const { message, details } = error;
        const problem = new CommandError(ExitCode.failed, message, details);
        return { strategies: [], problems: [problem] };
      }
    }),
  );
  return {
    strategies: loaded.flatMap(({ strategies }) => strategies),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

/** Whatever else is thrown would keep any module from being loaded. */
function isFaultOfModule(error: unknown): error is CommandError {
  return error instanceof CommandError && error.exitCode === ExitCode.wrongInput;
}

/** What is wrong with the names themselves. */
async function refusalsOf(
  names: readonly string[],
  modules: readonly DescribedModule[],
  peers: readonly PeerFile[],
  withPeers: boolean,
): Promise<CommandError[]> {
  const refusals: CommandError[] = [];
  for (const name of names) {
    try {
      if (isPath(name)) await assertStrategyFile(userPath(name), name);
      else if (modules.every((module) => !isCalled(module, name))) {
        if (peers.every(({ id }) => id !== name)) throw unknownName(name, modules, peers);
        if (!withPeers && !(await arePeersInstalled())) {
          throw wrongInput(`${name} is a peer, and the peers are not installed; add --peers`);
        }
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      refusals.push(error);
    }
  }
  return refusals;
}

/** Finds what the names mean, all of which mean something. */
async function selectNamed(
  names: readonly string[],
  modules: readonly DescribedModule[],
  peers: readonly PeerFile[],
  options: SelectionOptions,
): Promise<Selection> {
  const strategies: StrategySource[] = [];
  const problems: CommandError[] = [];
  const isNamed = (module: DescribedModule): boolean =>
    names.some((name) => isCalled(module, name));
  for (const name of names) {
    try {
      const called = await strategiesCalled(name, modules, peers, options);
      problems.push(...called.problems);
      // An id and its folder may both be named.
      strategies.push(...called.strategies.filter((strategy) => !strategies.includes(strategy)));
    } catch (error) {
      if (!isFaultOfModule(error)) throw error;
      problems.push(error);
    }
  }
  return {
    strategies,
    refusals: [],
    problems,
    notes: modules
      .filter((module) => !isNamed(module))
      .flatMap(problemOf)
      .map(({ message }) => message),
  };
}

/** @throws {CommandError} if the file cannot be loaded. */
async function strategiesCalled(
  name: string,
  modules: readonly DescribedModule[],
  peers: readonly PeerFile[],
  options: SelectionOptions,
): Promise<Loaded> {
  if (isPath(name)) {
    const { scratch, signal } = options;
    const strategies = await loadStrategyFile(userPath(name), scratch, name, signal);
    return { strategies, problems: [] };
  }
  const called = modules.filter((module) => isCalled(module, name));
  if (called.length === 0) {
    return loadPeers(
      peers.filter(({ id }) => id === name),
      options,
    );
  }
  return {
    strategies: called
      .flatMap(({ strategies }) => strategies)
      .filter(({ id, origin }) => id === name || basename(origin) === name),
    problems: called.flatMap(problemOf),
  };
}

/** By a strategy's id, or by the folder. What cannot be loaded has no id but its folder's. */
function isCalled({ origin, strategies, problem }: DescribedModule, name: string): boolean {
  const folder = basename(origin);
  if (name === folder || strategies.some(({ id }) => id === name)) return true;
  return problem !== undefined && folder === `${name}-store`;
}

function unknownName(
  name: string,
  modules: readonly DescribedModule[],
  peers: readonly PeerFile[],
): CommandError {
  const ids = modules.flatMap(({ strategies }) => strategies.map(({ id }) => id));
  const folders = modules.map(({ origin }) => basename(origin));
  const names = [...ids, ...folders, ...peers.map(({ id }) => id)];
  const hint = suggestion(name, names) || `; there are ${ids.join(", ")}`;
  return wrongInput(`unknown strategy "${name}"${hint}`);
}
