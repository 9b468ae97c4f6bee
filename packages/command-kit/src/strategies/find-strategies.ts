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
import { describeModules } from "./describe-modules.ts";
import { findPeers, peersOf, type PeerFile } from "./find-peers.ts";
import { arePeersInstalled, installPeers } from "./install-peers.ts";
import { loadStrategyFile } from "./load-file.ts";
import { controlsLast, findStrategyPackages } from "./strategy-packages.ts";
import type { StrategySource } from "./strategy-source.ts";

/** What the names on the command line mean. */
export interface Selection {
  readonly strategies: readonly StrategySource[];
  /** One for each name that means nothing. */
  readonly problems: readonly CommandError[];
}

export interface SelectionOptions {
  /** A folder that bundles may be written to. */
  readonly scratch: string;
  /** Interrupts the installation of peers. */
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
  names: readonly string[],
  options: SelectionOptions,
): Promise<Selection> {
  const { withPeers = false, signal } = options;
  const known = await findWorkspaceStrategies();
  const peers = await findPeers(known.map(({ id }) => id));
  if (withPeers) await installPeers({ signal });
  const named =
    names.length === 0
      ? { strategies: known, problems: [] }
      : await selectNamed(names, known, peers, options);
  if (!withPeers || named.strategies.some(({ group }) => group !== undefined)) return named;
  const added = peersOf(
    named.strategies.map(({ id }) => id),
    peers,
  );
  return {
    problems: named.problems,
    strategies: [...named.strategies, ...(await loadPeers(added, options.scratch))],
  };
}

/**
 * The strategies of the repository, by name, the control last.
 *
 * @throws {CommandError} if one of them cannot be loaded.
 */
async function findWorkspaceStrategies(): Promise<StrategySource[]> {
  const packages = await findStrategyPackages();
  const strategies = await describeModules(
    packages.map(({ compiled, folder }) => ({
      moduleUrl: pathToFileURL(compiled).href,
      origin: folder,
    })),
  );
  return controlsLast(strategies, ({ traits }) => traits.control);
}

/** Bundles peers and lets them describe themselves. Their libraries must be installed. */
async function loadPeers(files: readonly PeerFile[], scratch: string): Promise<StrategySource[]> {
  const loaded = await Promise.all(
    files.map(async ({ group, path, origin }) => {
      try {
        const strategies = await loadStrategyFile(path, scratch, origin);
        return strategies.map((strategy) => ({ ...strategy, group }));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        // The peers' files are ours: that one fails is not the user's mistake.
        throw new CommandError(ExitCode.failed, error.message, error.details);
      }
    }),
  );
  return loaded.flat();
}

async function selectNamed(
  names: readonly string[],
  known: readonly StrategySource[],
  peers: readonly PeerFile[],
  { scratch }: SelectionOptions,
): Promise<Selection> {
  const strategies: StrategySource[] = [];
  const problems: CommandError[] = [];
  for (const name of names) {
    try {
      let named = isPath(name)
        ? await loadStrategyFile(userPath(name), scratch, name)
        : known.filter(({ id, origin }) => id === name || basename(origin) === name);
      if (named.length === 0) named = await peerCalled(name, peers, scratch);
      if (named.length === 0) throw unknownName(name, known, peers);
      for (const strategy of named) {
        const sameId = strategies.find(({ id }) => id === strategy.id);
        if (sameId === undefined) strategies.push(strategy);
        else if (sameId.moduleUrl !== strategy.moduleUrl) {
          throw wrongInput(
            `${name} and ${sameId.origin} both call themselves "${sameId.id}"; rename one`,
          );
        }
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      problems.push(error);
    }
  }
  return { strategies, problems };
}

async function peerCalled(
  name: string,
  peers: readonly PeerFile[],
  scratch: string,
): Promise<StrategySource[]> {
  const called = peers.filter(({ id }) => id === name);
  if (called.length > 0 && !(await arePeersInstalled())) {
    throw wrongInput(`${name} is a peer, and the peers are not installed; add --peers`);
  }
  return loadPeers(called, scratch);
}

function unknownName(
  name: string,
  known: readonly StrategySource[],
  peers: readonly PeerFile[],
): CommandError {
  const ids = known.map(({ id }) => id);
  const folders = known.map(({ origin }) => basename(origin));
  const names = [...ids, ...folders, ...peers.map(({ id }) => id)];
  const hint = suggestion(name, names) || `; there are ${ids.join(", ")}`;
  return wrongInput(`unknown strategy "${name}"${hint}`);
}

function isPath(name: string): boolean {
  return /[\\/]/.test(name) || /\.[cm]?[jt]s$/.test(name);
}
