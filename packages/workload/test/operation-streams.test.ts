import { describe, expect, test } from "vitest";
import {
  assertValidParameters,
  canonicalParameters,
  digestWorkload,
  generateStreams,
  presets,
  streamLength,
  writerOf,
  writtenValue,
  type WorkloadParameters,
} from "@sync-strategies/workload";

const parameters: WorkloadParameters = {
  readers: 3,
  writers: 2,
  updaters: 2,
  keys: 5,
  pauseUs: 0,
  hold: 1000,
  seed: 7,
};

const digestOf = (changed: Partial<WorkloadParameters> = {}): Promise<string> => {
  const all = { ...parameters, ...changed };
  return digestWorkload(all, generateStreams(all));
};

describe("the streams", () => {
  test("are the same for the same parameters, and others for another seed", () => {
    expect(generateStreams(parameters)).toEqual(generateStreams({ ...parameters }));
    expect(generateStreams(parameters)).not.toEqual(generateStreams({ ...parameters, seed: 8 }));
  });

  test("name readers first, then writers, then updaters", () => {
    expect(generateStreams(parameters).map(({ role }) => role)).toEqual([
      ...["reader", "reader", "reader", "writer", "writer", "updater", "updater"],
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
      for (let turn = 0; turn < turns; turn++) {
        const value = writtenValue(stream, client, streams.length, turn);
        seen.add(value);
        if (turn % 97 === 0) expect(writerOf(value, streams.length)).toEqual({ client, turn });
        if (turn % 97 === 0) expect(value % 100).toBe(stream.values[turn % stream.values.length]);
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
    const changes: Partial<WorkloadParameters>[] = [
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

  test("covers parameters in a fixed order, whatever the order they come in", () => {
    const reordered = Object.fromEntries(
      Object.entries(parameters).toReversed(),
    ) as unknown as WorkloadParameters;
    expect(canonicalParameters(reordered)).toBe(canonicalParameters(parameters));
  });
});

describe("parameters", () => {
  test("of the presets are within their bounds", () => {
    for (const preset of Object.values(presets)) {
      expect(() => assertValidParameters(preset.parameters)).not.toThrow();
    }
  });

  test.each<[string, Partial<WorkloadParameters>]>([
    ["readers", { readers: -1 }],
    ["writers", { writers: 1.5 }],
    ["updaters", { updaters: Number.NaN }],
    ["clients", { readers: 60_000, writers: 60_000 }],
    ["nothing to do", { readers: 0, writers: 0, updaters: 0 }],
    ["keys", { keys: 0 }],
    ["pause", { pauseUs: -1 }],
    ["hold", { hold: 2 ** 31 * 1000 }],
    ["seed", { seed: 2 ** 31 }],
  ])("out of bounds are refused by name: %s", (name, change) => {
    expect(() => assertValidParameters({ ...parameters, ...change })).toThrow(RangeError);
    expect(() => generateStreams({ ...parameters, ...change })).toThrow(name);
  });
});
