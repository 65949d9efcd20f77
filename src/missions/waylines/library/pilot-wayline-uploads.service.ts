import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  newId,
  OriginalsService,
  type Tx,
  UnitOfWork,
  WORK_FOLDER,
} from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import { fileFindings } from '../checks/wayline-findings.rules.js';
import { measureWayline } from '../checks/wayline-measure.rules.js';
import { readKmz } from '../wpml/wayline.file.js';
import type { ReadWayline } from '../wpml/wpml.reader.js';
import { LibraryRepository, type UnitWayline } from './library.repository.js';
import { pilotName } from './pilot-wayline.rules.js';
import type { WaylineReport } from './pilot-wayline.schemas.js';
import { UPLOADED_OBJECTS, type UploadedObject, type UploadedObjects } from './uploaded-objects.js';

const LIMIT_MEGABYTES = 20;
const KMZ = 'application/zip';

/** An uploaded file on disk, for as long as it is read. */
@Injectable()
export class UploadedKmz {
  constructor(
    private readonly originals: OriginalsService,
    @Inject(WORK_FOLDER) private readonly workFolder: string,
  ) {}

  /** @throws WAYLINE_FILE_TOO_LARGE, WAYLINE_FILE_REFUSED, WAYLINE_…, ARCHIVE_…, XML_… */
  async read({ sha256, sizeBytes, mediaType }: UploadedObject): Promise<ReadWayline> {
    if (sizeBytes > LIMIT_MEGABYTES * 1024 * 1024)
      throw MissionErrors.WAYLINE_FILE_TOO_LARGE({ megabytes: LIMIT_MEGABYTES });
    if (mediaType !== KMZ) throw MissionErrors.WAYLINE_FILE_REFUSED({ mediaType });
    const folder = join(this.workFolder, 'waylines');
    const path = join(folder, `${newId()}.kmz`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(await this.originals.read(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return await readKmz(path);
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Waylines that controllers upload: understood by the reader that every wayline goes through, then kept for the unit. */
@Injectable()
export class PilotWaylineUploads {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly library: LibraryRepository,
    private readonly files: UploadedKmz,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
    @Optional() @Inject(UPLOADED_OBJECTS) private readonly uploads?: UploadedObjects,
  ) {}

  /**
   * Id of the wayline that the file became; the same file under the same name is the same one.
   * @throws WAYLINE_NOT_UPLOADED, WAYLINE_NAME_TAKEN, and what reading the file throws; no wayline is kept then
   */
  async report(
    actor: Actor,
    unitId: string,
    { name, object_key: key }: z.output<typeof WaylineReport>,
  ): Promise<string> {
    const object = await this.uploads?.ofPerson(actor, unitId, key);
    if (!object) throw MissionErrors.WAYLINE_NOT_UPLOADED();
    // Said to be a wayline, it is not taken for evidence later, whether it can be read or not.
    await this.unitOfWork.apart(actor, async (tx) => this.uploads?.markTaken(tx, object.id));
    const read = await this.files.read(object);
    const row = this.rowOf(actor, unitId, { name, object, read });
    return this.unitOfWork.run(actor, (tx) => this.keep(tx, row));
  }

  private async keep(tx: Tx, row: UnitWayline): Promise<string> {
    if (!(await this.library.insert(tx, row))) {
      const known = await this.library.named(tx, row.unitId, row.name);
      if (known?.sha256 !== row.sha256) throw MissionErrors.WAYLINE_NAME_TAKEN();
      return known.id;
    }
    const { id, unitId, name, sha256, waypointCount, lengthMetres } = row;
    await this.journal.record(tx, {
      action: 'wayline.add',
      subject: { kind: 'wayline', id },
      details: { unitId, name, sha256, waypointCount, lengthMetres },
      event: MissionEvents['missions.unit_wayline_added'],
      fact: { waylineId: id, unitId, name, sha256 },
    });
    return id;
  }

  private rowOf(
    actor: Actor,
    unitId: string,
    { name, object, read }: { readonly name: string; readonly object: UploadedObject; readonly read: ReadWayline },
  ): UnitWayline {
    const { wayline, templateType } = read;
    const { id: addedBy, name: addedByName } = asUser(actor);
    return {
      id: newId(),
      unitId,
      name: pilotName(name),
      sha256: object.sha256,
      templateType,
      wayline,
      findings: fileFindings(read),
      waypointCount: wayline.paths.reduce((sum, { waypoints }) => sum + waypoints.length, 0),
      lengthMetres: measureWayline(wayline).lengthMetres,
      addedBy,
      addedByName,
      addedAt: this.clock.now(),
    };
  }
}
