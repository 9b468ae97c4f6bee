/**
 * Correct stores for several members that differ in what the contract leaves open. The suite must
 * pass each of them, or it demands more than the contract does.
 */
import type { SharedStrategy } from "@sync-strategies/state-store";
import { cellsStore, fileStore, ownerStore } from "./broken-shared-store.ts";

const summary = "A correct store.";

const soundSharedStores: readonly SharedStrategy[] = [
  ownerStore({ id: "owner", summary }),
  ownerStore({ id: "owner-with-keys", summary, traits: { exclusion: "key", reads: "never-wait" } }),
  ownerStore({ id: "owner-that-waits-for-the-dead", summary, traits: { survivesKill: false } }, [
    "grant-of-the-dead-kept",
  ]),
  ownerStore(
    { id: "owner-with-keys-lost", summary, traits: { survivesKill: false, exclusion: "key" } },
    ["grant-of-the-dead-kept"],
  ),
  cellsStore({ id: "cells", summary }),
  ownerStore({ id: "owner-process", summary, span: "processes" }),
  fileStore({ id: "locked-file", summary }),
];

export default soundSharedStores;
