/**
 * The recipe of measuring over members that are no threads: parts in this event loop, asked like
 * threads. What interleaves does so at awaits, and so the same way each time.
 */
import { mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MemberEnd } from "@sync-strategies/members";
import type { Place, ServicePlace, SharedStrategy } from "@sync-strategies/state-store";
import {
  completeParameters,
  digestWorkload,
  generateStreams,
  type RunLength,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Machine } from "../src/event-loop-clients.ts";
import { reasonOfHang } from "../src/hung.ts";
import { measure, type Measurement, type TrialPhase } from "../src/measure.ts";
import { MemberClients } from "../src/member-clients.ts";
import type { TrialMember } from "../src/member-group.ts";
import { memberKinds } from "../src/member-kind.ts";
import { MemberPart, type MemberRequest, type MemberTask } from "../src/member-part.ts";
import { SignsOfLife } from "../src/signs-of-life.ts";

const { default: strategies } = (await import(
  new URL("strategies/shared.mjs", import.meta.url).href
)) as { readonly default: readonly SharedStrategy[] };

const parameters = completeParameters({
  readers: 3,
  writers: 1,
  updaters: 2,
  keys: 2,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

const machine: Machine = {
  collectGarbage() {},
  watchResources: () => () => ({
    heapBytes: 1,
    gcCount: 2,
    gcMs: 3,
    cpuMs: 4,
    threadCpuMs: 3.5,
    busyMs: 5,
  }),
};

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "member-clients-test-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** A part in this event loop, and what a test does to it. */
class LocalMember implements TrialMember {
  readonly name: string;
  readonly ended: Promise<MemberEnd>;
  readonly asked: MemberRequest[] = [];
  readonly #part: MemberPart;
  /** Ends the member like a thread that ends by itself. */
  hasEnded: (end: MemberEnd) => void = () => {};
  isEnded = false;
  #notify: (notice: unknown) => void = () => {};

  constructor(name: string, part: MemberPart) {
    this.name = name;
    this.#part = part;
    this.ended = new Promise((resolve) => (this.hasEnded = resolve));
  }

  async ask(request: MemberRequest): Promise<unknown> {
    this.asked.push(request);
    return this.#part[request.task](request.details as never);
  }

  onNotice(listener: (notice: unknown) => void): void {
    this.#notify = listener;
  }

  notify(): void {
    this.#notify({ completedOps: this.#part.completedOps });
  }

  async end(): Promise<void> {
    this.isEnded = true;
    this.hasEnded({ exitCode: 1 });
  }
}

interface Options {
  readonly count?: number;
  readonly workload?: WorkloadParameters;
  readonly runLength?: RunLength;
  readonly isChecked?: boolean;
  readonly capacity?: number;
  /** Whose clock and whose way of sending histories it is. */
  readonly span?: keyof typeof memberKinds;
  readonly newServicePlace?: () => ServicePlace;
  /** By member, where it starts with another seed than it is told, or not at all. */
  readonly start?: (member: number) => MemberPart;
  readonly onPhase?: (phase: TrialPhase, trial: Trial) => void;
}

class Trial {
  readonly members: LocalMember[] = [];
  readonly phases: TrialPhase[] = [];
  /** Where states were created. */
  readonly given: Place[] = [];
  readonly clients: MemberClients;
  readonly measurement: Promise<Measurement>;

  constructor(id: string, options: Options = {}) {
    const { count = 2, workload = parameters, runLength = { operations: 500 } } = options;
    const { isChecked = true, capacity, span = "threads", newServicePlace, onPhase } = options;
    const strategy = strategyCalled(id);
    const createState = strategy.createState.bind(strategy);
    strategy.createState = (place) => {
      this.given.push(place);
      return createState(place);
    };
    const { start = () => new MemberPart(async () => strategy, machine) } = options;
    const enter = (phase: TrialPhase): void => {
      this.phases.push(phase);
      onPhase?.(phase, this);
    };
    this.clients = new MemberClients({
      strategy,
      moduleUrl: "",
      count,
      kind: memberKinds[span],
      folder,
      enter,
      newServicePlace,
      ...(capacity !== undefined && { capacity }),
      start: async (number) => {
        const member = new LocalMember(`thread ${number + 1}`, start(number));
        this.members.push(member);
        return member;
      },
    });
    const request = { parameters: workload, runLength, isChecked };
    this.measurement = measure(this.clients, request, { enter, keepHistory: async () => {} });
  }

  asked<Task extends MemberTask>(task: Task): (MemberRequest & { readonly task: Task })[] {
    return this.members.flatMap((member) =>
      member.asked.filter(
        (request): request is MemberRequest & { readonly task: Task } => request.task === task,
      ),
    );
  }
}

function strategyCalled(id: string): SharedStrategy {
  const found = strategies.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`there is no strategy ${id}`);
  return { ...found };
}

function total({ readOps, writeOps, updateOps }: Measurement): number {
  return readOps + writeOps + updateOps;
}

describe("a trial over members", () => {
  test.each([1, 2, 4])("of %d measures and checks the work of one event loop", async (count) => {
    const trial = new Trial("sound", { count });
    const measurement = await trial.measurement;
    expect(measurement.digest).toBe(await digestWorkload(parameters, generateStreams(parameters)));
    expect(total(measurement)).toBe(500);
    expect(measurement.perClientOps).toHaveLength(6);
    expect(measurement.state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(measurement.check).toMatchObject({ verdict: "linearizable" });
    expect(measurement.members).toHaveLength(count);
    expect(measurement.members?.reduce((sum, { completedOps }) => sum + completedOps, 0)).toBe(500);
    expect(measurement.resources).toMatchObject({ heapBytes: count, cpuMs: 4 });
  });

  test("takes all members from phase to phase, and leaves nothing behind", async () => {
    const trial = new Trial("sound");
    await trial.measurement;
    const opened: TrialPhase[] = ["creating the state", "opening the stores"];
    const closed: TrialPhase[] = ["closing", "disposing of the state"];
    const warmUp = [...opened, "warming up", ...closed];
    expect(trial.phases).toEqual([
      "preparing",
      "loading",
      "preparing",
      ...warmUp,
      "preparing",
      ...warmUp,
      ...warmUp,
      ...warmUp,
      ...opened,
      "running",
      "checking the state",
      ...closed,
      "checking",
    ]);
    expect(trial.members.map(({ isEnded }) => isEnded)).toEqual([true, true]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("with a server gives each state a namespace, and counts round trips first", async () => {
    const places: ServicePlace[] = [];
    const newServicePlace = (): ServicePlace => {
      places.push({ url: "redis://127.0.0.1", namespace: `n${places.length}` });
      return places.at(-1)!;
    };
    const trial = new Trial("sound", { span: "machines", newServicePlace });
    // In this event loop nothing is sent.
    expect(await trial.measurement).toMatchObject({
      roundTrips: { read: 0, write: 0, update: 0 },
      resources: { busyMs: null },
    });
    const first: TrialPhase[] = ["creating the state", "counting round trips"];
    expect(trial.phases.slice(3, 6)).toEqual([...first, "disposing of the state"]);
    expect(trial.given.map(({ service }) => service)).toEqual(places);
    expect(new Set(places.map(({ namespace }) => namespace)).size).toBe(6);
    expect(await new Trial("sound").measurement).toMatchObject({ roundTrips: null });
  });

  test("says of a violation which thread's clients they are", async () => {
    // A hold that takes a turn of the event loop lets the other member's clients in between.
    const workload = {
      ...parameters,
      readers: 0,
      writers: 0,
      updaters: 4,
      hold: "immediate",
    } as const;
    const { check } = await new Trial("loses-updates", { workload }).measurement;
    expect(check).toMatchObject({
      verdict: "not-linearizable",
      explanation: expect.stringMatching(/client \d+ \(thread [12]\)/) as string,
    });
  });

  test("whose members had other work has another digest", async () => {
    const other = { ...parameters, seed: 2 };
    const digest = await digestWorkload(other, generateStreams(other));
    class OtherSeed extends MemberPart {
      override generate(details: Parameters<MemberPart["generate"]>[0]): Promise<string> {
        return super.generate({ ...details, parameters: other });
      }
    }
    const strategy = strategyCalled("sound");
    const start = (member: number): MemberPart =>
      new (member === 1 ? OtherSeed : MemberPart)(async () => strategy, machine);
    expect(await new Trial("sound", { start }).measurement).toMatchObject({ digest });
  });

  test("one of whose recorders is full is checked up to there", async () => {
    const { check } = await new Trial("sound", { capacity: 100 }).measurement;
    expect(check).toMatchObject({ verdict: "linearizable" });
    expect(check?.totalOps).toBeGreaterThanOrEqual(500);
    expect(check?.checkedOps).toBeLessThanOrEqual(100);
    expect(check?.checkedOps).toBeGreaterThan(0);
  });

  test("says which clock ordered their operations", async () => {
    const { check } = await new Trial("sound").measurement;
    expect(check?.clock).toBe("shared counter");
    const byTime = await new Trial("sound", { span: "processes" }).measurement;
    expect(byTime.check?.verdict).toBe("linearizable");
    expect(byTime.check?.checkedOps).toBe(byTime.check?.totalOps);
    expect(byTime.check?.clock).toMatch(/^monotonic time, to within \d+ ns$/);
    expect(await readdir(folder)).toEqual([]);
  });

  test("that have no room for a file send their histories all the same", async () => {
    const trial = new Trial("sound", {
      span: "processes",
      onPhase(phase) {
        // A folder is in the way of the second one's file.
        if (phase === "checking") mkdirSync(join(folder, "history-2"));
      },
    });
    const { check } = await trial.measurement;
    expect(check?.verdict).toBe("linearizable");
    expect(check?.checkedOps).toBe(check?.totalOps);
  });

  test("that is not checked shares no counter", async () => {
    const trial = new Trial("sound", { isChecked: false });
    const { check, state } = await trial.measurement;
    expect(check).toBeNull();
    expect(state.lostUpdates).toBe(0);
    expect(trial.asked("prepareRecording")).toEqual([]);
    expect(trial.asked("arm").map(({ details }) => details.clock)).toEqual(
      trial.asked("arm").map(() => undefined),
    );
  });

  test("has an open loop, pauses and holds", async () => {
    const open = { ...parameters, ratePerSecond: 20_000, maximumInFlight: 10 };
    const measurement = await new Trial("sound", { workload: open }).measurement;
    expect(measurement.openLoop?.arrivals).toBeGreaterThanOrEqual(500);
    expect(measurement.check).toMatchObject({ verdict: "linearizable" });
    const slow = { ...parameters, pauseUs: 1000, hold: 1000 };
    const paused = await new Trial("sound", { workload: slow, runLength: { operations: 50 } })
      .measurement;
    expect(total(paused)).toBe(50);
    // How long it is, is up to the platform: Node's timers of 1 ms may fire a little early.
    expect(paused.meanPauseUs).toBeGreaterThan(0);
  });

  test("has members without clients, where there are more members than clients", async () => {
    const measurement = await new Trial("sound", { count: 8 }).measurement;
    expect(total(measurement)).toBe(500);
    expect(measurement.members?.slice(6)).toMatchObject([{ completedOps: 0 }, { completedOps: 0 }]);
  });
});

describe("a trial that fails", () => {
  test("rejects when a member ends, whatever is waited for", async () => {
    const trial = new Trial("never-created", {
      onPhase(phase, { members }) {
        if (phase === "creating the state") members[1]?.hasEnded({ exitCode: 7 });
      },
    });
    await expect(trial.measurement).rejects.toMatchObject({
      message: "thread 2 ended with exit code 7",
      end: { exitCode: 7 },
    });
  });

  test("ends the members that were started if another one cannot be", async () => {
    const strategy = strategyCalled("sound");
    const trial = new Trial("sound", {
      count: 3,
      start(member) {
        if (member === 1) throw new Error("no thread today");
        return new MemberPart(async () => strategy, machine);
      },
    });
    await expect(trial.measurement).rejects.toThrow("no thread today");
    expect(trial.members.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });

  test.each([
    ["throws", "running", "no reading today"],
    ["opens-nothing", "opening the stores", "openStore returned an object, not a store"],
    ["creates-nothing", "creating the state", "createState returned no state"],
    ["gives-no-address", "opening the stores", "addressFor returned no address"],
  ])("because it %s fails while %s", async (id, phase, message) => {
    const trial = new Trial(id);
    await expect(trial.measurement).rejects.toThrow(message);
    expect(trial.phases.at(-1)).toBe(phase);
    expect(trial.members.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });

  // A trial that hangs stays pending: what is said of it follows from the signs of life alone.
  test.each<[id: string, phase: TrialPhase, reason: RegExp]>([
    [
      "stops",
      "running",
      /^hung while running: thread 2 of 2 completed no operation for 10 s \(thread 1: \d+\)$/,
    ],
    [
      "never-opens",
      "opening the stores",
      /^hung while opening the stores: openStore never resolved in thread 2 of 2 for 10 s$/,
    ],
    [
      "never-closes",
      "closing",
      /^hung while closing: close\(\) never resolved in thread 2 of 2 for 10 s$/,
    ],
    [
      "never-created",
      "creating the state",
      /^hung while creating the state: createState never resolved for 10 s$/,
    ],
    [
      "never-disposed",
      "disposing of the state",
      /^hung while disposing of the state: its disposal never resolved for 10 s$/,
    ],
  ])("because it %s says what it waits for", async (id, phase, reason) => {
    const trial = new Trial(id, { runLength: { operations: 200 } });
    const awaited = id.startsWith("never-created") || id === "never-disposed" ? 0 : 1;
    await expect
      .poll(() => {
        const members = trial.clients.progress().members.filter(({ isAwaited }) => isAwaited);
        return { phase: trial.phases.at(-1), awaited: members.length };
      })
      .toEqual({ phase, awaited });
    const signs = new SignsOfLife();
    const { completedOps, members } = trial.clients.progress();
    signs.look(phase, { completedOps, members }, 0);
    // Members of this event loop give no notice that it turns.
    const noticed = members.map((member) => ({ ...member, notices: member.notices + 1 }));
    const later = signs.look(phase, { completedOps, members: noticed }, 10_000);
    expect(reasonOfHang(later, 10_000, parameters)).toMatch(reason);
  });
});
