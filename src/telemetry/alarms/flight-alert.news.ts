import { Injectable } from '@nestjs/common';
import { MissionEvents } from '../../missions/index.js';
import { Clock, OnEvent, type RecordedEvent, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { NewsRepository, type NewsType } from '../news/news.repository.js';
import { AlarmRepository, silenceOf } from './alarm.repository.js';

interface AlertFact {
  readonly flightId: string;
  readonly deviceId: string | null;
  readonly kind: string;
  readonly subjectId: string | null;
}

/** What goes wrong on flights is told those who look at the aircraft, as the other alarms are. */
@Injectable()
export class FlightAlertNews {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly news: NewsRepository,
    private readonly alarms: AlarmRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(MissionEvents['missions.flight_alert_began'])
  async onBegan(event: RecordedEvent): Promise<void> {
    await this.tell('alarm_began', event);
  }

  @OnEvent(MissionEvents['missions.flight_alert_ended'])
  async onEnded(event: RecordedEvent): Promise<void> {
    await this.tell('alarm_ended', event);
  }

  private async tell(type: NewsType, { id: eventId, payload, recordedAt: at }: RecordedEvent): Promise<void> {
    const { flightId, deviceId, kind, subjectId } = payload as unknown as AlertFact;
    if (deviceId === null) return;
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const silences = await this.alarms.silences(tx, [deviceId], at);
      if (type === 'alarm_began' && silenceOf(silences, { deviceId, kind, subjectId })) return;
      const told = { flightId, deviceId, kind, subjectId, at: at.toISOString() };
      await this.news.add(tx, { eventId, deviceId, type, payload: told, at: this.clock.now() });
    });
  }
}
