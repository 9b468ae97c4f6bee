import { describe, expect, test } from "vitest";
import {
  allPresets,
  assertValidRunLength,
  assertValidParameters,
  canonicalParameters,
  digestWorkload,
  runLengthOf,
  generateStreams,
  presets,
  streamLength,
  writerOf,
  writtenValue,
  type GivenParameters,
  type WorkloadParameters,
  completeParameters,
} from "@sync-strategies/workload";

const given: GivenParameters = {
  readers: 3,
  writers: 2,
  updaters: 2,
  keys: 5,
  pauseUs: 0,
  hold: 1000,
  seed: 7,
};
const parameters = completeParameters(given);

const digestOf = (changed: Partial<GivenParameters> = {}): Promise<string> => {
  const all = completeParameters({ ...given, ...changed });
  return digestWorkload(all, generateStreams(all));
};

describe("the streams", () => {
  test("are the same for the same parameters, and others for another seed", () => {
    expect(generateStreams(parameters)).toEqual(generateStreams({ ...parameters }));
    expect(generateStreams(parameters)).not.toEqual(generateStreams({ ...parameters, seed: 8 }));
  });

  test("name readers first, then writers, then updaters", () => {
    expect(generateStreams(parameters).map(({ role }) => role)).toEqual([
      "reader",
      "reader",
      "reader",
      "writer",
      "writer",
      "updater",
      "updater",
    ]);
  });

  test("draw every key and every random value, and nothing else", () => {
    const streams = generateStreams({ ...parameters, readers: 100 });
    const keys = new Set(streams.flatMap((stream) => [...stream.keys]));
    expect([...keys].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    const values = new Set(streams.flatMap((stream) => [...stream.values]));
    expect(values.size).toBe(100);
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBe(99);
  });

  test("stay within a bounded memory, however many the clients", () => {
    for (const clients of [1, 110, 10_000]) {
      expect(streamLength(clients)).toBeGreaterThanOrEqual(64);
      expect(streamLength(clients) * clients).toBeLessThanOrEqual(2 ** 20);
    }
  });
});

describe("written values", () => {
  test("never repeat, also when a stream starts over, and name their operation", () => {
    const streams = generateStreams(parameters);
    const seen = new Set<number>();
    const turns = 2 * streamLength(streams.length) + 3;
    streams.forEach((stream, client) => {
      for (let index = 0; index < turns; index++) {
        const value = writtenValue(stream, client, streams.length, index);
        seen.add(value);
        if (index % 97 === 0) expect(writerOf(value, streams.length)).toEqual({ client, index });
        if (index % 97 === 0) expect(value % 100).toBe(stream.values[index % stream.values.length]);
      }
    });
    expect(seen.size).toBe(turns * streams.length);
  });
});

describe("the digest", () => {
  test("is the same for the same work", async () => {
    expect(await digestOf()).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf()).toBe(await digestOf());
  });

  test("differs for every parameter that shapes the work", async () => {
    const changes: Partial<GivenParameters>[] = [
      { readers: 4 },
      { writers: 3 },
      { updaters: 1 },
      { keys: 6 },
      { pauseUs: 1 },
      { hold: 1001 },
      { hold: "microtask" },
      { hold: "immediate" },
      { seed: 8 },
      { readers: 2, writers: 3 },
      { keyDistribution: "zipf" },
      { keyDistribution: "hotspot" },
      { ratePerSecond: 1000 },
      { ratePerSecond: 1001 },
      { ratePerSecond: 1000, maximumInFlight: 10 },
    ];
    const digests = await Promise.all([{}, ...changes].map(digestOf));
    expect(new Set(digests).size).toBe(changes.length + 1);
  });

  test("differs if one operation of one client is changed by hand", async () => {
    const original = await digestOf();
    const changedKey = generateStreams(parameters);
    changedKey[4]?.keys.set([(changedKey[4].keys[9] ?? 0) ^ 1], 9);
    expect(await digestWorkload(parameters, changedKey)).not.toBe(original);
    const changedValue = generateStreams(parameters);
    changedValue[6]?.values.set([(changedValue[6].values[0] ?? 0) ^ 1], 0);
    expect(await digestWorkload(parameters, changedValue)).not.toBe(original);
    const swapped = generateStreams(parameters);
    await expect(digestWorkload(parameters, swapped.toReversed())).resolves.not.toBe(original);
  });

  test("is the same whether a default is left out or spelled out", async () => {
    for (const change of [{}, { ratePerSecond: 1000 }]) {
      expect(await digestOf(completeParameters({ ...given, ...change }))).toBe(
        await digestOf(change),
      );
    }
  });

  test("of the three presets stays what it was when they were first measured", async () => {
    const digests = Object.values(presets).map(async ({ parameters: preset }) =>
      (await digestWorkload(preset, generateStreams(preset))).slice(0, 16),
    );
    expect(await Promise.all(digests)).toEqual([
      "e657f7b54d6ba54b",
      "d5c82f8ecc3eca57",
      "fc9f21acd99d404b",
    ]);
  });

  test("covers parameters in a fixed order, whatever the order they come in", () => {
    const reordered = Object.fromEntries(
      Object.entries(parameters).toReversed(),
    ) as unknown as WorkloadParameters;
    expect(canonicalParameters(reordered)).toBe(canonicalParameters(parameters));
  });
});

describe("parameters", () => {
  test("of the presets are within their bounds, and named after their presets", () => {
    for (const [name, preset] of Object.entries(allPresets)) {
      expect(() => assertValidParameters(preset.parameters)).not.toThrow();
      expect(() => assertValidRunLength(runLengthOf(preset))).not.toThrow();
      expect(preset.name).toBe(name);
    }
    expect(Object.keys(presets)).toEqual(["paced", "saturated", "contended"]);
  });

  test("with nothing left out are as valid as those that they were made from", () => {
    for (const change of [{}, { ratePerSecond: 5 }, { ratePerSecond: 5, maximumInFlight: 7 }]) {
      const complete = completeParameters({ ...given, ...change });
      expect(() => assertValidParameters(complete)).not.toThrow();
      expect(completeParameters(complete)).toEqual(complete);
    }
  });

  test.each<[string, Partial<GivenParameters>]>([
    ["readers", { readers: -1 }],
    ["writers", { writers: 1.5 }],
    ["updaters", { updaters: Number.NaN }],
    ["clients", { readers: 60_000, writers: 60_000 }],
    ["nothing to do", { readers: 0, writers: 0, updaters: 0 }],
    ["keys", { keys: 0 }],
    ["pause", { pauseUs: -1 }],
    ["hold", { hold: 2 ** 31 * 1000 }],
    ["seed", { seed: 2 ** 31 }],
    ["key distribution", { keyDistribution: "normal" as "zipf" }],
    ["key distribution zipf has no effect on one key", { keyDistribution: "zipf", keys: 1 }],
    ["key distribution hotspot has no effect on one key", { keyDistribution: "hotspot", keys: 1 }],
    ["rate per second", { ratePerSecond: -1 }],
    ["rate per second", { ratePerSecond: 0.5 }],
    ["rate per second", { ratePerSecond: 1e9 }],
    ["pause has no effect in an open loop", { ratePerSecond: 10, pauseUs: 1 }],
    ["maximum in flight", { ratePerSecond: 10, maximumInFlight: 0 }],
    ["maximum in flight", { ratePerSecond: 10, maximumInFlight: 1e9 }],
    ["maximum in flight has no effect in a closed loop", { maximumInFlight: 10 }],
    ["nothing to do", { readers: 0, writers: 0, updaters: 0, ratePerSecond: 10 }],
  ])("out of bounds are refused by name: %s", (name, change) => {
    expect(() => assertValidParameters(completeParameters({ ...given, ...change }))).toThrow(
      RangeError,
    );
    expect(() => generateStreams(completeParameters({ ...given, ...change }))).toThrow(name);
  });

  test.each([
    ["operations", { operations: 0 }],
    ["operations", { operations: 1.5 }],
    ["operations", { operations: 2e9 }],
    ["duration", { durationMs: 0 }],
    ["duration", { durationMs: Number.NaN }],
    ["duration", { durationMs: Infinity }],
  ])("are joined by a run length, out of bounds refused by name: %s", (name, runLength) => {
    expect(() => assertValidRunLength(runLength)).toThrow(RangeError);
    expect(() => assertValidRunLength(runLength)).toThrow(name);
  });

  test("and a workload's number of operations takes the place of its duration", () => {
    expect(runLengthOf(presets.paced)).toEqual({ durationMs: 1000 });
    expect(runLengthOf({ ...presets.paced, operations: 7 })).toEqual({ operations: 7 });
  });
});
