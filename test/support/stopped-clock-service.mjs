// The whole service on a clock that stands still. Arguments: address of the database, data folder, instant.
// Prints its address. An instant sent to it moves the clock there and does what time alone does; it answers `settled`.
import 'reflect-metadata';
import { createApp } from '../../dist/src/app.setup.js';
import { LapseJobs } from '../../dist/src/equipment/lending/lapses/lapse.jobs.js';
import { Clock, createLogger, loadConfig } from '../../dist/src/platform/index.js';

const [databaseUrl, dataDir, start] = process.argv.slice(2);
const config = loadConfig({
  SKYDOCKET_MODE: 'demonstration',
  SKYDOCKET_DATA_DIR: dataDir,
  SKYDOCKET_MQTT_PORT: '0',
  SKYDOCKET_LOG_LEVEL: 'silent',
});
const app = await createApp({ config, databaseUrl, logger: createLogger('silent') });
const [clock, lapses] = [Clock, LapseJobs].map((token) => app.get(token, { strict: false }));
let at = new Date(start);
clock.now = () => new Date(at);
await app.listen(0, '127.0.0.1');
process.on('message', (instant) => {
  at = new Date(instant);
  void lapses.run().then(() => process.send('settled'));
});
process.stdout.write(`${await app.getUrl()}\n`);
