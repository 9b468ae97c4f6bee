import type { Storable, Updater } from "@sync-strategies/state-store";
import { SoundStore, strategy } from "./sound-store.ts";

class ForgetfulStore<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    const value = await updater(await this.read(key));
    await this.write(key, value);
    return value;
  }
}

export default strategy("loses-updates", () => new ForgetfulStore());
