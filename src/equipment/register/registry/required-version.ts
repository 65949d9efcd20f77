import { EquipmentErrors } from '../../equipment.errors.js';
import { versionOf } from './version.rules.js';

/** The version of the body or of If-Match. @throws VERSION_REQUIRED, VERSION_UNCLEAR */
export function requireVersion(inBody: number | undefined, ifMatch: string | undefined): number {
  const answer = versionOf(inBody, ifMatch);
  if (!answer.ok) throw EquipmentErrors[answer.code]();
  return answer.version;
}
