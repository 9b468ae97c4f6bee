import { posix } from "node:path";

/**
 * A link to a package's file, from a folder as deep as the package's. A file of another package is
 * named with its package.
 */
export function linkTo(folder: string, file: string): string {
  const path = posix.join(folder, file);
  const name = path.startsWith(`${folder}/`) ? posix.relative(folder, path) : path;
  return `[\`${name}\`](../../${path})`;
}
