export type { Keeper, LocalServer, Server, StartOptions } from "./keeper.ts";
export type { Command, Service, Site } from "./service.ts";
export { ServiceError, type ServiceErrorCode } from "./service-error.ts";
