import { ADMINISTRATOR_ROLES, type Role, WORKING_ROLES } from '../access/roles.js';

/** One account of the demonstration. */
export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly unitKey: string;
}

/** Units that have people in the demonstration: province, two cities, three counties of theirs. */
const STAFFED = [
  { unitKey: '130000', word: 'hebei', name: '省院' },
  { unitKey: '130900', word: 'cangzhou', name: '沧州市院' },
  { unitKey: '130400', word: 'handan', name: '邯郸市院' },
  { unitKey: '130923', word: 'dongguang', name: '东光县院' },
  { unitKey: '130929', word: 'xianxian', name: '献县院' },
  { unitKey: '130425', word: 'daming', name: '大名县院' },
] as const;

const ROLE_NAMES: Readonly<Record<Role, { readonly word: string; readonly name: string }>> = {
  field_officer: { word: 'officer', name: '现场取证员' },
  pilot: { word: 'pilot', name: '飞手' },
  tester: { word: 'tester', name: '快检员' },
  case_handler: { word: 'handler', name: '承办检察官' },
  equipment_manager: { word: 'manager', name: '装备管理员' },
  commander: { word: 'commander', name: '指挥员' },
  system_admin: { word: 'sysadmin', name: '系统管理员' },
  security_admin: { word: 'secadmin', name: '安全管理员' },
  audit_admin: { word: 'auditor', name: '审计管理员' },
};

export function demoPeople(): DemoPerson[] {
  const working = STAFFED.flatMap((unit) => WORKING_ROLES.map((role) => person(unit, role)));
  const administrators = ADMINISTRATOR_ROLES.map((role) => person(STAFFED[0], role));
  return [...working, ...administrators];
}

function person({ unitKey, word, name }: (typeof STAFFED)[number], role: Role): DemoPerson {
  return {
    username: `${word}.${ROLE_NAMES[role].word}`,
    displayName: `${name}${ROLE_NAMES[role].name}`,
    role,
    unitKey,
  };
}
