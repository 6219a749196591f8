import { isDeepStrictEqual } from 'node:util';
import { Difference } from './difference.js';
import type { Model } from './model.js';
import { ModelViews } from './model-views.js';
import { compare, pastOf, wholeAsOf, type Query } from './queries.js';
import type { Asker, World } from './world.js';

/** What somebody was shown at a moment of a run. */
interface Seen {
  readonly asker: Asker;
  readonly position: string;
  readonly timeMs: number;
  readonly path: string;
  readonly items: readonly { readonly instanceId: string }[];
}

/** One instance of so many is asked for as of each moment. */
const shareOfInstances = 16;

/** Records what people are shown while a run goes on, and asks for it again at its end. */
export class Past {
  private readonly seen: Seen[] = [];

  constructor(
    private readonly world: World,
    private readonly people: readonly Asker[],
  ) {}

  async record(model: Model, process: number): Promise<void> {
    for (const asker of this.people) {
      for (const query of wholeAsOf(model, asker.userId, {})) {
        const reply = await compare(this.world, process, asker, query);
        const { items } = JSON.parse(reply.body) as Pick<Seen, 'items'>;
        this.seen.push({ asker, position: reply.position!, timeMs: this.world.clock.nowMs, path: query.path, items });
      }
    }
  }

  /** As of each position and time: what was shown then, of what each may still see now. */
  async compare(model: Model): Promise<void> {
    for (const [place, { asker, position, timeMs, path, items }] of this.seen.entries()) {
      const process = place % this.world.processCount;
      const views = new ModelViews(model, asker.userId);
      const at = this.world.placeOf(position);
      const asked = `${path}&asOf=${encodeURIComponent(position)}`;
      const reply = await this.world.ask(process, { method: 'GET', path: asked, headers: { accept: 'application/json' } }, asker);
      const now = (JSON.parse(reply.body) as Partial<Pick<Seen, 'items'>>).items;
      const then = items.filter(({ instanceId }) => views.seesNow(instanceId));
      if (!isDeepStrictEqual(now, then)) {
        throw new Difference(`${asked} as ${asker.userId}\nshown then  ${JSON.stringify(then)}\nshown now   ${reply.body}`);
      }
      const atTime = { asOf: new Date(timeMs).toISOString(), at: model.placeAt(timeMs) };
      const ids = [...model.dataSets.keys()].filter((_, index) => (index + place) % shareOfInstances === 0);
      const queries: readonly Query[] = [
        wholeAsOf(model, asker.userId, atTime)[place % 2]!,
        ...ids.flatMap((id, index) => pastOf(model, asker.userId, id, index % 2 === 0 ? atTime : { asOf: position, at })),
      ];
      for (const query of queries) await compare(this.world, process, asker, query);
    }
  }
}
