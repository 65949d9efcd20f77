import { Injectable } from '@nestjs/common';
import { AccessService, asUser } from '../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  newId,
  OriginalsService,
  type ReceivedFile,
  recogniseMediaType,
  type Tx,
} from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { LayerFile } from './layer-file.reader.js';
import { LayerTagger } from './layer-tagger.js';
import type { EvidenceLayer } from './layer.entities.js';
import { LayerRepository } from './layer.repository.js';
import type { LayerInput } from './layer.schemas.js';

/** Puts a version of a layer into force: its areas, the file they came from, and the tags of every item. */
@Injectable()
export class LayerKeeper {
  constructor(
    private readonly layers: LayerRepository,
    private readonly tagger: LayerTagger,
    private readonly originals: OriginalsService,
    private readonly access: AccessService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The file of a version is kept like an original: what items were tagged by can be looked at again. */
  async keepFile({ path, digests }: ReceivedFile): Promise<void> {
    await this.originals.keep(path, digests);
  }

  /** @throws LAYER_VERSION_EXISTS, FORBIDDEN when the layer is kept by a unit that is not the actor's nor below it */
  async bring(
    tx: Tx,
    { input, upload, file }: { input: LayerInput; upload: ReceivedFile; file: LayerFile },
  ): Promise<EvidenceLayer> {
    await this.layers.lockImports(tx);
    const earlier = await this.layers.ofCode(tx, input.code);
    this.access.require(
      tx.actor,
      'layer.manage',
      earlier.slice(0, 1).map(({ id, unitId }) => ({ id, unitIds: [unitId] })),
    );
    const { code, version } = input;
    if (earlier.some((layer) => layer.version === version))
      throw EvidenceErrors.LAYER_VERSION_EXISTS({ code, version });
    const layer = this.layerOf(tx.actor, { input, upload, file, keptBy: earlier[0]?.unitId });
    await this.originals.record(tx, upload.digests, recogniseMediaType(upload.head));
    await this.layers.supersede(tx, code, layer.inForceFrom);
    await this.layers.insert(tx, layer, file.shapes);
    await this.tagger.tagAllBy(tx, layer.id);
    const { sha256, featureCount } = layer;
    await this.audit.record(tx, {
      action: 'layer.import',
      subject: { kind: 'layer', id: layer.id },
      details: { code, version, sha256, featureCount },
    });
    return layer;
  }

  private layerOf(
    actor: Actor,
    {
      input,
      upload,
      file,
      keptBy,
    }: { input: LayerInput; upload: ReceivedFile; file: LayerFile; keptBy: string | undefined },
  ): EvidenceLayer {
    const { code, version, name, source, date, nearMetres } = input;
    const { format, crs, textEncoding, shapes } = file;
    return {
      id: newId(),
      code,
      version,
      nameZh: name.zh,
      nameEn: name.en,
      source,
      sourceDate: date,
      nearMetres,
      format,
      crs,
      textEncoding,
      sha256: upload.digests.sha256,
      featureCount: shapes.length,
      unitId: keptBy ?? asUser(actor).unitId,
      importedBy: actor.id,
      inForceFrom: this.clock.now(),
      supersededAt: null,
    };
  }
}
