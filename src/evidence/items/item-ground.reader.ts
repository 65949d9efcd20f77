import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { RecordedTracks } from '../../telemetry/index.js';
import { LayerRepository } from '../layers/layer.repository.js';

/** What is known of an item on the ground: how it stands to layers, and the way it may tell of. */
@Injectable()
export class ItemGround {
  constructor(
    private readonly layers: LayerRepository,
    private readonly tracks: RecordedTracks,
  ) {}

  async of(tx: Tx, itemId: string) {
    return { layers: await this.layers.tagsOf(tx, itemId), recordedTrack: await this.tracks.ofEvidence(tx, itemId) };
  }
}
