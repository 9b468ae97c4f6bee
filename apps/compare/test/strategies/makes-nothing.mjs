export default {
  id: "makes-nothing",
  title: "Makes nothing",
  summary: "Its createStore returns nothing.",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: () => undefined,
};
