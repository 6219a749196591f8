import { Random } from '../crash/random.js';
import { deleteTree, restore } from '../support/deletions-api.js';
import { xmlOf, type Answer, type WorkspaceApi } from '../support/index.js';

/** An instance as the history's author believes it to stand; a refusal tells him when he is wrong. */
interface Known {
  readonly id: string;
  readonly depth: number;
}

export interface HistoryPlan {
  readonly seed: number;
  readonly commands: number;
  /** Commands that are under way at the same time. */
  readonly lanes: number;
  /** Users that access rows may name. */
  readonly users: readonly string[];
}

/** How often each command had each outcome, as `restore-instance 409 name-taken`. */
export type Tally = Readonly<Record<string, number>>;

const concepts = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'];
const namesPerParent = 12;
const depthMax = 6;

/** What comes how often, of a hundred. */
const shares = { root: 8, child: 34, save: 20, rename: 12, access: 6, delete: 9, restore: 11 } as const;
type Kind = keyof typeof shares;
export const kinds = Object.keys(shares) as readonly Kind[];
const hundred = kinds.flatMap((kind) => Array<Kind>(shares[kind]).fill(kind));

/**
 * Sends a seeded history: creates, saves, renames, changes of access, deletes and restores of trees inside trees. Names are
 * few, so that some are refused. What the seed decides is repeated; in which order lanes are answered is not.
 */
export async function sendHistory(workspace: WorkspaceApi, plan: HistoryPlan): Promise<Tally> {
  const author = new Author(workspace, plan);
  let left = plan.commands;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await author.next();
    }
  };
  await Promise.all(Array.from({ length: plan.lanes }, lane));
  return author.tally;
}

class Author {
  readonly tally: Record<string, number> = {};
  private readonly random: Random;
  private readonly known: Known[] = [];
  private readonly deletions: string[] = [];

  constructor(
    private readonly workspace: WorkspaceApi,
    private readonly plan: HistoryPlan,
  ) {
    this.random = new Random(plan.seed);
  }

  async next(): Promise<void> {
    const kind = this.known.length === 0 ? 'root' : this.random.pick(hundred);
    const answer = await this.send(kind);
    const outcome = [kind, answer.status, answer.problem ?? ''].join(' ').trim();
    this.tally[outcome] = (this.tally[outcome] ?? 0) + 1;
  }

  private async send(kind: Kind): Promise<Answer> {
    switch (kind) {
      case 'root':
        return this.create(undefined);
      case 'child':
        return this.create(this.anyone());
      case 'save':
        return this.save({ status: this.random.below(40) === 0 ? 'Locked' : 'Active' });
      case 'rename':
        return this.save({ instanceName: this.name() });
      case 'access':
        return this.save({ access: this.access() });
      case 'delete':
        return this.delete();
      case 'restore':
        return this.restore();
    }
  }

  private async create(parent: Known | undefined): Promise<Answer> {
    const chosen = this.random.below(2) === 0 ? { instanceId: this.random.guid() } : {};
    const standing = parent === undefined || parent.depth >= depthMax ? {} : { parentId: parent.id };
    const answer = await this.workspace.save({
      ...chosen,
      ...standing,
      instanceName: this.name(),
      conceptId: this.random.pick(concepts),
      xml: this.xml(),
      ...(this.random.below(3) === 0 ? { access: this.access() } : {}),
    });
    const depth = 'parentId' in standing ? (parent?.depth ?? 0) + 1 : 0;
    if (answer.status === 201) this.known.push({ id: String(answer.json['instanceId']), depth });
    return answer;
  }

  private save(change: object): Promise<Answer> {
    const reason = this.random.below(4) === 0 ? { reason: `reason ${this.random.below(100)}` } : {};
    return this.workspace.save({ instanceId: this.anyone().id, xml: this.xml(), expectedVersion: 'any', ...change, ...reason });
  }

  private async delete(): Promise<Answer> {
    const answer = await deleteTree(this.workspace, this.anyone().id);
    if (answer.status === 200) this.deletions.push(String(answer.json['deletionId']));
    return answer;
  }

  private restore(): Promise<Answer> {
    const rename = this.random.below(3) === 0 ? { instanceName: this.name() } : {};
    const deletionId = this.deletions[this.random.below(this.deletions.length)];
    if (deletionId === undefined || this.random.below(4) === 0) {
      return restore(this.workspace, { instanceId: this.anyone().id, ...rename });
    }
    return restore(this.workspace, { deletionId, ...rename });
  }

  private anyone(): Known {
    return this.random.pick(this.known);
  }

  private name(): string {
    return `Name ${this.random.below(namesPerParent)} of ${this.random.below(40)}`;
  }

  private xml(): string {
    return xmlOf(`n${this.random.below(1_000_000)}`);
  }

  private access(): readonly string[] {
    const [owner, ...others] = this.plan.users;
    return [owner!, ...others.filter(() => this.random.below(2) === 0)];
  }
}

/** How many commands of a kind were done. */
export function done(tally: Tally, kind: Kind): number {
  return (tally[`${kind} 200`] ?? 0) + (tally[`${kind} 201`] ?? 0);
}
