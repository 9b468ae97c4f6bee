import { firstKind, testWatched } from "./watched.ts";

// The other kinds are tested by `pnpm test:all`: watched-stores.long.test.ts.
testWatched(firstKind === undefined ? [] : [firstKind]);
