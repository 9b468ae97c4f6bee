/**
 * `pnpm compare`: builds what is out of date, then runs the compiled command in this process.
 *
 * turbo has no quiet mode, and its output would spoil that of the command. So it is captured,
 * and shown, on stderr, only if the build fails.
 */
import { buildAll } from "./build-all.mjs";

// What was typed may have a password in it, and every user of the machine sees a process's words.
process.title = "compare";
if (await buildAll("compare")) await import("../apps/compare/dist/main.js");
else process.exitCode = 4;
