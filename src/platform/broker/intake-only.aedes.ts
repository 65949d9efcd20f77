import { Aedes, type Client, type PublishPacket } from 'aedes';

type Done = (error?: Error) => void;

/**
 * A broker whose devices publish to the intake and to nobody else. By the time `publish` is called for a
 * device its message is durable with us; passing it on would fill the queues of sleeping sessions and the
 * store of retained messages, which hold no sender that could be refused later.
 */
export class IntakeOnlyAedes extends Aedes {
  override publish(packet: PublishPacket, sender: Client | Done | null, done?: Done): void {
    if (typeof sender === 'function') super.publish(packet, sender);
    else done?.();
  }
}
