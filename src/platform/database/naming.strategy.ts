import { DefaultNamingStrategy } from 'typeorm';

/** Database names are snake_case and singular; entities state their table, columns follow their property. */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
