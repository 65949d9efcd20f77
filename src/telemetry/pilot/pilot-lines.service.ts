import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService, asUser, type ControllerLogIn } from '../../identity/index.js';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { ContactLog } from '../connecting/contact.log.js';
import { ControllerCredentials } from '../devices/controller-credentials.js';
import type { Custody } from '../devices/credential.repository.js';
import { DjiConnectionService, type DjiSettings } from '../gateways/dji-connection.service.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import type { PilotLine, PilotSession, PilotWorkspace } from './pilot.schemas.js';

const DESCRIPTION = '公益诉讼取证 / public-interest evidence';
const DEFAULT_PLATFORM = 'Skydocket 天证';

/** What the pilot page hands to DJI Pilot 2 so that a controller comes in. */
@Injectable()
export class PilotLines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly credentials: ControllerCredentials,
    private readonly connection: DjiConnectionService,
    private readonly contacts: ContactLog,
  ) {}

  async session({ user, accessToken, expiresAt }: ControllerLogIn): Promise<z.input<typeof PilotSession>> {
    const settings = await this.unitOfWork.read((tx) => this.connection.settings(tx));
    return {
      user_id: user.id,
      username: user.username,
      user_type: 2,
      workspace_id: user.unitId,
      mqtt_addr: settings?.brokerAddress ?? null,
      mqtt_username: null,
      mqtt_password: null,
      access_token: accessToken,
      expires_at: expiresAt.toISOString(),
    };
  }

  async workspace(actor: Actor): Promise<z.input<typeof PilotWorkspace>> {
    const settings = await this.unitOfWork.read((tx) => this.connection.settings(tx));
    const { unitId, unitName } = asUser(actor);
    return {
      workspace_id: unitId,
      workspace_name: unitName,
      workspace_desc: DESCRIPTION,
      platform_name: settings?.platformName ?? DEFAULT_PLATFORM,
      bind_code: '',
    };
  }

  /** @throws NOT_FOUND unless it is the person's own */
  requireWorkspace(actor: Actor, workspaceId: string): void {
    this.access.require(actor, 'pilotWorkspace.use', [{ id: workspaceId, unitIds: [workspaceId] }]);
  }

  /**
   * The licence, and a broker secret of this controller for half a day.
   * @throws NOT_FOUND, FORBIDDEN, DJI_NOT_SET_UP, CONTROLLER_NOT_REGISTERED
   */
  async open(actor: Actor, workspaceId: string, serial: string): Promise<z.input<typeof PilotLine>> {
    this.requireWorkspace(actor, workspaceId);
    const { unitName, name } = asUser(actor);
    const opened = await this.unitOfWork.run(actor, async (tx) => {
      const { controller, custody } = await this.requireController(tx, actor, serial);
      const settings = await this.requireSettings(tx);
      const minted = await this.credentials.mint(tx, actor, controller, custody);
      tx.afterCommit(() => this.contacts.signedIn(controller.id));
      const line = {
        platform_name: settings.platformName,
        workspace_id: workspaceId,
        workspace_name: unitName,
        workspace_desc: DESCRIPTION,
        user_callsign: name,
        app_id: settings.appId,
        app_key: settings.appKey,
        app_license: settings.appLicense,
        mqtt_addr: settings.brokerAddress,
        mqtt_username: minted.username,
        mqtt_password: minted.password,
        expires_at: minted.expiresAt.toISOString(),
      };
      return { line, deviceId: controller.id };
    });
    return { ...opened.line, broker_state: await this.credentials.brokerStateOf(opened.deviceId) };
  }

  /** Its hands are read from the record: what memory says of another instance's check-out may be two seconds old. */
  private async requireController(
    tx: Tx,
    actor: Actor,
    serial: string,
  ): Promise<{ readonly controller: DeviceSummary; readonly custody: Custody }> {
    const device = await this.equipment.findDevice(tx, { serial });
    if (device?.linkKind !== 'live' || device.state === 'retired')
      throw TelemetryErrors.CONTROLLER_NOT_REGISTERED({ serial });
    const heldAs = device.partOfId ?? device.id;
    const held = await this.equipment.openCustody(tx, heldAs);
    const unitIds = [held?.holderUnitId ?? device.unitId];
    const userIds = held ? [held.holderUserId] : [];
    this.access.require(actor, 'pilotLine.open', [{ id: device.id, unitIds, userIds, caseId: held?.caseId ?? null }]);
    return { controller: device, custody: { heldAs, custodyId: held?.id ?? null } };
  }

  private async requireSettings(tx: Tx): Promise<DjiSettings> {
    const settings = await this.connection.settings(tx);
    if (!settings) throw TelemetryErrors.DJI_NOT_SET_UP();
    return settings;
  }
}
