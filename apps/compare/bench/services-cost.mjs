/**
 * What the command adds to the time of operations on servers: `node bench/services-cost.mjs
 * [service…]`, after a build.
 *
 * One strategy of each service. The same number of reads is called by the same number of clients in
 * as many processes, on the same server: by bare calls of the client library, by bare calls of the
 * strategy's store, and by the command, which records and checks them. All three take turns, each time in
 * new processes: an old one has its code compiled and its connections open. Prints the medians over
 * the rounds of the throughput, and of its ratio to each kind of bare calls.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { interruption, runCommand, scratchFolder } from "@sync-strategies/command-kit";
import { selectStrategies } from "@sync-strategies/command-kit/strategies";
import { findStrategy } from "@sync-strategies/command-kit/in-child";
import { startProcess } from "@sync-strategies/members";
import { ServiceError, startKeeper } from "@sync-strategies/servers";
import { median } from "@sync-strategies/statistics";

const ROUNDS = 5;
const PROCESSES = 2;
const CLIENTS = 8;
const OPERATIONS = 100_000;

/** As each service's users would first try it. */
const strategies = {
  redis: "redis-lua",
  postgres: "postgres-version",
  nats: "nats-revision",
  etcd: "etcd-revision",
};

/** Operations of etcd and of Postgres take longer than those of Redis. */
const SHARES = { redis: 1, postgres: 0.25, nats: 0.25, etcd: 0.1 };

const command = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const member = new URL("services-cost-member.mjs", import.meta.url);

await runCommand("services-cost", (complain) => ({
  async parseAsync(services) {
    const keeper = await startKeeper({ signal: interruption() });
    try {
      for (const [service, id] of Object.entries(strategies)) {
        if (services.length > 0 && !services.includes(service)) continue;
        const server = await keeper.start(service).catch((error) => {
          if (!(error instanceof ServiceError)) throw error;
          complain(error.message);
        });
        if (server === undefined) continue;
        const count =
          PROCESSES * CLIENTS * Math.ceil((OPERATIONS * SHARES[service]) / PROCESSES / CLIENTS);
        await measure({ service, id, url: server.url, operations: count, keeper });
        await server.stop();
      }
    } finally {
      await keeper.close();
    }
  },
}));

async function measure({ service, id, url, operations, keeper }) {
  const folder = scratchFolder();
  const {
    strategies: [file],
  } = await selectStrategies([id], {
    scratch: folder,
    signal: interruption(),
    span: "machines",
  });
  const strategy = await findStrategy(file.moduleUrl, id);
  const place = { members: PROCESSES, keys: 1, folder };
  const state = await strategy.createState({
    ...place,
    service: { url, namespace: keeper.namespace() },
  });
  const namespace = keeper.namespace();
  const bare = async (calls) => {
    const members = await Promise.all(
      Array.from({ length: PROCESSES }, (_, number) =>
        startProcess(member, `process ${number + 1}`),
      ),
    );
    const askAll = (orderOf) => Promise.all(members.map((each, at) => each.ask(orderOf(at))));
    try {
      await askAll((at) => ({
        open: calls,
        service,
        url,
        namespace,
        id,
        moduleUrl: file.moduleUrl,
        ...state.addressFor(at),
      }));
      const each = { clients: CLIENTS / PROCESSES, operations: operations / PROCESSES };
      const startedAt = performance.now();
      await askAll(() => each);
      const rate = operations / ((performance.now() - startedAt) / 1000);
      await askAll(() => ({ close: true }));
      return rate;
    } finally {
      await Promise.all(members.map((each) => each.end()));
    }
  };
  try {
    const ways = {
      client: () => bare("client"),
      store: () => bare("store"),
      command: () => byCommand({ service, id, url, operations }),
    };
    const rates = { client: [], store: [], command: [] };
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      const order = Object.keys(ways);
      for (const way of round % 2 === 0 ? order : order.toReversed()) {
        const rate = await ways[way]();
        if (round > 0) rates[way].push(rate);
      }
    }
    print(id, operations, rates);
  } finally {
    await state[Symbol.asyncDispose]();
  }
}

/** The command checks what it has recorded when the run is over. */
async function byCommand({ service, id, url, operations }) {
  const run = `--processes ${PROCESSES} --operations ${operations} --format json`;
  const clients = `--readers ${CLIENTS} --writers 0 --updaters 0 --keys 1 --pause 0`;
  const words = [id, `--${service}`, url, ...`${run} ${clients}`.split(" ")];
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], {
    maxBuffer: 1e8,
    signal: interruption(),
  });
  return JSON.parse(stdout).workloads[0].results[0].opsPerSecond;
}

function print(id, operations, rates) {
  const ratio = (way) => median(rates.command.map((rate, round) => rate / rates[way][round]));
  console.log(
    `${id.padEnd(16)} ${operations} reads, ${ROUNDS} rounds: client library ${inWords(median(rates.client))}, ` +
      `store ${inWords(median(rates.store))}, command ${inWords(median(rates.command))} per second; ` +
      `the command has ${ratio("client").toFixed(3)} of the client library's, ${ratio("store").toFixed(3)} of the store's`,
  );
}

function inWords(rate) {
  return Math.round(rate).toLocaleString("en");
}
