/**
 * Finds strategies. Those of the repository find themselves: every package whose package.json
 * exports `./strategy` is one. Others are named by their file's path.
 */
import { fork } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { messageOf } from "../messages.ts";
import { suggestion } from "../nearest-name.ts";
import { userPath, workspaceRoot } from "../workspace.ts";
import { bundleStrategy, exportedFile } from "./bundle.ts";
import type { DescribeMessage } from "./describe-child.ts";
import { findPeers, peerFailure, peersBeside, type PeerFile } from "./find-peers.ts";
import { arePeersInstalled, installPeers } from "./install-peers.ts";
import type { StrategyDescription, StrategySource } from "./strategy-source.ts";

const DESCRIBE_LIMIT_MS = 10_000;

/**
 * The strategies of the repository, by name, the control last.
 *
 * @throws {CommandError} if one of them cannot be loaded.
 */
async function findWorkspaceStrategies(): Promise<StrategySource[]> {
  const packages = join(workspaceRoot, "packages");
  const folders = (await readdir(packages)).toSorted();
  const found = await Promise.all(
    folders.map(async (folder) => {
      const file = await exportedFile(join(packages, folder), "strategy");
      if (file === undefined) return [];
      return describeModule(pathToFileURL(file).href, `packages/${folder}`);
    }),
  );
  const strategies = found.flat();
  return [
    ...strategies.filter(({ traits }) => !traits.control),
    ...strategies.filter(({ traits }) => traits.control),
  ];
}

/** What came of the names on the command line. */
export interface Selection {
  readonly strategies: readonly StrategySource[];
  /** One line for each name that stands for nothing. */
  readonly problems: readonly CommandError[];
}

export interface SelectionOptions {
  /** A folder that bundles may be written to. */
  readonly scratch: string;
  /** Interrupts the installation of peers. */
  readonly signal: AbortSignal;
  /**
   * Installs the peers, and adds those of the chosen strategies and the floors; unless peers are
   * named, which are then meant, and no others.
   */
  readonly withPeers?: boolean;
}

/**
 * Turns the names typed by the user into strategies: an id, a package's folder, the path of a
 * file, or the id of a peer. Without names, all of the repository's.
 *
 * @throws {CommandError} if the peers were asked for and cannot be had.
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
  const beside = peersBeside(
    named.strategies.map(({ id }) => id),
    peers,
  );
  return {
    problems: named.problems,
    strategies: [...named.strategies, ...(await loadPeers(beside, options.scratch))],
  };
}

/** Bundles peers and lets them describe themselves. Their libraries must be installed. */
async function loadPeers(files: readonly PeerFile[], scratch: string): Promise<StrategySource[]> {
  const loaded = await Promise.all(
    files.map(async ({ group, path, origin }) => {
      try {
        const strategies = await strategiesInFile(path, scratch, origin);
        return strategies.map((strategy) => ({ ...strategy, group }));
      } catch (error) {
        throw peerFailure(error);
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
        ? await strategiesInFile(userPath(name), scratch, name)
        : known.filter(({ id, origin }) => id === name || basename(origin) === name);
      if (named.length === 0) named = await peerCalled(name, peers, scratch);
      if (named.length === 0) throw unknownName(name, known, peers);
      for (const strategy of named) {
        const twin = strategies.find(({ id }) => id === strategy.id);
        if (twin === undefined) strategies.push(strategy);
        else if (twin.moduleUrl !== strategy.moduleUrl) {
          throw wrongInput(
            `${name} and ${twin.origin} both call themselves "${twin.id}"; rename one`,
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

async function strategiesInFile(
  path: string,
  scratch: string,
  name: string,
): Promise<StrategySource[]> {
  try {
    await access(path);
  } catch {
    throw wrongInput(`${name}: there is no such file`);
  }
  const kind = extname(path);
  if (![".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"].includes(kind)) {
    throw wrongInput(`${name}: a strategy is a .ts or .js file`);
  }
  if (!kind.endsWith("ts")) return describeModule(pathToFileURL(path).href, name);
  let moduleUrl: string;
  try {
    moduleUrl = await bundleStrategy(path, scratch, `strategy-${++bundles}`);
  } catch (error) {
    throw wrongInput(`${name}: it does not compile: ${buildMessage(error)}`, error);
  }
  return describeModule(moduleUrl, name);
}

let bundles = 0;

/** The first of esbuild's errors, with its place. */
function buildMessage(error: unknown): string {
  const [first]: { text: string; location?: { file: string; line: number } | null }[] =
    error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  if (first === undefined) return messageOf(error);
  return first.location
    ? `${first.text} (${first.location.file}:${first.location.line})`
    : first.text;
}

/** Lets a child process import the module and say what is in it. */
async function describeModule(moduleUrl: string, origin: string): Promise<StrategySource[]> {
  const message = await new Promise<DescribeMessage | "silent" | "died">((resolve) => {
    const child = fork(fileURLToPath(new URL("describe-child.js", import.meta.url)), [moduleUrl], {
      execArgv: [],
      stdio: ["ignore", 2, "ignore", "ipc"],
    });
    const limit = setTimeout(() => {
      resolve("silent");
      child.kill("SIGKILL");
    }, DESCRIBE_LIMIT_MS);
    child.once("message", (sent) => resolve(sent as DescribeMessage));
    child.once("error", () => resolve("died"));
    child.once("exit", () => {
      clearTimeout(limit);
      resolve("died");
    });
  });
  if (message === "silent") {
    throw wrongInput(`${origin}: it never finishes loading (waited ${DESCRIBE_LIMIT_MS / 1000} s)`);
  }
  if (message === "died") throw wrongInput(`${origin}: the process that loaded it died`);
  if (message.type === "unfit") throw wrongInput(`${origin}: ${message.message}`);
  if (message.type === "failed") {
    const { message: text, location, stack } = message.failure;
    const place = location === undefined ? "" : ` (${location})`;
    throw wrongInput(`${origin}: it throws when it is loaded: ${text}${place}`, stack);
  }
  return message.strategies.map((description: StrategyDescription) => ({
    ...description,
    moduleUrl,
    origin,
  }));
}

function wrongInput(message: string, cause?: unknown): CommandError {
  return new CommandError(ExitCode.wrongInput, message, cause);
}
