/** What a device publishes below its own serial. */
export const DJI_CHANNELS = [
  'osd',
  'state',
  'events',
  'requests',
  'services_reply',
  'property/set_reply',
  'drc/up',
] as const;
export type DjiChannel = (typeof DJI_CHANNELS)[number] | 'status';

export interface DjiTopic {
  readonly serial: string;
  readonly channel: DjiChannel;
}

/** No wildcard, separator, blank or control character: a serial becomes part of topics we publish on. */
const SERIAL = /^[A-Za-z0-9._-]{1,64}$/;
const SYS_TOPIC = /^sys\/product\/([^/]+)\/status$/;
const THING_TOPIC = /^thing\/product\/([^/]+)\/(.+)$/;

export function isSerial(text: string): boolean {
  return SERIAL.test(text);
}

export function parseDjiTopic(topic: string): DjiTopic | null {
  const sys = SYS_TOPIC.exec(topic)?.[1];
  if (sys !== undefined) return isSerial(sys) ? { serial: sys, channel: 'status' } : null;
  const [, serial, rest] = THING_TOPIC.exec(topic) ?? [];
  const channel = DJI_CHANNELS.find((known) => known === rest);
  return serial !== undefined && channel !== undefined && isSerial(serial) ? { serial, channel } : null;
}

/** The serial a DJI-style topic names, whatever follows it; null for other topics. */
export function serialOfTopic(topic: string): string | null {
  return /^(?:sys|thing)\/product\/([^/]+)\//.exec(topic)?.[1] ?? null;
}
