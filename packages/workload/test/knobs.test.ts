/** The table of knobs: what holds for every entry. */
import { describe, expect, test } from "vitest";
import {
  assertValidParameters,
  completeParameters,
  isTouched,
  knobs,
  runLengthKnobs,
  type Knob,
  type KnobName,
} from "../src/index.ts";

const all = Object.entries(knobs) as [KnobName, Knob][];

const parameters = completeParameters({
  readers: 1,
  writers: 1,
  updaters: 1,
  keys: 5,
  pauseUs: 0,
  hold: 0,
  seed: 1,
});

describe("knobs", () => {
  test("have flags, labels and help, no flag twice", () => {
    const flags = [...all.map(([, knob]) => knob), ...Object.values(runLengthKnobs)].map(
      ({ flag, help }) => {
        expect(help, flag).toMatch(/^[^A-Z].*[^.]$/);
        return flag;
      },
    );
    expect(new Set(flags).size).toBe(flags.length);
    for (const flag of flags) expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const labels = all.map(([, { label }]) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test("that may be left out are untouched then", () => {
    for (const [name, { untouched }] of all) {
      if (untouched === undefined) continue;
      expect(parameters[name], name).toBe(untouched);
      expect(isTouched(name, parameters), name).toBe(false);
    }
  });

  test.each(all)("%s is refused beyond its bounds, by its label", (name, knob) => {
    const wrong = knob.kind === "choice" ? "no such word" : knob.most + 1;
    expect(() => assertValidParameters({ ...parameters, [name]: wrong })).toThrow(knob.label);
  });
});
