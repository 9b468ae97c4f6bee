/** A strategy whose store never lets go of the processor; plain JavaScript, so that no test has to bundle it. */
const createStore = () => {
  for (;;);
};

export default {
  id: "never-yields",
  title: "The test strategy never-yields",
  summary: "It exists for a test.",
  traits: {
    access: "lock-holder",
    exclusion: "store",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore,
};
