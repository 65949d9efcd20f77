import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  digestBytes,
  OriginalsService,
  type ReceivedUpload,
  safeFileName,
  UnitOfWork,
  UploadReceiver,
} from '../../platform/index.js';
import { readUpload } from './wpml/wayline.file.js';
import { type KeptFile, WaylineImports } from './wayline-imports.service.js';
import { WaylineFlights } from './wayline-flights.service.js';
import type { WaylineView } from './wayline.schemas.js';

const LIMIT_MEGABYTES = 20;
const TEMPLATE = 'template';

/** The way of a wayline from the wire to the record: understood first, then its bytes durable, then named. */
@Injectable()
export class WaylineIntake {
  constructor(
    private readonly receiver: UploadReceiver,
    private readonly originals: OriginalsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: WaylineFlights,
    private readonly imports: WaylineImports,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, UPLOAD_…, ARCHIVE_…, XML_…, WAYLINE_…; nothing is kept then but bytes no row names */
  async receive(actor: Actor, flightId: string, request: IncomingMessage): Promise<z.input<typeof WaylineView>> {
    await this.unitOfWork.read((tx) =>
      this.flights.require(tx, actor, flightId, { permission: 'flight.importWayline' }),
    );
    const rules = { limitMegabytes: LIMIT_MEGABYTES, optionalTexts: [TEMPLATE] };
    const upload = await this.receiver.receive(request, rules);
    try {
      return await this.keep(actor, flightId, upload);
    } finally {
      await this.receiver.discard(upload.path);
      await this.receiver.discard(templatePath(upload));
    }
  }

  private async keep(actor: Actor, flightId: string, upload: ReceivedUpload): Promise<z.input<typeof WaylineView>> {
    const template = upload.texts.get(TEMPLATE);
    const read = await readUpload({ ...upload, template });
    await this.imports.judge(actor, flightId, read);
    const file = await this.keepFile(upload);
    const templateFile = template === undefined ? undefined : await this.keepTemplate(upload, template);
    const fileName = safeFileName(upload.fileName).name;
    return this.imports.record(actor, flightId, { read, fileName, file, template: templateFile });
  }

  private async keepFile({ path, digests, head }: ReceivedUpload): Promise<KeptFile> {
    await this.originals.keep(path, digests);
    return { digests, head };
  }

  private async keepTemplate(upload: ReceivedUpload, text: string): Promise<KeptFile> {
    const bytes = Buffer.from(text);
    const digests = digestBytes(bytes);
    await writeFile(templatePath(upload), bytes, { flag: 'wx', mode: 0o600 });
    await this.originals.keep(templatePath(upload), digests);
    return { digests, head: bytes };
  }
}

function templatePath({ path }: ReceivedUpload): string {
  return `${path}-template`;
}
