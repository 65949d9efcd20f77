import { ADMINISTRATOR_ROLES } from '../../../src/identity/index.js';
import { keepRecords } from './furniture/people.js';
import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { PeriodBody } from '../../factories/pool.js';
import { hoursAhead } from '../missions/mission-kit.js';
import { admit, type Cast, type Person } from './cast.js';
import { command } from './furniture/command.js';
import { ask } from './furniture/assistance.js';
import { passAround } from './furniture/custody.js';
import { scratch } from './furniture/damages.js';
import { bringPart, discard, pack, photograph } from './furniture/evidence.js';
import { nameExperts } from './furniture/experts.js';
import { survey } from './furniture/ground.js';
import { upload } from './furniture/library.js';
import { keep } from './furniture/keeping.js';
import { passShift } from './furniture/shifts.js';
import { sealCards } from './furniture/media.js';
import { notify } from './furniture/notices.js';
import { flyUnplanned, measure, plan } from './furniture/missions.js';
import { ownThings } from './furniture/own-things.js';
import { type Device, fillHands } from './furniture/pool.js';
import { alarm } from './furniture/alarms.js';
import { printLabels } from './furniture/blank-labels.js';
import { enter } from './furniture/registry.js';
import { writeDown } from './furniture/site-records.js';
import { askLaboratory, sample } from './furniture/samples.js';
import { count } from './furniture/stock-takes.js';
import { converse, report } from './furniture/telemetry.js';
import { keepUp } from './furniture/upkeep.js';
import { made } from './making.js';

/** One of each thing, made by people of 东光县 through the service; the drone and the gas meter are lent to them by another county. */
export interface County {
  readonly caseId: string;
  readonly caseNumber: string;
  /** Accounts that are members of the case only to be removed, one for each person. */
  readonly leavers: ReadonlyMap<Person, string>;
  readonly targetUser: { readonly id: string; readonly username: string };
  readonly apiKeyId: string;
  /** Of the pilot. */
  readonly noticeId: string;
  /** Its own drone, at home. */
  readonly drone: Device;
  /** Its own photometer, at home, with certificate and reagents. */
  readonly meter: Device;
  /** A photo of the pool. */
  readonly fileId: string;
  readonly lotId: string;
  readonly calibrationId: string;
  readonly certificateNumber: string;
  /** Held for the case; it belongs to the other county. */
  readonly lent: Device & { readonly bookingId: string; readonly checkOutId: string; readonly checkedOutAt: string };
  /** Was held and handed back; it belongs to the other county. */
  readonly returned: Device & { readonly bookingId: string; readonly checkOutId: string };
  /** Its own device, booked by itself for another day. */
  readonly booked: { readonly deviceId: string; readonly bookingId: string; readonly during: PeriodBody };
  /** Of the lent device; closed. */
  readonly damageId: string;
  /** Its own memory cards. */
  readonly cards: Awaited<ReturnType<typeof sealCards>>['cards'];
  readonly flightId: string;
  readonly cancelledFlightId: string;
  /** A flight of its own drone that nobody planned, with an alert that its pilot acknowledged. */
  readonly unplanned: Awaited<ReturnType<typeof flyUnplanned>>['unplanned'];
  readonly rapidTestId: string;
  /** Of that run; taken back. */
  readonly endedConfirmation: string;
  readonly samples: Awaited<ReturnType<typeof sample>>['samples'];
  readonly assistance: Awaited<ReturnType<typeof ask>>['assistance'];
  readonly evidenceId: string;
  /** Of the case; a draft. */
  readonly siteRecordId: string;
  /** An upload and the intake of a card that are under way, and whose they are. */
  readonly arriving: Awaited<ReturnType<typeof bringPart>>['arriving'];
  /** Of the case; its file is there. */
  readonly exportId: string;
  /** Of the case, of the same one who asked; its file is gone. */
  readonly discardedExportId: string;
  readonly layerId: string;
  readonly measurementId: string;
  /** On no list but those of the county and the units above it: its own, not the case's. */
  readonly looseEvidenceId: string;
  /** A device at home and a case of each unit in the cast. */
  readonly instruments: ReadonlyMap<string, string>;
  readonly cases: ReadonlyMap<string, string>;
  /** Closed, with an order in it. */
  readonly sessionId: string;
  readonly orderId: string;
  /** On the map of a suspended session. */
  readonly mark: Awaited<ReturnType<typeof command>>['mark'];
  readonly shift: Awaited<ReturnType<typeof passShift>>['shift'];
  readonly zoneId: string;
  readonly endedZoneId: string;
  readonly publicationId: string;
  readonly quarantineTopic: string;
  /** Asked of the lent drone, and announced by it. */
  readonly service: Awaited<ReturnType<typeof converse>>['service'];
  readonly alarms: Awaited<ReturnType<typeof alarm>>['alarms'];
  /** Claimed for the photometer. */
  readonly wornBarcode: string;
  readonly labelBatchId: string;
  /** A calendar address of each person who may have one. */
  readonly feeds: ReadonlyMap<Person, string>;
  /** What is on record about a person of the county. */
  readonly records: Awaited<ReturnType<typeof keepRecords>>['records'];
  /** A stock-take that runs and one that was closed, and who counts. */
  readonly stockTakes: Awaited<ReturnType<typeof count>>['stockTakes'];
  readonly upkeep: Awaited<ReturnType<typeof keepUp>>['upkeep'];
  /** What was offered from hand to hand, and what was to travel. */
  readonly custody: Awaited<ReturnType<typeof passAround>>['custody'];
  readonly registry: Awaited<ReturnType<typeof enter>>['registry'];
  readonly keeping: Awaited<ReturnType<typeof keep>>['keeping'];
  readonly experts: Awaited<ReturnType<typeof nameExperts>>['experts'];
  /** Its own, and no flight's. */
  readonly waylineId: string;
}

export async function furnish(app: TestApp, cast: Cast): Promise<County> {
  const leavers = new Map<Person, string>();
  for (const [index, person] of cast.people.entries())
    leavers.set(person, await cast.extra(`leaver.${index}`, cast.unitOf('own county')));
  const caseFile = await openCase(app, cast, [...leavers.values()]);
  const pool = await fillHands(cast, caseFile.caseId);
  const measured = await measure(cast, caseFile.caseId, pool.meter.id);
  return {
    ...caseFile,
    ...pool,
    ...(await accounts(cast)),
    noticeId: await notify(app, cast),
    ...(await plan(cast, caseFile.caseId, pool.lent.id)),
    ...measured,
    ...(await askLaboratory(cast, measured.rapidTestId)),
    ...(await sample(cast, caseFile.caseId)),
    ...(await flyUnplanned(app, cast, pool.drone.id)),
    ...(await ask(cast, caseFile.caseId)),
    ...(await command(app, cast, caseFile.caseId)),
    ...(await passShift(cast)),
    ...(await collect(app, cast, caseFile.caseId)),
    siteRecordId: await writeDown(cast, caseFile.caseId),
    ...(await bringPart(cast, caseFile.caseId)),
    ...(await survey(cast, caseFile.caseId)),
    ...(await ownThings(cast)),
    quarantineTopic: await report(app, pool.lent),
    ...(await converse(app, cast, pool.lent)),
    ...(await alarm(app, cast, caseFile.caseId, pool.lent)),
    ...(await keepRecords(cast)),
    ...(await count(cast)),
    ...(await scratch(cast, pool.lent.id)),
    ...(await sealCards(cast, caseFile.caseId)),
    ...(await keepUp(cast, pool.drone.id)),
    labelBatchId: await printLabels(cast),
    wornBarcode: await wearBarcode(cast, pool.meter.id),
    ...(await passAround(cast, { heldId: pool.lent.checkOutId, lentId: pool.returned.id })),
    ...(await enter(cast, pool.lent)),
    ...(await nameExperts(cast)),
    feeds: await openFeeds(cast),
    waylineId: await upload(cast),
    leavers,
  };
}

async function collect(app: TestApp, cast: Cast, caseId: string) {
  const evidenceId = await photograph(cast, caseId);
  const discardedExportId = await pack(cast, caseId);
  await discard(cast, discardedExportId);
  return { evidenceId, discardedExportId, exportId: await pack(cast, caseId), ...(await keep(app, cast, evidenceId)) };
}

async function wearBarcode(cast: Cast, deviceId: string): Promise<string> {
  const value = `WORN-${randomUUID()}`;
  await made(cast.of('own county', 'equipment_manager').client, `/devices/${deviceId}/barcodes`, { value });
  return value;
}

async function openFeeds(cast: Cast): Promise<Map<Person, string>> {
  const feeds = new Map<Person, string>();
  for (const person of cast.people.filter(({ role }) => !ADMINISTRATOR_ROLES.some((other) => other === role)))
    feeds.set(person, await made(person.client, '/calendar-feeds', { about: 'person' }));
  return feeds;
}

async function openCase(app: TestApp, cast: Cast, leavers: readonly string[]) {
  const handler = cast.of('own county', 'case_handler');
  const members = cast.at('member of the case');
  const caseNumber = `东检公益诉〔2026〕${randomUUID().slice(0, 8)}号`;
  const caseId = await made(handler.client, '/cases', {
    number: caseNumber,
    title: '南运河排污',
    domain: 'environment',
    members: [...members.map(({ id }) => id), ...leavers],
  });
  for (const person of [handler, ...members]) person.memberships.push({ kind: 'case', id: caseId, writes: true });
  for (const person of cast.at('reader of the case')) await admit(app, person, 'case', caseId);
  return { caseId, caseNumber };
}

async function accounts(cast: Cast) {
  const username = 'target.of.changes';
  const { client } = cast.of('own county', 'field_officer');
  return {
    targetUser: { id: await cast.extra(username, cast.unitOf('own county')), username },
    apiKeyId: await made(client, '/api-keys', {
      name: 'phone',
      permissions: ['me.read'],
      expiresAt: hoursAhead(0, 1).to,
    }),
  };
}
