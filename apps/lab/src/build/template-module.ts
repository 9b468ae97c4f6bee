/**
 * The source with which the editor begins: the template store and its description, two files in the
 * repository, as one.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import type { Plugin } from "vite";
import { virtualModules } from "./virtual-modules.ts";

const FOLDER = "templates/template-store/src";

export function templateModule(): Plugin {
  return virtualModules("template", {
    "virtual:template": () => `export default ${JSON.stringify(templateSource())};`,
  });
}

/** @throws {TypeError} if the two files are no longer as this expects them. */
export function templateSource(): string {
  const store = replaced(
    read("template-store.ts"),
    "  type Storable,\n",
    "  type Storable,\n  type Strategy,\n",
  );
  const description = replaced(read("strategy.ts"), /^import .*\n/gm, "").trimStart();
  return `${store}\n${description}`;
}

function read(name: string): string {
  return readFileSync(join(workspaceRoot, FOLDER, name), "utf8");
}

function replaced(text: string, part: string | RegExp, by: string): string {
  const next = text.replace(part, by);
  if (next === text) throw new TypeError(`The template has no ${String(part)} any more.`);
  return next;
}
