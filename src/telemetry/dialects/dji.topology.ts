import type { JsonObject } from '../sample.js';
import { isWithinClockWindow } from '../clock.rules.js';
import { rejected, type DialectResult, type TopologyNode } from './dialect.js';
import { gatewayClass } from './dji.codes.js';
import { replyTo, type Envelope } from './envelope.js';
import { asInteger, asObject, asText } from './lenient.js';
import { isSerial } from './dji.topics.js';

/**
 * `update_topo` on `sys/product/{gateway}/status`: the gateway with its aircraft, or with none. It must be answered or
 * the aircraft's properties never start, and it may repeat; so every reading of it yields the same change.
 */
export function readTopology(gatewaySerial: string, envelope: Envelope, receivedAt: Date): DialectResult {
  const data = asObject(envelope.data);
  if (!data) return rejected('BAD_SHAPE', 'update_topo without data');
  const listed = data['sub_devices'] ?? [];
  if (!Array.isArray(listed)) return rejected('BAD_SHAPE', 'sub_devices is not a list');
  const first = asObject(listed[0]);
  const subSerial = asText(first?.['sn'], 65);
  if (listed.length > 0 && (first === null || subSerial === null || !isSerial(subSerial))) {
    return rejected('BAD_SHAPE', 'a sub-device without a usable serial');
  }
  const subDevice = first && subSerial ? subNode(subSerial, first) : null;
  const { timestamp } = envelope;
  return {
    kind: 'topology',
    topology: {
      gateway: gatewayNode(gatewaySerial, data),
      subDevice,
      subDeviceOnline: subDevice !== null,
      at: timestamp && isWithinClockWindow(timestamp, receivedAt) ? timestamp : null,
      receivedAt,
    },
    reply: replyTo(envelope, `sys/product/${gatewaySerial}/status_reply`, receivedAt),
  };
}

function gatewayNode(serial: string, data: JsonObject): TopologyNode {
  const deviceClass = gatewayClass(asInteger(data['domain']), asInteger(data['type']));
  return { serial, deviceClass, modelKey: modelKey(data, asInteger(data['domain'])) };
}

/** Only aircraft hang below a gateway, so a missing domain says nothing new. */
function subNode(serial: string, data: JsonObject): TopologyNode {
  const domain = asInteger(data['domain']) ?? 0;
  return { serial, deviceClass: domain === 0 ? 'aircraft' : 'unknown', modelKey: modelKey(data, domain) };
}

function modelKey(data: JsonObject, domain: number | null): string | null {
  const type = asInteger(data['type']);
  return domain === null || type === null ? null : `${domain}-${type}-${asInteger(data['sub_type']) ?? 0}`;
}
