import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

class DeadlyStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(): Promise<Value | undefined> {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => {});
  }
}

export default strategy("dies", () => new DeadlyStore());
