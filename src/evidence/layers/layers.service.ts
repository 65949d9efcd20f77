import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser } from '../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  PlatformErrors,
  UnitOfWork,
  UploadReceiver,
} from '../../platform/index.js';
import { LayerFileReader } from './layer-file.reader.js';
import { LayerKeeper } from './layer.keeper.js';
import { type FeaturesAsked, type LayerFeatureRow, LayerRepository } from './layer.repository.js';
import { type LayerPage, type LayerQuery, type LayerView, parseLayerMetadata, toLayerView } from './layer.schemas.js';

const FILE_LIMIT_MEGABYTES = 100;

/** Thematic layers that evidence is held against. */
@Injectable()
export class LayersService {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly reader: LayerFileReader,
    private readonly keeper: LayerKeeper,
    private readonly layers: LayerRepository,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** A new version, in force from now on. @throws UPLOAD_…, ARCHIVE_…, LAYER_…, FORBIDDEN */
  async import(actor: Actor, request: IncomingMessage): Promise<z.input<typeof LayerView>> {
    this.access.require(actor, 'layer.manage', [{ id: '', unitIds: [asUser(actor).unitId] }]);
    const upload = await this.receiver.receive(request, { texts: ['metadata'], limitMegabytes: FILE_LIMIT_MEGABYTES });
    try {
      const input = parseLayerMetadata(upload.texts.get('metadata') ?? '');
      const file = await this.reader.read(upload.path, input.nameColumn);
      await this.keeper.keepFile(upload);
      return toLayerView(await this.unitOfWork.run(actor, (tx) => this.keeper.bring(tx, { input, upload, file })));
    } finally {
      await this.receiver.discard(upload.path);
    }
  }

  /** Latest first. */
  async list({ code, versions, limit, cursor }: z.output<typeof LayerQuery>): Promise<z.input<typeof LayerPage>> {
    const before = idInCursor(cursor);
    const inForce = versions === 'in_force';
    const found = await this.unitOfWork.read((tx) => this.layers.list(tx, { code, inForce, before, limit: limit + 1 }));
    const { items, nextCursor } = keysetPage(found, limit, ({ id }) => [id], toLayerView);
    return { items: [...items], nextCursor };
  }

  /** Areas of all layers in force, by their ids. */
  async featuresInForce(actor: Actor, asked: FeaturesAsked): Promise<LayerFeatureRow[]> {
    if (!this.access.holds(actor, 'layer.read')) return [];
    return this.unitOfWork.read((tx) => this.layers.featuresInForce(tx, asked));
  }

  async countInForce(actor: Actor, { boxes }: Pick<FeaturesAsked, 'boxes'>): Promise<number> {
    if (!this.access.holds(actor, 'layer.read')) return 0;
    return this.unitOfWork.read((tx) => this.layers.countInForce(tx, boxes));
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<z.input<typeof LayerView>> {
    const found = await this.unitOfWork.read((tx) => this.layers.find(tx, id));
    if (!found) throw PlatformErrors.NOT_FOUND();
    return toLayerView(found);
  }
}
