import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { ControllerCredentials, type TrialCredential } from '../devices/controller-credentials.js';
import { ContactLog } from './contact.log.js';
import type { Outcome, StepReport } from './connection-step.rules.js';
import { type Gateway, GatewayStandings } from './gateway-standings.service.js';
import { tryMqtt } from './probes/mqtt.probe.js';
import type { Target } from './probes/target.js';
import { StepLine } from './step-line.js';
import { TargetFinder } from './target.finder.js';

const STEPS = { address: 'broker_address', name: 'broker_name', tcp: 'broker_tcp' } as const;
/** The bridge of DJI Pilot 2 knows these two. */
const SCHEMES = ['tcp', 'ws'];
const MOST_GATEWAYS = 500;
/** Somebody flies with it, or is about to. */
const IN_USE: ReadonlySet<string> = new Set(['online', 'connected', 'logged_in']);

/** The way to the broker, as a controller goes it. */
@Injectable()
export class BrokerSteps {
  constructor(
    private readonly finder: TargetFinder,
    private readonly standings: GatewayStandings,
    private readonly equipment: EquipmentService,
    private readonly credentials: ControllerCredentials,
    private readonly contacts: ContactLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async take(actor: Actor, address: string | undefined, isLocal: boolean): Promise<StepReport[]> {
    const line = new StepLine();
    const target = await this.finder.find(line, { text: address, schemes: SCHEMES, isLocal, steps: STEPS });
    await line.take('broker_mqtt', () => this.talk(actor, target));
    return line.reports;
  }

  /** With a secret of the very kind that controllers get, of one that has no line now. */
  private async talk(actor: Actor, target: Target | undefined): Promise<Outcome> {
    const controller = (await this.standings.read(undefined, MOST_GATEWAYS)).find(isFreeController)?.device;
    const serial = controller?.serial;
    if (!target || !controller || !serial) return { code: 'MQTT_NO_CONTROLLER' };
    const minted = await this.minted(actor, controller);
    const clientId = `trial-${randomUUID()}`;
    try {
      await this.credentials.brokerStateOf(controller.id);
      const { code, facts } = await this.contacts.unnoted(clientId, () =>
        tryMqtt(target, { clientId, username: minted.username, password: minted.password, serial }),
      );
      return { code, facts: { ...facts, controller: controller.assetCode } };
    } finally {
      await this.unitOfWork.apart(actor, (tx) => this.credentials.endTrial(tx, minted, controller.id));
    }
  }

  private async minted(actor: Actor, controller: DeviceSummary): Promise<TrialCredential> {
    const heldAs = controller.partOfId ?? controller.id;
    return this.unitOfWork.apart(actor, async (tx) => {
      const custodyId = (await this.equipment.openCustody(tx, heldAs))?.id ?? null;
      return this.credentials.mintForTrial(tx, actor, controller, { heldAs, custodyId });
    });
  }
}

function isFreeController({ device, standing }: Gateway): boolean {
  const isController = device.kindCode === 'remote-controller' || (device.djiModel?.startsWith('2-') ?? false);
  return isController && !IN_USE.has(standing.state);
}
