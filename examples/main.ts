/** `pnpm example [names...]`: tells examples' stories; without names all those that need no server. */
import { Command } from "@commander-js/extra-typings";
import { quiet, runCommand, suggestionOrList, wrongInput } from "@sync-strategies/command-kit";
import { tell, type Example } from "./example.ts";
import { namesOnServers, tellOnServers } from "./on-servers.ts";
import { stories } from "./stories.ts";
import { endThreads } from "./threads.ts";

const here: Readonly<Record<string, Example>> = stories;

await runCommand("example", () =>
  quiet(new Command("pnpm example"))
    .description(
      "Plays races from everyday services, first wrong and then right. Those whose state is on a " +
        "server are played when they are named; the first time, this installs clients of databases.",
    )
    .argument(
      "[names...]",
      `in memory: ${Object.keys(here).join(", ")}; on a server: ${namesOnServers.join(", ")}`,
    )
    .action(async (names) => {
      const known = [...Object.keys(here), ...namesOnServers];
      const unknown = names.find((name) => !known.includes(name));
      if (unknown !== undefined) {
        throw wrongInput(`there is no example "${unknown}"${suggestionOrList(unknown, known)}`);
      }
      const chosen = names.length === 0 ? Object.keys(here) : names;
      await tellInMemory(chosen.flatMap((name) => here[name] ?? []));
      await tellOnServers(chosen.filter((name) => namesOnServers.includes(name)));
      if (names.length === 0) {
        console.log(
          `\nOn servers: ${namesOnServers.map((name) => `pnpm example ${name}`).join(", ")}`,
        );
      }
    }),
);

async function tellInMemory(examples: readonly Example[]): Promise<void> {
  try {
    for (const [index, example] of examples.entries()) {
      if (index > 0) console.log("");
      await tell(example, console.log);
    }
  } finally {
    await endThreads();
  }
}
