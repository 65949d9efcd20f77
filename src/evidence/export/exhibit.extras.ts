import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../platform/index.js';
import { TelemetryService, type TrackSample } from '../../telemetry/index.js';
import type { ChainView } from '../items/evidence.schemas.js';
import type { SeenItem } from '../items/item-access.js';
import { asSeen, maySee } from '../items/item-sight.rules.js';
import { SealRepository } from '../sealing/seal.repository.js';
import { recordAsSeen } from '../sealing/seal.schemas.js';

/** What an exhibit has only where it was sealed, or its device was heard. */
export interface ExtraFiles {
  /** Canonical JSON of everything the item said when it was sealed; its digest is in the log. */
  readonly sealedRecord: string | null;
  /** GeoJSON of the device's frames around the capture. */
  readonly track: string | null;
}

@Injectable()
export class ExhibitExtras {
  constructor(
    private readonly seals: SealRepository,
    private readonly telemetry: TelemetryService,
  ) {}

  /** Only what the reader may know of where the item comes from. */
  async of(tx: Tx, { item, sight }: SeenItem, chain: z.input<typeof ChainView>): Promise<ExtraFiles> {
    const seal = await this.seals.ofItem(tx, item.id);
    const sealedRecord = seal && recordAsSeen(seal, sight, ['extra', 'sealedRecord']);
    const track = maySee('extra', 'track', sight) ? await this.trackIn(tx, chain) : null;
    return asSeen('extra', { sealedRecord, track }, sight);
  }

  private async trackIn(tx: Tx, { links }: z.input<typeof ChainView>): Promise<string | null> {
    const link = links.find(({ kind }) => kind === 'track');
    const during = link?.snapshot['during'] as { from: string; to: string } | undefined;
    if (!link || !during) return null;
    const period = { from: new Date(during.from), to: new Date(during.to) };
    return trackJson(link.refId, await this.telemetry.trackOf(tx, link.refId, period));
  }
}

function trackJson(deviceId: string, samples: readonly TrackSample[]): string {
  const coordinates = samples.map(({ position }) => [position.lon, position.lat]);
  const feature = {
    type: 'Feature',
    geometry: coordinates.length > 1 ? { type: 'LineString', coordinates } : null,
    properties: {
      deviceId,
      samples: samples.map(
        ({ at, position, altitudeEllipsoidMetres, heightAboveTakeoffMetres, headingDegrees, fix }) => ({
          at: at.toISOString(),
          ...position,
          altitudeEllipsoidMetres,
          heightAboveTakeoffMetres,
          headingDegrees,
          fix,
        }),
      ),
    },
  };
  return `${JSON.stringify(feature, null, 1)}\n`;
}
