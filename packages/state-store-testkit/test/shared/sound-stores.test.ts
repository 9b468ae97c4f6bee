import { testSharedStore } from "@sync-strategies/state-store-testkit";
import { soundStoresModule } from "./proof.ts";

// One keeps all of the contract, with one member and over two members, though less is repeated. The
// others are tested by `pnpm test:all`: sound-stores.long.test.ts.
testSharedStore(soundStoresModule, "cells", { effort: 0.1 });
