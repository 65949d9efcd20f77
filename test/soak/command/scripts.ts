import { randomUUID } from 'node:crypto';
import type { Draft } from './command-book.js';
import type { People, Person } from '../../support/session-people.js';
import type { SessionClient } from './session-client.js';

/** Shapes that each writer draws anew and anew. */
const SHAPES = 4;
const FAR = 0.001;

type Script = (turn: number) => Draft;

const say = (text: string, audience?: object): Draft => ({
  type: 'chat.say',
  payload: { text, ...(audience && { audience }) },
});

/** What those who command and those in the field do, turn by turn: words for all and for some, shapes, orders. */
export function scriptsOf(people: People, field: SessionClient): readonly { by: Person; script: Script }[] {
  const [chief, deputy] = [people.of('沧州市', 'commander'), people.of('沧州市', 'case_handler')];
  const [dispatcher, officer] = [people.of('河北省', 'commander'), people.of('东光县', 'field_officer')];
  const pilot = people.of('献县', 'pilot');
  const order = (): Draft => ({
    type: 'order.issue',
    payload: { orderId: randomUUID(), to: { userId: officer.userId }, text: '赴三号排污口取样' },
  });
  return [
    {
      by: chief,
      script: inTurn(
        (turn) => say(`各组报告 ${turn} 😀`),
        order,
        (turn) => say(`本院知悉 ${turn}`, { kind: 'ORG' }),
        shapesOf(115.9),
        (turn) => say(`单独说 ${turn}`, { kind: 'DIRECT', userIds: [officer.userId, dispatcher.userId] }),
      ),
    },
    {
      by: deputy,
      script: inTurn(
        shapesOf(116.1),
        (turn) => say(`市院以上 ${turn}`, { kind: 'TIER_AND_UP', tier: 'city' }),
        order,
        (turn) => say(`转告 ${turn} <b>不加粗</b>`),
      ),
    },
    {
      by: dispatcher,
      script: inTurn(
        (turn) => say(`仅省院 ${turn}`, { kind: 'TIER_AND_UP', tier: 'province' }),
        order,
        (turn) => say(`调度 ${turn}`),
        shapesOf(116.3),
        (turn) => say(`省院内部 ${turn}`, { kind: 'ORG' }),
      ),
    },
    {
      by: officer,
      script: inTurn(
        acknowledging(field),
        (turn) => say(`到达 ${turn}`),
        shapesOf(116.5),
        (turn) => say(`县院内部 ${turn}`, { kind: 'ORG' }),
      ),
    },
    {
      by: pilot,
      script: inTurn(
        (turn) => say(`起飞 ${turn}`),
        shapesOf(116.7),
        (turn) => say(`只告指挥 ${turn}`, { kind: 'DIRECT', userIds: [chief.userId] }),
        (turn) => say(`机组 ${turn}`, { kind: 'ORG' }),
      ),
    },
  ];
}

function inTurn(...scripts: readonly Script[]): Script {
  return (turn) => {
    const script = scripts[turn % scripts.length];
    if (!script) throw new Error('a script says something');
    return script(turn);
  };
}

function shapesOf(lon: number): Script {
  const ids = Array.from({ length: SHAPES }, () => randomUUID());
  return (turn) => ({
    type: 'map.put',
    payload: {
      featureId: ids[turn % SHAPES],
      geometry: { type: 'Point', coordinates: [lon, 38 + (turn % 100) * FAR] },
      label: `第 ${turn} 笔`,
    },
  });
}

/** Acknowledges the orders that have come in, one a turn. */
function acknowledging({ follower, person }: SessionClient): Script {
  let looked = 0;
  return (turn) => {
    for (; looked < follower.events.length; looked += 1) {
      const { type, payload } = follower.events[looked] ?? {};
      const to = payload?.['to'] as { readonly userId?: string } | undefined;
      if (type !== 'order.issue' || to?.userId !== person.userId) continue;
      looked += 1;
      return { type: 'order.acknowledge', payload: { orderId: payload?.['orderId'] } };
    }
    return say(`待命 ${turn}`);
  };
}
