/** The benches measure for minutes; that they still find what they measure takes a moment. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the bench of recording finds strategies as the command does", () => {
  const bench = fileURLToPath(new URL("../bench/recording-cost.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, "mutexx"], {
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: "",
    stderr: 'recording-cost: unknown strategy "mutexx"; did you mean "mutex"?\n',
  });
});
