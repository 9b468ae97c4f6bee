/**
 * How an operation's cost grows with the number of clients and of keys: `pnpm compare` with its
 * sweep, on the saturated workload, with nothing recorded, compared with the yardstick of all
 * hand-overs.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { workspaceRoot } from "@sync-strategies/command-kit";

/** One curve's points, and each strategy's nanoseconds per operation at each of them. */
export interface Scaling {
  readonly knob: string;
  readonly fixed: string;
  readonly values: readonly number[];
  readonly rows: readonly { readonly strategy: string; readonly nanoseconds: (number | null)[] }[];
}

interface Sweep {
  readonly knob: string;
  readonly fixed: string;
  readonly words: readonly string[];
}

const sweeps: readonly Sweep[] = [
  {
    knob: "readers",
    fixed: "1 writer, 5 keys",
    words: ["--writers", "1", "--sweep", "readers=1,10,100,1000,10000"],
  },
  {
    knob: "keys",
    fixed: "100 readers, 10 writers",
    words: ["--sweep", "keys=1,1000,1000000"],
  },
];

const strategies = ["channels", "actor", "mutex"];

/** The least that a request to an owner costs. It needs no library, so no peer is installed. */
const yardstick = { id: "hand-over", file: "peers/strategies/yardsticks/hand-over.ts" };
const compareCommand = join(workspaceRoot, "apps/compare/dist/main.js");

export async function measureScaling(
  rounds: number,
  onProgress: (text: string) => void,
): Promise<Scaling[]> {
  const curves: Scaling[] = [];
  for (const sweep of sweeps) {
    onProgress(`scaling with ${sweep.knob}`);
    curves.push(await runSweep(sweep, rounds));
  }
  return curves;
}

/** The part of compare's JSON document that is used here. */
interface Document {
  readonly workloads: readonly {
    readonly sweep: { readonly value: number };
    readonly results: readonly {
      readonly strategy: string;
      readonly opsPerSecond: number | null;
    }[];
  }[];
}

async function runSweep({ knob, fixed, words }: Sweep, rounds: number): Promise<Scaling> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      compareCommand,
      ...strategies,
      join(workspaceRoot, yardstick.file),
      "--workload=saturated",
      ...words,
      `--rounds=${rounds}`,
      "--duration=400ms",
      "--no-check",
      "--no-reference",
      "--format=json",
    ],
    { maxBuffer: 2 ** 28 },
  );
  const { workloads } = JSON.parse(stdout) as Document;
  return {
    knob,
    fixed,
    values: workloads.map(({ sweep }) => sweep.value),
    rows: [...strategies, yardstick.id].map((strategy) => ({
      strategy,
      nanoseconds: workloads.map(({ results }) => {
        const speed = results.find((row) => row.strategy === strategy)?.opsPerSecond ?? null;
        return speed === null ? null : 1e9 / speed;
      }),
    })),
  };
}
