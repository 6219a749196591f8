import { createHmac, hash } from 'node:crypto';
import { uuidV8, type CommandId, type ConceptId, type Guid, type InstanceId, type WorkspaceId } from './guid.js';

/**
 * The key of a repository for every name that must not be guessed (design, section 2, "The naming key"): 32 bytes,
 * never rotated. Each use has a label of its own, so that no two uses ever hash the same text.
 */
export class NamingKey {
  /** Truly private, so that nothing which prints or serialises the object shows it. */
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
    if (key.length !== 32) throw new RangeError('a naming key has 32 bytes');
  }

  /** What the first event of the repository names; it tells nothing about the key. */
  get fingerprint(): string {
    return hash('sha256', Buffer.concat([Buffer.from('datakeep naming key fingerprint\n'), this.#key]), 'hex').slice(0, 32);
  }

  /** The id of a command that was sent with an Idempotency-Key: the same again for the same workspace, user and key. */
  commandId(parts: { workspaceId: string; userId: string; idempotencyKey: string }): CommandId {
    return uuidV8(this.mac('command', parts.workspaceId, parts.userId, parts.idempotencyKey));
  }

  /** The id of an instance that a command makes: derived from the command and the data set it goes to. */
  instanceId(parts: { commandId: CommandId; workspaceId: WorkspaceId; dataSet: InstanceId | 'new' }): InstanceId {
    return uuidV8(this.mac('instance', parts.workspaceId, parts.dataSet, parts.commandId));
  }

  /** The id of the deletion that stands at a revision of a data set: no other event can ever stand there. */
  deletionId(at: { readonly workspaceId: WorkspaceId; readonly dataSetId: InstanceId; readonly revision: number }): Guid {
    return uuidV8(this.mac('deletion', at.workspaceId, at.dataSetId, String(at.revision)));
  }

  /** What stands for a root's (concept, name) in the name of its claim's stream: 32 hexadecimal digits; names are personal data. */
  rootName(of: { workspaceId: WorkspaceId; conceptId: ConceptId; name: string }): string {
    return this.mac('root name', of.workspaceId, of.conceptId, of.name.normalize('NFC')).toString('hex').slice(0, 32);
  }

  /** A GUID for something of which the repository has exactly one, such as its Server Owner workspace. */
  only<G extends Guid>(label: string): G {
    return uuidV8(this.mac('only', label));
  }

  /** Authenticates what the server hands out and takes back, such as a cursor: 16 bytes. */
  seal(label: string, bytes: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(`seal\n${label}\n`).update(bytes).digest().subarray(0, 16);
  }

  private mac(...parts: readonly string[]): Buffer {
    return createHmac('sha256', this.#key).update(parts.join('\n'), 'utf8').digest();
  }
}
