import { Injectable } from '@nestjs/common';
import { CasesService, type CaseSummary } from '../../cases/index.js';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService, asUser, People } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { Collector } from '../items/item.types.js';
import type { UploadInput } from './upload.schemas.js';

/** For whom an upload is kept. */
export interface Destination {
  readonly caseFile: CaseSummary | null;
  /** The unit of the case, or the uploader's own. */
  readonly unitId: string;
  readonly collectors: readonly Collector[];
  /** The device the uploader names. */
  readonly declaredDevice: DeviceSummary | null;
}

/** Whether the actor may bring this in, and what the names in it stand for. */
@Injectable()
export class IntakeRights {
  constructor(
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly people: People,
    private readonly equipment: EquipmentService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND (no such case, or not visible), FORBIDDEN, EVIDENCE_COLLECTOR_UNKNOWN, EVIDENCE_DEVICE_UNKNOWN */
  async authorise(actor: Actor, { caseId, deviceId, collectors = [] }: UploadInput): Promise<Destination> {
    return this.unitOfWork.read(async (tx) => {
      const caseFile = caseId === undefined ? null : await this.cases.requireVisible(tx, actor, caseId);
      const unitId = caseFile?.unitId ?? asUser(actor).unitId;
      const subject = { id: caseFile?.id ?? unitId, unitIds: [unitId], caseId: caseFile?.id };
      this.access.require(actor, 'evidence.create', [subject]);
      const declaredDevice = deviceId === undefined ? null : await this.device(tx, deviceId);
      return { caseFile, unitId, collectors: await this.named(tx, collectors), declaredDevice };
    });
  }

  /** Of what the service itself brings in for a case. No access decision is taken here. @throws NOT_FOUND */
  async ofService(caseId: string): Promise<Destination> {
    const caseFile = await this.unitOfWork.read((tx) => this.cases.find(tx, caseId));
    if (!caseFile) throw PlatformErrors.NOT_FOUND();
    return { caseFile, unitId: caseFile.unitId, collectors: [], declaredDevice: null };
  }

  private async device(tx: Tx, id: string): Promise<DeviceSummary> {
    const device = await this.equipment.findDevice(tx, { id });
    if (!device) throw EvidenceErrors.EVIDENCE_DEVICE_UNKNOWN({ deviceId: id });
    return device;
  }

  private async named(tx: Tx, collectors: NonNullable<UploadInput['collectors']>): Promise<Collector[]> {
    const named: Collector[] = [];
    for (const collector of collectors) {
      if (typeof collector !== 'string') {
        named.push({ userId: null, name: collector.name });
        continue;
      }
      const person = await this.people.find(tx, collector);
      if (!person) throw EvidenceErrors.EVIDENCE_COLLECTOR_UNKNOWN({ userId: collector });
      named.push({ userId: person.id, name: person.displayName });
    }
    return named;
  }
}
