import { Injectable } from '@nestjs/common';
import { AccessService, Actors, asUser } from '../../../identity/index.js';
import { type DeviceSummary, EquipmentService } from '../../../equipment/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  KeyRing,
  PlatformErrors,
  type ServedFile,
  servedBytes,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { LibraryRepository, type LibraryScope } from '../library/library.repository.js';
import {
  ADDRESS_SECONDS,
  type AddressHolder,
  readAddress,
  writtenAddress,
  type WrittenAddress,
} from './wayline-address.rules.js';
import { type WaylineFile, WaylineBytes } from './wayline-bytes.service.js';

const KMZ = 'application/vnd.google-earth.kmz';
const KEY_NAME = 'wayline-address';

/** Who an address may be for, and what is left of their rights when it is used. */
@Injectable()
export class AddressHolders {
  constructor(
    private readonly actors: Actors,
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly library: LibraryRepository,
  ) {}

  scopeOf(actor: Actor): LibraryScope {
    const { unitIds, caseIds } = this.access.scope(actor, 'flight.read');
    return { unitIds, caseIds, userId: asUser(actor).id };
  }

  async mayRead(tx: Tx, actor: Actor, waylineId: string): Promise<boolean> {
    return (await this.library.offered(tx, this.scopeOf(actor), [waylineId])).length === 1;
  }

  /** As it is written into an address; a device that is gone is in nobody's. */
  async inItsHands(tx: Tx, { kind, id }: AddressHolder): Promise<AddressHolder> {
    const device = kind === 'device' ? await this.equipment.findDevice(tx, { id }) : undefined;
    return device ? { kind, id, hands: await this.handsOf(tx, device) } : { kind, id };
  }

  /** The unit that has the device, and the case that it is out for. */
  private async handsOf(tx: Tx, { id, partOfId, unitId }: DeviceSummary): Promise<string> {
    const custody = await this.equipment.openCustody(tx, partOfId ?? id);
    return custody ? `${custody.holderUnitId}.${custody.caseId ?? ''}` : `${unitId}.`;
  }

  /** As the holder may act now; undefined where it may not have the wayline any more. */
  async find(tx: Tx, { kind, id, hands }: AddressHolder, waylineId: string): Promise<Actor | undefined> {
    if (kind === 'user') {
      const person = await this.actors.find(id);
      return person && (await this.mayRead(tx, person, waylineId)) ? person : undefined;
    }
    const device = await this.equipment.findDevice(tx, { id });
    if (!device || device.state === 'retired' || (await this.handsOf(tx, device)) !== hands) return undefined;
    const { assetCode, serial } = device;
    return { kind: 'device', id, name: assetCode, snapshot: { assetCode, serial } };
  }
}

/** Short-lived addresses for controllers and docks, which fetch files without any header of ours. */
@Injectable()
export class WaylineAddresses {
  private readonly key: Buffer;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bytes: WaylineBytes,
    private readonly holders: AddressHolders,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    keys: KeyRing,
  ) {
    this.key = keys.key(KEY_NAME);
  }

  /** For a person with a controller. @throws NOT_FOUND */
  async forPerson(actor: Actor, waylineId: string): Promise<string> {
    return this.unitOfWork.run(actor, async (tx) => {
      const mayRead = await this.holders.mayRead(tx, actor, waylineId);
      const file = mayRead ? await this.bytes.find(tx, waylineId) : undefined;
      if (!file) throw PlatformErrors.NOT_FOUND();
      return this.made(tx, file, { kind: 'user', id: actor.id });
    });
  }

  /** For a device that the caller has judged; the path with its query. */
  async made(tx: Tx, { waylineId, md5 }: WaylineFile, holder: AddressHolder): Promise<string> {
    const until = new Date(this.clock.now().getTime() + ADDRESS_SECONDS * 1000);
    await this.audit.record(tx, {
      action: 'wayline.offer',
      subject: { kind: 'wayline', id: waylineId },
      details: { for: holder.kind, holderId: holder.id, md5, until: until.toISOString() },
    });
    return writtenAddress(this.key, { waylineId, holder: await this.holders.inItsHands(tx, holder), md5, until });
  }

  /**
   * The bytes that were offered, if the holder may still have them.
   * @throws WAYLINE_ADDRESS_REFUSED, whatever the reason: nobody is told what would be right
   */
  async open(waylineId: string, written: WrittenAddress): Promise<ServedFile> {
    const address = readAddress(this.key, waylineId, written, this.clock.now());
    if (!address) throw MissionErrors.WAYLINE_ADDRESS_REFUSED();
    const { holder, md5 } = address;
    const actor = await this.unitOfWork.read((tx) => this.holders.find(tx, holder, waylineId));
    if (!actor) throw MissionErrors.WAYLINE_ADDRESS_REFUSED();
    return this.unitOfWork.run(actor, async (tx) => {
      const file = await this.bytes.find(tx, waylineId);
      if (file?.md5 !== md5) throw MissionErrors.WAYLINE_ADDRESS_REFUSED();
      const served = servedBytes(file.bytes, KMZ, file.name);
      const subject = { kind: 'wayline', id: waylineId };
      await this.audit.record(tx, { action: 'wayline.fetch', subject, details: { md5, sha256: served.sha256 } });
      return served;
    });
  }
}
