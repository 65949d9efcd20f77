import { setTimeout as pause } from 'node:timers/promises';
import { printHead, printRow, spread } from '../bench.types.js';
import { medianRatio } from '../telemetry/stage.js';
import { BareWriters } from './bare-writer.js';
import { Crowd } from './crowd.js';
import { type Figures, logInOf, SESSIONS, type Stage, withService, writersAmong } from './stage.js';

/** Writers in one session, who line up at its row. */
const IN_ONE = 10;
/** One person gives at most 300 commands in this time. */
const WINDOW_MS = 5_000;
const EACH = { quick: 120, full: 250 } as const;

/**
 * `oneSessionOverSql`, `twentySessionsOverSql`: committed commands a second over sockets, each drawing a shape anew, over the
 * bare transaction that writes the same rows, from as many connections. The writers follow no session.
 */
export async function measureCommits(stage: Stage): Promise<Figures> {
  printHead();
  return {
    oneSessionOverSql: await measure(stage, 'one', IN_ONE, () => 0),
    twentySessionsOverSql: await measure(stage, 'twenty', SESSIONS, (nth) => nth),
  };
}

async function measure(
  stage: Stage,
  name: string,
  connections: number,
  sessionOf: (nth: number) => number,
): Promise<number> {
  const { database, sessionIds, rounds, quick } = stage;
  const each = quick ? EACH.quick : EACH.full;
  const [crowd, bare] = [new Crowd(), new BareWriters()];
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  const bareUrl = await database.copy(`bench_${name}_bare`);
  try {
    await withService(stage, { copy: `bench_${name}_ours` }, async (_, people) => {
      const writers = writersAmong(people)
        .slice(0, connections)
        .map((person, nth) => ({ person, sessionId: sessionIds[sessionOf(nth)] ?? '' }));
      await crowd.openWriters(writers.map(({ person, sessionId }) => ({ ...logInOf(person), sessionId })));
      await bare.open(
        bareUrl,
        writers.map(({ person, sessionId }) => ({ sessionId, userId: person.userId })),
      );
      for (let round = -1; round < rounds; round += 1) {
        const { commands, writingSeconds } = await crowd.burst(each);
        const finishedAt = performance.now();
        const theirs = await bare.burst(each);
        await pause(Math.max(0, finishedAt + WINDOW_MS - performance.now()));
        if (round < 0) continue;
        perSecond.ours.push(commands / writingSeconds);
        perSecond.bare.push(theirs);
      }
    });
  } finally {
    await crowd.stop();
    await bare.stop();
  }
  printRow(`${name}: commands over sockets`, spread(perSecond.ours), '1/s');
  printRow(`${name}: bare transactions`, spread(perSecond.bare), '1/s');
  return medianRatio(perSecond.ours, perSecond.bare);
}
