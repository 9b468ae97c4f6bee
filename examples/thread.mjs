// A thread begins with plain JavaScript, because Node 20 does not load TypeScript in one by itself.
import { register } from "tsx/esm/api";

register();
await import("./thread.ts");
