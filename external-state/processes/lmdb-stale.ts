/**
 * `lmdb` as it is often written: without `resetReadTxn`. It is right as long as one process uses the
 * database, since lmdb renews the snapshot after this process's own commits; so every test in one
 * process passes. With two, a read may miss what another process has acknowledged. Updates are not
 * lost, because the version is compared in the transaction that writes, with the file itself.
 */
import type { Storable } from "@sync-strategies/state-store";
import { LmdbStore, lmdbStrategy } from "./lmdb.ts";

class StaleLmdbStore<Key, Value extends Storable> extends LmdbStore<Key, Value> {
  protected override renewSnapshot(): void {}
}

const strategy = lmdbStrategy(
  {
    id: "lmdb-stale",
    title: "LMDB without a reset",
    summary:
      "LMDB read from the snapshot of the event loop's turn; the control that misses what another " +
      "process has just written.",
  },
  true,
  (address) => new StaleLmdbStore(address),
);

export default strategy;
