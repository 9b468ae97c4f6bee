/**
 * The reference rows: Go by Example's own programs, run on the same streams by `reference/go`.
 *
 * The program is compiled once and kept, under a name that holds its sources' digest, so that
 * compiling is outside of every measurement and happens again only when a source changes.
 */
import {
  messageOf,
  MissingProgramError,
  noTemporaryFiles,
  runProgram,
  workspaceRoot,
} from "@sync-strategies/command-kit";
import { WARM_UP_MS } from "@sync-strategies/trial";
import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  canonicalParameters,
  generateStreams,
  samplingInterval,
  type LatencySummary,
  type WorkloadParameters,
} from "@sync-strategies/workload";

const sourceFolder = join(workspaceRoot, "reference", "go");
const goEnvironment = { ...process.env, GO111MODULE: "off", GOFLAGS: "" };

/** How long a reference run may take beyond its warm-up and duration. */
const PATIENCE_MS = 10_000;

export const goStrategies = ["channels", "mutex"] as const;

/** What the row of one of them is called. */
export function referenceName(strategy: (typeof goStrategies)[number]): string {
  return `go-${strategy}`;
}

/** What the Go program prints: its part of the interface is in `reference/go/README.md`. */
export interface GoResult {
  readonly strategy: string;
  readonly goVersion: string;
  readonly gomaxprocs: number;
  readonly digest: string;
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  readonly elapsedMs: number;
  readonly latency: Readonly<Record<string, LatencySummary>>;
  readonly perClientOps: readonly number[];
  readonly inFlightAtDeadline: number;
  readonly perClientInFlightUs: readonly (number | null)[];
  /** Those that were in flight at the deadline included. */
  readonly acknowledgedUpdates: number;
  readonly lostUpdates?: number;
}

export type GoProgram =
  | { readonly status: "ready"; readonly path: string }
  | { readonly status: "missing" | "failed"; readonly note: string };

/** Compiles the program if need be. Without a Go tool there is a note instead. */
export async function prepareGo(signal: AbortSignal): Promise<GoProgram> {
  let version: string;
  try {
    ({ stdout: version } = await runProgram("go", ["version"], { signal }));
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    return {
      status: "missing",
      note: "No Go tool was found. Install Go 1.18 or later (golang-go on Debian) to see Go's own figures, too.",
    };
  }
  try {
    const path = join(workspaceRoot, ".cache", `reference-go-${await sourceDigest(version)}`);
    if (!(await exists(path))) {
      await mkdir(join(workspaceRoot, ".cache"), { recursive: true });
      const { exitCode, stderr } = await runProgram("go", ["build", "-o", path], {
        cwd: sourceFolder,
        env: goEnvironment,
        signal,
      });
      if (exitCode !== 0) throw new Error(stderr);
    }
    return { status: "ready", path };
  } catch (error) {
    signal.throwIfAborted();
    return { status: "failed", note: `The Go reference does not build: ${messageOf(error)}` };
  }
}

async function sourceDigest(version: string): Promise<string> {
  const hash = createHash("sha256").update(version);
  for (const name of (await readdir(sourceFolder)).toSorted()) {
    if (name.endsWith(".go")) hash.update(name).update(await readFile(join(sourceFolder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Writes the workload, streams and all, where the Go program can read it.
 *
 * @throws {CommandError} if there is no room for it.
 */
export async function writeGoWorkload(
  parameters: WorkloadParameters,
  scratch: string,
): Promise<string> {
  const clients = generateStreams(parameters).map(({ role, keys, values }, client) => ({
    role,
    client,
    keys: [...keys],
    values: [...values],
  }));
  const file = join(scratch, "go-workload.json");
  const { pauseUs, hold, keys } = parameters;
  const workload = JSON.stringify({
    parameters: canonicalParameters(parameters),
    pauseUs,
    hold: String(hold),
    keys,
    sampleEvery: samplingInterval(parameters),
    clients,
  });
  try {
    await writeFile(file, workload);
  } catch (error) {
    throw noTemporaryFiles(error);
  }
  return file;
}

export interface GoRun {
  readonly workloadFile: string;
  readonly durationMs: number;
  /** How many threads run goroutines at the same time, as GOMAXPROCS; undefined for Go's default. */
  readonly processors: number | undefined;
  readonly signal: AbortSignal;
}

/** @throws {Error} with one line, if the program fails or does not end in time. */
export async function runGo(
  program: string,
  strategy: (typeof goStrategies)[number],
  { workloadFile, durationMs, processors, signal }: GoRun,
): Promise<GoResult> {
  const { stdout, stderr, exitCode } = await runProgram(
    program,
    [
      "--strategy",
      strategy,
      "--workload",
      workloadFile,
      "--duration-ms",
      String(durationMs),
      "--warmup-ms",
      String(Math.min(WARM_UP_MS, durationMs)),
    ],
    {
      signal,
      timeoutMs: WARM_UP_MS + durationMs + PATIENCE_MS,
      ...(processors !== undefined && {
        env: { ...process.env, GOMAXPROCS: String(processors) },
      }),
    },
  );
  if (exitCode === null) throw new Error("it did not end in time");
  if (exitCode !== 0) throw new Error(messageOf(stderr || `it ended with exit code ${exitCode}`));
  return JSON.parse(stdout) as GoResult;
}
