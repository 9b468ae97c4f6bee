import { TestWordsError } from "./words.mjs";

/**
 * The suites of the packages with these names and of the packages that they are made of; all
 * suites where there is no name. A name may be a package's whole name or its folder.
 */
export function chooseSuites(suites, names) {
  if (names.length === 0) return suites;
  const chosen = new Set();
  for (const name of names) {
    const short = name.replace(/\/$/, "").split("/").at(-1);
    const named = suites.filter(({ packageName }) => packageName === short);
    if (named.length === 0) {
      const all = [...new Set(suites.map(({ packageName }) => packageName))].join(", ");
      throw new TestWordsError(`no package with tests is called "${name}". There are: ${all}`);
    }
    for (const { madeOf } of named) for (const each of madeOf) chosen.add(each);
  }
  return suites.filter(({ packageName }) => chosen.has(packageName));
}
