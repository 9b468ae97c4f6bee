import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

class CarelessStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override write(): Promise<void> {
    return this.inTurn(() => undefined);
  }
}

export default strategy("drops-writes", () => new CarelessStore());
