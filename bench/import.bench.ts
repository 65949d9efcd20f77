import { ApiClient } from '../scripts/scenario/api-client.js';
import { type Benchmark, printHead, printRow, spread } from './bench.types.js';
import { FORMS, type LedgerForm, ledgerOf } from './import/ledgers.js';
import { MemoryWatch } from './import/memory-watch.js';
import { BenchDatabase } from './support/bench-database.js';
import { Service } from './support/service.js';

const FEW = 1_000;
const MANY = 10_000;
/** Before the rest is measured: what runs for the first time is loaded and compiled. */
const WARM_UP = 200;
const MEGABYTE = 1_024;
/** The heap that the service may have, whatever the file: what does not fit ends it. Without a bound it grows at leisure. */
const HEAP_MEGABYTES = 192;

/**
 * `riseGrowthXlsx`, `riseGrowthCsv`: by how much the memory of the service rises over its rest while 10,000 rows are
 * tried and taken over, over the same with 1,000, in a heap of one size for both. `riseMb`: the largest rise with 10,000. `trySeconds`, `applySeconds`:
 * 10,000 rows of XLSX.
 */
export const benchmark: Benchmark = async ({ quick }) => {
  const database = await BenchDatabase.start(async () => {});
  const runs: Run[] = [];
  try {
    for (let round = 0; round < (quick ? 1 : 3); round += 1)
      for (const form of FORMS)
        for (const rows of [FEW, MANY]) runs.push(await measured(database, { form, rows, round }));
  } finally {
    await database.stop();
  }
  const of = (form: LedgerForm, rows: number) => runs.filter((run) => run.form === form && run.rows === rows);
  const middle = (chosen: readonly Run[], pick: (run: Run) => number) => spread(chosen.map(pick)).median;
  print(of);
  const growth = (form: LedgerForm) =>
    rounded(middle(of(form, MANY), ({ riseMb }) => riseMb) / middle(of(form, FEW), ({ riseMb }) => riseMb));
  return {
    riseGrowthXlsx: growth('xlsx'),
    riseGrowthCsv: growth('csv'),
    riseMb: rounded(Math.max(...FORMS.map((form) => middle(of(form, MANY), ({ riseMb }) => riseMb)))),
    trySeconds: rounded(middle(of('xlsx', MANY), ({ trySeconds }) => trySeconds)),
    applySeconds: rounded(middle(of('xlsx', MANY), ({ applySeconds }) => applySeconds)),
  };
};

interface Wish {
  readonly form: LedgerForm;
  readonly rows: number;
  readonly round: number;
}

interface Run extends Wish {
  readonly restMb: number;
  readonly riseMb: number;
  readonly trySeconds: number;
  readonly applySeconds: number;
}

/** One file in a service that was just started, on a database of its own. */
async function measured(database: BenchDatabase, wish: Wish): Promise<Run> {
  const { form, rows, round } = wish;
  const url = await database.copy(`bench_${form}_${rows}_${round}`);
  const service = await Service.start(database.dataDir, {
    DATABASE_URL: url,
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}`,
  });
  try {
    const { username, password } = database.logInOf('equipment_manager');
    const client = await ApiClient.logIn(service.url, username, password);
    await bring(client, await ledgerOf(form, WARM_UP, 'W'), 'apply');
    const file = await ledgerOf(form, rows, 'B');
    const watch = await MemoryWatch.start(service.pid);
    const trySeconds = await bring(client, file, 'dry_run');
    const applySeconds = await bring(client, file, 'apply');
    const { restKilobytes, peakKilobytes } = watch.stop();
    const [restMb, riseMb] = [restKilobytes / MEGABYTE, (peakKilobytes - restKilobytes) / MEGABYTE];
    return { ...wish, restMb, riseMb, trySeconds, applySeconds };
  } finally {
    await service.stop();
  }
}

/** Seconds until the answer; one that is not of every row is no measurement. */
async function bring(
  client: ApiClient,
  { bytes, rows }: { bytes: Buffer; rows: number },
  mode: string,
): Promise<number> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ mode }));
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'ledger');
  const startedAt = performance.now();
  const answer = await fetch(`${client.url}/api/v1/devices/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}` },
    body: form,
  });
  const body = (await answer.json()) as { created?: number };
  if (answer.status !== 200 || body.created !== rows)
    throw new Error(`import of ${rows} rows: ${answer.status} ${JSON.stringify(body).slice(0, 500)}`);
  return (performance.now() - startedAt) / 1_000;
}

function print(of: (form: LedgerForm, rows: number) => readonly Run[]): void {
  printHead();
  for (const form of FORMS)
    for (const rows of [FEW, MANY]) {
      const runs = of(form, rows);
      const line = (what: string, pick: (run: Run) => number, unit: string) =>
        printRow(`${form} ${rows} ${what}`, spread(runs.map(pick)), unit);
      line('rest', ({ restMb }) => restMb, 'MB RSS');
      line('rise', ({ riseMb }) => riseMb, 'MB RSS');
      line('dry run', ({ trySeconds }) => trySeconds, 's');
      line('apply', ({ applySeconds }) => applySeconds, 's');
    }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
