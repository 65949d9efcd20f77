import type { DocumentKind } from '../../equipment.codes.js';
import type { RegisterReader } from '../pool/register.view.js';

/** What it cost is the owner's business; the papers a pilot must carry (Order 761 art. 32) are also the holder's. */
const FOR_OWNER: readonly DocumentKind[] = ['invoice'];
const FOR_PARTIES: readonly DocumentKind[] = ['insurance', 'registration', 'other'];

export function showsDocument(kind: DocumentKind, { isOwner, isParty }: RegisterReader): boolean {
  if (FOR_OWNER.includes(kind)) return isOwner;
  return isOwner || isParty || !FOR_PARTIES.includes(kind);
}

/** The kinds a reader sees, of all there are. */
export function shownKinds(kinds: readonly DocumentKind[], reader: RegisterReader): DocumentKind[] {
  return kinds.filter((kind) => showsDocument(kind, reader));
}
