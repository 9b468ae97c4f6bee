/** How strategies of tests tell, by files, how far they are. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Says which process has come to which point, and waits without end at the point that a test chose. */
export async function pass(point: string, folder: string): Promise<void> {
  await writeFile(join(folder, `${point}-${process.pid}`), "");
  if (point === process.env["WAITS_AT"]) await new Promise(() => {});
}
