import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../identity/index.js';
import { type Actor, AuditTrail, newId, UnitOfWork } from '../../platform/index.js';
import { isBelow, prefixOf } from '../../telemetry/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { MediaIntake } from './media-intake.service.js';
import { MediaRepository } from './media.repository.js';
import { type FastUpload, type GroupReport, reportOf, type UploadReport } from './media.schemas.js';
import { PilotMediaTools } from './pilot-media.tools.js';

/** What DJI Pilot 2 asks and reports around its uploads, in the workspace of the person's unit. */
@Injectable()
export class PilotMedia {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: AccessService,
    private readonly tools: PilotMediaTools,
    private readonly repository: MediaRepository,
    private readonly intake: MediaIntake,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Whether the file is here already: asked by who holds the aircraft, and for what it is out for now. Of anybody else's
   * files, and of the same ones for another case, nothing is said. @throws NOT_FOUND, FORBIDDEN
   */
  async isHere(
    actor: Actor,
    unitId: string,
    { name, fingerprint, ext: { sn } }: z.output<typeof FastUpload>,
  ): Promise<boolean> {
    this.require(actor, unitId);
    if (!name || !fingerprint || !sn) return false;
    return this.unitOfWork.read(async (tx) => {
      const held = await this.tools.heldWithSerial(tx, actor, sn);
      return held !== undefined && this.repository.isKnown(tx, unitId, held, { fingerprint, name });
    });
  }

  /** Those that are here already. @throws NOT_FOUND, FORBIDDEN */
  async knownAmong(actor: Actor, unitId: string, tinyFingerprints: readonly string[]): Promise<string[]> {
    this.require(actor, unitId);
    return this.unitOfWork.read(async (tx) => {
      const held = await this.tools.held(tx, actor);
      return this.repository.knownAmong(tx, unitId, held, tinyFingerprints);
    });
  }

  /** Takes the file in, committed when this resolves. @throws NOT_FOUND, FORBIDDEN, MEDIA_NOT_HERE */
  async report(actor: Actor, unitId: string, report: z.output<typeof UploadReport>): Promise<string> {
    this.require(actor, unitId);
    const { object_key: key, result } = report;
    // It says itself that there is nothing to take; it will try again.
    if (result !== 0) return key;
    const isOwn = isBelow(key, prefixOf({ unitId, userId: actor.id, deviceId: null }));
    const object = isOwn ? await this.tools.shelf.newest(key) : undefined;
    if (!object) throw EvidenceErrors.MEDIA_NOT_HERE();
    await this.intake.take(actor, object, reportOf(report));
    return key;
  }

  /** How many files of a flight came is kept in the audit: files are told one by one. @throws NOT_FOUND, FORBIDDEN */
  async reportGroup(actor: Actor, unitId: string, group: z.output<typeof GroupReport>): Promise<void> {
    this.require(actor, unitId);
    const { file_group_id: groupId, file_count: files, file_uploaded_count: uploaded } = group;
    await this.unitOfWork.run(actor, (tx) =>
      this.audit.record(tx, {
        action: 'evidence.reportMediaGroup',
        subject: { kind: 'media-group', id: groupId ?? newId() },
        details: { unitId, files, uploaded },
      }),
    );
  }

  private require(actor: Actor, unitId: string): void {
    this.access.require(actor, 'evidence.create', [{ id: unitId, unitIds: [unitId] }]);
  }
}
