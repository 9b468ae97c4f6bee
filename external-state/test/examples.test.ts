/** The examples on servers print what their READMEs show. Without a server they are skipped. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startKeeper, ServiceError, type LocalServer } from "@sync-strategies/servers";
import { afterAll, describe, expect, test } from "vitest";
import { tell } from "../../examples/example.ts";
import { exampleOn, stories } from "../examples/stories.ts";
import type { ServerExample } from "../examples/server-example.ts";

const keeper = await startKeeper();
afterAll(() => keeper.close());

const servers = new Map<string, Promise<LocalServer | ServiceError>>();

/** One server per service; or why there is none. */
function serverOf(service: string): Promise<LocalServer | ServiceError> {
  const server =
    servers.get(service) ??
    keeper.start(service).catch((error: unknown) => {
      if (error instanceof ServiceError && error.code === "NOT_INSTALLED") return error;
      throw error;
    });
  servers.set(service, server);
  return server;
}

describe.each(Object.entries<ServerExample>(stories))("%s", (name, story) => {
  test("is told in its README word by word, version by version, in every run", async ({ skip }) => {
    const server = await serverOf(story.service);
    if (server instanceof ServiceError) return skip(server.message);
    const readme = readFileSync(
      fileURLToPath(new URL(`../examples/${name}/README.md`, import.meta.url)),
      "utf8",
    );
    expect(readme).toContain(`# ${story.title}\n`);
    const fences = [...readme.matchAll(/^```(?<about>.*?)\n(?<text>.*?)\n```$/gms)];
    const shown = fences.filter(({ groups }) => groups?.["about"] === "");
    for (let run = 0; run < 3; run += 1) {
      const lines: string[] = [];
      await tell(exampleOn(story, server.url), (line) => lines.push(line));
      const [title, ...blocks] = lines.join("\n").split("\n\n");
      expect(title).toBe(story.title);
      expect(blocks).toEqual(shown.map(({ groups }) => groups?.["text"]));
    }
  });
});

test("go wrong first, and then right in at least two ways", () => {
  for (const { versions } of Object.values<ServerExample>(stories)) {
    const names = Object.keys(versions);
    expect(names[0]).toBe("wrong");
    expect(names.filter((name) => name.startsWith("right")).length).toBeGreaterThanOrEqual(2);
  }
});
