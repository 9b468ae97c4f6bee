/** Reading a result back. What the command makes of one is in its own tests. */
import { describe, expect, test } from "vitest";
import { isFaultsDocument, parseFaults, type FaultsDocument } from "../src/results/index.ts";

const document: FaultsDocument = {
  schemaVersion: 1,
  kind: "faults",
  interrupted: false,
  rounds: 1,
  environment: {
    startedAt: "2026-01-01T00:00:00.000Z",
    node: "v20.20.0",
    v8: "11.3",
    platform: "linux x64",
    cpu: "a processor",
    cores: 2,
    governor: null,
    loadAverage: 0.5,
    loadAverageAtEnd: null,
    commit: null,
    seed: 1,
    arguments: ["faults"],
  },
  faults: [
    {
      id: "some-fault",
      title: "Some fault",
      question: "What becomes of it?",
      doesNotShow: [],
      cells: [
        {
          strategy: "some-lock",
          service: "redis",
          expected: { verdict: "linearizable", waits: "to-the-end" },
          outcome: "not-run",
          problem: "it is missing",
          rounds: [],
        },
      ],
    },
  ],
};

describe("a saved result of faults", () => {
  test("is read back as it was", () => {
    const json: unknown = JSON.parse(JSON.stringify(document));
    expect(isFaultsDocument(json)).toBe(true);
    expect(parseFaults(json)).toEqual(document);
  });

  test("that is damaged is refused, with the place", () => {
    const damaged = { ...document, faults: [{ ...document.faults[0], cells: [{}] }] };
    expect(isFaultsDocument(damaged)).toBe(true);
    expect(() => parseFaults(damaged)).toThrow(/^faults\.0\.cells\.0\.strategy: /);
  });

  test.each([null, "faults", {}, { kind: "other" }])("is not %j", (json) => {
    expect(isFaultsDocument(json)).toBe(false);
  });
});
