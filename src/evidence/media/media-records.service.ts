import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { ObjectShelf, type StoredObject } from '../../telemetry/index.js';
import { ChainService } from '../chain/chain.service.js';
import { reportClaims } from './media.rules.js';
import { MediaRepository } from './media.repository.js';
import type { ArrivedMedia, MediaReport } from './media.types.js';

/** The rows that tie objects of the store to items, with what was reported of them. */
@Injectable()
export class MediaRecords {
  constructor(
    private readonly repository: MediaRepository,
    private readonly chain: ChainService,
    private readonly shelf: ObjectShelf,
    private readonly clock: Clock,
  ) {}

  async find(tx: Tx, objectId: string): Promise<ArrivedMedia | undefined> {
    return this.repository.find(tx, objectId);
  }

  /** What is known of the object, and of its bytes in its unit; nobody else changes that until the transaction ends. */
  async lock(tx: Tx, { id, unitId, sha256 }: StoredObject) {
    await this.repository.lock(tx, unitId, sha256);
    return { known: await this.repository.find(tx, id), first: await this.repository.firstOf(tx, unitId, sha256) };
  }

  async first(
    tx: Tx,
    object: StoredObject,
    report: MediaReport,
    made: Pick<ArrivedMedia, 'itemId' | 'deviceId' | 'caseId'>,
  ): Promise<void> {
    await this.insert(tx, object, report, { ...made, isFirst: true });
    await this.tell(tx, made.itemId, object.id, report);
  }

  /** The same bytes under another key: the same item. */
  async join(tx: Tx, object: StoredObject, report: MediaReport, first: ArrivedMedia): Promise<string> {
    const { itemId, deviceId, caseId } = first;
    await this.insert(tx, object, report, { itemId, deviceId, caseId, isFirst: false });
    if (first.reportedBy === 'nobody' && report.by !== 'nobody') await this.report(tx, first, report);
    return itemId;
  }

  /** Of a tombstone nothing more is written than that somebody reported: then nobody waits for it. */
  async report(tx: Tx, { objectId, itemId }: ArrivedMedia, report: MediaReport): Promise<void> {
    if ((await this.repository.stateOf(tx, itemId)) === 'removed') {
      await this.repository.report(tx, objectId, {
        by: report.by,
        name: null,
        fingerprint: null,
        tinyFingerprint: null,
      });
      return;
    }
    await this.repository.report(tx, objectId, report);
    await this.tell(tx, itemId, objectId, report);
  }

  private async insert(
    tx: Tx,
    { id: objectId, unitId, sha256, md5 }: StoredObject,
    { by: reportedBy, name, fingerprint, tinyFingerprint }: MediaReport,
    made: Pick<ArrivedMedia, 'itemId' | 'deviceId' | 'caseId' | 'isFirst'>,
  ): Promise<void> {
    const said = { reportedBy, name, fingerprint, tinyFingerprint };
    await this.repository.insert(tx, { ...made, ...said, objectId, unitId, sha256, md5, takenAt: this.clock.now() });
    await this.shelf.markTaken(tx, objectId);
  }

  /** The report in its own words, beside what the file says; beside a seal only as a link, which the seal does not cover. */
  private async tell(tx: Tx, itemId: string, objectId: string, report: MediaReport): Promise<void> {
    if (report.by === 'nobody') return;
    const isOpen = (await this.repository.stateOf(tx, itemId)) === 'received';
    if (isOpen) await this.repository.insertClaims(tx, reportClaims(itemId, report, this.clock.now()));
    await this.chain.link(tx, itemId, { kind: 'announcement', refId: objectId, snapshot: { ...report } });
  }
}
