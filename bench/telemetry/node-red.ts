import pg from 'pg';
import { printHead } from '../bench.types.js';
import type { BenchDatabase } from '../support/bench-database.js';
import type { BenchDevice } from './fleet/bench-fleet.js';
import { Blaster } from './fleet/blaster.js';
import { clockOf, lostOf, printSide, ratesOf } from './ingest.js';
import { brokerLines, EmbeddedSide, type Measured, MosquittoSide, type Side, until } from './intake-sides.js';
import { Mosquitto } from './references/mosquitto.js';
import { framesIn, NodeRed } from './references/node-red.js';
import { type Figures, medianRatio, type Stage } from './stage.js';

const MESSAGES = { quick: 10_000, usual: 30_000 } as const;
/** It takes some times as long for each. */
const MESSAGES_OF_NODE_RED = { quick: 4_000, usual: 10_000 } as const;
const WINDOW = 50;

/** Our two ways over a Node-RED flow that stores the same, behind a Mosquitto of its own. */
export async function measureNodeRed({ database, fleet, rounds, quick }: Stage): Promise<Figures> {
  const installed = Mosquitto.isInstalled() ? NodeRed.install() : undefined;
  if (installed === undefined) {
    process.stdout.write('Node-RED or Mosquitto is not here: their figures are left out.\n');
    return {};
  }
  const messages = quick ? MESSAGES.quick : MESSAGES.usual;
  const fewer = quick ? MESSAGES_OF_NODE_RED.quick : MESSAGES_OF_NODE_RED.usual;
  const sides: { readonly side: Side; readonly messages: number; readonly measured: Measured[] }[] = [];
  const add = (side: Side, messages: number) => sides.push({ side, messages, measured: [] });
  try {
    add(await EmbeddedSide.start(database, 'bench_beside_embedded', fleet), messages);
    add(await MosquittoSide.start(database, 'bench_beside_mosquitto', fleet), messages);
    add(await NodeRedSide.start(database, installed, fleet), fewer);
    for (let round = -1; round < rounds; round += 1)
      for (const { side, messages, measured } of sides) {
        const one = await side.measure(messages, clockOf(round));
        if (round >= 0) measured.push(one);
      }
  } finally {
    for (const { side } of sides) await side.stop();
  }
  const [embedded = [], mosquitto = [], nodeRed = []] = sides.map(({ measured }) => measured);
  printHead();
  printSide('embedded, committed', embedded);
  printSide('Mosquitto, committed', mosquitto);
  printSide('Node-RED, stored', nodeRed);
  return {
    lost: lostOf([...embedded, ...mosquitto]),
    embeddedOverNodeRed: medianRatio(ratesOf(embedded), ratesOf(nodeRed)),
    mosquittoOverNodeRed: medianRatio(ratesOf(mosquitto), ratesOf(nodeRed)),
  };
}

class NodeRedSide implements Side {
  private constructor(
    private readonly mosquitto: Mosquitto,
    private readonly nodeRed: NodeRed,
    private readonly blaster: Blaster,
    private readonly client: pg.Client,
  ) {}

  static async start(database: BenchDatabase, installed: string, fleet: readonly BenchDevice[]): Promise<NodeRedSide> {
    const mosquitto = await Mosquitto.start();
    const databaseUrl = await database.copy('bench_node_red');
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const nodeRed = await NodeRed.start(installed, mosquitto.logIn, databaseUrl, fleet);
    const blaster = new Blaster();
    await blaster.open(brokerLines(mosquitto.logIn, fleet));
    return new NodeRedSide(mosquitto, nodeRed, blaster, client);
  }

  /** What is acknowledged here was taken by the broker only; all of it is waited for. */
  async measure(messages: number, clockMs: number): Promise<Measured> {
    const before = await framesIn(this.client);
    const startedAt = performance.now();
    const sent = this.blaster.burst(messages, WINDOW, clockMs);
    await until(async () => (await framesIn(this.client)) - before >= messages);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { acknowledged, cpuSeconds } = await sent;
    return { perSecond: messages / seconds, acknowledged, lost: 0, generatorShare: cpuSeconds / seconds };
  }

  async stop(): Promise<void> {
    await this.blaster.stop();
    await this.nodeRed.stop();
    await this.client.end();
    await this.mosquitto.stop();
  }
}
