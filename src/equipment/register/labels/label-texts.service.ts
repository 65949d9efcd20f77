import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/index.js';
import { LoanReaches } from '../../lending/bookings/loan-reach.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { LabelText } from './label.layout.js';
import type { LabelRow } from './label.repository.js';
import type { LabelLanguage } from './label.schemas.js';
import { labelBase, scanAddress } from './scan-address.rules.js';

export interface Wording {
  readonly language: LabelLanguage;
  /** The address at which the labels were asked for. */
  readonly askedAt: string;
}

const BLANK: Readonly<Record<LabelLanguage, string>> = { zh: '公益诉讼办案设备', en: 'Equipment of the procuratorate' };

/** What stands on a label. */
@Injectable()
export class LabelTexts {
  constructor(
    private readonly reaches: LoanReaches,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws PUBLIC_URL_UNSET */
  of({ assetCode, serial, unitId, nameZh, nameEn }: LabelRow, { language, askedAt }: Wording): LabelText {
    return {
      assetCode,
      serial,
      name: language === 'zh' ? nameZh : nameEn,
      unitName: this.reaches.nameOf(unitId),
      url: scanAddress(this.base(askedAt), assetCode),
    };
  }

  /** Of a label that belongs to nothing yet. @throws PUBLIC_URL_UNSET */
  blank(code: string, unitId: string, { language, askedAt }: Wording): LabelText {
    return {
      assetCode: code,
      serial: null,
      name: BLANK[language],
      unitName: this.reaches.nameOf(unitId),
      url: scanAddress(this.base(askedAt), code),
    };
  }

  private base(askedAt: string): string {
    const { SKYDOCKET_PUBLIC_URL: publicUrl, SKYDOCKET_MODE: mode } = this.config;
    const base = labelBase(publicUrl, mode === 'demonstration', askedAt);
    if (base === undefined) throw EquipmentErrors.PUBLIC_URL_UNSET();
    return base;
  }
}
