/** Every break there is, by strategy, and how to run them. */
import type { StrategyPackage } from "../strategy-packages.ts";
import { bold, dim, print, wrap } from "../terminal.ts";
import { breaksFile, type PackageBreak } from "./find-breaks.ts";

export function listBreaks(
  packages: readonly StrategyPackage[],
  breaks: readonly PackageBreak[],
): void {
  const widest = Math.max(...breaks.map(({ id }) => id.length));
  for (const { strategy, folder } of packages) {
    const own = breaks.filter((each) => each.package.folder === folder);
    print(`${bold(strategy.id)} ${dim(`(${folder}/${breaksFile})`)}`);
    for (const { id, summary } of own) {
      const indent = " ".repeat(widest + 4);
      print(`  ${id.padEnd(widest)}  ${wrap(summary, indent).slice(indent.length)}`);
    }
    if (own.length === 0) print("  none yet");
    print();
  }
  const [example] = breaks;
  if (example === undefined) return;
  print(dim("Run one, those of a strategy, or all:"));
  print(`  pnpm break-it ${example.name}`);
  print(`  pnpm break-it ${example.package.strategy.id}`);
  print("  pnpm break-it --all");
}
