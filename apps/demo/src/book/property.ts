import { endorsements, type Clause } from './covers.js';
import type { Random } from './random.js';

export interface Property {
  readonly type: string;
  readonly built: number;
  readonly bedrooms: number;
  readonly construction: string;
  readonly roof: string;
}

const houses = ['terraced-house', 'semi-detached-house', 'detached-house', 'bungalow'];
const small = ['purpose-built-flat', 'converted-flat', 'terraced-house'];

export function propertyOf(bedrooms: number, random: Random): Property {
  const type = random.pick(bedrooms < 3 ? small : houses);
  const built = random.between(type === 'purpose-built-flat' ? 1920 : 1820, 2022);
  const construction = random.pick(built < 1920 ? ['brick', 'brick', 'stone'] : ['brick', 'brick', 'timber-frame', 'concrete']);
  return { type, built, bedrooms, construction, roof: random.pick(roofsFor(type, built)) };
}

/** The endorsements that a broker would not strike out at the first look. */
export function endorsementsFor({ roof }: Property): readonly Clause[] {
  return endorsements.filter((clause) => clause.roof === undefined || clause.roof === roof);
}

function roofsFor(type: string, built: number): readonly string[] {
  if (type.endsWith('flat')) return ['slate', 'tile', 'flat-felt'];
  return built < 1900 ? ['slate', 'slate', 'tile', 'thatch'] : ['tile', 'tile', 'slate', 'flat-felt'];
}
