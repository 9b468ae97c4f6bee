export { KeyOwner } from "./key-owner.ts";
export { OwnerPerKeyStore } from "./owner-per-key-store.ts";
export type { Request } from "./requests.ts";
