/**
 * A command that starts a keeper, goes as far as its first argument says, prints a line about that,
 * and waits to be killed.
 */
import { startKeeper } from "../../dist/index.js";

const [phase, services, program, userUrl] = process.argv.slice(2);
process.on("SIGINT", () => say({ interrupted: true }));
const keeper = await startKeeper({ services });
setInterval(() => {}, 1_000_000);

const phases = {
  async begun() {
    say({});
  },
  async starting() {
    const settings = { program, behaviour: "never-ready" };
    keeper.start("fake", { settings }).catch(() => {});
    say({});
  },
  async started() {
    const server = await keeper.start("fake", { settings: { program, behaviour: "helper" } });
    say(await (await fetch(`${server.url}/pids?`)).json());
  },
  async connected() {
    await keeper.connect("fake", userUrl);
    await fetch(`${userUrl}/put/${keeper.namespace()}?`);
    say({});
  },
  async closing() {
    await keeper.start("fake", { settings: { program, behaviour: "helper" } });
    void keeper.close();
    say({});
  },
};
await phases[phase]();

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
