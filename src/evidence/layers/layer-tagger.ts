import { Injectable } from '@nestjs/common';
import { Clock, Jobs, OnEvent, OnJob, type RecordedEvent, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceEvents, type EvidenceReceived } from '../evidence.events.js';
import { boxAround, type Candidate, relationTo } from './layer-relation.rules.js';
import { LayerRepository, type PlacedItem } from './layer.repository.js';

const TAG_QUEUE = 'evidence.tagByLayer';
const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A layer by which items are tagged. */
interface TaggingLayer {
  readonly id: string;
  readonly nearMetres: number;
}

/**
 * Holds items against layers: a new item against every layer in force, a new version of a layer against every item. An
 * item that comes in while a version comes into force is met by the one or by the other, and being met by both is as once.
 */
@Injectable()
export class LayerTagger {
  constructor(
    private readonly layers: LayerRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @OnEvent(EvidenceEvents['evidence.received'])
  async received({ payload }: RecordedEvent): Promise<void> {
    const { itemId } = payload as unknown as EvidenceReceived;
    await this.tagItem(itemId);
  }

  /** Also where the stated position was not chosen: then nothing has changed, and nothing is added. */
  @OnEvent(EvidenceEvents['evidence.position_stated'])
  async positionStated({ payload }: RecordedEvent): Promise<void> {
    await this.tagItem(String(payload['itemId']));
  }

  /** In the transaction that puts the version into force. */
  async tagAllBy(tx: Tx, layerId: string): Promise<void> {
    await this.jobs.enqueue(tx, TAG_QUEUE, { layerId, after: BEFORE_ALL });
  }

  /** One piece of all items; the next piece is asked for with it. */
  @OnJob(TAG_QUEUE)
  async tagOnwards({ layerId, after }: Record<string, unknown>): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const layer = await this.layers.find(tx, String(layerId));
      if (!layer || layer.supersededAt !== null) return;
      const items = await this.layers.placedAfter(tx, String(after), BATCH);
      await this.tag(tx, layer, items);
      const last = items.at(-1);
      if (items.length === BATCH && last) await this.jobs.enqueue(tx, TAG_QUEUE, { layerId, after: last.id });
    });
  }

  private async tagItem(itemId: string): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const item = await this.layers.placed(tx, itemId);
      if (!item) return;
      for (const layer of await this.layers.inForce(tx)) await this.tag(tx, layer, [item]);
    });
  }

  private async tag(tx: Tx, { id: layerId, nearMetres }: TaggingLayer, items: readonly PlacedItem[]): Promise<void> {
    if (items.length === 0) return;
    const boxes = items.map((item) => ({
      id: item.id,
      box: boxAround(item, Math.max(nearMetres, item.uncertaintyMetres ?? 0)),
    }));
    const nearby = await this.layers.nearby(tx, layerId, boxes);
    const shapes = await this.layers.shapes(tx, [...new Set(nearby.map(({ featureId }) => featureId))]);
    const byId = new Map(shapes.map(({ id, ...shape }) => [id, { featureId: id, ...shape }]));
    const around = new Map<string, Candidate[]>(items.map(({ id }) => [id, []]));
    for (const { itemId, featureId } of nearby) {
      const candidate = byId.get(featureId);
      if (candidate) around.get(itemId)?.push(candidate);
    }
    const tags = items.map((item) => ({ item, relation: relationTo(item, around.get(item.id) ?? [], nearMetres) }));
    await this.layers.tag(tx, layerId, tags, this.clock.now());
  }
}
