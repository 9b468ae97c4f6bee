/** `pnpm lab`: builds the lab, serves it on this machine, and opens it in the browser. */
import { Command } from "@commander-js/extra-typings";
import { quiet, runCommand } from "@sync-strategies/command-kit";
import { buildInto, serveAndOpen } from "./lab.ts";

await runCommand("lab", () =>
  quiet(new Command("pnpm lab"))
    .description(
      "Opens a page in the browser on which one is the event loop, sees every order, and breaks " +
        "the strategies. Ctrl-C ends it.",
    )
    .option("--build <folder>", "only write the page into a folder, for any web server")
    .option("--no-open", "print the address, and open no browser")
    .option("--debug", "print stack traces")
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 2 wrong input, 4 it could not be built or served, 130 ended by Ctrl-C.",
    )
    .action(async ({ build, open }) => {
      await (build === undefined ? serveAndOpen({ open }) : buildInto(build));
    }),
);
