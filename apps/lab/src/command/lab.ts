/** What `pnpm lab` does: the static folder, or a server of it for as long as the command runs. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CommandError,
  ExitCode,
  makeFolder,
  print,
  printError,
  reasonOf,
  scratchFolder,
  stackOf,
  userPath,
  wrongInput,
} from "@sync-strategies/command-kit";
import { buildLab } from "../build/build-lab.ts";
import { openBrowser } from "./open-browser.ts";
import { serveLab } from "./serve-lab.ts";

/**
 * Writes the page into a folder, which must be new, empty, or a lab built before: nothing else is
 * ever removed.
 */
export async function buildInto(typed: string): Promise<void> {
  const folder = userPath(typed);
  assertOurs(folder, typed);
  await makeFolderFor(typed, folder);
  await build(folder);
  await writeFile(join(folder, MARK), `${JSON.stringify({ page: "sync-strategies lab" })}\n`);
  print(`The lab is in ${typed}. Any web server can hold it: its files ask for nothing else.`);
}

/** Serves until the command is interrupted, which ends it at once. */
export async function serveAndOpen({ open }: { readonly open: boolean }): Promise<void> {
  const folder = join(scratchFolder(), "lab");
  printError("lab: building the page\n");
  await build(folder);
  const { url } = await serveLab(folder);
  print(`The lab is at ${url}\nCtrl-C ends it.`);
  // Some systems' openers last as long as the browser.
  if (open && !(await openBrowser(url))) {
    printError("lab: no browser could be opened; open the address yourself\n");
  }
}

async function build(folder: string): Promise<void> {
  try {
    await buildLab(folder);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = message
      .split("\n")
      .find((each) => each.trim() !== "" && !each.startsWith("Build failed"));
    throw new CommandError(
      ExitCode.failed,
      `the page could not be built: ${line ?? message}`,
      stackOf(error),
    );
  }
}

async function makeFolderFor(typed: string, folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw wrongInput(`${typed} cannot be made: ${reasonOf(error)}`);
  }
}

/** The mark of a folder that this command wrote, and so may empty. */
const MARK = "lab.json";

function assertOurs(folder: string, typed: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw wrongInput(`${typed} is a file, not a folder`);
  const entries = readdirSync(folder);
  if (entries.length === 0 || entries.includes(MARK)) return;
  throw wrongInput(`${typed} holds other files, which building would remove; name a new folder`);
}
