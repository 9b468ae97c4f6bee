/**
 * Compares the packages with the tree in CONTRIBUTING.md. A package's sources, and its
 * `dependencies`, may use packages of lower layers only. Tests and measurements may use any package
 * but an app.
 */
import { posix } from "node:path";
import { findCircles } from "./circles.ts";
import type { FileImport, Package } from "./packages.ts";
import { entryOf, type TreeEntry } from "./tree.ts";

/** One line per violation. */
export function violationsOf(
  tree: readonly TreeEntry[],
  packages: readonly Package[],
  exists: (folder: string) => boolean,
): string[] {
  return [
    ...tree
      .filter(({ folder }) => !folder.includes("*") && !exists(folder))
      .map(({ folder }) => `CONTRIBUTING.md lists ${folder}, which does not exist`),
    ...packages
      .filter(({ folder }) => entryOf(folder, tree)?.layer === undefined)
      .map(({ folder }) => `CONTRIBUTING.md gives ${folder} no layer`),
    ...packages.flatMap((each) => dependencyViolations(each, tree, packages)),
    ...packages.flatMap((each) => importViolations(each, tree, packages)),
    ...packages.flatMap(circlesIn),
  ];
}

function dependencyViolations(
  from: Package,
  tree: readonly TreeEntry[],
  packages: readonly Package[],
): string[] {
  const place = `${from.folder}/package.json`;
  const named = (name: string): Package[] => packages.filter((each) => each.name === name);
  return [
    ...from.dependencies.flatMap(named).flatMap((to) => useViolation(place, from, to, true, tree)),
    ...from.devDependencies
      .flatMap(named)
      .flatMap((to) => useViolation(place, from, to, false, tree)),
  ];
}

function importViolations(
  from: Package,
  tree: readonly TreeEntry[],
  packages: readonly Package[],
): string[] {
  return from.imports.flatMap((one) => {
    const to = packageOf(one, packages);
    if (to === undefined || to === from) return [];
    return useViolation(one.file, from, to, one.isSource, tree);
  });
}

function packageOf(
  { specifier, target }: FileImport,
  packages: readonly Package[],
): Package | undefined {
  return packages.find(({ name, folder }) =>
    target === undefined
      ? specifier === name || specifier.startsWith(`${name}/`)
      : target.startsWith(`${folder}/`),
  );
}

function useViolation(
  place: string,
  from: Package,
  to: Package,
  isOfSource: boolean,
  tree: readonly TreeEntry[],
): string[] {
  if (to.folder.startsWith("apps/"))
    return [`${place} uses ${to.folder}, but nothing may use an app`];
  if (from.isStrategy && to.isStrategy && from !== to) {
    return [`${place} uses ${to.folder}, but a strategy may not use another one`];
  }
  const own = entryOf(from.folder, tree)?.layer;
  const other = entryOf(to.folder, tree)?.layer;
  if (!isOfSource || own === undefined || other === undefined || other < own) return [];
  return [`${place} (layer ${own}) uses ${to.folder} (layer ${other}), which is not lower`];
}

function circlesIn({ folder, imports }: Package): string[] {
  const byFile = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), target]);
  }
  return findCircles(byFile).map((circle) => {
    const files = circle.map((file) => posix.relative(folder, file));
    return `${folder}: the files import each other in a circle: ${files.join(" → ")}`;
  });
}
