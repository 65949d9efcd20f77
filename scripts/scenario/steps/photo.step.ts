import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { photoFileName, renderPhoto } from '../../simulator/photo.js';
import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface Evidence {
  readonly id: string;
  readonly sha256: string;
  readonly sm3: string;
  readonly size: number;
  readonly capturedAt: string | null;
  readonly position: { readonly lon: number; readonly lat: number } | null;
  readonly positionSource: string | null;
  readonly deviceId: string | null;
  readonly flags: readonly string[];
  readonly place: { readonly state: string } | null;
  readonly renditions: readonly { readonly name: string; readonly state: string }[];
}

export interface CorroborationCheck {
  readonly check: string;
  readonly verdict: string;
  readonly words: { readonly zh: string; readonly en: string };
  readonly numbers: Readonly<Record<string, number>>;
}

type Shooting = Pick<Stage, 'caseId' | 'drone' | 'flown' | 'ground' | 'samples' | 'say'>;

const PATIENCE_MS = 30_000;
const REAL_PHOTO = ['images', '08-thermal-H20N-M300-lrf-dronesn.jpg'];

/** Step 5: a photo with EXIF and DJI's XMP is brought in, found to be the drone's, and compared with its track. */
export async function bringInPhoto(cast: Cast, stage: Shooting): Promise<string> {
  const { officer, pilot } = cast;
  const { caseId, say } = stage;
  const { bytes, fileName } = await takePhoto(stage);
  const metadata = {
    kind: 'photo',
    caseId,
    title: '排污口航拍',
    sha256: sha256(bytes),
    collectors: [officer.user.id, pilot.user.id],
  };
  const item = await upload(officer, bytes, fileName, metadata);
  must(item.sha256 === sha256(bytes), 'the digest is that of the exact bytes', item);
  must(/^[0-9a-f]{64}$/.test(item.sm3), 'there is an sm3 digest too', item.sm3);
  must(item.deviceId === stage.drone.deviceId, 'the drone is found by the serial in the file', item.deviceId);
  say(`photo ${fileName}, ${item.size} bytes, sha256 ${item.sha256.slice(0, 16)}…, sm3 ${item.sm3.slice(0, 16)}…`);
  say(
    `position from ${item.positionSource}: ${item.position?.lon}, ${item.position?.lat}; place ${item.place?.state ?? 'unknown'}; flags ${item.flags.join(', ') || 'none'}`,
  );
  expectStatus(
    await officer.post(`/cases/${caseId}/evidence`, { evidenceId: item.id, purpose: '证明排污口位置' }),
    201,
    'attaching',
  );
  await untilRendered(officer, item.id, say);
  await reportCorroboration(officer, item.id, say);
  await bringInRealPhoto(officer, stage);
  return item.id;
}

async function takePhoto({ drone, flown, ground }: Shooting): Promise<{ bytes: Buffer; fileName: string }> {
  const index = Math.floor(flown.length / 2);
  const [frame, spot] = [flown[index], ground.spots[index]];
  must(frame !== undefined && spot !== undefined, 'the drone was somewhere');
  const bytes = await renderPhoto({
    position: { lon: frame.lon, lat: frame.lat },
    takenAt: frame.at,
    aboveTakeoffMetres: spot.heightAboveTakeoffMetres,
    absoluteMetres: Math.max(0, spot.altitudeEllipsoidMetres),
    gimbal: { yawDegrees: spot.headingDegrees, pitchDegrees: -90, rollDegrees: 0 },
    airframeYawDegrees: spot.headingDegrees,
    droneSerial: drone.serial,
    cameraSerial: 'DEMONSTRATION',
    widthPixels: 1600,
    heightPixels: 1200,
  });
  return { bytes, fileName: photoFileName(frame.at, index) };
}

/** A picture of another drone at another time: kept whole, and honestly not corroborated. */
async function bringInRealPhoto(officer: ApiClient, { caseId, samples, say }: Shooting): Promise<void> {
  const file = samples ? join(samples, ...REAL_PHOTO) : '';
  if (!file || !existsSync(file)) return;
  const bytes = readFileSync(file);
  const item = await upload(officer, bytes, 'DJI_0006_R.JPG', { kind: 'photo', caseId, title: '他机照片' });
  must(item.sha256 === sha256(bytes), 'the real photo keeps its bytes', item);
  say(
    `a real DJI photo: position ${item.position?.lon}, ${item.position?.lat} (${item.positionSource}), flags ${item.flags.join(', ') || 'none'}`,
  );
  await reportCorroboration(officer, item.id, say);
}

async function upload(client: ApiClient, bytes: Buffer, fileName: string, metadata: object): Promise<Evidence> {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadata));
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), fileName);
  return expectStatus(await client.post<Evidence>('/evidence', form), 201, 'the upload');
}

async function untilRendered(client: ApiClient, id: string, say: Stage['say']): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(200)) {
    const { renditions } = expectStatus(await client.get<Evidence>(`/evidence/${id}`), 200, 'the item');
    if (renditions.length < 2 || !renditions.every(({ state }) => state === 'ready')) continue;
    for (const { name } of renditions)
      expectStatus(await client.get(`/evidence/${id}/renditions/${name}`), 200, `the ${name}`);
    say(`renditions: ${renditions.map(({ name }) => name).join(', ')}`);
    return;
  }
  must(false, 'thumbnail and preview are made');
}

async function reportCorroboration(client: ApiClient, id: string, say: Stage['say']): Promise<void> {
  const { checks } = expectStatus(
    await client.get<{ checks: readonly CorroborationCheck[] }>(`/evidence/${id}/corroboration`),
    200,
    'the corroboration',
  );
  must(checks.length > 0, 'there are checks');
  for (const { check, verdict, words } of checks) say(`  ${check}: ${verdict}. ${words.en}`);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
