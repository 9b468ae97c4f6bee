/** `pnpm bench`: builds what is out of date, then runs the compiled benchmarks in this process. */
import { buildAll } from "./build-all.mjs";

if (await buildAll("bench")) await import("../apps/bench/dist/main.js");
else process.exitCode = 4;
