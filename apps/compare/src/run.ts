/** Runs the command on the words that were typed. Results go to stdout; progress and complaints, one line each, to stderr. */
import { interruption, runCommand, scratchFolder } from "@sync-strategies/command-kit";
import { check } from "./check/check.ts";
import { program } from "./command-line.ts";
import { compare } from "./compare/compare.ts";
import { reporterFor } from "./compare/reporters.ts";
import { diff } from "./diff/diff.ts";
import { explore } from "./explore/explore.ts";
import { faults } from "./faults/faults.ts";
import { list } from "./list/list.ts";

await runCommand("compare", (complain) =>
  program({
    async compare(request) {
      process.exitCode = await compare(request, {
        reporter: reporterFor(request.format),
        signal: interruption(),
        scratch: scratchFolder(),
        complain,
        commandLine: process.argv.slice(2),
      });
    },
    async list(request) {
      const context = { signal: interruption(), scratch: scratchFolder(), complain };
      process.exitCode = await list(request, context);
    },
    async check(request) {
      process.exitCode = await check(request, complain);
    },
    async explore(request) {
      const context = { signal: interruption(), scratch: scratchFolder(), complain };
      process.exitCode = await explore(request, context);
    },
    async diff(request) {
      process.exitCode = await diff(request, complain);
    },
    async faults(request) {
      const context = { signal: interruption(), scratch: scratchFolder(), complain };
      const commandLine = process.argv.slice(2);
      process.exitCode = await faults(request, { ...context, commandLine });
    },
  }),
);
