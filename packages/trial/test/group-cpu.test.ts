import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { groupCpuMs } from "../src/group-cpu.ts";

test.runIf(process.platform === "linux")(
  "includes what a process of the group used that is no member",
  async () => {
    const before = groupCpuMs()!;
    const usesProcessor = `
      while (process.cpuUsage().user < 300_000);
      process.stdout.write("used");
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ["-e", usesProcessor]);
    await once(child.stdout, "data");
    const grown = groupCpuMs()! - before;
    child.kill();
    expect(grown).toBeGreaterThanOrEqual(290);
  },
);
