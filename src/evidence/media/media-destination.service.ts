import { Injectable } from '@nestjs/common';
import { CasesService, type CaseSummary } from '../../cases/index.js';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import { MissionsService } from '../../missions/index.js';
import { Id, type Tx } from '../../platform/index.js';
import { MediaOrigin, type StoredObject } from '../../telemetry/index.js';
import type { Arrival } from '../intake/arrival.reader.js';
import type { Destination } from '../intake/intake.rights.js';
import { momentOf, unambiguous } from './media.rules.js';
import type { MediaReport } from './media.types.js';

/** For whom a file from a drone is kept: the case its aircraft was out for, where that is beyond doubt. */
@Injectable()
export class MediaDestinations {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly missions: MissionsService,
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly origin: MediaOrigin,
  ) {}

  async of(tx: Tx, object: StoredObject, report: MediaReport, arrival: Arrival): Promise<Destination> {
    const declaredDevice = await this.declared(tx, object, report);
    const device = (await this.bySerial(tx, arrival.claims.camera.droneSerial)) ?? declaredDevice;
    const caseFile = device && (await this.caseOf(tx, { object, report, arrival, device }));
    return { caseFile, unitId: caseFile?.unitId ?? object.unitId, collectors: [], declaredDevice };
  }

  /** The aircraft that the controller names, or that flew behind the gateway when it uploaded. */
  private async declared(tx: Tx, object: StoredObject, { droneSerial }: MediaReport): Promise<DeviceSummary | null> {
    const named = await this.bySerial(tx, droneSerial);
    if (named || object.deviceId === null) return named;
    const gateway = await this.equipment.findDevice(tx, { id: object.deviceId });
    if (!gateway) return null;
    const { aircraftId } = await this.origin.of(tx, gateway, object.firstPutAt);
    return aircraftId === null ? gateway : ((await this.equipment.findDevice(tx, { id: aircraftId })) ?? gateway);
  }

  private async bySerial(tx: Tx, serial: string | null): Promise<DeviceSummary | null> {
    return serial === null ? null : ((await this.equipment.findDevice(tx, { serial })) ?? null);
  }

  private async caseOf(
    tx: Tx,
    at: { object: StoredObject; report: MediaReport; arrival: Arrival; device: DeviceSummary },
  ): Promise<CaseSummary | null> {
    const { object, report, arrival, device } = at;
    const takenAt = momentOf(arrival, report);
    // When it was uploaded says nothing: by then the aircraft may be out for another case.
    const custody = takenAt && (await this.equipment.custodyAt(tx, device.partOfId ?? device.id, takenAt));
    // A serial number in a file is a claim: it puts nothing into the case of somebody else who holds that aircraft.
    const isOwn = custody && (custody.holderUserId === object.userId || custody.holderUnitId === object.unitId);
    const flight = Id.safeParse(report.flightId).success
      ? await this.missions.flight(tx, report.flightId ?? '')
      : undefined;
    const isFlown = flight && flight.deviceId === device.id && flight.unitId === object.unitId;
    const caseId = unambiguous([isOwn ? custody.caseId : null, isFlown ? flight.caseId : null]);
    const caseFile = caseId === undefined ? undefined : await this.cases.find(tx, caseId);
    return caseFile && this.mayBringIn(tx, caseFile) ? caseFile : null;
  }

  /** A person brings in what he or she may; a device what it was out for. */
  private mayBringIn({ actor }: Tx, { id, unitId }: CaseSummary): boolean {
    if (actor.kind === 'device') return true;
    const isWhole = 'roles' in actor;
    return (
      isWhole && this.access.allowed(asUser(actor), 'evidence.create', [{ id, unitIds: [unitId], caseId: id }]).has(id)
    );
  }
}
