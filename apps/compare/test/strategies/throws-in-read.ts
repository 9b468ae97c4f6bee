import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

class ThrowingStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(): Promise<Value | undefined> {
    throw new Error("no reading today");
  }
}

export default strategy("throws-in-read", () => new ThrowingStore());
