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
import type { Packages } from "./bundle.ts";
import { describeModules, UnavailableError, type DescribedModule } from "./describe-modules.ts";
import { findExternalState } from "./find-external-state.ts";
import { findPeers, peersOf, type PeerFile } from "./find-peers.ts";
import { installWorkspace, isInstalled } from "./install-workspace.ts";
import { assertStrategyFile, bundleFile, loadStrategyFile } from "./load-file.ts";
import { externalStateWorkspace, peersWorkspace } from "./separate-workspaces.ts";
import type { StrategyFile } from "./strategy-files.ts";
import { serviceNames } from "./service-names.ts";
import { controlsLast, findStrategyPackages, type StrategyPackage } from "./strategy-packages.ts";
import { describeSpan, isOfSpan, spanRefusal, type WantedSpan } from "./spans.ts";
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
  /**
   * One line for each package of the repository that cannot be loaded, and that was not meant; and
   * for each strategy of another span that a name includes, next to some of the span that is wanted.
   */
  readonly notes: readonly string[];
  /** Those that were meant, had they been installed: where every span is wanted, nothing is. */
  readonly uninstalled: readonly StrategyFile[];
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
  /** Which strategies are wanted, by who can share their state; if missing, those of one event loop. */
  readonly span?: WantedSpan | undefined;
  /** Whose strategies are meant where none is named; if missing, those of all services. */
  readonly services?: readonly string[] | undefined;
  /** What to do about a strategy of another span; if missing, which flag to add or to leave out. */
  readonly spanAdvice?: string | undefined;
}

/** Strategies that are single files, here or elsewhere in the repository. */
interface SingleFiles {
  readonly peers: readonly PeerFile[];
  readonly externalState: readonly StrategyFile[];
}

/**
 * Turns names into strategies: a name is an id, a package's folder, the path of a file, or the id
 * of a peer. Without names, all of the repository's. What shares state outside of its processes is
 * installed where processes are wanted.
 *
 * @throws {CommandError} if what was asked for cannot be installed.
 */
export async function selectStrategies(
  typed: readonly string[],
  options: SelectionOptions,
): Promise<Selection> {
  const { withPeers = false, signal, span = "one-loop", services } = options;
  const packages = await findStrategyPackages();
  const names = await withoutSynonyms(typed, packages);
  const modules = await describeWorkspace(packages, signal);
  const known = modules
    .flatMap(({ strategies }) => strategies)
    .filter((one) => isOfSpan(one, span));
  const peers = await findPeers(controlsLast(known, isControl).map(({ id }) => id));
  const externalState = await findExternalState();
  const files: SingleFiles = { peers, externalState };
  // Names are looked at before anything is installed, bundled or loaded for them.
  const refusals = await refusalsOf(names, modules, files, options);
  if (refusals.length > 0) return { ...nothing, refusals };
  if (withPeers) await installWorkspace(peersWorkspace, { signal });
  const isWanted = ({ service }: StrategyFile): boolean =>
    services === undefined || service === undefined || services.includes(service);
  const meant = externalState.filter(
    (file) =>
      isOfSpan(file, span) && (names.length === 0 ? isWanted(file) : names.includes(file.id)),
  );
  // A file of the user's finds the clients of services there, too.
  const needsLibraries = meant.length > 0 || (span === "machines" && names.some(isPath));
  if (needsLibraries && span !== "every") {
    await installWorkspace(externalStateWorkspace, { signal });
  }
  const named =
    names.length === 0
      ? await selectAll(known, modules.flatMap(problemOf), meant, options)
      : await selectNamed(names, modules, files, options);
  if (!withPeers || named.strategies.some(({ group }) => group !== undefined)) {
    return withoutNamesakes(named);
  }
  const added = peersOf(
    named.strategies.map(({ id }) => id),
    peers,
  );
  const { strategies, problems } = await loadFiles(added, ExitCode.fine, options);
  return withoutNamesakes({
    ...named,
    strategies: [...named.strategies, ...strategies.filter((each) => isOfSpan(each, span))],
    problems: [...named.problems, ...problems],
  });
}

const nothing: Selection = {
  strategies: [],
  refusals: [],
  problems: [],
  notes: [],
  uninstalled: [],
};

function isControl({ traits }: StrategySource): boolean {
  return traits.control;
}

/** All of the repository's, those in files included if they are installed. */
async function selectAll(
  known: readonly StrategySource[],
  problems: readonly CommandError[],
  files: readonly StrategyFile[],
  options: SelectionOptions,
): Promise<Selection> {
  if (files.length > 0 && !(await isInstalled(externalStateWorkspace))) {
    return { ...nothing, strategies: controlsLast(known, isControl), problems, uninstalled: files };
  }
  const loaded = await loadFiles(files, ExitCode.fine, options);
  return {
    ...nothing,
    strategies: controlsLast([...known, ...loaded.strategies], isControl),
    problems: [...problems, ...loaded.problems],
  };
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
  const strategies = refusals.length > 0 ? [] : groupedByService(selection.strategies);
  return { ...selection, refusals, strategies };
}

/** Those of one service next to each other, otherwise in the same order. */
function groupedByService(strategies: readonly StrategySource[]): readonly StrategySource[] {
  const services = new Set(strategies.map(({ service }) => service));
  return [...services].flatMap((one) => strategies.filter(({ service }) => service === one));
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

/**
 * Bundles files of the repository and lets them describe themselves. What they import must be
 * installed.
 *
 * @param unavailable the exit code for one that cannot be had here.
 */
async function loadFiles(
  files: readonly StrategyFile[],
  unavailable: ExitCode,
  { scratch, signal }: SelectionOptions,
): Promise<Loaded> {
  const bundled = await Promise.all(
    files.map(async ({ group, span, path, origin }) => {
      try {
        const moduleUrl = await bundleFile(path, origin, scratch, packagesFor(span));
        return { module: { moduleUrl, origin, group } };
      } catch (error) {
        if (!isFaultOfModule(error)) throw error;
        return { problem: error };
      }
    }),
  );
  const modules = bundled.flatMap(({ module }) => module ?? []);
  const described = await describeModules(modules, { signal });
  const problems = [...bundled, ...described].flatMap(({ problem }) => problem ?? []);
  return {
    strategies: described.flatMap(({ strategies }, index) =>
      strategies.map((strategy) => ({ ...strategy, group: modules[index]?.group })),
    ),
    problems: problems.map((problem) => {
      // These files are ours: that one fails is not the user's mistake, nor that one cannot
      // be had here, unless it was named.
      const exitCode = problem instanceof UnavailableError ? unavailable : ExitCode.failed;
      return new CommandError(exitCode, problem.message, problem.details);
    }),
  };
}

/** State outside of the process is reached through packages that have native parts. */
function packagesFor(span: WantedSpan | undefined): Packages {
  return span === "processes" || span === "machines" ? "left-to-node" : "bundled";
}

/** Whatever else is thrown would keep any module from being loaded. */
function isFaultOfModule(error: unknown): error is CommandError {
  return error instanceof CommandError && error.exitCode === ExitCode.wrongInput;
}

/** What is wrong with the names themselves. */
async function refusalsOf(
  names: readonly string[],
  modules: readonly DescribedModule[],
  files: SingleFiles,
  { withPeers = false, span = "one-loop", spanAdvice }: SelectionOptions,
): Promise<CommandError[]> {
  const refusals: CommandError[] = [];
  for (const name of names) {
    try {
      if (isPath(name)) await assertStrategyFile(userPath(name), name);
      else if (modules.some((module) => isCalled(module, name))) {
        const refusal = spanRefusal(strategiesNamed(name, modules), span, spanAdvice);
        if (refusal !== undefined) throw refusal;
      } else {
        const isNamed = ({ id }: StrategyFile): boolean => id === name;
        const refusal = spanRefusal(files.externalState.filter(isNamed), span, spanAdvice);
        if (refusal !== undefined) throw refusal;
        const isPeer = files.peers.some(isNamed);
        if (!isPeer && !files.externalState.some(isNamed)) {
          throw unknownName(name, modules, files, span);
        }
        if (isPeer && !withPeers && !(await isInstalled(peersWorkspace))) {
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
  files: SingleFiles,
  options: SelectionOptions,
): Promise<Selection> {
  const { span = "one-loop", spanAdvice } = options;
  const strategies: StrategySource[] = [];
  const refusals: CommandError[] = [];
  const problems: CommandError[] = [];
  const notes: string[] = [];
  const isNamed = (module: DescribedModule): boolean =>
    names.some((name) => isCalled(module, name));
  for (const name of names) {
    try {
      const called = await strategiesCalled(name, modules, files, options);
      problems.push(...called.problems);
      const refusal = spanRefusal(called.strategies, span, spanAdvice);
      refusals.push(
        ...(refusal === undefined ? called.strategies.flatMap(unknownService) : [refusal]),
      );
      for (const strategy of called.strategies) {
        // An id and its folder may both be named.
        if (strategies.includes(strategy)) continue;
        if (isOfSpan(strategy, span)) strategies.push(strategy);
        else if (refusal === undefined) notes.push(`${name}: ${describeSpan(strategy)}`);
      }
    } catch (error) {
      if (!isFaultOfModule(error)) throw error;
      problems.push(error);
    }
  }
  for (const { message } of modules.filter((module) => !isNamed(module)).flatMap(problemOf)) {
    notes.push(message);
  }
  if (refusals.length > 0) return { ...nothing, refusals, problems, notes };
  return { ...nothing, strategies, problems, notes };
}

/** Of a file of the user's: one whose service there is none of cannot be given a server. */
function unknownService({ origin, service }: StrategySource): CommandError[] {
  const known = serviceNames();
  if (service === undefined || known.includes(service)) return [];
  const hint = suggestion(service, known) || `; there are ${known.join(", ")}`;
  return [
    wrongInput(
      `${origin}: its service "${service}" is unknown${hint}; a strategy that finds its server itself names none`,
    ),
  ];
}

/** @throws {CommandError} if the file cannot be loaded. */
async function strategiesCalled(
  name: string,
  modules: readonly DescribedModule[],
  files: SingleFiles,
  options: SelectionOptions,
): Promise<Loaded> {
  if (isPath(name)) {
    const { scratch, signal, span } = options;
    const packages = packagesFor(span);
    const strategies = await loadStrategyFile(userPath(name), name, { scratch, signal, packages });
    return { strategies, problems: [] };
  }
  const called = modules.filter((module) => isCalled(module, name));
  if (called.length === 0) {
    return loadFiles(
      [...files.peers, ...files.externalState].filter(({ id }) => id === name),
      ExitCode.wrongInput,
      options,
    );
  }
  return {
    strategies: strategiesNamed(name, called),
    problems: called.flatMap(problemOf),
  };
}

/** Those that have this id, or this folder. */
function strategiesNamed(name: string, modules: readonly DescribedModule[]): StrategySource[] {
  return modules
    .flatMap(({ strategies }) => strategies)
    .filter(({ id, origin }) => id === name || basename(origin) === name);
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
  files: SingleFiles,
  span: WantedSpan,
): CommandError {
  const strategies = modules.flatMap((module) => module.strategies);
  const ids = strategies.map(({ id }) => id);
  const folders = modules.map(({ origin }) => basename(origin));
  const filed = [...files.peers, ...files.externalState].map(({ id }) => id);
  const wanted = [...strategies, ...files.externalState]
    .filter((each) => isOfSpan(each, span))
    .map(({ id }) => id);
  const names = [...ids, ...folders, ...filed];
  const hint = suggestion(name, names) || `; there are ${wanted.join(", ")}`;
  return wrongInput(`unknown strategy "${name}"${hint}`);
}
