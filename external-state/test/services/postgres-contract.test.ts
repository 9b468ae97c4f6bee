import { testStrategiesOf } from "./contract-of.ts";

await testStrategiesOf("postgres");
