import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { MAVIC_3T, payloadModelKey } from '../dji-messages.js';
import { photoMetadata, requestMessage, uploadedMessage } from '../event-messages.js';
import { photoFileName, renderPhoto } from '../photo.js';
import type { FleetTally } from './fleet-tally.js';
import type { Pilots } from './pilots.js';
import type { Shot } from './speaker.js';
import type { Voice } from './voice.js';

/** What a gateway is answered when it asks where to upload. */
interface Store {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly object_key_prefix: string;
  readonly credentials: {
    readonly access_key_id: string;
    readonly access_key_secret: string;
    readonly security_token: string;
    readonly expire: number;
  };
}

interface Taken {
  readonly voice: Voice;
  readonly shot: Shot;
}

/** More than this are not kept waiting: the oldest is lost, as from a full card. */
const MOST_WAITING = 200;
const RENEW_BEFORE_MS = 300_000;

/** Renders photos one after the other and brings them in as the devices do. */
export class PhotoPost {
  readonly count = { taken: 0, evidence: 0, failed: 0, dropped: 0, renderMilliseconds: 0, rendered: 0 };
  private readonly waiting: Taken[] = [];
  private readonly stores = new Map<string, { readonly store: Store; readonly until: number }>();
  private working: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly pilots: Pilots,
    private readonly tally: FleetTally,
  ) {}

  get waitingCount(): number {
    return this.waiting.length;
  }

  take(voice: Voice, shots: readonly Shot[]): void {
    if (this.ended) return;
    this.count.taken += shots.length;
    this.waiting.push(...shots.map((shot) => ({ voice, shot })));
    while (this.waiting.length > MOST_WAITING) {
      this.waiting.shift();
      this.count.dropped += 1;
    }
    this.working ??= this.work().finally(() => (this.working = undefined));
  }

  /** The photo at hand is brought in; what waits, and what is taken from now on, is left. */
  async finish(): Promise<void> {
    this.ended = true;
    this.waiting.length = 0;
    await this.working;
  }

  private async work(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      try {
        await this.bring(next);
        this.count.evidence += 1;
      } catch (error) {
        this.count.failed += 1;
        this.tally.refused('a photo', error instanceof Error ? error.message : String(error));
      }
    }
  }

  private async bring({ voice, shot }: Taken): Promise<void> {
    const beganAt = performance.now();
    const bytes = await renderPhoto(shot.photo);
    this.count.renderMilliseconds += performance.now() - beganAt;
    this.count.rendered += 1;
    const name = photoFileName(shot.photo.takenAt, shot.number);
    const store = await this.storeOf(voice);
    const objectKey = `${store.object_key_prefix}/${shot.flightId}/${name}`;
    await put(store, objectKey, bytes);
    await (voice.line.isDock
      ? this.tellByLine(voice, shot, objectKey, name)
      : this.tellByPilot(voice, shot, objectKey, bytes));
  }

  /** A dock asks over its line, a controller over HTTP as its pilot. */
  private async storeOf(voice: Voice): Promise<Store> {
    const { assetCode, crew, isDock } = voice.line;
    const known = this.stores.get(assetCode);
    if (known && known.until > Date.now()) return known.store;
    const store =
      isDock && crew
        ? ((await voice.ask(requestMessage(crew, 'storage_config_get', new Date(), { module: 0 })))?.output as
            Store | undefined)
        : await this.pilots.pilotCall<Store>(voice.line, '/storage/api/v1/workspaces/{workspace}/sts', {});
    if (!store?.credentials) throw new Error('nobody says where to upload');
    this.stores.set(assetCode, { store, until: Date.now() + store.credentials.expire * 1_000 - RENEW_BEFORE_MS });
    return store;
  }

  private async tellByLine(voice: Voice, shot: Shot, objectKey: string, name: string): Promise<void> {
    const { crew } = voice.line;
    if (!crew) return;
    const { photo, flightId, nthOfFlight, ofFlight } = shot;
    const upload = { objectKey, name, photo, flightId, uploaded: nthOfFlight, expected: ofFlight };
    const answer = await voice.ask(uploadedMessage(crew, new Date(), upload));
    if (answer?.result !== 0)
      throw new Error(`file_upload_callback: ${answer ? `result ${answer.result}` : 'unanswered'}`);
  }

  private async tellByPilot({ line }: Voice, shot: Shot, objectKey: string, bytes: Buffer): Promise<void> {
    const { crew } = line;
    if (!crew) return;
    const { create_time, ...metadata } = photoMetadata(shot.photo);
    await this.pilots.pilotCall(line, '/media/api/v1/workspaces/{workspace}/upload-callback', {
      result: 0,
      name: objectKey.slice(objectKey.lastIndexOf('/') + 1),
      object_key: objectKey,
      path: '',
      fingerprint: createHash('md5').update(bytes).digest('hex'),
      sub_file_type: 0,
      ext: {
        drone_model_key: crew.aircraftModelKey ?? MAVIC_3T,
        payload_model_key: payloadModelKey(crew),
        is_original: true,
        sn: crew.aircraftSerial,
      },
      metadata: { ...metadata, created_time: create_time },
    });
  }
}

async function put({ endpoint, region, bucket, credentials }: Store, key: string, bytes: Buffer): Promise<void> {
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 2,
    credentials: {
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.access_key_secret,
      sessionToken: credentials.security_token,
    },
  });
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }));
  } finally {
    client.destroy();
  }
}
