import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { TopicRights } from '../devices/topic.rights.js';
import type { DialectResult } from '../dialects/dialect.js';
import { readMessage } from '../dialects/dialects.js';
import { DeviceEvents } from '../events/device-events.service.js';
import type { IntakeItem, Origin } from '../intake/intake.rows.js';
import { IntakeSorter } from '../intake/intake.sorter.js';
import { lastExpiredDay } from '../retention/retention.rules.js';
import type { ReplayCode } from './quarantine.codes.js';
import type { HeldMessage } from './quarantine.repository.js';

/** What a message in quarantine says by what is known now. */
@Injectable()
export class HeldMessageReader {
  constructor(
    private readonly directory: DeviceDirectory,
    private readonly topics: TopicRights,
    private readonly sorter: IntakeSorter,
    private readonly events: DeviceEvents,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(message: HeldMessage): Promise<IntakeItem | { readonly code: ReplayCode }> {
    const { id, topic, raw, receivedAt, username } = message;
    const rule = await this.ruleFor(username, topic);
    if (rule === 'foreign') return { code: 'TOPIC_NOT_OWNED' };
    const result = readMessage(topic, raw, receivedAt);
    if (isTalk(result)) return { code: 'NOT_TO_BE_STORED' };
    if (rule === 'unknown' && result.kind !== 'rejected') return { code: 'DEVICE_UNKNOWN' };
    if (this.isNoLongerKept(result)) return { code: 'NO_LONGER_KEPT' };
    const origin: Origin = { topic, raw, receivedAt, username, clientId: message.clientId ?? '' };
    if (result.kind === 'event') await this.events.keep(result.event, raw);
    const item = await this.sorter.sort(origin, result);
    return item.refusal ? { code: item.refusal.code } : { ...item, heldAs: id };
  }

  /** Retention has been over these days already. */
  private isNoLongerKept(result: Exclude<DialectResult, Talk>): boolean {
    const days = this.config.SKYDOCKET_TELEMETRY_DAYS;
    if (days === undefined) return false;
    const last = lastExpiredDay(this.clock.now(), days);
    return timesOf(result).some((at) => at.toISOString().slice(0, 10) <= last);
  }

  /** By who speaks for whom now. An external broker does not say who published: its own rules have let it in. */
  private async ruleFor(username: string | null, topic: string): Promise<'own' | 'unknown' | 'foreign'> {
    if (username === null) return 'own';
    return this.topics.ruleFor(await this.directory.byName(username), topic);
  }
}

type Talk = Extract<DialectResult, { kind: 'ignored' | 'topology' | 'request' | 'service_reply' }>;

/** What somebody waited for then, and does not any more. */
function isTalk(result: DialectResult): result is Talk {
  return ['ignored', 'topology', 'request', 'service_reply'].includes(result.kind);
}

function timesOf(result: Exclude<DialectResult, Talk>): Date[] {
  if (result.kind === 'samples') return result.samples.map(({ at }) => at);
  if (result.kind === 'event') return [result.sample.at];
  if (result.kind === 'reading') return [result.reading.at];
  return result.kind === 'status' ? [result.status.at] : [];
}
