/**
 * `pnpm test`: builds first, since the command's own tests run the compiled command on compiled
 * strategies, which it finds at run time, by edges that turbo does not see. Then tests every
 * package that has changed since its tests last passed, or those that are named: `pnpm test
 * mutex-store`. Flags are handed on to turbo.
 */
import { buildAll, runTurbo } from "./build-all.mjs";

if (buildAll()) {
  const chosen = process.argv.slice(2).map((word) => {
    return /^[a-z]/.test(word) ? `--filter=@sync-strategies/${word}` : word;
  });
  const words = ["run", "test", "--ui=stream", "--output-logs=new-only", ...chosen];
  process.exitCode = runTurbo(words, "inherit").status ?? 1;
} else {
  process.exitCode = 1;
}
