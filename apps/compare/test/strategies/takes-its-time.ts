import type { Storable } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

/** Each read takes a timer, so that a long run is still going on whenever a test looks. */
class LeisurelyStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override async read(key: Key): Promise<Value | undefined> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return super.read(key);
  }
}

/** Says which process it runs in, too. */
export default strategy("takes-its-time", () => {
  console.log(`running in process ${process.pid}.`);
  return new LeisurelyStore();
});
