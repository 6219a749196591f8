import type { Answer } from './answer.js';
import type { Body, Client, HeaderFields } from './client.js';

/** Parameters of a request, in the order given; what is undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** The path of `/v1` in one workspace, by the rows of http.md. */
export class WorkspaceApi {
  constructor(
    readonly client: Client,
    readonly workspaceId: string,
  ) {}

  /** The same workspace, asked by somebody else. */
  as(token: string | undefined): WorkspaceApi {
    return new WorkspaceApi(this.client.as(token), this.workspaceId);
  }

  path(rest: string, parameters: Parameters = {}): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, String(value));
    return `/v1/workspaces/${this.workspaceId}/${rest}${query.size === 0 ? '' : `?${query.toString()}`}`;
  }

  /** Posts `commands/{name}`. */
  command(name: string, request: unknown, headers: HeaderFields = {}): Promise<Answer> {
    return this.client.post(this.path(`commands/${name}`), request, headers);
  }

  /** Posts `commands/save-instance`. */
  save(request: unknown, headers: HeaderFields = {}): Promise<Answer> {
    return this.command('save-instance', request, headers);
  }

  put(instanceId: string, xml: Body, parameters: Parameters = {}, headers: HeaderFields = {}): Promise<Answer> {
    return this.client.put(this.path(`instances/${instanceId}`, parameters), xml, headers);
  }

  read(instanceId: string, headers: HeaderFields = {}): Promise<Answer> {
    return this.client.get(this.path(`instances/${instanceId}`), headers);
  }

  readJson(instanceId: string): Promise<Answer> {
    return this.read(instanceId, { accept: 'application/json' });
  }

  history(instanceId: string, parameters: Parameters = {}): Promise<Answer> {
    return this.client.get(this.path(`instances/${instanceId}/history`, parameters));
  }

  version(instanceId: string, version: number | string, headers: HeaderFields = {}): Promise<Answer> {
    return this.client.get(this.path(`instances/${instanceId}/history/${version}`), headers);
  }

  children(instanceId: string, parameters: Parameters = {}): Promise<Answer> {
    return this.client.get(this.path(`instances/${instanceId}/children`, parameters));
  }
}
