import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.setup.js';
import { BROKER, type Broker, type Config, EmbeddedPostgres, type Logger, StartError } from './platform/index.js';

const STOP_PATIENCE_MS = 10_000;

export interface RunningSkydocket {
  readonly url: string;
  readonly app: NestExpressApplication;
  stop(): Promise<void>;
}

/** Starts what is embedded, the application, and says where it is. Ends on SIGINT and SIGTERM. */
export async function run(config: Config, logger: Logger): Promise<RunningSkydocket> {
  const postgres = config.DATABASE_URL
    ? undefined
    : await EmbeddedPostgres.start({ dataDir: config.SKYDOCKET_DATA_DIR, port: config.SKYDOCKET_PG_PORT });
  const databaseUrl = config.DATABASE_URL ?? postgres?.url ?? '';
  let app: NestExpressApplication | undefined;
  postgres?.onUnexpectedEnd((lastWords) => {
    logger.fatal({ lastWords }, 'the embedded PostgreSQL has ended; so does Skydocket');
    process.exit(1);
  });
  const stop = async (): Promise<void> => {
    const server: Server | undefined = app?.getHttpServer();
    // Requests get this long to finish; a client that keeps its connection busy does not hold up the end.
    const cut = setTimeout(() => server?.closeAllConnections(), STOP_PATIENCE_MS);
    await app?.close();
    clearTimeout(cut);
    await postgres?.stop();
  };
  try {
    app = await createApp({ config, databaseUrl, logger });
    const url = await listen(app, config);
    endOnSignal(stop, logger);
    announce(url, app, config);
    return { url, app, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(app: NestExpressApplication, config: Config): Promise<string> {
  const { SKYDOCKET_HOST: host, SKYDOCKET_PORT: port } = config;
  try {
    await app.listen(port, host);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new StartError(`Port ${port} is taken. Set SKYDOCKET_PORT to another port.`, { cause });
  }
  return (await app.getUrl()).replace('[::1]', 'localhost');
}

function endOnSignal(stop: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop()
        .then(() => process.exit(0))
        .catch((error: unknown) => {
          logger.error({ err: error }, 'shutdown');
          process.exit(1);
        });
    });
  }
}

/** What a newcomer needs to see; the only output that is not a log line. */
function announce(url: string, app: NestExpressApplication, config: Config): void {
  const lines = [
    `Skydocket 天证 is ready: ${url}`,
    `  API  ${url}/api/docs`,
    `  MQTT ${app.get<Broker>(BROKER).address}`,
  ];
  if (config.SKYDOCKET_MODE === 'demonstration') lines.push('', 'DEMONSTRATION / 演示数据', ...logInLines(config));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function logInLines(config: Config): string[] {
  const file = join(config.SKYDOCKET_DATA_DIR, 'demo-users.json');
  if (!existsSync(file)) return [];
  const users = JSON.parse(readFileSync(file, 'utf8')) as {
    username: string;
    password: string;
    role: string;
    unit: string;
  }[];
  const width = Math.max(...users.map(({ username }) => username.length));
  return [
    `Log-ins (all in ${file}):`,
    ...users.map(({ username, password, role, unit }) => `  ${username.padEnd(width)}  ${password}  ${role}  ${unit}`),
  ];
}
