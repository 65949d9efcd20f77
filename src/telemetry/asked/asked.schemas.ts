import { z } from 'zod';

/** A word of MQTT; where it is longer, the device made it so. */
const word = (longest: number) => z.string().max(longest);
const name = word(255).min(1);
/** The broker fills its form with text; some versions keep numbers and truth values as they are. */
const retain = z.union([z.boolean(), z.enum(['true', 'false', 'undefined', '', '0', '1'])]).optional();
const qos = z.union([z.number(), word(20)]).optional();

/**
 * The broker passes over an answer that is no 200 and may then allow. So what is not well formed, which a device can
 * bring about, is no fault of the request here: it is null, and answered `deny`.
 */
export const LogInQuestion = z
  .strictObject({ clientid: name, username: name, password: word(1_000), peerhost: word(100).optional() })
  .nullable()
  .catch(null);

export const TopicQuestion = z
  .strictObject({
    clientid: name,
    username: name,
    topic: word(1_000).min(1),
    action: z.enum(['publish', 'subscribe']),
    qos,
    retain,
    peerhost: word(100).optional(),
  })
  .nullable()
  .catch(null);

export const BrokerAnswer = z
  .object({ result: z.enum(['allow', 'deny', 'ignore']), is_superuser: z.literal(false) })
  .meta({ id: 'BrokerAnswer' });

export type AskedLogIn = NonNullable<z.output<typeof LogInQuestion>>;
export type AskedTopic = NonNullable<z.output<typeof TopicQuestion>>;

/** Retained also where it is not said plainly that it is not. */
export function isRetained({ retain: said }: Pick<AskedTopic, 'retain'>): boolean {
  return said !== undefined && said !== false && said !== 'false' && said !== '0';
}
