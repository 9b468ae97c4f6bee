/** `pnpm bench`: builds what is out of date, then runs the compiled benchmarks in this process. */
import { buildAll } from "./build-all.mjs";

if (buildAll()) {
  await import("../apps/bench/dist/main.js");
} else {
  process.stderr.write("bench: the build failed; what it printed is above\n");
  process.exitCode = 4;
}
