import type { z } from 'zod';
import { type SimulatedPhoto, photoFileName, renderPhoto } from '../../../scripts/simulator/photo.js';
import type { CaseEvidenceView } from '../../../src/evidence/cases/case-evidence.schemas.js';
import type { CorroborationView } from '../../../src/evidence/corroboration/corroboration.schemas.js';
import type {
  ChainView,
  CustodyEventView,
  EvidenceBrief,
  EvidenceCollection,
  EvidenceView,
} from '../../../src/evidence/items/evidence.schemas.js';
import { UnitOfWork } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';

export type Item = z.output<typeof EvidenceView>;
export type Brief = z.output<typeof EvidenceBrief>;
export type Chain = z.output<typeof ChainView>;
export type CustodyEvent = z.output<typeof CustodyEventView>;
export type Corroboration = z.output<typeof CorroborationView>;
export type OnList = z.output<typeof CaseEvidenceView>;
export type Features = z.output<typeof EvidenceCollection>;
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** An answer that may also be a problem. */
export type Reply = Answer<Item & { readonly code: string } & Record<string, unknown>>;

/** In 东光县 (130923). */
export const DONGGUANG = { lon: 116.5423, lat: 37.8861 };

let caseNumber = 0;

export async function openCase(handler: ApiClient, members: readonly string[] = []): Promise<string> {
  caseNumber += 1;
  const number = `冀检公益诉〔2026〕${process.pid}-${Date.now()}-${caseNumber}号`;
  const opened = await handler.post<{ id: string }>('/cases', {
    number,
    title: '河道非法排污',
    domain: 'environment',
    place: DONGGUANG,
    members,
  });
  if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
  return opened.body.id;
}

export function upload(
  client: ApiClient,
  bytes: Uint8Array,
  metadata: unknown,
  { name = 'DJI_0001.JPG', headers = {} }: { name?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const form = new FormData();
  form.append('metadata', typeof metadata === 'string' ? metadata : JSON.stringify(metadata));
  form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  return client.post('/evidence', form, headers);
}

/** A small aerial picture; `second` says when in the minute it was taken. */
export async function photo(
  over: Partial<SimulatedPhoto> = {},
): Promise<{ bytes: Buffer; name: string; takenAt: Date }> {
  const takenAt = over.takenAt ?? new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
  const bytes = await renderPhoto({
    position: DONGGUANG,
    takenAt,
    aboveTakeoffMetres: 80,
    absoluteMetres: 95,
    gimbal: { yawDegrees: 30, pitchDegrees: -60, rollDegrees: 0 },
    airframeYawDegrees: 30,
    droneSerial: 'NOT-IN-THE-POOL',
    cameraSerial: 'CAM-0001',
    widthPixels: 640,
    heightPixels: 480,
    ...over,
  });
  return { bytes, name: photoFileName(takenAt, 1), takenAt };
}

export interface Frame {
  readonly at: Date;
  readonly lon: number;
  readonly lat: number;
  readonly heightAboveTakeoffMetres: number;
  readonly headingDegrees: number;
}

let sequence = 0;

/** Frames as the intake would have stored them. */
export async function fly(app: TestApp, deviceId: string, frames: readonly Frame[]): Promise<void> {
  await app.get(UnitOfWork).read(async (tx) => {
    for (const { at, lon, lat, heightAboveTakeoffMetres, headingDegrees } of frames) {
      sequence += 1;
      await tx.execute(
        `INSERT INTO telemetry_sample (device_id, at, seq, received_at, dialect, topic, lon, lat,
           height_above_takeoff_metres, heading_degrees, speed_metres_per_second, fix, extra, raw)
         VALUES ($1, $2, $3, $2, 'dji', 'thing/product/x/osd', $4, $5, $6, $7, 4, 'gnss', '{}', '\\x7b7d')`,
        [deviceId, at, sequence, lon, lat, heightAboveTakeoffMetres, headingDegrees],
      );
    }
  });
}

/** Asks again until `done` holds. */
export async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (attempt === 100) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}
