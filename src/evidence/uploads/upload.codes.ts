/** `kept`: there is an item of it; `refused`: it arrived whole and was none. */
export const UPLOAD_STATES = ['open', 'kept', 'refused'] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];
