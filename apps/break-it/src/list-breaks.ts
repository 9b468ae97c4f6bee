/** Lists every break, by strategy, and how to run them. */
import { bold, dim, print, proseWidth, wrap } from "@sync-strategies/command-kit";
import { breaksFile } from "@sync-strategies/state-store-testkit/find-breaks";
import type { AnyPackage, PackageBreak } from "./find-breaks.ts";

export function listBreaks(packages: readonly AnyPackage[], breaks: readonly PackageBreak[]): void {
  const widest = Math.max(...breaks.map(({ id }) => id.length));
  for (const { strategies, folder } of packages) {
    const own = breaks.filter((each) => each.package.folder === folder);
    print(`${bold(strategies[0]?.id ?? folder)} ${dim(`(${folder}/${breaksFile})`)}`);
    for (const { id, summary } of own) {
      const indent = " ".repeat(widest + 4);
      const text = wrap(summary, proseWidth(), { all: indent, later: "" });
      print(`  ${id.padEnd(widest)}  ${text.slice(indent.length)}`);
    }
    if (own.length === 0) print("  none yet");
    print();
  }
  const [example] = breaks;
  if (example === undefined) return;
  print(dim("Run one, those of a strategy, or all:"));
  print(`  pnpm break-it ${example.name}`);
  print(`  pnpm break-it ${example.strategy.id}`);
  print("  pnpm break-it --all");
}
