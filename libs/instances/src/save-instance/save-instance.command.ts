import type { Caller, CommandContext } from '@datakeep/access';
import type { ConceptId, InstanceId } from '@datakeep/kernel';

/** Which version a save means to follow (http.md, "versions"). */
export type Expectation =
  | { readonly kind: 'version'; readonly version: number }
  /** On purpose: whatever is there. */
  | { readonly kind: 'any' }
  /** There must be nothing yet: `If-None-Match: *`. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-stated' };

/** What a caller asks for; what is left out stays as it is. */
export interface SaveRequest {
  readonly instanceId?: InstanceId | undefined;
  readonly instanceName?: string | undefined;
  readonly conceptId?: ConceptId | undefined;
  readonly parentId?: InstanceId | undefined;
  readonly status?: string | undefined;
  readonly xml: Uint8Array;
  readonly access?: readonly string[] | undefined;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

/** A save as it is decided: its id is known, whoever chose it. */
export interface SaveInstance extends Omit<SaveRequest, 'instanceId'> {
  readonly instanceId: InstanceId;
  readonly context: CommandContext;
}

/** Put on the command bus by both doors, `save-instance` and PUT. */
export class SaveInstanceCommand {
  constructor(
    readonly caller: Caller,
    readonly request: SaveRequest,
    readonly idempotency: { readonly key: string; readonly requestHash: string } | undefined,
    readonly correlationId: string,
  ) {}
}
