import { Random } from '../crash/random.js';
import type { Answer } from './answer.js';
import { coverage, policy, xmlOf } from './samples.js';
import type { WorkspaceApi } from './workspace-api.js';

/** A question about the present that can be asked of the past, and how it was answered. */
export interface Recorded {
  readonly path: string;
  readonly accept: string;
  readonly answer: Answer;
}

const concepts = [policy, coverage];
const depthMax = 5;

/** What a random author does, how often of a hundred. */
const shares = { create: 34, save: 16, rename: 10, status: 8, move: 12, grant: 4, revoke: 4, delete: 6, restore: 6 } as const;
type Kind = keyof typeof shares;
const hundred = (Object.keys(shares) as Kind[]).flatMap((kind) => Array<Kind>(shares[kind]).fill(kind));

/** Writes a seeded history in one workspace, command by command, and asks about it. What is refused is part of it. */
export class PastAuthor {
  readonly ids: string[] = [];
  /** How often each kind of command was done. */
  readonly done: Partial<Record<Kind, number>> = {};
  private readonly random: Random;
  private readonly deletions: string[] = [];
  private readonly depths = new Map<string, number>();

  constructor(
    private readonly workspace: WorkspaceApi,
    /** Somebody who is given sight of instances, and loses it again. */
    private readonly somebody: string,
    seed: number,
  ) {
    this.random = new Random(seed);
  }

  /** One command, and what came of it. */
  async act(): Promise<Answer> {
    const kind = this.ids.length === 0 ? 'create' : this.random.pick(hundred);
    const answer = await this.send(kind);
    if (answer.status < 300) this.done[kind] = (this.done[kind] ?? 0) + 1;
    return answer;
  }

  /** Every kind of question, about some instances and the workspace. */
  async questions(): Promise<readonly Recorded[]> {
    const xml = 'application/xml';
    const json = 'application/json';
    const [id, other] = [this.anyone(), this.anyone()];
    const { workspaceId } = this.workspace;
    const asked: readonly (readonly [string, string])[] = [
      [`instances/${id}`, xml],
      [`instances/${id}`, json],
      [`instances/${other}`, json],
      [`instances/${id}/children?include=xml`, json],
      [`instances/${other}/children?concept=${coverage}&status=Active`, json],
      [`instances/${workspaceId}/children`, json],
      [`instances/${id}/descendants?include=xml`, json],
      [`instances/${workspaceId}/descendants?concept=${policy}&depth=2&limit=1000`, json],
      [`instances/${id}/data-set`, xml],
      [`instances/${other}/data-set?concept=${coverage}&depth=2`, xml],
    ];
    const recorded: Recorded[] = [];
    for (const [rest, accept] of asked) {
      const path = this.workspace.path(rest);
      recorded.push({ path, accept, answer: await this.workspace.client.get(path, { accept }) });
    }
    return recorded;
  }

  private send(kind: Kind): Promise<Answer> {
    const instanceId = this.anyone();
    const change = { instanceId, expectedVersion: 'any' };
    const access = { instanceId, principals: [this.somebody], withDescendants: this.random.below(2) === 0 };
    switch (kind) {
      case 'create':
        return this.create();
      case 'save':
        return this.workspace.save({ ...change, xml: this.xml() });
      case 'rename':
        return this.workspace.save({ ...change, xml: this.xml(), instanceName: this.name() });
      case 'status':
        return this.workspace.command('change-status', { ...change, status: this.random.below(4) === 0 ? 'Locked' : 'Active' });
      case 'move':
        return this.workspace.command('move-instance', { ...change, parentId: this.anyone(), instanceName: this.name() });
      case 'grant':
        return this.workspace.command('grant-access', access);
      case 'revoke':
        return this.workspace.command('revoke-access', access);
      case 'delete':
        return this.delete(change);
      case 'restore':
        return this.workspace.command('restore-instance', {
          deletionId: this.deletions[this.random.below(this.deletions.length)] ?? instanceId,
        });
    }
  }

  private async create(): Promise<Answer> {
    const parent = this.ids.length === 0 || this.random.below(8) === 0 ? undefined : this.anyone();
    const depth = parent === undefined ? 0 : (this.depths.get(parent) ?? 0) + 1;
    const answer = await this.workspace.save({
      ...(parent === undefined || depth > depthMax ? {} : { parentId: parent }),
      instanceName: this.name(),
      conceptId: this.random.pick(concepts),
      xml: this.xml(),
    });
    if (answer.status !== 201) return answer;
    const id = String(answer.json['instanceId']);
    this.ids.push(id);
    this.depths.set(id, depth > depthMax ? 0 : depth);
    return answer;
  }

  private async delete(change: object): Promise<Answer> {
    const answer = await this.workspace.command('delete-instance', change);
    if (answer.status === 200) this.deletions.push(String(answer.json['deletionId']));
    return answer;
  }

  /** The older ones more often, so that much happens to some trees. */
  private anyone(): string {
    return this.ids[this.random.below(Math.max(1, this.random.below(this.ids.length + 1)))] ?? this.workspace.workspaceId;
  }

  private name(): string {
    return `Name ${this.random.below(60)}`;
  }

  private xml(): string {
    return xmlOf(`n${this.random.below(1_000_000)}`);
  }
}
