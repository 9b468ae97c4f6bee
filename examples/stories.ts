/** All examples, by the name of their folder. */
import { story as balance } from "./balance/story.ts";
import type { Example } from "./example.ts";
import { story as hashCache } from "./hash-cache/story.ts";
import { story as oneFile } from "./one-file/story.ts";
import { story as rateLimit } from "./rate-limit/story.ts";
import { story as stampede } from "./stampede/story.ts";
import { story as token } from "./token/story.ts";

export const stories = {
  balance,
  token,
  stampede,
  "one-file": oneFile,
  "rate-limit": rateLimit,
  "hash-cache": hashCache,
} satisfies Readonly<Record<string, Example>>;
