import type { Random } from '../crash/random.js';
import type { Model, Row } from './model.js';
import type { Command, Expected, Request } from './model-requests.js';
import type { Kind } from './steps.js';

/** What a run knows beside the model, to pick from. */
export interface Pool {
  /** Requests with a key that were sent. */
  readonly sent: readonly Request[];
  /** What deletion-checks answered. */
  readonly checks: readonly { readonly user: string; readonly instanceId: string; readonly treeRevision: string }[];
}

export type CommandKind = Exclude<Kind, 'check' | 'look'>;

const concepts = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'] as const;
/** Few, so that they collide; the last two are one name in NFC. */
const names = ['Alpha', 'Beta', 'Gamma', 'alpha', 'Delta & <Sons>', 'Caf\u00e9', 'Cafe\u0301'] as const;
const keysMax = 40;
/** Who sees fewer instances makes some first. */
const fewSeen = 2;

/** Picks what a command of a kind is about, among what is there: mostly what its sender may do, and often what he may not. */
export class Commander {
  constructor(
    private readonly model: Model,
    private readonly pool: Pool,
    private readonly random: Random,
  ) {}

  request(kind: CommandKind): Request {
    const { users } = this.model;
    const user = this.one(2) ? users[0]! : this.random.pick(users);
    if (kind !== 'retry' && kind !== 'root' && this.seenBy(user).length < fewSeen)
      return this.request(this.one(2) ? 'root' : 'retry');
    if (kind === 'retry') return this.retry() ?? this.request('root');
    const command = this.command(kind, user);
    const key = this.one(3) ? { key: `key ${String(this.random.below(keysMax))}` } : {};
    const create = this.one(30) ? { create: true as const } : {};
    return { user, command, ...key, ...('xml' in command.body && command.body.expectedVersion === undefined ? create : {}) };
  }

  /** An instance, mostly one that the user sees. */
  target(user: string): string {
    const seen = this.seenBy(user);
    return seen.length > 0 && !this.one(7) ? this.random.pick(seen).id : this.anyId();
  }

  private seenBy(user: string): readonly Row[] {
    return this.model.allLive().filter((row) => this.model.sees(user, row) && !this.model.isSystem(row));
  }

  private retry(): Request | undefined {
    if (this.pool.sent.length === 0) return undefined;
    const sent = this.random.pick(this.pool.sent);
    if (!this.one(5)) return sent;
    const other = this.command(this.random.pick(['save', 'move', 'delete', 'grant', 'root'] as const), sent.user);
    return { user: sent.user, key: sent.key!, command: other };
  }

  private command(kind: Exclude<CommandKind, 'retry'>, user: string): Command {
    const reason = this.one(4) ? { reason: `reason ${String(this.random.below(9))}` } : {};
    switch (kind) {
      case 'root':
        return { name: 'save-instance', body: { ...this.creation(), ...reason } };
      case 'child':
        return { name: 'save-instance', body: { ...this.creation(), parentId: this.target(user), ...reason } };
      case 'save':
        return { name: 'save-instance', body: { ...this.overwriting(user), ...reason } };
      case 'move':
        return { name: 'move-instance', body: { ...this.moving(user), ...reason } };
      case 'status': {
        const status = this.one(4) ? 'Locked' : 'Active';
        return { name: 'change-status', body: { ...this.versioned(this.target(user)), status, ...reason } };
      }
      case 'patch': {
        const changes = [
          { xpath: '/r/t', replace: `<t>patch ${String(this.random.below(9))}</t>` } as const,
          { xpath: '/r/@n', replace: 'new' } as const,
        ];
        return {
          name: 'patch-instance',
          body: { ...this.versioned(this.target(user)), changes: changes.slice(this.random.below(2)), ...reason },
        };
      }
      case 'revert': {
        const target = this.versioned(this.target(user));
        const toVersion = 1 + this.random.below((this.model.newest(target.instanceId)?.version ?? 1) + (this.one(8) ? 1 : 0));
        return { name: 'revert-instance', body: { ...target, toVersion, ...reason } };
      }
      case 'delete':
        return { name: 'delete-instance', body: { ...this.deleting(user), ...reason } };
      case 'restore':
        return { name: 'restore-instance', body: { ...this.restoring(user), ...reason } };
      case 'grant':
        return { name: 'grant-access', body: { ...this.sharing(user), ...reason } };
      case 'revoke':
        return { name: 'revoke-access', body: { ...this.sharing(user), ...reason } };
    }
  }

  private creation() {
    const instanceId = this.one(3) ? { instanceId: this.one(4) ? this.anyId() : this.random.guid() } : {};
    const expected: { expectedVersion?: Expected } = this.one(12)
      ? { expectedVersion: this.random.pick(['any', 1] as const) }
      : {};
    const conceptId = this.one(40) ? {} : { conceptId: this.one(40) ? this.model.systemConcepts[0]! : this.concept() };
    return {
      ...instanceId,
      ...expected,
      ...conceptId,
      instanceName: this.name(),
      xml: this.xml(),
      ...this.status(),
      ...this.access(),
    };
  }

  private overwriting(user: string) {
    const id = this.target(user);
    const instanceName = this.one(4) ? { instanceName: this.name() } : {};
    const conceptId = this.one(10) ? { conceptId: this.concept() } : {};
    const parent = this.random.pick([this.model.newest(id)?.parent, this.model.workspaceId, this.anyId()]);
    const parentId = parent !== undefined && this.one(8) ? { parentId: parent } : {};
    return {
      ...this.versioned(id),
      ...instanceName,
      ...conceptId,
      ...parentId,
      xml: this.xml(),
      ...this.status(),
      ...this.access(),
    };
  }

  private moving(user: string) {
    const id = this.one(5) ? this.aboveSomethingDeleted(user) : this.target(user);
    const dataSet = this.model.dataSets.get(id);
    const beside = this.model
      .allLive()
      .filter(
        (row) => dataSet !== undefined && this.model.dataSets.get(row.id) === dataSet && !row.hierarchy.includes(`/${id}/`),
      );
    const near = beside.filter((row) => row.id !== id || this.one(8));
    if (near.length === 0 || this.one(6))
      return { ...this.versioned(id), parentId: this.one(3) ? this.model.workspaceId : this.anyId() };
    const { id: parentId, name, parent } = this.random.pick(near);
    // Beside another one, and under its name.
    if (this.one(5)) return { ...this.versioned(id), parentId: parent, instanceName: name };
    return { ...this.versioned(id), parentId, ...(this.one(4) ? { instanceName: this.name() } : {}) };
  }

  /** What comes back after its ancestors moved must stand below them. */
  private aboveSomethingDeleted(user: string): string {
    const deletions = [...this.model.deletions.values()].filter(({ root, restored }) => !restored && !this.model.isRoot(root));
    if (deletions.length === 0) return this.target(user);
    return this.random.pick(this.random.pick(deletions).root.hierarchy.split('/').slice(2, -1));
  }

  private deleting(user: string) {
    const checked = this.one(3) ? this.pool.checks : [];
    if (checked.length === 0) return this.versioned(this.target(user));
    const { instanceId, treeRevision } = this.random.pick(checked.slice(-3));
    return { ...this.versioned(instanceId), treeRevision };
  }

  private restoring(user: string) {
    const instanceName = this.one(4) ? { instanceName: this.name() } : {};
    const deletions = [...this.model.deletions.values()];
    const open = deletions.filter(({ restored }) => !restored);
    const from = open.length > 0 && !this.one(5) ? open : deletions;
    if (from.length === 0) return { instanceId: this.target(user), ...instanceName };
    const deletion = this.random.pick(from);
    return this.one(3)
      ? { instanceId: this.random.pick(deletion.ids), ...instanceName }
      : { deletionId: this.one(30) ? this.random.guid() : deletion.id, ...instanceName };
  }

  private sharing(user: string) {
    const withDescendants = this.one(2) ? { withDescendants: true } : this.one(4) ? { withDescendants: false } : {};
    return { instanceId: this.target(user), principals: this.principals(), ...withDescendants };
  }

  /** The instance and, mostly, its version. */
  private versioned(instanceId: string): { instanceId: string; expectedVersion?: Expected } {
    const version = this.model.newest(instanceId)?.version ?? 1;
    const dice = this.random.below(20);
    if (dice < 2) return { instanceId };
    if (dice < 5) return { instanceId, expectedVersion: 'any' };
    if (dice < 7) return { instanceId, expectedVersion: version === 1 || dice === 5 ? version + 1 : version - 1 };
    return { instanceId, expectedVersion: version };
  }

  /** Any instance: seen or hidden, live or deleted, a user too; and sometimes nothing. */
  private anyId(): string {
    return this.one(10) ? this.random.guid() : this.random.pick([...this.model.dataSets.keys()]);
  }

  private status(): { status?: string } {
    return this.one(12) ? { status: 'Locked' } : {};
  }

  private access(): { access?: readonly string[] } {
    return this.one(3) ? { access: this.principals() } : {};
  }

  private principals(): readonly string[] {
    const { users } = this.model;
    const some = users.filter(() => this.one(2));
    const named = some.length === 0 ? [this.random.pick(users)] : some;
    return this.one(40) ? [...named, this.random.guid()] : named;
  }

  private concept(): string {
    return this.random.pick(concepts);
  }

  private name(): string {
    return this.random.pick(names);
  }

  private xml(): string {
    return `<r n="${String(this.random.below(1_000))}"><t>\u00e4 &amp; ${String(this.random.below(9))}</t></r>`;
  }

  /** True once in so many. */
  private one(inSoMany: number): boolean {
    return this.random.below(inSoMany) === 0;
  }
}
