import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { UnitTree } from '../../identity/index.js';
import { AuditTrail, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { GatewayRequest } from '../dialects/dialect.js';
import type { JsonObject } from '../sample.js';
import { GatewaySettings } from './gateway.settings.js';
import {
  asksForConfig,
  askedBindings,
  askedSerials,
  bindAnswer,
  bindStatusAnswer,
  type BoundDevice,
  configAnswer,
  DONE,
  organizationAnswer,
  REFUSED,
} from './gateway-requests.rules.js';

/** `unanswered`: there is no answer yet, and the gateway is better left asking. */
export type RequestOutcome =
  | { readonly kind: 'answered'; readonly data: JsonObject }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unknown_gateway' };

type Answer = JsonObject | undefined;
type Answering = (request: GatewayRequest, gateway: DeviceSummary) => Promise<Answer> | Answer;

/** What controllers and docks ask of the cloud. Unanswered, some wait for most of a minute and others never start. */
@Injectable()
export class GatewayRequests {
  private readonly answering = new Map<string, Answering>([
    ['config', (request) => (asksForConfig(request) ? this.config() : undefined)],
    ['airport_bind_status', (request, gateway) => this.bindStatus(request, gateway)],
    ['airport_organization_get', (request, gateway) => organizationAnswer(request, this.bound(gateway))],
    ['airport_organization_bind', (request, gateway) => this.bind(request, gateway)],
    // Neither areas nor maps are pushed to aircraft: said at once, a dock need not wait.
    ['flight_areas_get', () => DONE],
    ['offline_map_get', () => DONE],
    ['storage_config_get', (_, gateway) => this.storage(gateway)],
    ['flighttask_resource_get', async (request, gateway) => said(await this.settings.tasks.resource(request, gateway))],
    ['flighttask_progress_get', async (request, gateway) => said(await this.settings.tasks.progress(request, gateway))],
  ]);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: DeviceDirectory,
    private readonly board: CustodyBoard,
    private readonly units: UnitTree,
    private readonly settings: GatewaySettings,
    private readonly audit: AuditTrail,
  ) {}

  /** What is done for the answer is committed when it is given. */
  async answer(request: GatewayRequest): Promise<RequestOutcome> {
    const gateway = await this.directory.byName(request.serial);
    if (!gateway) return { kind: 'unknown_gateway' };
    const data = await this.answering.get(request.method)?.(request, gateway);
    return data ? { kind: 'answered', data } : { kind: 'unanswered' };
  }

  /** Before the licence is set up silence is right: a wrong one makes a dock end the connection. */
  private async config(): Promise<Answer> {
    const licence = await this.unitOfWork.read((tx) => this.settings.connection.licence(tx));
    return licence && configAnswer(licence);
  }

  /** Refused where no credentials can be given: silence would have a dock ask for ever. */
  private async storage(gateway: DeviceSummary): Promise<Answer> {
    const output = await this.settings.storage.forGateway(gateway);
    return output ? { ...DONE, output: { ...output } } : REFUSED;
  }

  private async bindStatus(request: GatewayRequest, gateway: DeviceSummary): Promise<Answer> {
    const serials = askedSerials(request);
    return bindStatusAnswer(serials, await this.knownTo(gateway, serials));
  }

  private async bind(request: GatewayRequest, gateway: DeviceSummary): Promise<Answer> {
    const asked = askedBindings(request);
    const known = await this.knownTo(
      gateway,
      asked.map(({ serial }) => serial),
    );
    const answer = bindAnswer(asked, known);
    const subject = { kind: 'device', id: gateway.id };
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.audit.record(tx, { action: 'telemetry.bindDock', subject, details: { answer } }),
    );
    return answer;
  }

  /** Of these serials those that the gateway may speak for: of others it is told nothing. */
  private async knownTo(gateway: DeviceSummary, serials: readonly string[]): Promise<Map<string, BoundDevice>> {
    const known = new Map<string, BoundDevice>();
    for (const serial of serials) {
      const device = await this.directory.byName(serial);
      if (device && this.board.speaksFor(gateway, device)) known.set(serial, this.bound(device));
    }
    return known;
  }

  private bound({ id, assetCode, serial, unitId }: DeviceSummary): BoundDevice {
    const unit = this.units.find(unitId);
    return {
      serial: serial ?? id,
      assetCode,
      organizationId: unit?.adcode ?? unitId,
      organizationName: unit?.name ?? '',
    };
  }
}

/** Refused where there is nothing to say: silence would have a dock ask for ever. */
function said(output: JsonObject | undefined): JsonObject {
  return output ? { ...DONE, output } : REFUSED;
}
