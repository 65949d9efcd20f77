import { chooseGround } from './flight-ground.js';
import type { Stage, StageOptions } from './stage.js';
import { closeTheChain } from './steps/chain.step.js';
import { giveAway } from './steps/export.step.js';
import { fly } from './steps/fly.step.js';
import { logInEveryone } from './steps/people.step.js';
import { bringInPhoto } from './steps/photo.step.js';
import { planFlight } from './steps/plan.step.js';
import { openCase, takeDrone, takeInstrument } from './steps/pool.step.js';
import { takeReading } from './steps/reading.step.js';
import { commandTogether } from './steps/session.step.js';

/** What the play brought about, for whoever wants to look closer. */
export interface Outcome extends Pick<
  Stage,
  'cast' | 'caseId' | 'drone' | 'instrument' | 'flightId' | 'rapidTestId' | 'evidenceId' | 'sessionId' | 'orderId'
> {
  readonly chain: Awaited<ReturnType<typeof closeTheChain>>;
}

/** Plays the whole chain against a running service, through its public interfaces only. @throws OffScript */
export async function play(options: StageOptions): Promise<Outcome> {
  const { say } = options;
  const ground = chooseGround(options.samples, options.frames, options.frameMs);
  const startAt = new Date(Date.now() + 1_000);

  say('1. People');
  const cast = await logInEveryone(options);
  say('2. A drone for the case');
  const caseId = await openCase(cast, say);
  const drone = await takeDrone(cast, caseId, startAt, say);
  say('3. An instrument, and a plan for the air');
  const instrument = await takeInstrument(cast, caseId, startAt, say);
  const flightId = await planFlight(cast, { caseId, drone, ground }, startAt, say);
  say('4. The flight');
  const flown = await fly(cast, { ...options, drone, ground });
  const rapidTestId = await takeReading(cast, { ...options, instrument, caseId });
  say('5. The photo');
  const evidenceId = await bringInPhoto(cast, { ...options, caseId, drone, ground, flown });
  say('6. The command session');
  const { sessionId, orderId } = await commandTogether(cast, { caseId, evidenceId, say });
  say('7. The chain');
  const chain = await closeTheChain(cast, { drone, instrument, evidenceId, say });
  say('8. The export');
  await giveAway(cast, { caseId, say });
  return { cast, caseId, drone, instrument, flightId, rapidTestId, evidenceId, sessionId, orderId, chain };
}
