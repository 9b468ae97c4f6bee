import { describe } from "vitest";
import { seedsFrom } from "../../../vitest.seed.ts";
import { testPrograms } from "./model/test-programs.ts";

describe("channels do what a model of Go's specification allows, at length", () => {
  testPrograms(seedsFrom(1_000_000, 40), { programs: 500, steps: 100 });
});
