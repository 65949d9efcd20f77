import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, DEVICE_TOPICS, INTAKE_CLIENT_ID, INTAKE_TOPICS } from '../../platform/index.js';
import { type AskedTopic, isRetained } from './asked.schemas.js';
import { isShapedAs } from './topic.shapes.rules.js';

/** The log-in of MQTT_URL at the broker that asks: hears what devices send, sends what they hear, and nothing else. */
@Injectable()
export class IntakeLogIn {
  private readonly username: string;
  private readonly password: Buffer;
  private readonly clientId: string | undefined;

  constructor(@Inject(CONFIG) { MQTT_URL }: Config) {
    const url = MQTT_URL ? new URL(MQTT_URL) : undefined;
    this.username = decodeURIComponent(url?.username ?? '');
    this.password = digest(decodeURIComponent(url?.password ?? ''));
    this.clientId = url ? (url.searchParams.get('clientId') ?? INTAKE_CLIENT_ID) : undefined;
  }

  isNamed(username: string): boolean {
    return this.username !== '' && this.username === username;
  }

  proves(password: string): boolean {
    return timingSafeEqual(this.password, digest(password));
  }

  /** What waits in our own session is for nobody else. */
  owns(clientId: string): boolean {
    return this.clientId === clientId;
  }

  allows(asked: AskedTopic): boolean {
    return asked.action === 'subscribe'
      ? INTAKE_TOPICS.some((topic) => topic === asked.topic)
      : isShapedAs(DEVICE_TOPICS, asked.topic) && !isRetained(asked);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
