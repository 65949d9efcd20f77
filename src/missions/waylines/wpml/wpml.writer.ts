import { writeXml, type XmlDraft, zipped } from '../../../platform/index.js';
import { modelOf } from '../checks/wayline-model.rules.js';
import type { Wayline } from '../wayline.types.js';
import { waylinesDocument } from './wpml-flown.writer.js';
import { templateDocument } from './wpml-template.writer.js';

const KML = 'http://www.opengis.net/kml/2.2';
/** What DJI's planning writes for its present aircraft, and what its apps for consumers read. */
const PRESENT = '1.0.6';
const CONSUMER = '1.0.2';

/** The wayline as a KMZ that DJI's apps open: both documents, nothing about who drew it. */
export async function writeKmz(wayline: Wayline, at: Date): Promise<Buffer> {
  const { template, waylines } = writeWpml(wayline, at);
  return zipped({ 'wpmz/template.kml': template, 'wpmz/waylines.wpml': waylines }, at);
}

export function writeWpml(wayline: Wayline, at: Date): { readonly template: string; readonly waylines: string } {
  const version = modelOf(wayline.mission.drone) ? PRESENT : CONSUMER;
  const kml = (content: readonly XmlDraft[]): string =>
    writeXml({
      name: 'kml',
      attributes: { xmlns: KML, 'xmlns:wpml': `http://www.dji.com/wpmz/${version}` },
      content: [{ name: 'Document', content }],
    });
  return { template: kml(templateDocument(wayline, at)), waylines: kml(waylinesDocument(wayline)) };
}
