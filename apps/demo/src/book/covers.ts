/** What an insurer offers in the demo: kinds of coverage with their exclusions, and the endorsements of a policy. */
export interface Clause {
  readonly code: string;
  /** The only roof that it is for. */
  readonly roof?: string;
  readonly title: string;
  readonly wording: string;
}

export interface Cover {
  readonly code: 'BLD' | 'CNT' | 'ACD' | 'PPO' | 'LEX' | 'HEM';
  readonly name: string;
  /** How many of a hundred policies have it. */
  readonly takenPercent: number;
  /** Pence of premium a year for a thousand pounds insured. */
  readonly ratePence: number;
  readonly excessPence: number;
  /** Limits inside of the sum insured, in pence, by what they are for. */
  readonly limits: Readonly<Record<string, number>>;
  readonly exclusions: readonly Clause[];
}

const clause = (code: string, title: string, wording: string): Clause => ({ code, title, wording });

export const covers: readonly Cover[] = [
  {
    code: 'BLD',
    name: 'Buildings',
    takenPercent: 100,
    ratePence: 36,
    excessPence: 25_000,
    limits: { 'alternative-accommodation': 6_000_000, 'trace-and-access': 1_000_000 },
    exclusions: [
      clause('BLD-X1', 'Wear and tear', 'Loss or damage by wear and tear, or by anything else that happens gradually.'),
      clause(
        'BLD-X2',
        'Unoccupied home',
        'Escape of water, theft and vandalism while the home is unoccupied for 60 days or more.',
      ),
      clause('BLD-X3', 'Gates and fences', 'Damage by storm or flood to gates, hedges and fences.'),
    ],
  },
  {
    code: 'CNT',
    name: 'Contents',
    takenPercent: 100,
    ratePence: 165,
    excessPence: 15_000,
    limits: { 'single-article': 250_000, 'valuables-in-total': 1_500_000, 'theft-from-outbuildings': 300_000 },
    exclusions: [
      clause('CNT-X1', 'Theft without force', 'Theft from a home that is let or shared, unless entry was forced.'),
      clause('CNT-X2', 'Business stock', 'Goods held for trade, and money of a business.'),
    ],
  },
  {
    code: 'ACD',
    name: 'Accidental damage',
    takenPercent: 60,
    ratePence: 42,
    excessPence: 20_000,
    limits: { 'any-one-event': 2_500_000 },
    exclusions: [clause('ACD-X1', 'Pets', 'Chewing, scratching, tearing and fouling by domestic animals.')],
  },
  {
    code: 'PPO',
    name: 'Personal possessions',
    takenPercent: 45,
    ratePence: 900,
    excessPence: 10_000,
    limits: { 'single-article': 150_000, bicycle: 100_000 },
    exclusions: [clause('PPO-X1', 'Unattended vehicle', 'Theft from an unattended vehicle, unless locked away out of sight.')],
  },
  {
    code: 'LEX',
    name: 'Legal expenses',
    takenPercent: 50,
    ratePence: 24,
    excessPence: 0,
    limits: { 'any-one-claim': 10_000_000 },
    exclusions: [clause('LEX-X1', 'Earlier disputes', 'Disputes that began before this cover did.')],
  },
  {
    code: 'HEM',
    name: 'Home emergency',
    takenPercent: 30,
    ratePence: 3_600,
    excessPence: 0,
    limits: { 'any-one-call-out': 100_000 },
    exclusions: [],
  },
];

export const endorsements: readonly Clause[] = [
  clause('END-04', 'Minimum security', 'Five-lever mortice locks on outer doors and key locks on all ground-floor windows.'),
  { ...clause('END-11', 'Flat roof', 'The roof is inspected by a competent roofer every three years.'), roof: 'flat-felt' },
  clause('END-17', 'Working from home', 'Office equipment at home is insured up to 5,000 pounds; visitors on business are not.'),
  { ...clause('END-23', 'Thatch', 'Chimneys are swept twice a year, and the certificates are kept.'), roof: 'thatch' },
  clause('END-31', 'Building works', 'The insurer is told of works of more than 25,000 pounds before they begin.'),
];
