export { startKeeper } from "./start-keeper.ts";
export type { Keeper, KeeperOptions, LocalServer, Server, StartOptions } from "./keeper.ts";
export type { Service, Site } from "./service.ts";
export { ServiceError, type ServiceErrorCode } from "./service-error.ts";
export { shownUrl } from "./shown-url.ts";
