import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { tell, type Example } from "../example.ts";
import { stories } from "../stories.ts";
import { endThreads } from "../threads.ts";

afterAll(endThreads);

const folder = fileURLToPath(new URL("..", import.meta.url));

/** What `pnpm example` prints of one story: its title, and a block for each version. */
async function toldOf(story: Example): Promise<{ title: string; blocks: string[] }> {
  const lines: string[] = [];
  await tell(story, (line) => lines.push(line));
  const [title = "", ...blocks] = lines.join("\n").split("\n\n");
  return { title, blocks };
}

describe.each(Object.entries<Example>(stories))("%s", (name, story) => {
  it("is told in its README word by word, version by version", async () => {
    const { title, blocks } = await toldOf(story);
    const readme = readFileSync(`${folder}/${name}/README.md`, "utf8");
    const fences = [...readme.matchAll(/^```(?<about>.*?)\n(?<text>.*?)\n```$/gms)];
    const shown = fences.filter(({ groups }) => groups?.["about"] === "");
    expect(readme).toContain(`# ${title}\n`);
    expect(shown.map(({ groups }) => groups?.["text"])).toEqual(blocks);
  });

  it("goes the same way in every run", async () => {
    const first = await toldOf(story);
    for (let run = 0; run < 20; run += 1) expect(await toldOf(story)).toEqual(first);
  });
});

describe("the examples", () => {
  it("are the folders that hold one", () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !["node_modules", "test"].includes(entry.name))
      .filter(({ name }) => !name.startsWith("."));
    expect(folders.map(({ name }) => name).toSorted()).toEqual(Object.keys(stories).toSorted());
  });

  it("go wrong first, and then right in at least two ways", () => {
    for (const { versions } of Object.values<Example>(stories)) {
      const names = Object.keys(versions);
      expect(names[0]).toBe("wrong");
      expect(names.filter((name) => name.startsWith("right")).length).toBeGreaterThanOrEqual(2);
    }
  });
});
