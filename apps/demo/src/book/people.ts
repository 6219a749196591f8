import { dayOfYear } from './dates.js';
import type { Random } from './random.js';
import { givenNames, streetKinds, streetNames, surnames, type City } from './words.js';

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
}

export interface Holder {
  readonly givenName: string;
  readonly surname: string;
  readonly born: string;
  readonly email: string;
  readonly telephone: string;
}

/** Letters that end a postcode in the United Kingdom. */
const postcodeLetters = 'ABDEFGHJLNPQRSTUWXYZ'.split('');

export function addressIn({ name, postcodes }: City, random: Random): Address {
  const letter = () => random.pick(postcodeLetters);
  return {
    street: `${String(random.between(1, 180))} ${random.pick(streetNames)} ${random.pick(streetKinds)}`,
    city: name,
    postcode: `${random.pick(postcodes)} ${String(random.between(1, 9))}${letter()}${letter()}`,
  };
}

/** Somebody made up; the number keeps two of the same name apart. */
export function holderOf(random: Random, number: number): Holder {
  const [givenName, surname] = [random.pick(givenNames), random.pick(surnames)];
  return {
    givenName,
    surname,
    born: dayOfYear(random.between(1944, 2001), random.below(365)),
    email: `${givenName}.${surname}.${String(number)}@example.com`.toLowerCase(),
    // A range that Ofcom keeps free for fiction.
    telephone: `+44 7700 900${String(random.below(1_000)).padStart(3, '0')}`,
  };
}
