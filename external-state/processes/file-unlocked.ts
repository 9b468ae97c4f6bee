import { open } from "node:fs/promises";
import { RacyMemoryStore } from "@sync-strategies/shared-memory-stores/stores";
import type { SharedStrategy } from "@sync-strategies/state-store";
import { inFile } from "../base/file-state.ts";
import { NumberFile } from "../base/number-file.ts";

const fileUnlocked: SharedStrategy = {
  id: "file-unlocked",
  title: "File, unlocked",
  summary: "An update reads the file, awaits, and writes the file; the control that loses updates.",
  reply: "none: the caller does it itself",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    values: "number",
    survivesKill: true,
    control: true,
  },
  ...inFile(async ({ path, keys }) => {
    const file = await open(path, "r+");
    return new RacyMemoryStore(new NumberFile(file, keys, () => file.close()));
  }),
};

export default fileUnlocked;
