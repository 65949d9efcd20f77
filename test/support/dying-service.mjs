// The whole service, which dies right after the first commit of a person's work, before it answers.
// Arguments: address of the database, data folder, fate. Prints its address. With the fate `die when kept` it dies
// between the bytes of an upload and their record, with `die uncommitted` right before that first commit, with
// `die when packed` between the whole file of an export and its place in the store, with `die when shelved` before the
// export says so; `survive` lets it live.
import 'reflect-metadata';
import { createApp } from '../../dist/src/app.setup.js';
import { createLogger, EXPORTS, loadConfig, OriginalsService, UnitOfWork } from '../../dist/src/platform/index.js';

const [databaseUrl, dataDir, fate] = process.argv.slice(2);
const config = loadConfig({
  SKYDOCKET_MODE: 'demonstration',
  SKYDOCKET_DATA_DIR: dataDir,
  SKYDOCKET_MQTT_PORT: '0',
  SKYDOCKET_LOG_LEVEL: 'silent',
  SKYDOCKET_JOB_LEASE_SECONDS: '2',
});
const app = await createApp({ config, databaseUrl, logger: createLogger('silent') });
const unitOfWork = app.get(UnitOfWork, { strict: false });
const run = unitOfWork.run.bind(unitOfWork);
if (fate === 'die when kept') {
  const originals = app.get(OriginalsService, { strict: false });
  const keep = originals.keep.bind(originals);
  originals.keep = async (path, digests) => {
    await keep(path, digests);
    process.kill(process.pid, 'SIGKILL');
  };
} else if (fate === 'die when packed' || fate === 'die when shelved') {
  const shelf = app.get(EXPORTS, { strict: false });
  const adopt = shelf.adopt.bind(shelf);
  shelf.adopt = async (sha256, path) => {
    if (fate === 'die when shelved') await adopt(sha256, path);
    process.kill(process.pid, 'SIGKILL');
  };
} else if (fate === 'die uncommitted')
  unitOfWork.run = (actor, work) =>
    run(actor, async (tx) => {
      const result = await work(tx);
      if (actor.kind === 'user') process.kill(process.pid, 'SIGKILL');
      return result;
    });
else if (fate !== 'survive')
  unitOfWork.run = async (actor, work) => {
    const result = await run(actor, work);
    if (actor.kind === 'user') process.kill(process.pid, 'SIGKILL');
    return result;
  };
await app.listen(0, '127.0.0.1');
process.stdout.write(`${await app.getUrl()}\n`);
