import { covers, type Clause, type Cover } from './covers.js';
import { dayOfYear } from './dates.js';
import { addressIn, holderOf, type Address, type Holder } from './people.js';
import { endorsementsFor, propertyOf, type Property } from './property.js';
import { Random } from './random.js';
import { brokers, lenders, london, otherCities } from './words.js';

export interface Coverage {
  readonly cover: Cover;
  readonly sumInsuredPence: number;
  readonly premiumPence: number;
  readonly exclusions: readonly Clause[];
}

export interface InterestedParty {
  readonly role: 'mortgage-lender' | 'beneficiary';
  readonly name: string;
  readonly detail: string;
}

/** All that is known of one policy when it is issued; amounts in pence, days as `2026-06-14`. */
export interface Policy {
  readonly number: string;
  readonly version: number;
  readonly from: string;
  readonly holder: Holder;
  readonly riskAddress: Address;
  readonly correspondenceAddress: Address;
  readonly property: Property;
  readonly rebuildCostPence: number;
  readonly voluntaryExcessPence: number;
  readonly paymentFrequency: 'annual' | 'monthly';
  readonly broker: { readonly reference: string; readonly name: string };
  readonly coverages: readonly Coverage[];
  readonly endorsements: readonly Clause[];
  readonly parties: readonly InterestedParty[];
}

/** What a policy must be for the story that is told of it. */
export interface Wanted {
  /** The year in which it is first issued. */
  readonly year: 2025 | 2026;
  readonly mustHave: readonly Cover['code'][];
}

const juneFirst = 151;

/** Policy `place` of the book of that seed, counted from 1, whatever the size of the book. The first is in London, from June. */
export function policyAt(seed: number, place: number, wanted: Wanted): Policy {
  const random = new Random(`${String(seed)}/${String(place)}`);
  const day = place === 1 ? juneFirst + random.below(30) : random.below(365);
  const city = place === 1 || random.percent(20) ? london : random.pick(otherCities);
  const riskAddress = addressIn(city, random);
  const bedrooms = random.between(1, 5);
  const rebuildCostPence = random.between(110 + bedrooms * 30, 180 + bedrooms * 70) * 100_000;
  const holder = holderOf(random, place);
  const property = propertyOf(bedrooms, random);
  return {
    number: `HOM-${String(wanted.year)}-${String(place).padStart(7, '0')}`,
    version: 1,
    from: dayOfYear(wanted.year, day),
    holder,
    riskAddress,
    correspondenceAddress: random.percent(12) ? addressIn(random.pick(otherCities), random) : riskAddress,
    property,
    rebuildCostPence,
    voluntaryExcessPence: random.pick([0, 10_000, 25_000, 50_000]),
    paymentFrequency: random.percent(65) ? 'monthly' : 'annual',
    broker: random.pick(brokers),
    coverages: covers
      .filter(({ code, takenPercent }) => random.percent(takenPercent) || wanted.mustHave.includes(code))
      .map((cover) => coverageOf(cover, sumInsuredOf(cover, rebuildCostPence, random), city.premiumPercent, random)),
    endorsements: random.percent(60) ? [random.pick(endorsementsFor(property))] : [],
    parties: partiesOf(random, holder),
  };
}

/** Net premium, insurance premium tax of 12 percent, and both together. */
export function premiumOf(netPence: number): { readonly net: number; readonly tax: number; readonly gross: number } {
  const tax = Math.round(netPence * 0.12);
  return { net: netPence, tax, gross: netPence + tax };
}

export function netPremiumOf(coverages: readonly Coverage[]): number {
  return coverages.reduce((sum, { premiumPence }) => sum + premiumPence, 0);
}

function coverageOf(cover: Cover, sumInsuredPence: number, premiumPercent: number, random: Random): Coverage {
  const premiumPence = Math.round((sumInsuredPence / 100_000) * cover.ratePence * (premiumPercent / 100));
  const exclusions = cover.exclusions.filter((_, place) =>
    random.percent(place > 0 ? 25 : cover.takenPercent === 100 ? 100 : 80),
  );
  return { cover, sumInsuredPence, premiumPence, exclusions };
}

/** In whole thousands of pounds, except what is sold in packages. */
function sumInsuredOf({ code }: Cover, rebuildCostPence: number, random: Random): number {
  switch (code) {
    case 'BLD':
      return rebuildCostPence;
    case 'CNT':
      return random.between(30, 120) * 100_000;
    case 'ACD':
      return random.between(30, 60) * 100_000;
    case 'PPO':
      return random.between(1, 8) * 100_000;
    case 'LEX':
      return 10_000_000;
    case 'HEM':
      return 100_000;
  }
}

function partiesOf(random: Random, holder: Holder): readonly InterestedParty[] {
  const lender = {
    role: 'mortgage-lender',
    name: random.pick(lenders),
    detail: `LN-${String(random.between(100_000, 999_999))}`,
  };
  const partner = { role: 'beneficiary', name: `${holderOf(random, 0).givenName} ${holder.surname}`, detail: 'joint owner' };
  return [...(random.percent(60) ? [lender] : []), ...(random.percent(30) ? [partner] : [])] as InterestedParty[];
}
