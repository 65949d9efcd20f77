import { Injectable } from '@nestjs/common';
import { AccessService } from '../../../identity/index.js';
import {
  type Actor,
  OriginalsService,
  PlatformErrors,
  servedContentType,
  type ServedFile,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { EquipmentFileRepository, type FileRow } from './equipment-file.repository.js';
import { FileSights } from './file-sights.js';

/** Photos and documents of the pool, kept by their hash; other features name them by id. */
@Injectable()
export class EquipmentFiles {
  constructor(
    private readonly files: EquipmentFileRepository,
    private readonly sights: FileSights,
    private readonly access: AccessService,
    private readonly originals: OriginalsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** For the uploader's unit, those above it, and whoever may see a thing the file is attached to. @throws NOT_FOUND */
  async content(actor: Actor, id: string): Promise<ServedFile> {
    const { sha256, sizeBytes, mediaType, fileName } = await this.unitOfWork.read(async (tx) => {
      const [row] = await this.files.find(tx, [id]);
      if (!row) throw PlatformErrors.NOT_FOUND();
      const shown = this.owns(actor, row) || (await this.sights.show(tx, actor, id));
      if (!shown) this.access.require(actor, 'equipmentFile.read', [subjectOf(row)]);
      return row;
    });
    const stream = await this.originals.read(sha256);
    return { stream, contentType: servedContentType(mediaType), sizeBytes, sha256, fileName };
  }

  /**
   * The files that somebody wants to attach, in the order of `ids`: brought in by the actor's unit or one below it, so
   * that nobody opens a stranger's file by attaching it.
   * @throws FILE_UNKNOWN naming those that are not
   */
  async requireOwn(tx: Tx, actor: Actor, ids: readonly string[]): Promise<FileRow[]> {
    const own = new Map((await this.find(tx, ids)).filter((row) => this.owns(actor, row)).map((row) => [row.id, row]));
    const unknown = ids.filter((id) => !own.has(id));
    if (unknown.length > 0) throw EquipmentErrors.FILE_UNKNOWN({ fileIds: unknown });
    return ids.flatMap((id) => own.get(id) ?? []);
  }

  /** What is known of files, for views; who may see them was decided with the thing they hang on. */
  async find(tx: Tx, ids: readonly string[]): Promise<FileRow[]> {
    return ids.length === 0 ? [] : this.files.find(tx, ids);
  }

  private owns(actor: Actor, row: FileRow): boolean {
    return this.access.allowed(actor, 'equipmentFile.read', [subjectOf(row)]).has(row.id);
  }
}

function subjectOf({ id, unitId }: FileRow) {
  return { id, unitIds: [unitId] };
}
