import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

/** So that the loop below has an end that no compiler can see. */
const end = new Date(8.64e15);

class BusyStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(key: Key): Promise<Value | undefined> {
    while (new Date() < end);
    return super.read(key);
  }
}

export default strategy("never-yields", () => new BusyStore());
