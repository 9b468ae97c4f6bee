import { describe } from "vitest";
import { seedsFrom } from "../../../vitest.seed.ts";
import { testPrograms } from "./model/test-programs.ts";

describe("channels do what a model of Go's specification allows", () => {
  testPrograms(seedsFrom(0, 8), { programs: 75, steps: 60 });
});
