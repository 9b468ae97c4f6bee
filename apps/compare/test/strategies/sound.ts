import { SoundStore, strategy } from "./sound-store.ts";

export default strategy("sound", () => new SoundStore());
