import type { TestApp } from '../../support/app.js';
import { DONGGUANG } from '../evidence/evidence-kit.js';
import { connectedAs, send, until } from '../telemetry/telemetry-kit.js';
import type { Person } from './cast.js';
import { EVERYWHERE } from './probes/sockets.probes.js';
import { eachOf } from './walk.js';

/** Twice the pause between two frames. */
const LATE_MS = 1_000;

/**
 * Everyone looks and follows, then the device moves. @returns those who were told of it, first or late, once so many
 * have been told as should be
 */
export async function watchLive(
  app: TestApp,
  viewers: readonly Person[],
  device: { readonly id: string; readonly assetCode: string },
  entitled: number,
): Promise<Person[]> {
  const seeing = new Set<Person>();
  await eachOf(viewers, async (viewer) => {
    const socket = await viewer.client.socket('/live');
    socket.on('frame', ({ items }: { items: readonly { deviceId: string }[] }) => {
      if (items.some(({ deviceId }) => deviceId === device.id)) seeing.add(viewer);
    });
    await socket.timeout(5_000).emitWithAck('view', { bbox: EVERYWHERE, zoom: 7, follow: [device.id] });
  });
  const line = await connectedAs(app, device.id, 5);
  await send(line, `skydocket/v1/${device.assetCode}/telemetry`, { at: new Date().toISOString(), ...DONGGUANG });
  await until(
    () => seeing.size,
    (count) => count >= entitled,
  );
  await new Promise((later) => setTimeout(later, LATE_MS));
  for (const { client } of viewers) client.close();
  return [...seeing];
}
