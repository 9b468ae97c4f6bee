import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

class StuckStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override inTurn<Result>(): Promise<Result> {
    return new Promise(() => {});
  }
}

export default strategy("never-begins", () => new StuckStore());
