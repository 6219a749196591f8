import type { CommandContext, Sender } from '@datakeep/access';
import type { ConceptId, InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

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
    readonly sender: Sender,
    readonly request: SaveRequest,
  ) {}
}
