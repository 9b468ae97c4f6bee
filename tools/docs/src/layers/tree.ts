/** The tree of packages as CONTRIBUTING.md lists it: the only list of layers. */

export interface TreeEntry {
  /** From the root; its last part may hold a `*`, which matches folders that no other row lists. */
  readonly folder: string;
  /** Undefined for folders that hold no package. */
  readonly layer: number | undefined;
}

/** The rows of the table below "## The tree". */
export function readTree(contributing: string): TreeEntry[] {
  const [, section = ""] = contributing.split(/^## The tree$/m);
  const [table = ""] = section.split(/^## /m);
  return [...table.matchAll(/^\| `?(?<folder>[\w./*-]+?)\/?`? \| (?<layer>\d+|–) \|/gm)].map(
    ({ groups = {} }) => ({
      folder: groups["folder"] ?? "",
      layer: groups["layer"] === "–" ? undefined : Number(groups["layer"]),
    }),
  );
}

/** The entry that lists a folder: its own row, or the row whose pattern it matches. */
export function entryOf(folder: string, tree: readonly TreeEntry[]): TreeEntry | undefined {
  return (
    tree.find((entry) => entry.folder === folder) ??
    tree.find((entry) => entry.folder.includes("*") && matches(folder, entry.folder))
  );
}

function matches(folder: string, pattern: string): boolean {
  const [before = "", after = ""] = pattern.split("*");
  const rest = folder.slice(before.length, folder.length - after.length);
  return folder.startsWith(before) && folder.endsWith(after) && /^[^/]+$/.test(rest);
}
