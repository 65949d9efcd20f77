import type { z } from 'zod';
import { type Block, chinaTimeOf, type Fact, type Paper } from '../../platform/index.js';
import { type EventOnWire, personOf } from '../events/session-event.js';
import type { Session } from '../sessions/session.repository.js';
import type { Member } from '../sessions/session-people.js';
import type { ConsultationView } from './consultation.schemas.js';
import { AGENDA_WORDS, ROLE_WORDS, STANCE_WORDS, TIER_WORDS } from './minutes.words.js';

type Consultation = z.input<typeof ConsultationView>;
type Conclusion = Consultation['conclusions'][number];

/** What minutes are drawn from: what their reader may see, as of one event. */
export interface MinutesMatter {
  readonly session: Pick<Session, 'id' | 'title' | 'state' | 'updatedAt' | 'lastHash'>;
  readonly lastSeq: number;
  readonly unitName: string;
  readonly caseName: string;
  readonly consultation: Consultation;
  readonly members: readonly Member[];
  /** Of the types that no table of the consultation keeps, in order. */
  readonly events: readonly EventOnWire[];
}

/** To be filled in by hand. */
const BLANK = '＿＿＿＿＿＿＿＿';
const NOTICE =
  '本纪要依据会话记录自动生成；“序号”为各行所依据的记录编号，时间均为北京时间，页脚所载为末条记录的时间。打印人无权查看的内容不在其中。' +
  '结论摘要为该版本文本规范 JSON 的 SHA-256，签署、异议均针对该摘要作出。';

/** 会商研判会议纪要. */
export function minutesPaper(matter: MinutesMatter): Paper {
  const { session, unitName, lastSeq } = matter;
  return {
    title: '会商研判会议纪要',
    issuer: unitName,
    number: `${session.id}-${lastSeq}`,
    printedAt: session.updatedAt,
    language: 'zh',
    blocks: [
      { kind: 'facts', columns: 1, rows: factsOf(matter) },
      { kind: 'paragraph', small: true, text: NOTICE },
      ...peopleOf(matter),
      ...expertsOf(matter),
      ...agendaOf(matter),
      ...materialsOf(matter),
      ...saidIn(matter),
      ...conclusionsOf(matter),
      {
        kind: 'signatures',
        boxes: [{ role: '签发人' }, { role: '审核人' }, { role: '主持人' }, { role: '记录人' }],
      },
    ],
  };
}

function factsOf({ session, lastSeq, caseName, consultation, events }: MinutesMatter): Fact[] {
  const opened = events.find(({ type }) => type === 'session.opened' || type === 'session.open');
  const closed =
    session.state === 'closed' || session.state === 'archived' ? lastOf(events, 'session.close') : undefined;
  const begun = opened ? `${timeOf(opened.recordedAt)}${cited(opened.seq)}` : '尚未开始';
  const ended = closed ? `${timeOf(closed.recordedAt)}${cited(closed.seq)}` : '尚未结束';
  const rows: readonly (readonly [string, string])[] = [
    ['文号', BLANK],
    ['案件', caseName],
    ['会商名称', session.title],
    ['时间', `${begun} 至 ${ended}`],
    ['地点、线路', consultation.place ?? '未记载'],
    ['主持人', chairsOf(events)],
    ['记录依据', `序号 1 至 ${lastSeq}，末条摘要 ${session.lastHash.toString('hex')}`],
    ['签发人 / 审核人', `${BLANK} / ${BLANK}`],
    ['签发时间', BLANK],
  ];
  return rows.map(([label, value]) => ({ label, value }));
}

/** Everyone who presided, from when on. */
function chairsOf(events: readonly EventOnWire[]): string {
  const presided = events.filter(
    ({ type }) => type === 'session.opened' || type === 'session.scheduled' || type.startsWith('command.'),
  );
  return presided.map(({ actor, seq }) => `${nameOf(actor)}${cited(seq)}`).join('；');
}

function peopleOf({ members, events }: MinutesMatter): Block[] {
  const people = members.map(({ name, unitName, tier, role, state, joinedSeq, leftSeq }) => [
    name ?? '',
    unitName,
    TIER_WORDS[tier],
    role ? ROLE_WORDS[role] : '',
    state === 'joined' ? numbers(joinedSeq) : `${numbers(joinedSeq, leftSeq)}（已退出）`,
  ]);
  const guests = events
    .filter(({ type }) => type === 'guest.entered')
    .map(({ seq, payload }) => [
      textOf(payload['name']),
      textOf(payload['organisation']),
      '',
      '外部来宾',
      numbers(seq),
    ]);
  const rows = [...people, ...guests];
  return section(
    '一、参加人员',
    [
      ['姓名', 16],
      ['单位', 34],
      ['层级', 10],
      ['身份', 18],
      ['序号', 22],
    ],
    rows,
  );
}

function expertsOf({ consultation }: MinutesMatter): Block[] {
  const rows = consultation.experts.map(({ name, organisation, guestId, invitedSeq }) => [
    name,
    organisation,
    guestId === null ? '本系统人员' : '外部来宾',
    numbers(invitedSeq),
  ]);
  return section(
    '二、专家',
    [
      ['姓名', 20],
      ['机构', 46],
      ['方式', 18],
      ['序号', 16],
    ],
    rows,
  );
}

function agendaOf({ consultation, events }: MinutesMatter): Block[] {
  const set = lastOf(events, 'agenda.set')?.seq ?? null;
  const rows = consultation.agenda
    .filter(({ state }) => state !== 'dropped')
    .map(({ title, presenter, minutes, state, begunSeq, endedSeq }, index) => [
      String(index + 1),
      title,
      presenter ?? '',
      minutes === null ? '' : `${minutes} 分钟`,
      AGENDA_WORDS[state],
      numbers(set, begunSeq, endedSeq),
    ]);
  return section(
    '三、议程',
    [
      ['次序', 8],
      ['议题', 38],
      ['汇报人', 16],
      ['时长', 12],
      ['情况', 11],
      ['序号', 15],
    ],
    rows,
  );
}

function materialsOf({ consultation }: MinutesMatter): Block[] {
  const rows = consultation.materials.map(({ title, kind, sha256, text, addedSeq }) => [
    title,
    kind ?? '文字',
    sha256 ?? text ?? '',
    numbers(addedSeq),
  ]);
  return section(
    '四、材料',
    [
      ['材料', 26],
      ['类型', 12],
      ['SHA-256 或内容', 48],
      ['序号', 14],
    ],
    rows,
  );
}

function saidIn({ events }: MinutesMatter): Block[] {
  const rows = events
    .filter(({ type }) => type === 'chat.promote')
    .map(({ seq, payload }) => {
      const said = payload['said'] as { text?: unknown; by?: EventOnWire['actor']; occurredAt?: string } | undefined;
      return [
        said?.occurredAt ? timeOf(said.occurredAt) : '',
        said?.by ? nameOf(said.by) : '',
        textOf(said?.text),
        numbers(Number(payload['seq']), seq),
      ];
    });
  return section(
    '五、载入记录的发言',
    [
      ['时间', 20],
      ['发言人', 20],
      ['内容', 44],
      ['序号', 16],
    ],
    rows,
  );
}

function conclusionsOf({ consultation, events }: MinutesMatter): Block[] {
  const agenda = new Map(consultation.agenda.map(({ itemId, title }) => [itemId, title]));
  const each = consultation.conclusions.flatMap((conclusion, index): Block[] => {
    const { agendaItemId, version, sha256, text, draftedSeq, settledSeq } = conclusion;
    const about = agendaItemId === null ? '' : `（议题：${agenda.get(agendaItemId) ?? ''}）`;
    const standing = settledSeq === null ? '尚未定案' : `已定案${cited(settledSeq)}`;
    return [
      { kind: 'paragraph', text: `${index + 1}. ${text}${about}${cited(draftedSeq)}` },
      { kind: 'paragraph', small: true, text: `第 ${version} 版，摘要 ${sha256}；${standing}。` },
      voicesOf(conclusion, events),
    ];
  });
  const none: Block[] = [{ kind: 'paragraph', text: '无' }];
  return [{ kind: 'heading', text: '六、结论与表态' }, ...(each.length > 0 ? each : none)];
}

function voicesOf({ voices, settledSeq }: Conclusion, events: readonly EventOnWire[]): Block {
  const settled = events.find(({ seq }) => seq === settledSeq);
  const silent = (settled?.payload['silent'] ?? []) as readonly { name: string; organisation: string }[];
  const rows = [
    ...voices.map(({ name, organisation, stance, reason, at, seq }) => [
      name,
      organisation,
      reason === null ? STANCE_WORDS[stance] : `${STANCE_WORDS[stance]}：${reason}`,
      timeOf(at),
      numbers(seq),
    ]),
    ...silent.map(({ name, organisation }) => [name, organisation, '未表态', '', numbers(settledSeq)]),
  ];
  return table(
    [
      ['姓名', 16],
      ['单位', 28],
      ['表态', 26],
      ['时间', 18],
      ['序号', 12],
    ],
    rows,
    '尚无表态',
  );
}

type Columns = readonly (readonly [title: string, share: number])[];

function section(heading: string, columns: Columns, rows: readonly (readonly string[])[]): Block[] {
  return [{ kind: 'heading', text: heading }, table(columns, rows, '无')];
}

function table(columns: Columns, rows: readonly (readonly string[])[], empty: string): Block {
  return { kind: 'table', columns: columns.map(([title, share]) => ({ title, share })), rows, empty };
}

function numbers(...seqs: readonly (number | null)[]): string {
  return [...new Set(seqs.filter((seq) => seq !== null))].join('、');
}

function cited(seq: number): string {
  return `〔${seq}〕`;
}

function timeOf(instant: string): string {
  return chinaTimeOf(new Date(instant));
}

function nameOf(actor: EventOnWire['actor']): string {
  const person = personOf(actor);
  return person ? `${person.name}（${person.unitName}）` : actor.name;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function lastOf(events: readonly EventOnWire[], type: string): EventOnWire | undefined {
  return events.findLast((event) => event.type === type);
}
