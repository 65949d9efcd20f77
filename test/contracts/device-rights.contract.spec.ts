import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import { DebianMosquitto } from '../soak/servers/debian-mosquitto.js';
import { TestApp } from '../support/app.js';
import { deviceRightsContract } from './device-rights.contract.js';

deviceRightsContract('embedded broker', async () => {
  const app = await TestApp.start();
  return { app, deviceUrl: app.mqttUrl, close: () => app.stop() };
});

/** Debian's package with docker/mosquitto.conf and docker/mosquitto-start.sh. */
if (DebianMosquitto.isInstalled())
  deviceRightsContract('Mosquitto as it is shipped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skydocket-rights-'));
    chmodSync(folder, 0o755);
    const mosquitto = await DebianMosquitto.start(folder);
    const app = await TestApp.start({ env: mosquitto.env });
    return {
      app,
      deviceUrl: `mqtt://127.0.0.1:${mosquitto.port}`,
      close: async () => {
        await app.stop();
        await mosquitto.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
