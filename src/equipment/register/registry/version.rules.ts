export type VersionAnswer =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly code: 'VERSION_REQUIRED' | 'VERSION_UNCLEAR' };

/** The version the caller last read: of the body, or of an If-Match header (`"3"`); both must agree. */
export function versionOf(inBody: number | undefined, ifMatch: string | undefined): VersionAnswer {
  const inHeader = ifMatch === undefined ? undefined : /^(?:W\/)?"?([1-9][0-9]{0,9})"?$/.exec(ifMatch.trim())?.[1];
  if (ifMatch !== undefined && inHeader === undefined) return { ok: false, code: 'VERSION_UNCLEAR' };
  const version = inBody ?? (inHeader === undefined ? undefined : Number(inHeader));
  if (version === undefined) return { ok: false, code: 'VERSION_REQUIRED' };
  if (inHeader !== undefined && Number(inHeader) !== version) return { ok: false, code: 'VERSION_UNCLEAR' };
  return { ok: true, version };
}
