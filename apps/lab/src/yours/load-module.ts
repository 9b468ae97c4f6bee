/**
 * Loads compiled code as a module of this worker, from an address that exists only here: the page's
 * policy forbids to evaluate text.
 */
import type { Strategy } from "@sync-strategies/state-store";
import { compile, SourceError } from "./compile.ts";

/** Ends with this in stack traces, by which its own lines are known. */
const NAME = "yours.ts";

/** What the source may import. */
const modules: Readonly<Record<string, () => Promise<object>>> = {
  "@sync-strategies/event-loop": () => import("@sync-strategies/event-loop"),
  "@sync-strategies/locks": () => import("@sync-strategies/locks"),
  "@sync-strategies/state-store": () => import("@sync-strategies/state-store"),
};

const importable: readonly string[] = Object.keys(modules);

type ModuleBody = (
  require: (specifier: string) => object,
  exports: Record<string, unknown>,
  module: object,
) => void;

/**
 * The strategy that the source exports by default.
 *
 * @throws {SourceError} if it cannot be compiled, throws, or exports no strategy.
 */
export async function loadStrategy(source: string): Promise<Strategy> {
  const body = await loadBody(compile(source));
  const loaded = new Map<string, object>();
  for (const [specifier, load] of Object.entries(modules)) loaded.set(specifier, await load());
  const exported: Record<string, unknown> = {};
  try {
    body(
      (specifier) => {
        const found = loaded.get(specifier);
        if (found !== undefined) return found;
        throw new SourceError(
          `"${specifier}" cannot be imported here; these can: ${importable.join(", ")}.`,
          lineThatImports(source, specifier),
        );
      },
      exported,
      { exports: exported },
    );
  } catch (error) {
    throw asSourceError(error);
  }
  return assertStrategy(exported["default"]);
}

/** Which line of the source an error comes from, from 1; undefined if none. */
export function lineOf(error: unknown): number | undefined {
  if (error instanceof SourceError) return error.line;
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  // Chromium and Safari name the source, Firefox its address.
  const line = /(?:yours\.ts|blob:[^\s)]*?):(?<line>\d+):\d+/.exec(stack)?.groups?.["line"];
  if (line !== undefined) return Number(line);
  return error instanceof Error && error.cause !== undefined ? lineOf(error.cause) : undefined;
}

async function loadBody(code: string): Promise<ModuleBody> {
  // On the first line, so that the lines of the code keep their numbers.
  const text = `export default (require, exports, module) => { ${code}\n};\n//# sourceURL=${NAME}`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const module = (await import(/* @vite-ignore */ address)) as { default: ModuleBody };
    return module.default;
  } catch (error) {
    throw asSourceError(error);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new SourceError(message, lineOf(error), error);
}

function lineThatImports(source: string, specifier: string): number | undefined {
  const index = source.split("\n").findIndex((line) => line.includes(specifier));
  return index === -1 ? undefined : index + 1;
}

function assertStrategy(value: unknown): Strategy {
  const strategy = value as Partial<Strategy> | null | undefined;
  if (typeof strategy !== "object" || strategy === null) {
    throw new SourceError("The default export must be a strategy: export default strategy;");
  }
  if (typeof strategy.createStore !== "function") {
    throw new SourceError("The strategy has no function createStore.");
  }
  if (typeof strategy.traits !== "object") throw new SourceError("The strategy has no traits.");
  return strategy as Strategy;
}
