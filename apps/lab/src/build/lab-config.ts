/** How the lab is bundled. */
import {
  findStrategyPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { defaultClientConditions, type InlineConfig, type PluginOption } from "vite";
import { breakModules } from "./break-modules.ts";
import { contentSecurityPolicy } from "./security.ts";
import { strategyModules } from "./strategy-modules.ts";
import { strategyPages } from "./strategy-pages.ts";
import { templateModule } from "./template-module.ts";

const source = "@sync-strategies/source";

export async function labConfig(): Promise<InlineConfig> {
  const plugins = await generatedModules();
  return {
    configFile: false,
    envFile: false,
    // Relative, so that the folder may be at any address.
    base: "./",
    publicDir: false,
    logLevel: "silent",
    resolve: { conditions: [source, ...defaultClientConditions] },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    plugins: [...plugins, policyInPage],
    worker: { format: "es", plugins: () => plugins },
  };
}

/** What is taken from the packages at build time: the strategies, and their breaks. */
async function generatedModules(): Promise<PluginOption[]> {
  const packages = await loadStrategyPackages(await findStrategyPackages());
  return [
    strategyModules(packages),
    strategyPages(packages),
    await breakModules(packages),
    templateModule(),
  ];
}

/** For hosts that set no headers. A meta tag can hold all of the policy that the lab needs. */
const policyInPage: PluginOption = {
  name: "policy-in-page",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
      injectTo: "head-prepend",
    },
  ],
};
