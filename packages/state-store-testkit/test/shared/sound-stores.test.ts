import { testSharedStore } from "@sync-strategies/state-store-testkit";
import { soundStoresModule } from "./proof.ts";

// One of each kind keeps all of the contract, with one member and over two members. The others are
// tested by `pnpm test:all`: sound-stores.long.test.ts.
testSharedStore(soundStoresModule, "owner");
testSharedStore(soundStoresModule, "cells");
