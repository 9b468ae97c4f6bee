export { default } from "../vitest.compiled.ts";
