/** The examples whose state is on a server: folders of `external-state/examples`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { interruption, workspaceRoot } from "@sync-strategies/command-kit";
import { externalStateWorkspace, installWorkspace } from "@sync-strategies/command-kit/strategies";
import { startKeeper } from "@sync-strategies/servers";
import { tell, type Example } from "./example.ts";

const folder = join(workspaceRoot, "external-state", "examples");

/** Their names, read from the folder alone: what they need may not be installed yet. */
export const namesOnServers: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What is loaded once it is installed. Not imported, so that nothing here needs it to be checked. */
interface Loaded {
  readonly stories: Readonly<Record<string, { readonly service: string }>>;
  readonly exampleOn: (story: unknown, url: string) => Example;
}

/** Plays these, each on a new server, which is gone afterwards. */
export async function tellOnServers(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await installWorkspace(externalStateWorkspace, { signal: interruption() });
  const { stories, exampleOn } = (await import(
    pathToFileURL(join(folder, "stories.ts")).href
  )) as Loaded;
  const keeper = await startKeeper({ signal: interruption() });
  try {
    for (const [index, name] of names.entries()) {
      const story = stories[name];
      if (story === undefined) throw new TypeError(`There is no story of ${name}.`);
      if (index > 0) console.log("");
      const server = await keeper.start(story.service);
      await tell(exampleOn(story, server.url), console.log);
      await server.stop();
    }
  } finally {
    await keeper.close();
  }
}
