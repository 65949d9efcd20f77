import { readProperties } from './dji.osd.js';
import { sampleOf, senderOf, thingModelDialect } from './thing-model.js';

/** DJI Cloud API, pilot-to-cloud and dock-to-cloud. */
export const djiDialect = thingModelDialect(
  'dji',
  (topic) => topic.startsWith('thing/product/') || topic.startsWith('sys/product/'),
  (message, data, at) => {
    const measured = readProperties(data, senderOf(message));
    if (measured.kind === 'rejected') return measured;
    return { kind: 'samples', samples: [sampleOf(message, at, measured.value)], reply: null };
  },
);
