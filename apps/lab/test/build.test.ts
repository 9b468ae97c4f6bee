/** What the build takes from the packages. */
import {
  findStrategyPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { expect, test } from "vitest";
import { breakModules } from "../src/build/break-modules.ts";
import { contentSecurityPolicy, securityHeaders } from "../src/build/security.ts";
import { entriesOf } from "../src/build/strategy-modules.ts";

const packages = await loadStrategyPackages(await findStrategyPackages());

test("the strategies of one event loop are found, the control last", () => {
  const entries = entriesOf(packages);
  expect(entries.map(({ id }) => id)).toContain("mutex");
  expect(entries.at(-1)?.traits.control).toBe(true);
  // They are sent to the page as data.
  expect(structuredClone(entries)).toEqual(entries);
});

test("only the file that a break names is changed, and only its own package's files are renamed", async () => {
  const plugins = await breakModules(packages);
  const applied = plugins.find(({ name }) => name === "breaks-applied");
  const mutex = packages.find(({ name }) => name === "mutex-store")!;
  const load = applied?.load as (id: string) => Promise<{ code: string } | undefined>;
  const resolve = applied?.resolveId as (id: string, importer?: string) => string | undefined;
  const query = "?break=mutex/released-before-the-await&.ts";
  const broken = await load(`${mutex.path}/src/mutex-store.ts${query}`);
  expect(broken?.code).toMatch(/release\(\);\n\s+const next = await updater/);
  const other = await load(`${mutex.path}/src/shared-ticket.ts${query}`);
  expect(other?.code).toContain("class SharedTicket");
  const importer = `${mutex.path}/src/strategy.ts${query}`;
  expect(resolve("./mutex-store.ts", importer)).toBe(`${mutex.path}/src/mutex-store.ts${query}`);
  expect(resolve("@sync-strategies/locks", importer)).toBeUndefined();
  expect(await load(`${mutex.path}/src/mutex-store.ts`)).toBeUndefined();
});

test("the policy allows nothing inline and nothing from elsewhere", () => {
  expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|data:|\*/);
  expect(securityHeaders["Content-Security-Policy"]).toContain(contentSecurityPolicy);
});
