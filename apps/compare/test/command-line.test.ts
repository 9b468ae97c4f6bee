/** Words that make sense, and words that do not: nothing runs here. */
import { describe, expect, test, vi } from "vitest";
import { ExitCode } from "@sync-strategies/command-kit";
import { digestWorkload, generateArrivals, generateStreams } from "@sync-strategies/workload";
import { knobFlags } from "../src/compare/workload-flags.ts";
import { ask, askCompare, refusalOf } from "./ask.ts";

async function digestOf(...words: string[]): Promise<string> {
  const { workloads } = await askCompare(...words);
  const { parameters } = workloads[0]!.workload;
  return digestWorkload(parameters, generateStreams(parameters), generateArrivals(parameters));
}

describe("words that make sense", () => {
  test("without any, ask for all strategies on the three workloads", async () => {
    const request = await askCompare();
    expect(request).toMatchObject({
      strategies: [],
      rounds: 1,
      reference: true,
      isChecked: true,
      format: "table",
      seed: 1,
      limits: [],
    });
    expect(request.workloads.map(({ workload }) => workload.name)).toEqual([
      "paced",
      "saturated",
      "contended",
    ]);
  });

  test("a -- that pnpm hands on is ignored", async () => {
    expect(await askCompare("--", "actor")).toMatchObject({ strategies: ["actor"] });
  });

  test("knobs make one workload, custom, or change those that are named", async () => {
    const { workloads } = await askCompare("--readers", "7", "--pause", "2ms", "--duration", "3s");
    expect(workloads).toMatchObject([
      { workload: { name: "custom", parameters: { readers: 7, pauseUs: 2000 }, durationMs: 3000 } },
    ]);
    const named = await askCompare("--workload", "read-heavy,write-heavy", "--keys", "9");
    expect(
      named.workloads.map(({ workload: { parameters } }) => [
        parameters.readers,
        parameters.writers,
        parameters.keys,
      ]),
    ).toEqual([
      [95, 5, 9],
      [50, 50, 9],
    ]);
  });

  test("a sweep asks for the workload at every value", async () => {
    const { workloads } = await askCompare("--workload", "saturated", "--sweep", "readers=1,4,16");
    expect(
      workloads.map(({ workload, sweep }) => [workload.name, workload.parameters.readers, sweep]),
    ).toEqual([1, 4, 16].map((value) => ["saturated", value, { knob: "readers", value }]));
  });

  describe.each(["threads", "processes"] as const)("%s", (span) => {
    test("ask for the same workloads, spread over as many as are typed", async () => {
      const { strategies, workloads } = await askCompare(`--${span}`, "4", "futex");
      expect(strategies).toEqual(["futex"]);
      expect(workloads.map(({ workload, members }) => [workload.name, members])).toEqual(
        ["paced", "saturated", "contended"].map((name) => [name, { span, count: 4 }]),
      );
      const words = ["--workload", "saturated", "--seed", "3"];
      expect(await digestOf(...words, `--${span}`, "4")).toBe(await digestOf(...words));
      expect((await askCompare()).workloads.every(({ members }) => members === null)).toBe(true);
    });

    test("without a number are at least two, and swallow no name", async () => {
      const [table] = (await askCompare(`--${span}`)).workloads;
      expect(table?.members?.count).toBeGreaterThanOrEqual(2);
      for (const name of ["futex", "./my-strategy.ts"]) {
        const { strategies, workloads } = await askCompare(`--${span}`, name, "seqlock");
        expect(strategies).toEqual([name, "seqlock"]);
        expect(workloads[0]?.members).toEqual(table?.members);
      }
    });

    test("are what a sweep over them asks for, and it changes nothing else", async () => {
      for (const further of [[], [`--${span}`]]) {
        const { workloads } = await askCompare("--sweep", `${span}=1,2`, ...further);
        expect(
          workloads.map(({ workload, sweep, members }) => [workload.name, sweep?.value, members]),
        ).toEqual(
          ["paced", "saturated", "contended"].flatMap((name) =>
            [1, 2].map((count) => [name, count, { span, count }]),
          ),
        );
      }
    });

    test("are one to 64, and given once", async () => {
      for (const word of ["0", "65", "1.5", "-1"]) {
        const { exitCode, message } = await refusalOf([`--${span}`, word]);
        expect(exitCode).toBe(2);
        expect(message).toMatch(new RegExp(`--${span}.* from 1 to 64`));
      }
      expect((await refusalOf(["--sweep", `${span}=0,1`])).message).toContain("from 1 to 64");
      const twice = await refusalOf(["--sweep", `${span}=1,2`, `--${span}`, "2"]);
      expect(twice.message).toBe(`--sweep ${span} and --${span} exclude each other`);
    });
  });

  describe("services", () => {
    const url = "redis://user:word@127.0.0.1:6379";

    test("ask for one workload with all roles, over as many processes as are typed", async () => {
      const { services, strategies, workloads } = await askCompare(
        "--services",
        "redis-lua",
        "--processes",
        "4",
      );
      expect(services).toEqual({ meant: undefined, urls: new Map() });
      expect(strategies).toEqual(["redis-lua"]);
      expect(workloads.map(({ workload, members }) => [workload.name, members])).toEqual([
        ["mixed", { span: "machines", count: 4 }],
      ]);
      const words = ["--workload", "contended", "--seed", "3"];
      expect(await digestOf(...words, "--services")).toBe(await digestOf(...words));
      expect((await askCompare()).services).toBeUndefined();
    });

    test("without a number have as many processes as any run of processes", async () => {
      const [usual] = (await askCompare("--processes")).workloads;
      const [table] = (await askCompare("--services")).workloads;
      expect(table?.members).toEqual({ ...usual?.members, span: "machines" });
    });

    test("are swept over processes", async () => {
      const { workloads } = await askCompare("--services", "--sweep", "processes=1,2,4");
      expect(
        workloads.map(({ workload, sweep, members }) => [workload.name, sweep, members]),
      ).toEqual(
        [1, 2, 4].map((count) => [
          "mixed",
          { knob: "processes", value: count },
          { span: "machines", count },
        ]),
      );
    });

    test("by URL alone are those that have one; with --services, all of them", async () => {
      const { services, workloads } = await askCompare("--redis", url);
      expect(services).toEqual({ meant: ["redis"], urls: new Map([["redis", url]]) });
      expect(workloads[0]?.members?.span).toBe("machines");
      const all = await askCompare("--redis", url, "--services");
      expect(all.services).toEqual({ meant: undefined, urls: new Map([["redis", url]]) });
    });

    test("take a URL from a variable, where no list of processes shows it", async () => {
      vi.stubEnv("TEST_REDIS_URL", url);
      const { services } = await askCompare("--redis", "env:TEST_REDIS_URL");
      expect(services?.urls).toEqual(new Map([["redis", url]]));
      vi.unstubAllEnvs();
    });
  });

  test("an open loop has no pause, and a cap", async () => {
    const { workloads } = await askCompare("--rate", "2000", "--max-in-flight", "50");
    expect(workloads[0]?.workload.parameters).toMatchObject({
      pauseUs: 0,
      ratePerSecond: 2000,
      maximumInFlight: 50,
    });
  });

  test("a number of operations ends a run instead of a time", async () => {
    const { workloads } = await askCompare("--operations", "5000");
    expect(workloads[0]?.workload).toMatchObject({ operations: 5000 });
  });

  test("--rigorous means ten rounds", async () => {
    expect(await askCompare("--rigorous")).toMatchObject({ rounds: 10 });
  });

  test("limits add up, times in microseconds", async () => {
    const { limits } = await askCompare("--fail-if", "p99>5ms", "--fail-if", "ops/s<1,000");
    expect(limits).toMatchObject([
      { text: "p99>5ms", relation: ">", value: 5000 },
      { text: "ops/s<1,000", relation: "<", value: 1000 },
    ]);
  });

  test("the same seed asks the same, however long it runs; another seed something else", async () => {
    const words = ["--readers", "7", "--writers", "3", "--keys", "2", "--seed"];
    const digest = await digestOf(...words, "5", "--duration", "30ms");
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf(...words, "5", "--duration", "60ms")).toBe(digest);
    expect(await digestOf(...words, "6", "--duration", "30ms")).not.toBe(digest);
  });

  test("how keys are drawn is part of what is asked", async () => {
    const digests = await Promise.all(
      ["uniform", "zipf", "hotspot"].map((word) =>
        digestOf("--keys", "50", "--distribution", word),
      ),
    );
    expect(new Set(digests).size).toBe(3);
  });

  test("other commands get what they are asked for", async () => {
    expect(await ask(["list", "--format", "json"])).toEqual([
      "list",
      { format: "json", peers: false },
    ]);
    expect(await ask(["check", "x", "--model", "counter", "--budget", "20ms"])).toMatchObject([
      "check",
      { paths: ["x"], model: "counter", budget: { milliseconds: 20 } },
    ]);
    expect(await ask(["explore", "mutex", "--random", "9", "--seed", "3"])).toMatchObject([
      "explore",
      { strategies: ["mutex"], random: { schedules: 9, seed: 3 } },
    ]);
    expect(await ask(["diff", "a", "b", "--max-regression", "5%"])).toMatchObject([
      "diff",
      { files: ["a", "b"], maximumRegression: 0.05, force: false },
    ]);
  });
});

test("every knob is a flag, each by its own name, and can be swept over", () => {
  const names = knobFlags.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, placeholder, help } of knobFlags) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(placeholder).toMatch(/^<\w+>$/);
    expect(help).not.toBe("");
  }
});

describe("words that make no sense", () => {
  const { wrongInput } = ExitCode;

  test.each<[name: string, words: string[], ...says: string[]]>([
    ["an unknown flag", ["--reders", "3"], "--reders", "--readers"],
    ["a negative count", ["--readers", "-1"], "--readers", "-1"],
    ["a count that is none", ["--writers", "many"], "--writers", "many"],
    ["a time without a unit", ["--duration", "abc"], "--duration", "abc"],
    ["no keys", ["--keys", "0"], "--keys", "0"],
    ["no clients", ["--readers", "0", "--writers", "0"], "at least one"],
    ["a hold without updaters", ["--hold", "1ms"], "--hold", "--updaters"],
    ["a history not recorded", ["--no-check", "--save-history", "x"], "--no-check", "--save-hist"],
    ["an unknown workload", ["--workload", "satured"], "satured", "saturated"],
    ["an unknown format", ["--format", "jsn"], "jsn", "json"],
    ["an unknown knob", ["--sweep", "reader=1,2"], 'did you mean "readers"'],
    ["a sweep of one value", ["--sweep", "readers=1"], "two or more"],
    ["a sweep of one value, written twice", ["--sweep", "readers=01,1"], "two or more"],
    ["a sweep of one time in two units", ["--sweep", "pause=1ms,1000us"], "two or more"],
    ["a knob that every object has", ["--sweep", "constructor=1,2"], 'no knob "constructor"'],
    ["a workload that every object has", ["--workload", "__proto__"], 'no workload "__proto__"'],
    ["a metric that every object has", ["--fail-if", "toString>5"], 'no metric "toString"'],
    ["a format that every object has", ["--format", "valueOf"], "Choose from"],
    ["help about what is no command", ["help", "nonsense"], 'no command "nonsense"'],
    ["two sweeps", ["--sweep", "keys=1,2", "--sweep", "readers=1,2"], "--sweep keys already"],
    ["a sweep over nothing", ["--sweep", "readers"], "KNOB=a,b,c"],
    ["a sweep with a value that is none", ["--sweep", "keys=1,0"], "from 1"],
    ["a sweep of a flag", ["--sweep", "readers=1,2", "--readers", "3"], "exclude each other"],
    [
      "threads and processes",
      ["--processes", "--threads"],
      "--threads and --processes exclude each other",
    ],
    [
      "a sweep over threads of processes",
      ["--processes", "2", "--sweep", "threads=1,2"],
      "--sweep threads and --processes exclude each other",
    ],
    [
      "services and threads",
      ["--services", "--threads", "2"],
      "--threads and --services exclude each other; --processes n",
    ],
    [
      "services and a sweep over threads",
      ["--services", "--sweep", "threads=1,2"],
      "--sweep threads and --services exclude each other",
    ],
    ["services and peers", ["--services", "--peers"], "--peers and --services exclude each other"],
    ["a URL in no variable", ["--redis", "env:NO_SUCH_VARIABLE"], "no variable NO_SUCH_VARIABLE"],
    ["no URL", ["--redis", ""], "--redis", "Write a URL"],
    ["services to check", ["check", "x", "--services"], "--services"],
    ["services to explore", ["explore", "mutex", "--services"], "--services"],
    ["services to list", ["list", "--services"], "--services"],
    ["services to diff", ["diff", "--services"], "--services"],
    ["a flag of a service that there is none of", ["--redos", "x"], "--redis"],
    ["rounds twice", ["--rigorous", "--rounds", "3"], "--rounds 10"],
    ["no rounds", ["--rounds", "0"], "--rounds"],
    ["two ends", ["--duration", "1s", "--operations", "5"], "exclude each other"],
    ["a pause in an open loop", ["--rate", "100", "--pause", "1ms"], "pause"],
    ["a cap on a closed loop", ["--max-in-flight", "3"], "maximum in flight"],
    ["a distribution of one key", ["--distribution", "zipf", "--keys", "1"], "one key"],
    ["an unknown metric", ["--fail-if", "p98>1ms"], 'did you mean "p9'],
    ["a limit without a unit", ["--fail-if", "p99>5"], "--fail-if"],
    ["a limit that is none", ["--fail-if", "p99=5ms"], "METRIC>VALUE"],
    ["one result to compare", ["diff", "a.json"], "two results"],
    ["a share without a percent sign", ["diff", "--max-regression", "5"], "5%"],
    ["an unknown model", ["check", "x", "--model", "registr"], 'did you mean "register"'],
    ["an initial value that is no JSON", ["check", "x", "--initial", "{"], "--initial"],
    ["no history to check", ["check"], "path"],
    ["an unknown scenario", ["explore", "--scenario", "lost-updat"], 'did you mean "lost-update"'],
    ["a schedule for all", ["explore", "--schedule", "ABBA"], "one strategy"],
    ["a seed for nothing", ["explore", "--seed", "3"], "--random"],
  ])("%s gets one line and exit code 2", async (_, words, ...says) => {
    const { message, exitCode } = await refusalOf(words);
    expect(exitCode).toBe(wrongInput);
    expect(message).not.toContain("\n");
    for (const word of says) expect(message).toContain(word);
  });
});
