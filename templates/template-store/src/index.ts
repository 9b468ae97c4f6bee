export { TemplateStore } from "./template-store.ts";
