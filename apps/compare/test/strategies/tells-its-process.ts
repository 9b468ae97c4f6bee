import { SoundStore, strategy } from "./sound-store.ts";

/** Says which process it runs in; what a strategy prints must not get into the results. */
export default strategy("tells-its-process", () => {
  console.log(`running in process ${process.pid}.`);
  return new SoundStore();
});
