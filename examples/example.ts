/** What an example is: a story, told once for each version of the code that it happens to. */
export interface Example {
  readonly title: string;
  /** By name, in the order in which they are shown: the wrong one first. */
  readonly versions: Readonly<Record<string, (log: Log) => Promise<void>>>;
}

/** Takes one line of what happened. */
export type Log = (line: string) => void;

/** Tells the story of each version, line by line. */
export async function tell({ title, versions }: Example, log: Log): Promise<void> {
  log(title);
  for (const [name, run] of Object.entries(versions)) {
    log("");
    log(name);
    await run((line) => log(`  ${line}`));
  }
}
