import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { embedded } from './embedded.js';
import { DebianMosquitto } from './servers/debian-mosquitto.js';
import { DebianPostgres } from './servers/debian-postgres.js';
import { KeptService } from './servers/kept-service.js';
import { SmallDisk } from './servers/small-disk.js';
import type { Scenario, SoakOptions, Stage } from './soak.types.js';

/** Of two crashes one takes the embedded database with it. */
const DATABASE_DIES_TOO = 0.5;
const DISK_MEGABYTES = 2_048;
const DISK_FULL_MS = { least: 2_000, most: 6_000 } as const;
const DATABASE_AWAY_MS = { least: 500, most: 4_000 } as const;

const serviceKilled: Scenario = {
  name: 'service-killed',
  title: 'kill -9 of the service, everything embedded',
  async prepare(workDir) {
    const dataDir = join(workDir, 'var');
    const service = await KeptService.start(workDir, dataDir);
    return {
      ...embedded(service, dataDir),
      disturb: async (random) => {
        const both = random() < DATABASE_DIES_TOO;
        if (both) process.kill(postmasterOf(dataDir), 'SIGKILL');
        else await service.kill();
        await pause(50);
        await service.untilReady();
        return both ? 'kill -9 of the database, the service ended with it' : 'kill -9 of the service';
      },
      end: () => service.stop(),
    };
  },
};

const serviceKilledBehindMosquitto: Scenario = {
  name: 'mosquitto-service-killed',
  title: 'kill -9 of the service behind Mosquitto',
  prepare: (workDir) =>
    behindMosquitto(workDir, async (service) => {
      await service.kill();
      await service.untilReady();
      return 'kill -9 of the service';
    }),
};

const databaseStopped: Scenario = {
  name: 'database-stopped',
  title: 'PostgreSQL stopped at once and started again',
  async prepare(workDir, { postgresBin }: SoakOptions) {
    const dataDir = join(workDir, 'var');
    const postgres = await DebianPostgres.start(postgresBin, workDir);
    const service = await KeptService.start(workDir, dataDir, { DATABASE_URL: postgres.url });
    return {
      ...embedded(service, dataDir),
      databaseUrl: postgres.url,
      disturb: async (random) => {
        const awayMs = between(DATABASE_AWAY_MS, random);
        postgres.stopAtOnce();
        await pause(awayMs);
        await postgres.startAgain();
        await service.untilReady();
        return `database away for ${awayMs} ms`;
      },
      end: async () => {
        await service.stop();
        postgres.end();
      },
    };
  },
};

const mosquittoRestarted: Scenario = {
  name: 'mosquitto-restarted',
  title: 'Mosquitto restarted by SIGTERM',
  prepare: (workDir) =>
    behindMosquitto(workDir, async (service, mosquitto) => {
      await mosquitto.stop();
      await mosquitto.startAgain();
      await service.untilReady();
      return 'SIGTERM of Mosquitto';
    }),
};

const diskFull: Scenario = {
  name: 'disk-full',
  title: 'no space left for database and data folder',
  async prepare(workDir) {
    const disk = SmallDisk.mount(join(workDir, 'small-disk'), DISK_MEGABYTES);
    const dataDir = join(disk.path, 'var');
    const service = await KeptService.start(workDir, dataDir);
    return {
      ...embedded(service, dataDir),
      disturb: async (random) => {
        const fullMs = between(DISK_FULL_MS, random);
        const { starts } = service;
        const until = performance.now() + fullMs;
        // What the database gives back in the meantime is taken too.
        while (performance.now() < until) {
          disk.fill();
          await pause(50);
        }
        disk.free();
        await service.untilReady();
        return `disk full for ${fullMs} ms, the service was started again ${service.starts - starts} times`;
      },
      end: async () => {
        await service.stop();
        disk.unmount();
      },
    };
  },
};

export const SCENARIOS: readonly Scenario[] = [
  serviceKilled,
  serviceKilledBehindMosquitto,
  databaseStopped,
  mosquittoRestarted,
  diskFull,
];

async function behindMosquitto(
  workDir: string,
  disturb: (service: KeptService, mosquitto: DebianMosquitto) => Promise<string>,
): Promise<Stage> {
  const dataDir = join(workDir, 'var');
  const mosquitto = await DebianMosquitto.start(workDir);
  const service = await KeptService.start(workDir, dataDir, mosquitto.env);
  return {
    ...embedded(service, dataDir),
    mqttPort: mosquitto.port,
    disturb: () => disturb(service, mosquitto),
    end: async () => {
      await service.stop();
      await mosquitto.stop();
    },
  };
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
}

function between({ least, most }: { least: number; most: number }, random: () => number): number {
  return Math.round(least + random() * (most - least));
}
