import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  BROKER_ADMINISTRATION,
  CONFIG,
  type Config,
  DEVICE_TOPICS,
  type DynamicSecurity,
  INTAKE_TOPICS,
  KeyRing,
  LOGGER,
  type Logger,
} from '../../platform/index.js';
import { type AclRule, sameAcls } from './account.rules.js';
import { MosquittoAccounts } from './mosquitto.accounts.js';

const ROLE = 'skydocket-intake';
const MARK = 'Skydocket intake';
const MARKED_WITH = 'broker-secrets';

/** The log-in of MQTT_URL: hears what devices send, sends what they hear, and may do nothing else. */
@Injectable()
export class IntakeAccount {
  constructor(
    private readonly broker: MosquittoAccounts,
    private readonly keys: KeyRing,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BROKER_ADMINISTRATION) private readonly administration: DynamicSecurity | null,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Leaves it alone where the administrator's own log-in is used, or the site's administrator made one of that name. */
  async follow(): Promise<void> {
    const { username, password } = this.logIn();
    if (username === this.administration?.username) return;
    const known = await this.broker.client(username);
    if (known && known.textname !== MARK) {
      this.logger.info({ username }, 'the log-in of MQTT_URL is administered elsewhere');
      return;
    }
    const acls = intakeAcls();
    const secretMark = createHmac('sha256', this.keys.key(MARKED_WITH)).update(password).digest('hex');
    const role = await this.broker.role(ROLE);
    if (!role || !sameAcls(acls, role.acls ?? []))
      await this.broker.order([{ command: role ? 'modifyRole' : 'createRole', rolename: ROLE, textname: MARK, acls }]);
    if (known?.textdescription === secretMark && known.roles?.length === 1 && !known.disabled) return;
    const about = { textname: MARK, textdescription: secretMark, roles: [{ rolename: ROLE, priority: 0 }] };
    await this.broker.order([
      known
        ? { command: 'modifyClient', username, password, ...about }
        : { command: 'createClient', username, password, ...about },
      ...(known ? [{ command: 'enableClient', username }] : []),
    ]);
  }

  private logIn(): { readonly username: string; readonly password: string } {
    const { username, password } = new URL(this.config.MQTT_URL ?? '');
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
}

function intakeAcls(): AclRule[] {
  const rules = (acltype: string, topics: readonly string[]): AclRule[] =>
    topics.map((topic) => ({ acltype, topic, allow: true, priority: 0 }));
  return [
    ...rules('subscribeLiteral', INTAKE_TOPICS),
    ...rules('publishClientReceive', INTAKE_TOPICS),
    ...rules('publishClientSend', DEVICE_TOPICS),
  ];
}
