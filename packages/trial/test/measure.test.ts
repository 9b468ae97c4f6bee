/** The recipe of measuring, on a host that is neither a process nor a page. */
import type { HistoryColumns } from "@sync-strategies/linearizability";
import type { Strategy } from "@sync-strategies/state-store";
import { completeParameters, digestWorkload, generateStreams } from "@sync-strategies/workload";
import { describe, expect, test } from "vitest";
import type { Machine } from "../src/event-loop-clients.ts";
import { LocalClients } from "../src/local-clients.ts";
import { measure, type Host, type MeasureRequest } from "../src/measure.ts";

const { default: strategies } = (await import(
  new URL("strategies/all.mjs", import.meta.url).href
)) as { readonly default: readonly Strategy[] };

const parameters = completeParameters({
  readers: 3,
  writers: 2,
  updaters: 2,
  keys: 2,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

function strategyCalled(id: string): Strategy {
  const found = strategies.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`there is no strategy ${id}`);
  return found;
}

const used = { heapBytes: 1, gcCount: 2, gcMs: 3, cpuMs: 4, threadCpuMs: 3.5, busyMs: 5 };

/** A host and a machine that note what they are asked for, in order. */
interface Noting {
  readonly host: Host;
  readonly machine: Machine;
  readonly notes: string[];
  readonly histories: HistoryColumns[];
}

function notingHost(): Noting {
  const notes: string[] = [];
  const histories: HistoryColumns[] = [];
  const host: Host = {
    enter: (phase) => void notes.push(phase),
    keepHistory: async (history) => void histories.push(history),
  };
  const machine: Machine = {
    collectGarbage: (kind) => void notes.push(`${kind} collection`),
    watchResources() {
      notes.push("watching resources");
      return () => used;
    },
  };
  return { host, machine, notes, histories };
}

function measureSound(
  isChecked: boolean,
  { host, machine }: Noting,
  id = "sound",
): ReturnType<typeof measure> {
  const request: MeasureRequest = { parameters, runLength: { operations: 500 }, isChecked };
  return measure(new LocalClients(strategyCalled(id), machine, host.enter), request, host);
}

describe("measure", () => {
  test("counts, checks and describes one run, whatever it runs in", async () => {
    const noting = notingHost();
    const measurement = await measureSound(true, noting);
    const { readOps, writeOps, updateOps } = measurement;
    expect(readOps + writeOps + updateOps).toBe(500);
    expect(measurement.perClientOps).toHaveLength(7);
    expect(measurement.state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(measurement.check).toMatchObject({ verdict: "linearizable" });
    expect(measurement.resources).toEqual(used);
    expect(measurement.digest).toBe(await digestWorkload(parameters, generateStreams(parameters)));
    expect(noting.histories).toHaveLength(1);
  });

  test("warms up and collects garbage before it runs, and checks afterwards", async () => {
    const noting = notingHost();
    await measureSound(true, noting);
    const warmUp = ["creating the store", "warming up", "watching resources", "closing"];
    expect(noting.notes).toEqual([
      "preparing",
      ...warmUp,
      "preparing",
      "major collection",
      ...warmUp,
      ...warmUp,
      ...warmUp,
      "creating the store",
      "minor collection",
      "running",
      "watching resources",
      "checking the state",
      "closing",
      "checking",
    ]);
  });

  test("records nothing where nothing is to be checked", async () => {
    const noting = notingHost();
    const { check, state } = await measureSound(false, noting);
    expect({ check, histories: noting.histories.length }).toEqual({ check: null, histories: 0 });
    expect(state.lostUpdates).toBe(0);
    expect(noting.notes).not.toContain("checking");
  });

  test("rejects with what the strategy throws", async () => {
    const noting = notingHost();
    await expect(measureSound(true, noting, "throws-when-created")).rejects.toThrow(
      "no store today",
    );
    expect(noting.notes.at(-1)).toBe("creating the store");
  });

  test.each([
    ["makes-nothing", "createStore returned undefined, not a store"],
    ["makes-an-object", "createStore returned an object, not a store"],
    ["makes-no-close", "createStore returned a store without close"],
  ])("says of a strategy that %s: %s", async (id, message) => {
    const noting = notingHost();
    await expect(measureSound(true, noting, id)).rejects.toThrow(message);
    expect(noting.notes.at(-1)).toBe("creating the store");
  });
});
