/** The command. Results go to stdout; progress and complaints, one line each, to stderr. */
import { interruption, runCommand, scratchFolder } from "@sync-strategies/command-kit";
import { check } from "./check/check.ts";
import { program, type Format } from "./command-line.ts";
import { compare } from "./compare.ts";
import { diff } from "./diff/diff.ts";
import { explore } from "./explore/explore.ts";
import { list } from "./list.ts";
import { renderCsv } from "./output/csv.ts";
import { renderMarkdown } from "./output/markdown.ts";
import { atTheEnd, type Reporter } from "./output/reporter.ts";
import { TableReporter } from "./output/table-reporter.ts";

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
      await list(request, { scratch: scratchFolder(), signal: interruption() });
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
  }),
);

function reporterFor(format: Format): Reporter {
  switch (format) {
    case "table":
      return new TableReporter();
    case "json":
      return atTheEnd((document) => `${JSON.stringify(document, null, 2)}\n`);
    case "csv":
      return atTheEnd(renderCsv);
    case "markdown":
      return atTheEnd(renderMarkdown);
  }
}
