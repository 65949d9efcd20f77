import { Inject, Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, CONFIG, type Config, UnitOfWork } from '../../platform/index.js';
import { ObjectGrants } from '../objects/object-grants.service.js';
import { STORE_PATH, trialPrefixOf } from '../objects/object-key.rules.js';
import { storageAnswer } from '../objects/storage-answer.rules.js';
import { PILOT_SOCKET_PATH } from '../pilot/pilot-sockets.js';
import { SocketProof } from '../pilot/socket-proof.js';
import type { Outcome, StepReport } from './connection-step.rules.js';
import { tryTls } from './probes/network.probe.js';
import { tryPage, trySocket } from './probes/page.probe.js';
import { authority, type Target } from './probes/target.js';
import { tryUpload } from './probes/upload.probe.js';
import { StepLine } from './step-line.js';
import { TargetFinder } from './target.finder.js';

const STEPS = { address: 'public_address', name: 'public_name', tcp: 'public_tcp' } as const;
const SCHEMES = ['https', 'http'];
const UNREACHED: Outcome = { code: 'STEP_BROKE', facts: { reason: 'no target' } };

/** What a controller opens under the public address: page, socket and store. */
@Injectable()
export class PublicSteps {
  constructor(
    private readonly finder: TargetFinder,
    private readonly proof: SocketProof,
    private readonly grants: ObjectGrants,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async take(actor: Actor, pilotUrl: string | undefined, isLocal: boolean): Promise<StepReport[]> {
    const line = new StepLine();
    const text = pilotUrl ?? this.config.SKYDOCKET_PUBLIC_URL;
    const target = await this.finder.find(line, { text, schemes: SCHEMES, isLocal, steps: STEPS });
    await line.take('public_tls', () => this.tls(target));
    await line.takeApart('pilot_page', () => (target ? tryPage(target) : UNREACHED));
    await line.takeApart('pilot_socket', () => (target ? this.socket(target) : UNREACHED));
    await line.takeApart('upload', () => (target ? this.upload(actor, target) : UNREACHED));
    return line.reports;
  }

  private async tls(target: Target | undefined): Promise<Outcome> {
    if (target?.scheme !== 'https') return { code: 'TLS_NOT_ASKED' };
    return tryTls(target, this.clock.now());
  }

  private socket(target: Target): Promise<Outcome> {
    const token = encodeURIComponent(this.proof.token());
    return trySocket(target, `${PILOT_SOCKET_PATH}?x-auth-token=${token}`, this.proof.frame);
  }

  private async upload(actor: Actor, target: Target): Promise<Outcome> {
    const { id, unitId } = asUser(actor);
    const holder = { unitId, userId: id, deviceId: null };
    const grant = await this.unitOfWork.apart(actor, (tx) => this.grants.issue(tx, holder, trialPrefixOf(id)));
    try {
      return await tryUpload(target, storageAnswer(`${authority(target)}${STORE_PATH}`, grant));
    } finally {
      await this.unitOfWork.apart(actor, (tx) => this.grants.revoke(tx, grant.accessKey));
    }
  }
}
