/** `pnpm example [name]`: tells one example's story, or all of them. */
import { tell, type Example } from "./example.ts";
import { stories } from "./stories.ts";
import { endThreads } from "./threads.ts";

const names = Object.keys(stories);
// pnpm hands a leading `--` through.
const asked = process.argv.slice(2).filter((word) => word !== "--");
const wrong = asked.find((name) => !names.includes(name));

if (wrong === undefined) {
  const chosen = Object.entries<Example>(stories).filter(
    ([name]) => asked.length === 0 || asked.includes(name),
  );
  try {
    for (const [index, [, story]] of chosen.entries()) {
      if (index > 0) console.log("");
      await tell(story, console.log);
    }
  } finally {
    await endThreads();
  }
} else {
  process.stderr.write(`example: there is no "${wrong}"; there are ${names.join(", ")}\n`);
  process.exitCode = 2;
}
