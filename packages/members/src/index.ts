export { MemberFailure, type Member, type MemberEnd } from "./member.ts";
export { startProcess } from "./start-process.ts";
export { startThread } from "./start-thread.ts";
export { serveCoordinator, transferring, type Transferring } from "./serve-coordinator.ts";
