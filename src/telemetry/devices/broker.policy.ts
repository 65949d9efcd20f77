import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import {
  type BrokerPolicy,
  Clock,
  type LineRefusal,
  Metrics,
  type Principal,
  type PublishRule,
} from '../../platform/index.js';
import { ContactLog } from '../connecting/contact.log.js';
import { nameInTopic } from '../dialects/dialects.js';
import { type Soon, soon } from '../soon.js';
import { CredentialCheck } from './credential.check.js';
import { DeviceDirectory } from './device.directory.js';
import { ForeignTopics } from './foreign-topics.rules.js';
import { TopicRights } from './topic.rights.js';

const LONGEST_PASSWORD = 200;

type LineWatcher = (deviceId: string, isOpen: boolean) => void;

/** Who may open a line and speak on which topic. */
@Injectable()
export class DeviceBrokerPolicy implements BrokerPolicy {
  private readonly foreign = new ForeignTopics();
  private readonly online = new Set<string>();
  private readonly watchers: LineWatcher[] = [];
  private readonly refusals;

  constructor(
    private readonly directory: DeviceDirectory,
    private readonly topics: TopicRights,
    private readonly credentials: CredentialCheck,
    private readonly contacts: ContactLog,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.refusals = metrics.counter('broker_refusals_total', 'Log-ins and publishes refused by the broker', ['reason']);
    metrics.gauge('broker_devices_online', 'Devices with an open line', () => this.online.size);
  }

  /** The user name is the asset code or the serial. */
  async authenticate(username: string, password: string): Promise<Principal | undefined> {
    const device = password.length > LONGEST_PASSWORD ? undefined : await this.directory.byName(username);
    const reason = await this.reasonAgainst(device, password);
    if (!device || reason) {
      this.refusals.inc({ reason: reason ?? 'unknown' });
      if (device && reason) this.contacts.refused(device.id, reason);
      return undefined;
    }
    return { kind: 'device', id: device.id, username: device.assetCode };
  }

  /** Of a name that nobody has registered, where that is known already. */
  refusedStranger(): false {
    this.refusals.inc({ reason: 'unknown' });
    return false;
  }

  mayPublish(principal: Principal, topic: string): Soon<PublishRule> {
    const rule = soon(this.directory.byId(principal.id), (speaker) => this.topics.ruleFor(speaker, topic));
    return soon(rule, (known) => (known === 'foreign' ? this.onForeignTopic(principal) : known));
  }

  /** Exactly its own topics: no wildcard, no shared subscription, nothing of the broker's. */
  async maySubscribe(principal: Principal, topic: string): Promise<boolean> {
    const isPlain = !/[+#$]/.test(topic) && nameInTopic(topic) !== null;
    const allowed = isPlain && (await this.topics.ruleFor(await this.directory.byId(principal.id), topic)) === 'own';
    if (!allowed) this.refusals.inc({ reason: 'subscription' });
    return allowed;
  }

  connected({ id, kind }: Principal, clientId: string): void {
    this.online.add(id);
    if (kind !== 'device') return;
    this.contacts.connected(id, clientId);
    for (const watcher of this.watchers) watcher(id, true);
  }

  disconnected({ id, kind }: Principal): void {
    this.online.delete(id);
    if (kind === 'device') for (const watcher of this.watchers) watcher(id, false);
  }

  /** Told of every line that is opened, and of the last one of a device that is closed. */
  watchLines(watcher: LineWatcher): void {
    this.watchers.push(watcher);
  }

  refused(reason: LineRefusal): void {
    this.refusals.inc({ reason });
  }

  /** Whether the device has an open line here; of devices behind an external broker nobody knows. */
  hasLine(deviceId: string): boolean {
    return this.online.has(deviceId);
  }

  /** For a flood of foreign topics. */
  isLockedOut(deviceId: string): boolean {
    return this.foreign.isLockedOut(deviceId, this.clock.now());
  }

  private onForeignTopic({ id }: Principal): PublishRule {
    this.refusals.inc({ reason: 'foreign_topic' });
    if (!this.foreign.count(id, this.clock.now())) return 'foreign';
    this.refusals.inc({ reason: 'locked_out' });
    return 'closed';
  }

  private async reasonAgainst(device: DeviceSummary | undefined, password: string): Promise<string | undefined> {
    if (!device) return 'unknown';
    if (device.state === 'retired') return 'retired';
    if (this.isLockedOut(device.id)) return 'locked_out';
    return (await this.credentials.proves(device, password)) ? undefined : 'bad_secret';
  }
}
