/**
 * The modules that a source imports, types included. The formatter puts every import and export
 * statement at the beginning of a line, so no parser is needed to find them.
 */
export function importsIn(source: string): string[] {
  const statements = source.matchAll(
    /^(?:import|export)\b(?:[^"';]*?\bfrom)? ?"(?<specifier>[^"]+)"/gm,
  );
  const calls = source.matchAll(/\bimport\("(?<specifier>[^"]+)"\)/g);
  return [...statements, ...calls].map(({ groups = {} }) => groups["specifier"] ?? "");
}
