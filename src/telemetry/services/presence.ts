import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, type Tx } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';

/** Behind an external broker a gateway that was silent for so long is taken for gone: its own frames come each 2 s. */
const SILENCE_MS = 60_000;

/** Whether a gateway can be reached now. */
@Injectable()
export class Presence {
  constructor(
    private readonly policy: DeviceBrokerPolicy,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Our own broker knows its lines; of another one only the silence of the gateway and its aircraft tells. */
  async isOnline(tx: Tx, gatewayId: string, aircraftId: string | null): Promise<boolean> {
    if (!this.config.MQTT_URL) return this.policy.hasLine(gatewayId);
    const since = new Date(this.clock.now().getTime() - SILENCE_MS);
    const heard = await tx.queryOne(
      `SELECT 1 FROM device_latest WHERE device_id = ANY ($1::uuid[]) AND received_at > $2 LIMIT 1`,
      [[gatewayId, aircraftId].filter((id) => id !== null), since],
    );
    return heard !== undefined;
  }
}
