import { describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES } from '../commands/command-types.js';
import type { CommandType } from '../commands/command-types.js';
import { SESSION_ROLES, TIERS_UPWARD, defaultSessionRole, isTierAtLeast, mayChangePart } from './session-roles.js';
import type { SessionRole } from './session-roles.js';
import {
  COMMAND_RULES,
  SESSION_STATES,
  SESSION_STEPS,
  afterSessionStep,
  isPlausibleOccurrence,
  refusalOf,
} from './session.rules.js';
import type { Claimant, SessionState, Standing } from './session.rules.js';

const claimant = (standing: Standing, role?: SessionRole, tier: Claimant['tier'] = 'city'): Claimant => ({
  standings: new Set([standing]),
  tier,
  role,
});
const open = { state: 'open', epoch: 3 } as const;

const EVERYONE = SESSION_ROLES.join(' ');
const SPEAKERS = SESSION_ROLES.filter((role) => role !== 'observer').join(' ');

/** Who may, in an open session and under the right epoch: initials of the roles, in their order. */
const MAY: Readonly<Record<CommandType, string>> = {
  'participant.invite': 'commander deputy',
  'participant.join': 'entitled',
  'participant.leave': 'deputy dispatcher field_lead field_member pilot expert scribe liaison observer',
  'participant.request': 'witness',
  'participant.admit': 'commander deputy',
  'participant.decline': 'commander deputy',
  'participant.pullIn': 'commander deputy',
  'participant.setRole': 'commander deputy',
  'participant.remove': 'commander deputy',
  'guest.invite': 'commander deputy',
  'guest.revoke': 'commander deputy',
  'command.decline': 'offeree',
  'command.assume': 'deputy',
  'session.open': '',
  'session.archive': '',
  'command.offer': 'commander',
  'command.accept': 'offeree',
  'command.takeOver': 'above',
  'order.issue': 'answering commander deputy dispatcher',
  'order.delivered': 'recipient',
  'order.seen': 'recipient',
  'order.acknowledge': 'recipient',
  'order.enRoute': 'recipient',
  'order.onScene': 'recipient',
  'order.submit': 'recipient',
  'order.accept': 'answering commander deputy dispatcher',
  'order.return': 'answering commander deputy dispatcher',
  'order.cancel': 'answering commander deputy dispatcher',
  'order.draft': 'commander deputy dispatcher',
  'order.reject': 'recipient',
  'order.receive': 'recipient',
  'order.linkFlight': 'recipient commander deputy dispatcher',
  'order.snooze': 'commander deputy dispatcher',
  'order.override': 'commander deputy dispatcher',
  'dispatch.confirm': 'commander deputy dispatcher',
  'request.raise': SPEAKERS,
  'request.meet': 'above commander deputy dispatcher',
  'request.cancel': SPEAKERS,
  'chat.say': 'commander deputy dispatcher field_lead field_member pilot expert scribe liaison',
  'map.put': 'commander deputy dispatcher field_lead field_member pilot expert liaison',
  'map.remove': 'commander deputy dispatcher field_lead field_member pilot expert liaison',
  'map.restore': 'commander deputy dispatcher field_lead field_member pilot expert liaison',
  'chat.promote': 'commander deputy dispatcher scribe',
  'log.note': 'commander deputy dispatcher scribe',
  'show.request': 'commander deputy dispatcher',
  'show.consent': EVERYONE,
  'show.stop': EVERYONE,
  'photo.request': 'commander deputy dispatcher',
  'photo.taken': EVERYONE,
  'still.promote': 'commander deputy dispatcher',
  'agenda.set': 'commander deputy',
  'agenda.advance': 'commander deputy',
  'material.add': SPEAKERS,
  'expert.invite': 'commander deputy',
  'conclusion.draft': 'commander deputy expert scribe',
  'conclusion.sign': SPEAKERS,
  'conclusion.dissent': SPEAKERS,
  'conclusion.settle': 'commander',
  'sector.put': 'commander deputy',
  'sector.remove': 'commander deputy',
  'lead.name': 'commander',
  'sector.report': SPEAKERS,
  'session.suspend': 'commander',
  'session.resume': '',
  'session.close': 'commander',
  'session.reopen': '',
};

describe('session states', () => {
  it('are all reached from scheduled, and only archived is an end', () => {
    const reached = new Set<SessionState>(['scheduled']);
    for (const state of reached) {
      for (const step of SESSION_STEPS) {
        const next = afterSessionStep(state, step);
        if (next) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...SESSION_STATES].sort());
    const ends = SESSION_STATES.filter((state) => SESSION_STEPS.every((step) => !afterSessionStep(state, step)));
    expect(ends).toEqual(['archived']);
  });

  it('refuse a step that does not fit', () => {
    expect(afterSessionStep('closed', 'suspend')).toBeUndefined();
    expect(afterSessionStep('archived', 'reopen')).toBeUndefined();
  });
});

describe('who may give which command', () => {
  it.each(COMMAND_TYPES)('%s', (type) => {
    const standings: Standing[] = ['witness', 'entitled', 'offeree', 'recipient', 'above', 'answering'];
    const byStanding = standings.filter((standing) => !refusalOf(type, claimant(standing), open, 3));
    const byRole = SESSION_ROLES.filter((role) => !refusalOf(type, claimant('participant', role), open, 3));
    expect([...byStanding, ...byRole].join(' ')).toBe(MAY[type]);
  });

  it('every tier may what its role may, but a county takes over from nobody', () => {
    const limited = COMMAND_TYPES.filter((type) => COMMAND_RULES[type].tiers.length < TIERS_UPWARD.length);
    expect(limited).toEqual(['command.takeOver']);
    expect(refusalOf('command.takeOver', claimant('above', undefined, 'county'), open, 3)).toBe('FORBIDDEN');
    expect(refusalOf('command.takeOver', claimant('above', 'liaison', 'province'), open, 3)).toBeUndefined();
  });

  it('an outsider is refused everything in every state', () => {
    const outsider: Claimant = { standings: new Set(), tier: 'province' };
    for (const state of SESSION_STATES) {
      for (const type of COMMAND_TYPES) expect(refusalOf(type, outsider, { state, epoch: 3 }, 3)).toBe('FORBIDDEN');
    }
  });
});

describe('the epoch', () => {
  it('is asked for by commands of authority alone', () => {
    expect(COMMAND_TYPES.filter((type) => COMMAND_RULES[type].needsEpoch).sort()).toEqual(
      [
        'participant.invite',
        'participant.admit',
        'participant.decline',
        'participant.pullIn',
        'participant.setRole',
        'participant.remove',
        'guest.invite',
        'guest.revoke',
        'agenda.set',
        'agenda.advance',
        'expert.invite',
        'conclusion.settle',
        'sector.put',
        'sector.remove',
        'lead.name',
        'command.assume',
        'session.open',
        'session.archive',
        'command.offer',
        'command.accept',
        'command.takeOver',
        'order.issue',
        'order.draft',
        'order.accept',
        'order.return',
        'order.cancel',
        'order.snooze',
        'order.override',
        'dispatch.confirm',
        'request.meet',
        'session.suspend',
        'session.resume',
        'session.close',
        'session.reopen',
      ].sort(),
    );
  });

  it('refuses a stale one, a future one and none', () => {
    const commander = claimant('participant', 'commander');
    for (const epoch of [2, 4, undefined]) {
      expect(refusalOf('order.issue', commander, open, epoch)).toBe('STALE_COMMAND_EPOCH');
    }
    expect(refusalOf('chat.say', commander, open, 2)).toBeUndefined();
  });

  it('does not keep a recipient from reporting, nor does a suspension; the end of the session does', () => {
    const recipient = claimant('recipient', undefined, 'county');
    expect(refusalOf('order.acknowledge', recipient, { state: 'suspended', epoch: 9 }, 1)).toBeUndefined();
    expect(refusalOf('order.acknowledge', recipient, { state: 'closed', epoch: 9 }, 1)).toBe('BAD_STATE');
  });

  it('binds who directs, also where answering for the order above would do', () => {
    const standings = new Set<Standing>(['participant', 'answering']);
    const both = (role: SessionRole): Claimant => ({ standings, tier: 'county', role });
    expect(refusalOf('order.issue', both('dispatcher'), open, 1)).toBe('STALE_COMMAND_EPOCH');
    expect(refusalOf('order.issue', both('field_lead'), open, 1)).toBeUndefined();
    expect(refusalOf('order.issue', both('field_lead'), { state: 'suspended', epoch: 3 }, 3)).toBe('BAD_STATE');
  });

  it('does not tell an outsider that it is stale', () => {
    expect(refusalOf('order.issue', claimant('participant', 'observer'), open, 1)).toBe('FORBIDDEN');
  });
});

describe('session.resume and session.reopen', () => {
  const commander = claimant('participant', 'commander');
  it('belong to their states', () => {
    expect(refusalOf('session.resume', commander, { state: 'suspended', epoch: 3 }, 3)).toBeUndefined();
    expect(refusalOf('session.reopen', commander, { state: 'closed', epoch: 3 }, 3)).toBeUndefined();
    expect(refusalOf('session.reopen', commander, { state: 'archived', epoch: 3 }, 3)).toBe('BAD_STATE');
  });
});

describe('session.open and session.archive', () => {
  const commander = claimant('participant', 'commander');
  it('belong to their states', () => {
    expect(refusalOf('session.open', commander, { state: 'scheduled', epoch: 3 }, 3)).toBeUndefined();
    expect(refusalOf('session.archive', commander, { state: 'closed', epoch: 3 }, 3)).toBeUndefined();
    expect(refusalOf('session.archive', commander, open, 3)).toBe('BAD_STATE');
    expect(refusalOf('session.open', commander, open, 3)).toBe('BAD_STATE');
  });

  it('and before it opens people can be gathered and command can pass, but nothing is ordered', () => {
    const scheduled = { state: 'scheduled', epoch: 3 } as const;
    for (const type of ['participant.invite', 'command.offer', 'guest.invite'] as const)
      expect(refusalOf(type, commander, scheduled, 3)).toBeUndefined();
    expect(refusalOf('order.issue', commander, scheduled, 3)).toBe('BAD_STATE');
  });
});

describe('the part of another', () => {
  it('is changed by who leads: of a deputy by the commander alone, of the commander by nobody', () => {
    expect(mayChangePart('commander', 'deputy')).toBe(true);
    expect(mayChangePart('deputy', 'pilot')).toBe(true);
    expect(mayChangePart('deputy', null)).toBe(true);
    expect(mayChangePart('deputy', 'deputy')).toBe(false);
    expect(mayChangePart('commander', 'commander')).toBe(false);
    expect(mayChangePart('deputy', 'commander')).toBe(false);
  });
});

describe('small rules', () => {
  it('ranks tiers', () => {
    expect(isTierAtLeast('province', 'city')).toBe(true);
    expect(isTierAtLeast('county', 'city')).toBe(false);
  });

  it('gives an entrant a role by their work, and none to administrators', () => {
    expect(defaultSessionRole(['tester', 'pilot'])).toBe('pilot');
    expect(defaultSessionRole(['commander'])).toBe('liaison');
    expect(defaultSessionRole(['system_admin'])).toBeUndefined();
  });

  it('takes an occurrence of yesterday and refuses one of the future', () => {
    const now = new Date('2026-03-01T08:00:00Z');
    expect(isPlausibleOccurrence(new Date('2026-02-28T08:00:00Z'), now)).toBe(true);
    expect(isPlausibleOccurrence(new Date('2026-03-01T08:02:00Z'), now)).toBe(true);
    expect(isPlausibleOccurrence(new Date('2026-03-01T08:02:01Z'), now)).toBe(false);
  });
});
