import { Random } from '../crash/random.js';

/** What comes how often. */
const kinds = {
  root: 6,
  child: 21,
  save: 17,
  move: 12,
  status: 6,
  patch: 4,
  revert: 4,
  delete: 10,
  restore: 9,
  grant: 6,
  revoke: 5,
  retry: 7,
  check: 4,
  look: 3,
} as const;

/** What goes wrong meanwhile, and how often. */
const faults = {
  none: 898,
  /** The process is killed before or after one of the command's appends. */
  dies: 30,
  /** The process is held up before one of its appends, and another one does a whole command meanwhile. */
  'is-held-up': 45,
  'projector-dies': 20,
  'views-are-lost': 3,
  'views-are-put-back': 4,
} as const;

export type Kind = keyof typeof kinds;
export type Fault = keyof typeof faults;

/**
 * One step of a run. What it picks it picks by its own dice among what is there then, so that a run stays one when steps are
 * taken out of it.
 */
export interface Step {
  readonly kind: Kind;
  readonly fault: Fault;
  readonly dice: number;
}

/** The steps of a run, the same for the same seed. */
export function stepsOf(seed: number, count: number): readonly Step[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => ({
    kind: weighted(random, kinds),
    fault: weighted(random, faults),
    dice: random.below(2 ** 31),
  }));
}

function weighted<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(weights) as Name[];
  let left = random.below(names.reduce((sum, name) => sum + weights[name], 0));
  return names.find((name) => (left -= weights[name]) < 0)!;
}
