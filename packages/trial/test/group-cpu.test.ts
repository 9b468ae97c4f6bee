import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

/** Compiled, since Node is given no flag with which it would load TypeScript. */
const compiled = JSON.stringify(new URL("../dist/group-cpu.js", import.meta.url).href);

test.runIf(process.platform === "linux")(
  "includes what a process of the group used that is no member",
  async () => {
    const usesProcessor = `
      while (process.cpuUsage().user < 300_000);
      process.stdout.write("used");
      setInterval(() => {}, 1000);
    `;
    const measures = `
      import { spawn } from "node:child_process";
      import { once } from "node:events";
      import { groupCpuMs } from ${compiled};
      const before = groupCpuMs();
      const child = spawn(process.execPath, ["-e", ${JSON.stringify(usesProcessor)}]);
      await once(child.stdout, "data");
      const grown = groupCpuMs() - before;
      child.kill();
      process.stdout.write(String(grown));
    `;
    // In a group of its own, as a trial is: in that of the tests other processes end meanwhile.
    const trial = spawn(process.execPath, ["--input-type=module", "-e", measures], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [grown] = (await once(trial.stdout, "data")) as [Buffer];
    expect(Number(grown.toString())).toBeGreaterThanOrEqual(290);
  },
);
