// Enters facts into the transparency log, four at a time, and gives them their places, until it is killed.
// Arguments: address of the database, data folder. Prints the subject of each fact whose transaction has committed.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { LogJournal } from '../../dist/src/evidence/log/log.journal.js';
import { LogKeys } from '../../dist/src/evidence/log/log.keys.js';
import { LogRepository } from '../../dist/src/evidence/log/log.repository.js';
import { LogSequencer } from '../../dist/src/evidence/log/log.sequencer.js';
import { LogTree } from '../../dist/src/evidence/log/log.tree.js';
import {
  Clock,
  createLogger,
  dataSourceOptions,
  Installation,
  KeyRing,
  newId,
  SYSTEM,
  UnitOfWork,
} from '../../dist/src/platform/index.js';

const [databaseUrl, dataDir] = process.argv.slice(2);
const source = await new DataSource({ ...dataSourceOptions(databaseUrl, 8), migrationsRun: false }).initialize();
const logger = createLogger('silent');
const unitOfWork = new UnitOfWork(source, logger);
const [clock, repository] = [new Clock(), new LogRepository()];
const keys = new LogKeys(KeyRing.open(dataDir, undefined), repository, new Installation(), clock);
const sequencer = new LogSequencer(unitOfWork, repository, new LogTree(repository), keys, clock, logger);
const journal = new LogJournal(repository, sequencer, clock);

async function lane() {
  for (;;) {
    const subjectId = newId();
    await unitOfWork.run(SYSTEM, (tx) => journal.enter(tx, { kind: 'preserved', subjectId, content: {} }));
    process.stdout.write(`${subjectId}\n`);
    await sequencer.catchUp();
  }
}
await Promise.all([lane(), lane(), lane(), lane()]);
