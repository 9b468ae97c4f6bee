// A declaration of another module can have no import of a relative path.
// oxlint-disable typescript/consistent-type-imports
/** The modules that the build generates from the packages. */
declare module "virtual:strategies" {
  const strategies: readonly import("./strategy-modules.ts").StrategyEntry[];
  export default strategies;
}

declare module "virtual:strategy-loaders" {
  type Strategy = import("@sync-strategies/state-store").Strategy;
  const loaders: Readonly<Record<string, () => Promise<Strategy>>>;
  export default loaders;
}

declare module "virtual:strategy-pages" {
  type StrategyPage = import("./strategy-pages.ts").StrategyPage;
  const pages: Readonly<Record<string, () => Promise<{ readonly default: StrategyPage }>>>;
  export default pages;
}

declare module "virtual:breaks" {
  const module: import("./break-modules.ts").BreaksModule;
  export default module;
}

declare module "virtual:broken-strategies" {
  type Strategy = import("@sync-strategies/state-store").Strategy;
  const loaders: Readonly<Record<string, () => Promise<Strategy>>>;
  export default loaders;
}

declare module "*.css" {}

declare module "virtual:template" {
  const source: string;
  export default source;
}
