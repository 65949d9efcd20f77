import 'reflect-metadata';
import { createLogger, loadConfig, StartError } from './platform/index.js';
import { run } from './run.js';

/** Starts Skydocket; an expected fault is said in words, a fault of ours with its stack; both end the process with 1. */
try {
  const config = loadConfig(process.env);
  await run(config, createLogger(config.SKYDOCKET_LOG_LEVEL));
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StartError ? error.message : (error.stack ?? error.message);
}
