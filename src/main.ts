import 'reflect-metadata';
import { ConfigError, createLogger, loadConfig } from './platform/index.js';
import { run } from './run.js';

/** Starts Skydocket; a fault at start is said in words and ends the process with 1. */
try {
  const config = loadConfig(process.env);
  await run(config, createLogger(config.SKYDOCKET_LOG_LEVEL));
} catch (error) {
  const known = error instanceof ConfigError || (error instanceof Error && error.name !== 'Error');
  process.stderr.write(
    `${known || !(error instanceof Error) ? (error as Error).message : (error.stack ?? error.message)}\n`,
  );
  process.exit(1);
}
