import { VERSION } from '../../platform/index.js';
import type { ExportFrame } from './export.builder.js';
import { type ExhibitBrief, exhibitFolder, isRemoved, originalPath } from './exhibit.types.js';

/** `data/export.json`: which export it is, and every exhibit in it. Of what was removed by rule only the record is left. */
export function contentsText(exhibits: readonly ExhibitBrief[], { row, caseFile, madeAt }: ExportFrame): string {
  const { id, purpose, requester, requestedAt } = row;
  const contents = {
    format: 'skydocket-export',
    version: 1,
    id,
    case: { id: caseFile.id, number: caseFile.number, title: caseFile.title },
    purpose,
    requestedBy: requester.name,
    requestedAt: requestedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    software: `Skydocket ${VERSION}`,
    exhibits: exhibits
      .filter((exhibit) => !isRemoved(exhibit))
      .map((exhibit) => ({ ...contentOf(exhibit), original: originalPath(exhibit) })),
    removed: exhibits
      .filter(isRemoved)
      .map((exhibit) => ({ ...contentOf(exhibit), proofs: `${exhibitFolder(exhibit)}/proofs.json` })),
  };
  return `${JSON.stringify(contents, null, 2)}\n`;
}

function contentOf({ number, purpose, record }: ExhibitBrief) {
  const { id: itemId, sha256, sm3, size, kind, fileName, state } = record;
  return { number, itemId, kind, state, fileName, sha256, sm3, size, purpose };
}
