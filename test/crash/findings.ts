import type { HttpClient } from './http.js';
import type { Ledger } from './ledger.js';

interface Version {
  readonly dataVersion: number;
  readonly commandId: string;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What the repository holds, read over HTTP, against what was sent to it. */
export class Findings {
  /** One line for each thing that is not as it must be. */
  readonly faults: string[] = [];
  versionsMany = 0;
  private readonly found = new Set<number>();

  constructor(
    private readonly http: HttpClient,
    /** The workspace, and its one instance that no client sent: the owner's user. */
    private readonly owner: { readonly workspaceId: string; readonly userId: string },
    private readonly ledger: Ledger,
    /** Instance and version that an earlier look has read the bytes of already; what this one reads is added. */
    private readonly bytesKnown: Map<string, number>,
  ) {}

  /** Looks at each instance that there is and each that was ever acknowledged or asked for. */
  async look(): Promise<this> {
    const there = await this.instancesThere();
    const asked = this.ledger.saves.map(({ answer, chosenId }) => answer?.instanceId ?? chosenId);
    for (const id of asked) if (id !== undefined && !there.has(id)) await this.lookAtAbsent(id);
    for (const id of there) await this.lookAt(id);
    for (const { number, outcome } of this.ledger.saves) {
      if (outcome === 'acknowledged' && !this.found.has(number))
        this.faults.push(`save ${String(number)} was acknowledged and is gone`);
    }
    return this;
  }

  /** The roots of the workspace and their children: the clients make no deeper trees. */
  private async instancesThere(): Promise<Set<string>> {
    const { workspaceId, userId } = this.owner;
    const roots = (await this.children(workspaceId)).filter((id) => id !== userId);
    const there = new Set(roots);
    for (const root of roots) for (const child of await this.children(root)) there.add(child);
    return there;
  }

  private async children(parentId: string): Promise<readonly string[]> {
    const items = await this.pages<{ readonly instanceId: string }>(`${parentId}/children`);
    return items.map(({ instanceId }) => instanceId);
  }

  private async lookAtAbsent(id: string): Promise<void> {
    const { status } = await this.http.ask({ path: this.path(id) });
    if (status !== 404) this.faults.push(`${id} answers ${String(status)} and is no child of its parent`);
  }

  private async lookAt(id: string): Promise<void> {
    const versions = (await this.pages<Version>(`${id}/history`)).toReversed();
    this.versionsMany += versions.length;
    const numbers = versions.map(({ dataVersion }) => dataVersion);
    if (numbers.some((number, index) => number !== index + 1)) this.faults.push(`${id} has the versions ${numbers.join(', ')}`);
    if (new Set(versions.map(({ commandId }) => commandId)).size !== versions.length) {
      this.faults.push(`${id} has a command twice in its history`);
    }
    for (const version of versions) await this.lookAtVersion(id, version);
    const last = versions.at(-1);
    const current = await this.http.ask({ path: this.path(id), headers: { accept: 'application/xml' } });
    if (current.headers.etag !== `"${String(last?.dataVersion)}"`)
      this.faults.push(`${id} is read as ${String(current.headers.etag)}`);
  }

  private async lookAtVersion(id: string, { dataVersion, commandId }: Version): Promise<void> {
    const key = `${id} ${String(dataVersion)}`;
    const known = this.bytesKnown.get(key);
    const number = known ?? (await this.readBytes(id, dataVersion));
    if (number === undefined) return;
    this.bytesKnown.set(key, number);
    if (this.found.has(number)) this.faults.push(`save ${String(number)} stands twice, once as version ${key}`);
    this.found.add(number);
    const { outcome, answer } = this.ledger.saves[number]!;
    if (outcome === 'refused') this.faults.push(`save ${String(number)} was refused and stands as version ${key}`);
    if (answer === undefined) return;
    if (answer.instanceId !== id || answer.dataVersion !== dataVersion || answer.commandId !== commandId) {
      this.faults.push(
        `save ${String(number)} was answered ${JSON.stringify(answer)} and stands as version ${key} by ${commandId}`,
      );
    }
  }

  /** The number of the save whose bytes a version has. */
  private async readBytes(id: string, dataVersion: number): Promise<number | undefined> {
    const path = `${this.path(id)}/history/${String(dataVersion)}`;
    const { status, bytes } = await this.http.ask({ path, headers: { accept: 'application/xml' } });
    const save = status === 200 ? this.ledger.saveOf(bytes) : undefined;
    if (save === undefined)
      this.faults.push(`${path} answers ${String(status)} with bytes that nobody sent: ${bytes.toString('utf8', 0, 200)}`);
    else if (save.chosenId !== undefined && save.chosenId !== id)
      this.faults.push(`${path} has the bytes sent to ${save.chosenId}`);
    else return save.number;
    return undefined;
  }

  private async pages<Item>(list: string): Promise<Item[]> {
    const items: Item[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page: Page<Item> = await this.http.json<Page<Item>>(`${this.path(list)}?limit=1000${cursor}`);
      items.push(...page.items);
      next = page.next;
    }
    return items;
  }

  private path(rest: string): string {
    return `/v1/workspaces/${this.owner.workspaceId}/instances/${rest}`;
  }
}
