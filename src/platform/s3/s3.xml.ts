import type { S3Fault } from './s3.fault.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const PART = /<Part>([\s\S]*?)<\/Part>/g;

export interface NamedPart {
  readonly number: number;
  /** Without quotation marks. */
  readonly etag: string;
}

export interface ListedPart extends NamedPart {
  readonly sizeBytes: number;
  readonly storedAt: Date;
}

export function faultXml({ code, message }: S3Fault, resource: string, requestId: string): string {
  const fields = { Code: code, Message: message, Resource: resource, RequestId: requestId };
  return `${HEAD}<Error>${elements(fields)}</Error>`;
}

export function initiatedXml(bucket: string, key: string, uploadId: string): string {
  const fields = { Bucket: bucket, Key: key, UploadId: uploadId };
  return `${HEAD}<InitiateMultipartUploadResult ${NAMESPACE}>${elements(fields)}</InitiateMultipartUploadResult>`;
}

export function completedXml(location: string, bucket: string, key: string, etag: string): string {
  const fields = { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"` };
  return `${HEAD}<CompleteMultipartUploadResult ${NAMESPACE}>${elements(fields)}</CompleteMultipartUploadResult>`;
}

export function locationXml(region: string): string {
  return `${HEAD}<LocationConstraint ${NAMESPACE}>${escaped(region)}</LocationConstraint>`;
}

export interface PartPage {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly marker: number;
  readonly limit: number;
  readonly parts: readonly ListedPart[];
  readonly isTruncated: boolean;
}

export function partsXml({ bucket, key, uploadId, marker, limit, parts, isTruncated }: PartPage): string {
  const next = parts.at(-1)?.number ?? marker;
  const fields = { Bucket: bucket, Key: key, UploadId: uploadId, PartNumberMarker: marker, NextPartNumberMarker: next };
  const listed = parts.map(
    ({ number, etag, sizeBytes, storedAt }) =>
      `<Part>${elements({ PartNumber: number, LastModified: storedAt.toISOString(), ETag: `"${etag}"`, Size: sizeBytes })}</Part>`,
  );
  const frame = elements({ ...fields, MaxParts: limit, IsTruncated: isTruncated });
  return `${HEAD}<ListPartsResult ${NAMESPACE}>${frame}${listed.join('')}</ListPartsResult>`;
}

/** The parts that an upload is completed with, in their order; undefined for anything else. */
export function readNamedParts(xml: string): readonly NamedPart[] | undefined {
  if (!/<CompleteMultipartUpload[\s>]/.test(xml) || /<!DOCTYPE|<!ENTITY/i.test(xml)) return undefined;
  const parts = [...xml.matchAll(PART)].map(([, inner = '']) => ({
    number: Number(/<PartNumber>\s*(\d{1,5})\s*<\/PartNumber>/.exec(inner)?.[1]),
    etag: (/<ETag>([\s\S]{1,200}?)<\/ETag>/.exec(inner)?.[1] ?? '').replaceAll('&quot;', '').replace(/["\s]/g, ''),
  }));
  return parts.length > 0 && parts.every(({ number, etag }) => Number.isInteger(number) && etag !== '')
    ? parts
    : undefined;
}

function elements(fields: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
