import { SoundStore, strategy } from "./sound-store.ts";
import type { Storable } from "@sync-strategies/state-store";

/** Each operation takes a timer, whose time of arrival no schedule decides. */
class TimedStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override inTurn<Result>(operation: () => Result | Promise<Result>): Promise<Result> {
    return super.inTurn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return operation();
    });
  }
}

export default strategy("waits-for-a-timer", () => new TimedStore());
